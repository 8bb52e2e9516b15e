"""A list of candidates as people to invite, and what is wrong with each bad line. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel.sheet_errors import ColumnsMissing, ColumnTwice, NoLines
from kernel.sheets import Row
from kernel.words import N_
from people.addresses import ADDRESS
from people.cells import LONGEST_EMAIL, BadCell, Fault, heading_key, read_language, read_name, read_text

MOST_LINES = 500
COLUMNS: dict[str, str] = {"name": N_("Naam"), "email": N_("E-mail"), "language": N_("Taal")}
ALIASES: dict[str, str] = {
    **dict.fromkeys(("naam", "volledigenaam", "kandidaat", "sollicitant", "name", "fullname", "candidate"), "name"),
    **dict.fromkeys(("email", "emailadres", "mail", "mailadres", "emailaddress"), "email"),
    **dict.fromkeys(("taal", "language"), "language"),
}
_EMAIL = re.compile(ADDRESS)


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One person as the list has them; `number` is the line in the file."""

    number: int
    name: str
    email: str
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class ParsedCandidates:
    """What a file came to: only without faults may anybody be invited from it."""

    lines: tuple[CandidateLine, ...]
    faults: tuple[Fault, ...]
    unused: tuple[str, ...]


def parse_candidates(rows: Sequence[Row]) -> ParsedCandidates:
    """Read the heading, then each line. Errors: `ColumnsMissing`, `ColumnTwice`, `NoLines`."""
    heading, *body = rows
    places = _places(heading)
    if not body:
        raise NoLines
    lines: list[CandidateLine] = []
    faults: list[Fault] = []
    for row in body:
        values, wrong = _cells(row, places)
        faults += wrong
        if not wrong:
            lines.append(CandidateLine(row.number, values["name"], values["email"], values.get("language") or "nl"))
    faults += _twice(lines)
    unused = tuple(cell for cell in heading.cells if cell and heading_key(cell) not in ALIASES)
    return ParsedCandidates(tuple(lines), tuple(sorted(faults, key=lambda fault: fault.line)), unused)


def _places(heading: Row) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(heading.cells):
        column = ALIASES.get(heading_key(cell))
        if column in places:
            raise ColumnTwice(column=COLUMNS[column])
        if column:
            places[column] = place
    for column in ("name", "email"):
        if column not in places:
            raise ColumnsMissing(columns=COLUMNS[column])
    return places


_READ = {"name": read_name, "language": read_language}


def _cells(row: Row, places: Mapping[str, int]) -> tuple[dict[str, str], list[Fault]]:
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for column, place in places.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        try:
            values[column] = _READ.get(column, _read_email)(cell)
        except BadCell as bad:
            faults.append(Fault(row.number, column, bad.what, bad.remedy, bad.values))
    return values, faults


def _read_email(cell: str) -> str:
    text = read_text(cell, LONGEST_EMAIL).lower()
    if not text:
        raise BadCell(N_("Er staat geen e-mailadres."), N_("Vul het in: daarheen gaat de uitnodiging."))
    if not _EMAIL.fullmatch(text):
        raise BadCell(N_("Dit is geen e-mailadres."), N_("Schrijf het als naam@voorbeeld.nl."))
    return text


def _twice(lines: Iterable[CandidateLine]) -> list[Fault]:
    first: dict[str, int] = {}
    what, remedy = N_("Dit staat ook al op regel %(first)s."), N_("Laat één van de twee regels staan.")
    return [
        Fault(line.number, "email", what, remedy, {"first": first[line.email]})
        for line in lines
        if first.setdefault(line.email, line.number) != line.number
    ]
