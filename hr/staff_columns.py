"""The columns of a staff list: what they are called, and how a cell of each is read."""

import re
import unicodedata
from datetime import date, datetime

from kernel.words import N_
from people.addresses import ADDRESS

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
LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
LONGEST = {"staff_number": 40, "name": 120, "email": 254, "function": 120, "team": 80, "location": 80}

_EMAIL = re.compile(ADDRESS)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_GARBLED = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # UTF-8 that was read as Windows-1252


class BadCell(Exception):
    """What is wrong with a cell, and what to do about it; both still to be translated."""

    def __init__(self, what: str, remedy: str, **values: object) -> None:
        super().__init__(what)
        self.what, self.remedy, self.values = what, remedy, values


def column_of(heading: str) -> str | None:
    """The column that a heading means, whatever its capitals and hyphens."""
    return ALIASES.get(re.sub(r"[^a-z]", "", heading.casefold()))


def read_text(column: str, cell: str) -> str:
    """A cell as typed, NFC. Errors: `BadCell` when it is too long or not readable."""
    text = unicodedata.normalize("NFC", cell.strip())
    if _GARBLED.search(text) or any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        raise BadCell(
            N_("Er staan tekens in die niet goed zijn overgekomen."),
            N_("Bewaar de lijst opnieuw als CSV met UTF-8, of als XLSX."),
        )
    if len(text) > LONGEST[column]:
        raise BadCell(N_("Dit is te lang."), N_("Kort het in tot %(most)s tekens."), most=LONGEST[column])
    return text


def read_name(cell: str) -> str:
    text = read_text("name", cell)
    if not text:
        raise BadCell(N_("Er staat geen naam."), N_("Vul de naam in, of haal de regel weg."))
    if not any(char.isalpha() for char in text):
        raise BadCell(N_("Dit lijkt geen naam."), N_("Kijk of de kolommen niet verschoven zijn."))
    return text


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


def read_language(cell: str) -> str:
    text = cell.strip().casefold()
    if text and text not in LANGUAGES:
        raise BadCell(N_("Deze taal kennen we niet."), N_("Vul nl of en in, of laat het leeg."))
    return LANGUAGES.get(text, "")


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
