"""A staff list as people who may be read from it, and what is wrong with each bad line.

Pure: rows of text in, lines and faults out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hr.staff_columns import COLUMNS, column_of, read_day, read_email, read_number, read_text
from kernel.sheet_errors import ColumnsMissing, ColumnTwice, NoLines
from kernel.sheets import Row
from kernel.words import N_
from people.cells import BadCell, Fault, read_language, read_name


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person as the list has them. None: the list has no such column; "": it has, but this cell is empty."""

    number: int
    name: str
    staff_number: str | None = None
    email: str | None = None
    function: str | None = None
    team: str | None = None
    location: str | None = None
    language: str | None = None
    started_on: date | None = None
    left_on: date | None = None
    tells_leavers: bool = False


@dataclass(frozen=True, slots=True)
class ParsedList:
    """What a file came to: only without faults may it be applied."""

    lines: tuple[StaffLine, ...]
    faults: tuple[Fault, ...]
    unused: tuple[str, ...]


_READ: dict[str, Callable[[str], object]] = {
    "name": read_name,
    "staff_number": read_number,
    "email": read_email,
    "language": read_language,
    "started_on": read_day,
    "left_on": read_day,
}


def parse(rows: Sequence[Row]) -> ParsedList:
    """Read the heading, then each line. Errors: `ColumnsMissing`, `ColumnTwice`, `NoLines`."""
    heading, *body = rows
    columns = _columns(heading)
    if not body:
        raise NoLines
    lines: list[StaffLine] = []
    faults: list[Fault] = []
    for row in body:
        line, wrong = _line(row, columns)
        faults += wrong
        if line is not None:
            lines.append(line)
    faults += _twice(lines, "staff_number") + _twice(lines, "email") + _two_locations(lines)
    unused = tuple(cell for cell in heading.cells if cell and column_of(cell) is None)
    return ParsedList(tuple(lines), tuple(sorted(faults, key=lambda fault: fault.line)), unused)


def _columns(heading: Row) -> dict[str, int]:
    """The place of each column that we know."""
    places: dict[str, int] = {}
    for place, cell in enumerate(heading.cells):
        column = column_of(cell)
        if column in places:
            raise ColumnTwice(column=COLUMNS[column])
        if column:
            places[column] = place
    if "name" not in places:
        raise ColumnsMissing(columns=COLUMNS["name"])
    if not places.keys() & {"staff_number", "email"}:
        raise ColumnsMissing(columns=COLUMNS["staff_number"])
    return places


def _line(row: Row, columns: Mapping[str, int]) -> tuple[StaffLine | None, list[Fault]]:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for column, place in columns.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        try:
            values[column] = _READ[column](cell) if column in _READ else read_text(column, cell)
        except BadCell as bad:
            faults.append(Fault(row.number, column, bad.what, bad.remedy, bad.values))
    if faults:
        return None, faults
    line = StaffLine(row.number, tells_leavers="left_on" in columns, **values)  # type: ignore[arg-type]
    faults = list(_faults_between_cells(line))
    return (None if faults else line), faults


def _faults_between_cells(line: StaffLine) -> Iterable[Fault]:
    if not line.staff_number and not line.email:
        what = N_("Er staat geen personeelsnummer en geen e-mailadres.")
        yield Fault(line.number, "staff_number", what, N_("Vul een van de twee in: daarmee meldt iemand zich aan."))
    if line.location and not line.team:
        what = N_("Er staat een locatie, maar geen team.")
        yield Fault(line.number, "location", what, N_("Vul ook het team in, of laat de locatie leeg."))
    if line.started_on and line.left_on and line.left_on < line.started_on:
        what = N_("De laatste werkdag ligt voor de eerste.")
        yield Fault(line.number, "left_on", what, N_("Kijk de twee datums na."))


def _twice(lines: Iterable[StaffLine], column: str) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for line in lines:
        value = (getattr(line, column) or "").casefold()
        if value and first.setdefault(value, line.number) != line.number:
            what, remedy = N_("Dit staat ook al op regel %(first)s."), N_("Laat één van de twee regels staan.")
            faults.append(Fault(line.number, column, what, remedy, {"first": first[value]}))
    return faults


def _two_locations(lines: Iterable[StaffLine]) -> list[Fault]:
    """A team has one location."""
    first: dict[str, StaffLine] = {}
    faults = []
    for line in lines:
        if not line.team or not line.location:
            continue
        known = first.setdefault(line.team.casefold(), line)
        if (known.location or "").casefold() != line.location.casefold():
            what = N_("Dit team staat op regel %(first)s bij een andere locatie.")
            remedy = N_("Geef het team overal dezelfde locatie.")
            faults.append(Fault(line.number, "location", what, remedy, {"first": known.number}))
    return faults
