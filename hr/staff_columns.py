"""The columns of a staff list: what they are called, and how a cell of each is read."""

import re
from datetime import date, datetime

from kernel.words import N_
from people import cells
from people.addresses import ADDRESS
from people.cells import LONGEST_EMAIL, LONGEST_NAME, BadCell, heading_key

COLUMNS: dict[str, str] = {
    "staff_number": N_("Personeelsnummer"),
    "name": N_("Naam"),
    "email": N_("E-mail"),
    "function": N_("Functie"),
    "team": N_("Team"),
    "location": N_("Locatie"),
    "started_on": N_("In dienst"),
    "left_on": N_("Uit dienst"),
    "language": N_("Taal"),
}
ALIASES: dict[str, str] = {
    **dict.fromkeys(("personeelsnummer", "personeelsnr", "persnr", "medewerkernummer", "nummer"), "staff_number"),
    **dict.fromkeys(("staffnumber", "employeenumber", "employeeno", "employeeid", "number"), "staff_number"),
    **dict.fromkeys(("naam", "volledigenaam", "medewerker", "name", "fullname", "employee"), "name"),
    **dict.fromkeys(("email", "emailadres", "mail", "mailadres", "werkmail", "emailaddress"), "email"),
    **dict.fromkeys(("functie", "functienaam", "rol", "function", "jobtitle", "position"), "function"),
    **dict.fromkeys(("team", "afdeling", "department"), "team"),
    **dict.fromkeys(("locatie", "vestiging", "location", "site"), "location"),
    **dict.fromkeys(
        ("indienst", "indienstper", "datumindienst", "startdatum", "startdate", "startedon", "employed"), "started_on"
    ),
    **dict.fromkeys(
        ("uitdienst", "uitdienstper", "datumuitdienst", "einddatum", "enddate", "lefton", "left"), "left_on"
    ),
    **dict.fromkeys(("taal", "language"), "language"),
}
LONGEST = {
    "staff_number": 40,
    "name": LONGEST_NAME,
    "email": LONGEST_EMAIL,
    "function": 120,
    "team": 80,
    "location": 80,
}

_EMAIL = re.compile(ADDRESS)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def column_of(heading: str) -> str | None:
    """The column that a heading means, whatever its capitals and hyphens."""
    return ALIASES.get(heading_key(heading))


def read_text(column: str, cell: str) -> str:
    """A cell as typed, NFC. Errors: `BadCell` when it is too long or not readable."""
    return cells.read_text(cell, LONGEST[column])


def read_number(cell: str) -> str:
    text = read_text("staff_number", cell)
    if _EMAIL.fullmatch(text):
        raise BadCell(
            N_("Dit is een e-mailadres en geen personeelsnummer."),
            N_("Kijk of de kolommen niet verschoven zijn."),
        )
    return text


def read_email(cell: str) -> str:
    """In small letters, for that is how people sign in."""
    text = read_text("email", cell).lower()
    if text and not _EMAIL.fullmatch(text):
        raise BadCell(
            N_("Dit is geen e-mailadres."),
            N_("Schrijf het als naam@organisatie.nl, of laat het leeg: dan print je een brief."),
        )
    return text


def read_day(cell: str) -> date | None:
    """22-11-2026, 22/11/2026 or 2026-11-22. Errors: `BadCell`."""
    text = cell.strip()
    if not text:
        return None
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        found = date(int(day_first[3]), int(day_first[2]), int(day_first[1])) if day_first else _iso(text)
    except ValueError:
        found = date.min
    if not 1930 <= found.year <= 2100:
        raise BadCell(N_("Dit is geen datum."), N_("Schrijf de dag als 22-11-2026."))
    return found


def _iso(text: str) -> date:
    return datetime.fromisoformat(text).date()
