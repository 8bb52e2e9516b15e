"""Set up .venv from the locks and look for the libraries that PDFs need.

Standard library only, so that it runs on a bare Debian with python3 and pip. Called by the
Makefile: `bootstrap.py` for what serving needs, `bootstrap.py --dev` for what tests need too.
"""

import ctypes
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# What WeasyPrint loads at run time → the Debian package that holds it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}


def run(*command: object, **options: object) -> int:
    return subprocess.run([str(part) for part in command], check=False, **options).returncode  # type: ignore[call-overload, no-any-return]


def is_there(*command: object) -> bool:
    try:
        return run(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def fail(message: str) -> None:
    sys.exit(f"\nSet-up stopped: {message}\n")


def install(lock: pathlib.Path) -> None:
    stamp = VENV / f".{lock.name}.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing what {lock.name} lists (once) …", flush=True)
    pip = (sys.executable, "-m", "pip")
    if not is_there(*pip, "--version"):
        fail("pip is missing. Ask an administrator for: apt-get install python3-pip")
    status = run(
        *pip, "--python", PYTHON, "install", "-qq", "--disable-pip-version-check", "--no-input",
        "--root-user-action=ignore", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock,
    )  # fmt: skip
    if status:
        fail("packages could not be installed. Is the network there? The lines above say more.")
    stamp.write_text(wanted)


def missing_libraries() -> list[str]:
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def administrator() -> list[str] | None:
    """The words before a command that needs root; None when there are none to be had."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if is_there("sudo", "-n", "true") else None


def apt_install(packages: list[str]) -> None:
    prefix = administrator()
    if prefix is None or not shutil.which("apt-get"):
        return
    print(f"Installing {' '.join(packages)} …", flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    run(*prefix, "apt-get", "update", "-q", **quiet)
    run(*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages, **quiet)


def system_packages(dev: bool) -> list[str]:
    wanted = missing_libraries()
    if dev and not shutil.which("chromium"):
        wanted.append("chromium")
    if dev and not shutil.which("pdftoppm"):
        wanted.append("poppler-utils")
    return wanted


def main() -> None:
    dev = "--dev" in sys.argv[1:]
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if not PYTHON.exists() and run(sys.executable, "-m", "venv", "--without-pip", VENV):
        fail("the virtual environment could not be made. Ask an administrator for: apt-get install python3-venv")
    with ThreadPoolExecutor() as both:  # the system's packages come while Python's do
        if wanted := system_packages(dev):
            both.submit(apt_install, wanted)
        install(ROOT / "requirements.lock")
        if dev:
            install(ROOT / "requirements-dev.lock")
    if wanted := wanted and system_packages(dev):
        print(
            "\nNote: some things need system packages that are not here: PDFs"
            + (" and the browser tests." if dev else ". Everything else works.")
            + "\nAsk an administrator for:\n\n    apt-get install --no-install-recommends "
            + " ".join(wanted)
            + "\n",
            file=sys.stderr,
        )
    if run(PYTHON, ROOT / "tools" / "translations.py", "compile"):
        fail("the translations could not be compiled.")


if __name__ == "__main__":
    main()
