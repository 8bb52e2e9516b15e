"""A copy of the library that ships, to break in tests."""

import shutil
from pathlib import Path

from assess.instrument_library import LIBRARY

SLUG = "contactcentrum"


def copy_library(root: Path) -> Path:
    """The library that ships, copied under `root`."""
    return Path(shutil.copytree(LIBRARY, root / "library"))


def rewrite(root: Path, name: str, old: str, new: str) -> int:
    """Change the first such passage of one file; return the line on which the new one begins."""
    file = root / SLUG / name
    text = file.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, old
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1
