"""The typefaces of the paper: their files, how wide a text runs in them, and how large it can be set."""

import base64
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "static" / "vendor"
SERIF, SANS = "source-serif-4", "atkinson-hyperlegible-next"
SUBSETS = ("latin", "latin-ext")
CUTS = ((SERIF, "400", "normal"), (SERIF, "400", "italic"), (SERIF, "600", "normal"), (SANS, "400", "normal"))
OTHER_FACE = 1.2  # how much wider than ours another face may run


@dataclass(frozen=True)
class Setting:
    """How a text is set: size in points, and the measure in millimetres that breaks it into even lines."""

    size: float
    measure: float


def font_faces() -> str:
    """The `@font-face` rules of every cut, with the font itself inside."""
    return "".join(_font_face(family, subset, *cut) for family, *cut in CUTS for subset in SUBSETS)


def _font_face(family: str, subset: str, weight: str, style: str) -> str:
    data = base64.b64encode(_file(family, subset, weight, style).read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{family} {subset}"; font-weight: {weight}; font-style: {style};'
        f' src: url("data:font/woff2;base64,{data}"); }}\n'
    )


def _file(family: str, subset: str, weight: str, style: str) -> Path:
    return VENDOR / family / f"{family}-{subset}-{weight}-{style}.woff2"


@cache
def _advances(weight: str) -> dict[int, float]:
    """Advance width in em by code point, of the serif."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    advances: dict[int, float] = {}
    for subset in reversed(SUBSETS):
        font = TTFont(_file(SERIF, subset, weight, "normal"))
        units, metrics = font["head"].unitsPerEm, font["hmtx"]
        advances |= {point: metrics[glyph][0] / units for point, glyph in font.getBestCmap().items()}
    return advances


def has_glyphs(text: str) -> bool:
    """Whether the serif holds every character; if not, all of the text is better set in one other face."""
    return all(ord(character) in _advances("400") for character in text)


def fit(text: str, steps: Sequence[tuple[float, int]], measure: float, weight: str = "400") -> Setting:
    """The first step (size in points, most lines) that holds the text in a measure (mm), or the last; even lines."""
    needed = 1.0 if has_glyphs(text) else OTHER_FACE
    for size, most in steps:
        rows = _rows(text, size * needed, measure, weight)
        if rows <= most:
            break
    even = measure
    while rows > 1 and even > measure / 2 and _rows(text, size * needed, even * 0.96, weight) == rows:
        even *= 0.96
    return Setting(size, round(even + 1, 1))


def _rows(text: str, size: float, measure: float, weight: str) -> int:
    """Lines that a text takes when words fill them greedily."""
    column, rows, used = measure / 25.4 * 72 / size, 1, 0.0
    for word in re.findall(r"[^\s-]*[\s-]*", text):
        width, needed = _width(word, weight), _width(word.rstrip(), weight)
        if used and used + needed > column:
            rows, used = rows + 1, 0.0
        rows += int(needed / column)
        used += width
    return rows


def _width(text: str, weight: str) -> float:
    """Width in em, without kerning."""
    advances = _advances(weight)
    return sum(advances.get(ord(character)) or _other_width(character, advances) for character in text)


def _other_width(character: str, advances: dict[int, float]) -> float:
    """Of a glyph in another face: as wide as its base letter, else a square for East Asian and 0.6 em for the rest."""
    base = unicodedata.normalize("NFD", character)[0]
    square = unicodedata.east_asian_width(character) in "WF"
    return advances.get(ord(base), 1.0 if square else 0.6)
