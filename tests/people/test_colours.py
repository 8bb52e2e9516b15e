"""An organisation's colour is readable on every page, and as near to its own as that allows."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from people import colours

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
any_colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def palettes(colour: str) -> list[tuple[colours.Palette, colours.Mode]]:
    """The light and the dark palette of a colour, each with its ground."""
    theme = colours.theme(colour)
    return [(theme.light, colours.LIGHT), (theme.dark, colours.DARK)]


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000", 21.0),
        ("#777777", "#777777", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that passes on white, as WCAG's own technique G18 uses it
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_wcags_ratio(a: str, b: str, ratio: float) -> None:
    assert colours.contrast(a, b) == pytest.approx(ratio, abs=0.005)


@given(any_colour)
@example("#ffff00")
@example("#000000")
@example("#ffffff")
def test_any_colour_can_be_read_on_every_ground_it_stands_on(colour: str) -> None:
    for palette, mode in palettes(colour):
        for accent in (palette.accent, palette.accent_hover):
            for ground in (mode.page, mode.surface, palette.accent_soft):
                assert colours.contrast(accent, ground) >= colours.TEXT_CONTRAST


@given(any_colour)
@example("#ffff00")
def test_text_on_any_colour_can_be_read(colour: str) -> None:
    for palette, mode in palettes(colour):
        assert colours.is_readable(palette.on_accent, palette.accent)
        assert colours.is_readable(palette.on_accent, palette.accent_hover)
        assert colours.is_readable(mode.ink, palette.accent_soft)


@given(any_colour)
def test_a_theme_of_its_own_accent_is_the_same_theme(colour: str) -> None:
    light = colours.theme(colour).light
    assert colours.theme(light.accent).light.accent == light.accent


def test_a_colour_that_is_readable_stays_as_it_was() -> None:
    assert colours.theme("#0B4F6C").light.accent == "#0b4f6c"


def test_a_pale_colour_becomes_darker_and_keeps_its_hue() -> None:
    red, green, blue = (int(colours.theme("#ffdd00").light.accent[i : i + 2], 16) for i in (1, 3, 5))
    assert (red, green) < (0xFF, 0xDD)
    assert blue == 0
    assert green / red == pytest.approx(0xDD / 0xFF, abs=0.02)


@pytest.mark.parametrize("text", ["", "teal", "#12345", "#gggggg", "#123456;}", "#123456\n"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    assert not colours.is_colour(text)
    with pytest.raises(ValueError, match="not a colour"):
        colours.theme(text)


def test_the_stylesheet_of_the_house_holds_the_default_theme_and_its_grounds() -> None:
    light, dark = TOKENS.read_text().split("prefers-color-scheme: dark")
    for (palette, mode), css in zip(palettes(colours.DEFAULT_ACCENT), (light, dark), strict=True):
        said = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
        assert (said["page"], said["surface"], said["ink"]) == (mode.page, mode.surface, mode.ink)
        assert said["accent"] == palette.accent
        assert said["accent-hover"] == palette.accent_hover
        assert said["on-accent"] == palette.on_accent
        assert said["accent-soft"] == palette.accent_soft


def test_every_word_colour_of_the_house_can_be_read_and_every_edge_seen() -> None:
    for css in TOKENS.read_text().split("prefers-color-scheme: dark"):
        said = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
        for ground in (said["page"], said["surface"]):
            assert all(colours.is_readable(said[name], ground) for name in ("ink", "ink-soft", "good", "warn", "bad"))
            assert colours.contrast(said["line-strong"], ground) >= colours.UI_CONTRAST
        for name in ("good", "warn", "bad"):
            assert colours.is_readable(said[name], said[f"{name}-soft"])
        assert colours.is_readable(said["on-bad"], said["bad"])
        assert colours.is_readable(said["ink"], said["highlight"])


def test_the_customers_stylesheet_sets_the_four_accents_for_both_screens() -> None:
    css = colours.stylesheet(colours.theme("#ffdd00"))
    assert css.count("--accent: ") == css.count("--on-accent: ") == css.count("--accent-soft: ") == 2
    assert colours.theme("#ffdd00").dark.accent in css.split("@media screen and (prefers-color-scheme: dark)")[1]
