"""The letter for who has no e-mail address: how to come in, and the code that lets them. As a page and as a PDF."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import render_template, url_for
from flask_babel import force_locale, gettext

from kernel import clock
from people import mails
from people.models import Organisation, Person
from people.services.invitations import LIFE

ROOT = Path(__file__).parent.parent
_FONTS = (("Atkinson Hyperlegible Next", "400"), ("Atkinson Hyperlegible Next", "700"), ("Source Serif 4", "600"))


@dataclass(frozen=True)
class Letter:
    """One person's letter; `code` is in groups, as `invite_by_letter` returns it."""

    person: Person
    code: str


def page(organisation: Organisation, letter: Letter) -> str:
    """The letter as an HTML page that prints on one A4, in the person's language. Needs a request."""
    with force_locale(letter.person.language):
        return render_template("people/letter.html", **_content(organisation, letter))


def pdf(organisation: Organisation, letters: Sequence[Letter]) -> bytes:
    """All letters as one PDF, a sheet each; nothing is fetched but what is in the pages. Needs a request."""
    from weasyprint import HTML

    sheets = []
    for letter in letters:
        html = HTML(string=page(organisation, letter), base_url="about:blank", url_fetcher=_fetcher())
        stylesheet, fonts = _press()
        sheets.append(html.render(stylesheets=[stylesheet], font_config=fonts))
    pages = [sheet for document in sheets for sheet in document.pages]
    printed: bytes = sheets[0].copy(pages).write_pdf()
    return printed


def _content(organisation: Organisation, letter: Letter) -> dict[str, Any]:
    at = clock.now()
    language = letter.person.language
    address = mails.link_to(organisation, url_for("people.code"))
    return {
        "person": letter.person,
        "number": _name_at_the_door(letter.person),
        "code": letter.code,
        "organisation": {
            "name": organisation.name,
            "logo_url": _logo(organisation),
            "help_contact": organisation.help_contact,
        },
        "locale": language,
        "address": address.split("://", 1)[-1],
        "qr": _qr(f"{address}?number={quote(_name_at_the_door(letter.person))}"),
        "recipient": "\n".join(filter(None, (letter.person.name, _team_of(letter.person)))),
        "date": mails.day(at, organisation, language),
        "until": mails.day(at + LIFE["letter"], organisation, language),
    }


def _name_at_the_door(person: Person) -> str:
    """What the page of the code knows somebody by: the staff number, or else the e-mail address."""
    return person.staff_number or person.email or ""


def _team_of(person: Person) -> str:
    return gettext("Team %(team)s", team=person.team.name) if person.team else ""


def _logo(organisation: Organisation) -> str | None:
    if organisation.logo is None or organisation.logo_mime is None:
        return None
    return f"data:{organisation.logo_mime};base64,{base64.b64encode(organisation.logo).decode()}"


def _qr(address: str) -> str:
    import segno

    uri: str = segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2, dark="#1c2426")
    return uri


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"}, fail_on_errors=False)


@cache
def _press() -> tuple[Any, Any]:
    """Stylesheet and fonts of paper, read once: the links in the page point to a host, which is never asked."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = "".join(_font_face(family, weight) for family, weight in _FONTS)
    rules += (ROOT / "static/css/letter.css").read_text(encoding="utf-8")
    return CSS(string=rules, font_config=fonts, url_fetcher=_fetcher()), fonts


def _font_face(family: str, weight: str) -> str:
    folder = family.lower().replace(" ", "-")
    file = ROOT / "static/vendor" / folder / f"{folder}-latin-{weight}-normal.woff2"
    data = base64.b64encode(file.read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("data:font/woff2;base64,{data}"); }}\n'
    )
