"""A list of figures, one a person, as lines that may be read in, and what is wrong with each bad line.

Pure: rows of text in, lines and faults out. Numbers come with a Dutch or an English decimal sign. 1.234 may be either:
then the other lines of the same list decide, and when they don't, the line is refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assess.errors.criteria import FiguresAlike
from kernel.sheet_errors import ColumnsMissing, ColumnTwice, NoLines
from kernel.sheets import Row
from kernel.words import N_
from people.cells import BadCell, Fault, heading_key

COLUMNS = {
    "staff_number": N_("Personeelsnummer"),
    "email": N_("E-mail"),
    "figure": N_("Cijfer"),
}
ALIASES = {
    **dict.fromkeys(("personeelsnummer", "personeelsnr", "persnr", "medewerkernummer", "nummer"), "staff_number"),
    **dict.fromkeys(("staffnumber", "employeenumber", "employeeno", "employeeid", "number"), "staff_number"),
    **dict.fromkeys(("email", "emailadres", "mail", "mailadres", "werkmail", "emailaddress"), "email"),
    **dict.fromkeys(("cijfer", "waarde", "uitkomst", "resultaat", "getal"), "figure"),
    **dict.fromkeys(("figure", "value", "result", "outcome", "kpi"), "figure"),
}
LARGEST = 1e9

_NUMBER = re.compile(r"([-−]?)(\d(?:[\d.,]*\d)?)")
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")  # 0.125 has one reading


class Known(NamedTuple):
    """An incumbent by what a list may call that person, both in small letters; "" for none."""

    number: int
    staff_number: str
    email: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figure of one incumbent."""

    line: int
    incumbent: int
    figure: float


@dataclass(frozen=True, slots=True)
class ParsedFigures:
    """What a file came to: only without faults may it be applied."""

    lines: tuple[FigureLine, ...]
    faults: tuple[Fault, ...]


class _BadIn(BadCell):
    """A bad cell, in which column."""

    def __init__(self, column: str, what: str, remedy: str, **values: object) -> None:
        super().__init__(what, remedy, **values)
        self.column = column


def parse(rows: Sequence[Row], known: Iterable[Known], *, sign: str = "") -> ParsedFigures:
    """Read the heading, then each line, for people who are `known`.

    `sign` is the decimal sign where the list itself does not tell: a workbook's own numbers come with ".".
    Errors: `ColumnsMissing`, `ColumnTwice`, `NoLines`, `FiguresAlike`.
    """
    heading, *body = rows
    columns = _columns(heading)
    if not body:
        raise NoLines
    people = _People(known)
    told = decimal_sign([_cell(row, columns["figure"]) for row in body]) or sign
    lines: dict[int, FigureLine] = {}
    faults: list[Fault] = []
    for row in body:
        try:
            line = FigureLine(row.number, people.find(row, columns), read_figure(_cell(row, columns["figure"]), told))
            _refuse_twice(lines.setdefault(line.incumbent, line), line)
        except _BadIn as bad:
            faults.append(Fault(row.number, bad.column, bad.what, bad.remedy, bad.values))
    if len(lines) > 1 and not faults and len({each.figure for each in lines.values()}) == 1:
        raise FiguresAlike
    return ParsedFigures(tuple(lines.values()), tuple(faults))


def decimal_sign(cells: Iterable[str]) -> str:
    """The sign that all numbers of a list agree on; "" when none tells, or they differ."""
    signs = {_sign_in(cell) for cell in cells} - {""}
    return signs.pop() if len(signs) == 1 else ""


