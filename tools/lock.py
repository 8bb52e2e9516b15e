"""Make the locks anew: hashes, no addresses. The second holds only what tests add to the first."""

import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
OPTIONS = (
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet", "pyproject.toml",
)  # fmt: skip


def compile_to(path: pathlib.Path, *more: str) -> None:
    subprocess.run(
        ["uv", "pip", "compile", *OPTIONS, *more, "-o", str(path)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL
    )


def packages(path: pathlib.Path) -> dict[str, str]:
    return {block.split("==")[0]: block for block in re.split(r"^(?=[a-z])", path.read_text(), flags=re.M) if block}


def main() -> None:
    serving = ROOT / "requirements.lock"
    compile_to(serving)
    with tempfile.TemporaryDirectory() as folder:
        everything = pathlib.Path(folder) / "everything.lock"
        compile_to(everything, "--group", "dev", "-c", str(serving))
        known = packages(serving)
        added = [block for name, block in packages(everything).items() if name not in known]
    (ROOT / "requirements-dev.lock").write_text("".join(added))


if __name__ == "__main__":
    main()
