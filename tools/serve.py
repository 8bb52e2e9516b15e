"""Serve the demo: makes the database and the demo's years when they are not there yet, then listens."""

import os
import shutil
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PORT = int(os.environ.get("PORT", "8080"))
# The address is printed on every paper of the demo, so each port has a demo of its own.
FOLDER = ROOT / "instance" / f"demo-{PORT}"
ADDRESS = f"http://localhost:{PORT}"


def settings() -> dict[str, str]:
    return {
        "MAATSTAF_FOLDER": str(FOLDER),
        "MAATSTAF_BASE_URL": ADDRESS,
        "MAATSTAF_DEMO": "1",
        "MAATSTAF_DATABASE_URL": "",
        "MAATSTAF_MAIL": "",
    }


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def build() -> None:
    from demo.build import build_demo

    print("Building the demo: three years of a care organisation (once, a minute or so) …", flush=True)
    partial = FOLDER.with_name(FOLDER.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    build_demo(partial, ADDRESS, has_three=bool(os.environ.get("THREE")))
    partial.rename(FOLDER)


def bring_up_to_date() -> None:
    """A demo that an older version built gets the migrations it has not had."""
    from web.app import create_app
    from web.migrating import upgrade

    with create_app().app_context():
        upgrade()


def introduce() -> None:
    from demo.applicants import VISITORS
    from demo.cast import CAST, PASSWORD
    from demo.post import link_in

    print(f"\n  Maatstaf is ready: {ADDRESS}\n")
    width = max(len(member.email) for member in CAST)
    for member in CAST:
        print(f"    {member.email:<{width}}  {member.what}")
    print(f"\n    password of each: {PASSWORD}\n")
    for applicant, what in VISITORS.items():
        print(f"    {what}\n      {link_in(FOLDER / 'mail', applicant.email)}")
    print(f"\n    mail it sends:    {ADDRESS}/mailbox")
    print("    stop:             Ctrl-C\n", flush=True)


def main() -> None:
    if "--no-server" not in sys.argv and not is_free(PORT):
        sys.exit(f"\nPort {PORT} is taken. Choose another: make serve PORT=9000\n")
    os.environ.update(settings())
    if "--rebuild" in sys.argv:
        shutil.rmtree(FOLDER, ignore_errors=True)
    if (FOLDER / "maatstaf.sqlite").exists():
        bring_up_to_date()
    else:
        build()
    if "--no-server" in sys.argv:
        return
    introduce()
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "wsgi:app"])


if __name__ == "__main__":
    main()
