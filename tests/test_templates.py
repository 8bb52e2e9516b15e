"""Every template compiles, every word has its English, and the words keep the house's rules."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from tests.pages import Pages
from web.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
MOET = re.compile(r"\bmoet(en)?\b", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_template_compiles(app: Flask, path: Path) -> None:
    if path.suffix in {".html", ".txt"}:
        app.jinja_env.get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text()
    if path.suffix != ".html" or "mail" in str(path) or path.name == "paper.html":
        return
    assert not re.search(r"\sstyle=", text), "inline style"
    assert not re.search(r"\son\w+=", text), "inline handler"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script"
    assert "|safe" not in text.replace(" ", ""), "unescaped output: let the function that made it return Markup"


def test_the_gallery_shows_every_component() -> None:
    gallery = (ROOT / "templates" / "components_gallery.html").read_text()
    imported = dict(re.findall(r'{% from "components/(\w+)\.html" import ([\w, ]+) %}', gallery))
    assert sorted(imported) == sorted(path.stem for path in (ROOT / "templates" / "components").iterdir())
    for macro in (name for names in imported.values() for name in names.split(", ")):
        assert re.search(rf"\b{macro}\(", gallery), f"{macro} is imported and not shown"


def test_the_gallery_is_a_sound_page(app: Flask, pages: Pages) -> None:
    app.debug = True
    assert "Werkt de knop niet?" in pages.get("/_components").text


def test_every_word_has_its_english() -> None:
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    missing = [message.id for message in catalogue if message.id and not all(_strings(message.string))]
    assert missing == []


def _strings(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_no_word_of_ours_says_moet() -> None:
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        words = [_strings(message.id)[0] for message in read_po(file, locale="en") if message.id]
    assert [word for word in words if MOET.search(word)] == []


def test_the_catalogue_knows_every_word(tmp_path: Path) -> None:
    """Fails when a page got new words and `make words` was forgotten."""
    from babel.messages.extract import extract_from_dir

    keywords = {"N_": None, "_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    methods = [("templates/**", "jinja2"), ("**.py", "python")]
    found: set[str] = set()
    for folder in ("kernel", "people", "certificates", "courses", "assess", "hr", "web", "templates"):
        mapping = [("**", "jinja2")] if folder == "templates" else methods
        for _name, _line, message, _comments, _context in extract_from_dir(ROOT / folder, mapping, keywords=keywords):
            found.add(_strings(message)[0])
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        known = {_strings(message.id)[0] for message in read_po(file, locale="en") if message.id}
    assert found - known == set()
    assert known - found == set(), "words that are no longer used"
