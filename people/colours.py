"""Colours of the house that stay readable, whatever colour an organisation brings.

Contrast as WCAG 2.2 defines it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

TEXT_CONTRAST = 4.5
UI_CONTRAST = 3.0
DEFAULT_ACCENT = "#11594f"

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEP = 0.005
_HOVER = 0.05

RGB = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mode:
    """The ground the accent stands on: the page, the tinted surface and the text, as in static/css/tokens.css."""

    page: str
    surface: str
    ink: str
    direction: int
    softness: float


LIGHT = Mode(page="#ffffff", surface="#f7f5f0", ink="#1c2426", direction=-1, softness=0.08)
DARK = Mode(page="#15191a", surface="#1e2425", ink="#edebe5", direction=1, softness=0.1)


@dataclass(frozen=True, slots=True)
class Palette:
    """The four accents of one mode, each as "#rrggbb"."""

    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str


@dataclass(frozen=True, slots=True)
class Theme:
    """An organisation's colour for light and for dark screens."""

    light: Palette
    dark: Palette


def is_colour(text: str) -> bool:
    """Whether the text is a colour as "#rgb" or "#rrggbb", the number sign optional."""
    return _HEX.fullmatch(text) is not None


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(_rgb(a)), _luminance(_rgb(b))))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(text: str, background: str) -> bool:
    """Whether text of any size in one colour can be read on the other (WCAG 2.2, 1.4.3)."""
    return contrast(text, background) >= TEXT_CONTRAST


@lru_cache
def theme(accent_hex: str) -> Theme:
    """The colour as near to the one asked as stays readable, darker on white and lighter on black.

    Raises ValueError when the text is no colour.
    """
    return Theme(light=_palette(_rgb(accent_hex), LIGHT), dark=_palette(_rgb(accent_hex), DARK))


def stylesheet(chosen: Theme) -> str:
    """The CSS that follows tokens.css and sets the accents of this theme; paper is always light."""
    return (
        f":root {{ {_properties(chosen.light)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_properties(chosen.dark)} }} }}\n"
    )


def _properties(palette: Palette) -> str:
    """The four custom properties of a palette."""
    return (
        f"--accent: {palette.accent}; --accent-hover: {palette.accent_hover}; "
        f"--on-accent: {palette.on_accent}; --accent-soft: {palette.accent_soft};"
    )


def _palette(wish: RGB, mode: Mode) -> Palette:
    """The wish moved away from the page, step by step, until text in it and text on it can be read."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*wish)
    accent = _hex(wish)
    while not _stands_on(accent, mode):
        lightness += mode.direction * _STEP
        accent = _hex(colorsys.hls_to_rgb(hue, _clamp(lightness), saturation))
    hover = colorsys.hls_to_rgb(hue, _clamp(lightness + mode.direction * _HOVER), saturation)
    return Palette(accent, _hex(hover), on_accent=mode.page, accent_soft=_soft(accent, mode))


def _stands_on(accent: str, mode: Mode) -> bool:
    """Whether the accent can be read on each ground it is used on; what is written on it has the page's colour."""
    return all(is_readable(accent, ground) for ground in (mode.page, mode.surface, _soft(accent, mode)))


def _soft(accent: str, mode: Mode) -> str:
    """The page with a breath of the accent in it."""
    pairs = zip(_rgb(accent), _rgb(mode.page), strict=True)
    red, green, blue = (colour * mode.softness + page * (1 - mode.softness) for colour, page in pairs)
    return _hex((red, green, blue))


def _rgb(text: str) -> RGB:
    """Red, green and blue from 0 to 1."""
    found = _HEX.fullmatch(text)
    if found is None:
        raise ValueError(f"not a colour: {text!r}")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return red, green, blue


def _hex(rgb: RGB) -> str:
    """The colour as "#rrggbb"."""
    return "#" + "".join(f"{round(_clamp(channel) * 255):02x}" for channel in rgb)


def _luminance(rgb: RGB) -> float:
    """Relative luminance, from 0 (black) to 1 (white): https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _clamp(part: float) -> float:
    return min(1.0, max(0.0, part))
