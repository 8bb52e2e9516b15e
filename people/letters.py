"""The letter for who has no e-mail address: how to come in, and the code that lets them. As a page and as a PDF."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import render_template, url_for
from flask_babel import force_locale, gettext

from kernel import clock, press
from kernel.errors import Unavailable
from kernel.press import PressError
from people import mails
from people.letter_sheets import pdf_of
from people.models import Organisation, Person
from people.services.invitations import LIFE


@dataclass(frozen=True)
class Letter:
    """One person's letter; `code` is in groups, as `invite_by_letter` returns it."""

    person: Person
    code: str


def page(organisation: Organisation, letter: Letter) -> str:
    """The letter as an HTML page that prints on one A4, in the person's language. Needs a request."""
    with force_locale(letter.person.language):
        return render_template("people/letter.html", **_content(organisation, letter))


def pdf(organisation: Organisation, letters: Sequence[Letter], seconds: float = press.LONGEST) -> bytes:
    """All letters as one PDF, a sheet each. Needs a request. Errors: `Unavailable` when the press can't now."""
    pages = [page(organisation, letter) for letter in letters]
    try:
        return press.drawn(pdf_of, pages, seconds=seconds)
    except PressError as error:
        raise Unavailable from error


def sender_of(organisation: Organisation) -> dict[str, str | None]:
    """What templates/layouts/print.html says of who writes, with the logo inside."""
    return {
        "name": organisation.name,
        "logo_url": _logo(organisation),
        "help_contact": organisation.help_contact,
    }


def _content(organisation: Organisation, letter: Letter) -> dict[str, Any]:
    at = clock.now()
    language = letter.person.language
    address = mails.link_to(organisation, url_for("people.code"))
    return {
        "person": letter.person,
        "number": _name_at_the_door(letter.person),
        "code": letter.code,
        "organisation": sender_of(organisation),
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
