"""Translations: the words in the code are Dutch, translations/en holds the English.

`compile` writes the .mo files when a .po is newer; `update` collects new words into the .po files.
"""

import pathlib
import sys

from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = pathlib.Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "translations"


def compile_all() -> None:
    for po in CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with mo.open("wb") as target:
            write_mo(target, catalogue)


def update() -> None:
    template = ROOT / "build" / "messages.pot"
    template.parent.mkdir(exist_ok=True)
    babel = CommandLineInterface()
    babel.run(  # type: ignore[no-untyped-call]
        ["pybabel", "-q", "extract", "-F", str(ROOT / "babel.cfg"), "-k", "N_", "-k", "_l", "-k", "_", "-k", "_n:1,2",
         "--no-location", "--sort-output", "--omit-header", "-o", str(template), str(ROOT)]
    )  # fmt: skip
    babel.run(  # type: ignore[no-untyped-call]
        ["pybabel", "-q", "update", "-i", str(template), "-d", str(CATALOGUES), "-l", "en", "--no-fuzzy-matching",
         "--ignore-obsolete", "--omit-header", "--no-wrap"]
    )  # fmt: skip


if __name__ == "__main__":
    {"compile": compile_all, "update": update}[sys.argv[1]]()