def read_figure(cell: str, sign: str) -> float:
    """A number with either decimal sign; `sign` is that of its list, for numbers that can be read in two ways."""
    if not cell:
        raise _BadIn("figure", N_("Er staat geen cijfer."), N_("Vul het cijfer in, of haal de regel weg."))
    found = _NUMBER.fullmatch(cell)
    digits = found[2] if found else ""
    own = _sign_in(cell)
    if own == "" and _EITHER.fullmatch(digits):
        own = sign
        if not own:
            what = N_("“%(cell)s” kan een groot getal zijn, of een getal met drie cijfers achter de komma.")
            remedy = N_("Laat de punt of komma weg, of schrijf er een cijfer minder of meer achter.")
            raise _BadIn("figure", what, remedy, cell=cell)
    plain = _plain(digits, own)
    if found is None or plain is None or abs(float(plain)) > LARGEST:
        what = N_("“%(cell)s” is geen getal dat we kunnen lezen.")
        remedy = N_("Schrijf alleen het getal, zoals 7,5 of 1240. Laat een procentteken of euroteken weg.")
        raise _BadIn("figure", what, remedy, cell=cell[:40])
    return float(plain) * (-1 if found[1] else 1)


def _sign_in(cell: str) -> str:
    """The decimal sign that a number shows for certain: "," or "."; "" when it shows none or may be either."""
    digits = re.sub(r"[^\d.,]", "", cell)
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0 or _EITHER.fullmatch(digits):
        return ""
    sign, other = digits[last], {".": ",", ",": "."}[digits[last]]
    if digits.count(sign) > 1:  # a sign that comes twice parts thousands
        return other if other not in digits else ""
    return sign


def _plain(digits: str, sign: str) -> str | None:
    """The number as Python writes it; None when its groups of three don't fit."""
    whole, _sign, rest = digits.partition(sign) if sign else (digits, "", "")
    if rest and not rest.isdigit():
        return None
    parted = re.fullmatch(r"\d+|\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", whole)
    if not parted or (sign and sign in whole):
        return None
    return re.sub(r"[.,]", "", whole) + (f".{rest}" if rest else "")


def _refuse_twice(first: FigureLine, line: FigureLine) -> None:
    if first.line != line.line:
        what, remedy = N_("Deze persoon staat ook op regel %(first)s."), N_("Laat één van de twee regels staan.")
        raise _BadIn("staff_number", what, remedy, first=first.line)


def _columns(heading: Row) -> dict[str, int]:
    """The place of each column that we know."""
    places: dict[str, int] = {}
    for place, cell in enumerate(heading.cells):
        column = ALIASES.get(heading_key(cell))
        if column in places:
            raise ColumnTwice(column=COLUMNS[column])
        if column:
            places[column] = place
    if "figure" not in places:
        raise ColumnsMissing(columns=COLUMNS["figure"])
    if not places.keys() & {"staff_number", "email"}:
        raise ColumnsMissing(columns=COLUMNS["staff_number"])
    return places


def _cell(row: Row, place: int | None) -> str:
    return row.cells[place] if place is not None and place < len(row.cells) else ""


class _People:
    """Who is known, by number and by address."""

    def __init__(self, known: Iterable[Known]) -> None:
        everybody = list(known)
        self.by = {
            "staff_number": {each.staff_number: each.number for each in everybody if each.staff_number},
            "email": {each.email: each.number for each in everybody if each.email},
        }

    def find(self, row: Row, columns: Mapping[str, int]) -> int:
        """The one incumbent whom a line names."""
        cells = {name: _cell(row, columns.get(name)).casefold() for name in ("staff_number", "email")}
        given = {name: cell for name, cell in cells.items() if cell}
        if not given:
            what = N_("Er staat geen personeelsnummer en geen e-mailadres.")
            raise _BadIn("staff_number", what, N_("Vul een van de twee in, of haal de regel weg."))
        found = {name: self.by[name].get(cell) for name, cell in given.items()}
        numbers = {number for number in found.values() if number is not None}
        if len(numbers) == 1 and None not in found.values():
            return numbers.pop()
        if len(numbers) > 1 or (numbers and None in found.values()):
            what = N_("Het personeelsnummer en het e-mailadres horen niet bij dezelfde persoon.")
            raise _BadIn("staff_number", what, N_("Kijk na wie je bedoelt, of laat één van de twee leeg."))
        name = next(iter(given))
        what = N_("Deze persoon staat niet bij de mensen die dit werk doen.")
        raise _BadIn(name, what, N_("Kijk het nummer of adres na, of haal de regel weg."))
