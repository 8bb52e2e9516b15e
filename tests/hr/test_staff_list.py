"""Files that people and attackers send, read into lines or refused kindly."""

import contextlib
import time
import tracemalloc
import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from hr.staff_changes import Kind, Known, compare
from hr.staff_list import ParsedList, StaffLine, parse
from kernel.errors import DomainError
from kernel.sheet_errors import (
    ColumnsMissing,
    ColumnTwice,
    NoLines,
    NotASpreadsheet,
    OldSpreadsheet,
    SpreadsheetTooLarge,
)
from kernel.sheets import MOST_ROWS, rows_of
from kernel.tables import csv_bytes, neutral, xlsx_bytes
from tests.hr.lists import csv, with_member, xlsx

NOOR = ("101", "Noor Jansen", "noor@zorg.example", "Hulp", "De Wilg", "Noord", "01-03-2024", "", "nl")
TODAY = date(2026, 11, 22)


def read(data: bytes) -> ParsedList:
    return parse(rows_of(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_reads_in_every_dialect_that_offices_write(encoding: str, delimiter: str) -> None:
    text = f"Personeelsnummer{delimiter}Naam\r\n101{delimiter}Zoë Ünlü\r\n"
    assert read(text.encode(encoding)).lines == (StaffLine(2, "Zoë Ünlü", staff_number="101"),)


def test_columns_come_in_any_order_in_dutch_or_english() -> None:
    found = read(b"E-mail address,Full Name,Birth date,Start date\na@b.example,Ann,1990-01-01,2024-05-06\n")
    assert found.lines == (StaffLine(2, "Ann", email="a@b.example", started_on=date(2024, 5, 6)),)
    assert found.unused == ("Birth date",)


def test_a_name_stays_as_typed_trimmed_and_composed() -> None:
    assert read("naam;nummer\n  Zoe\u0308 van der  Berg ;1".encode()).lines[0].name == "Zoë van der  Berg"


def test_a_workbook_keeps_numbers_and_days_as_a_person_sees_them() -> None:
    line = read(xlsx((101, "Noor", "", "", "", "", date(2024, 3, 1), None, None))).lines[0]
    assert (line.staff_number, line.started_on) == ("101", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("1", "", *[""] * 7), "name", "Er staat geen naam."),
        (("1", "123", *[""] * 7), "name", "Dit lijkt geen naam."),
        (("1", "ZoÃ« Smit", *[""] * 7), "name", "Er staan tekens in die niet goed zijn overgekomen."),
        (("1", "Ann", "ann@", *[""] * 6), "email", "Dit is geen e-mailadres."),
        (("1", "Ann", "a@b.example, c@d.example", *[""] * 6), "email", "Dit is geen e-mailadres."),
        (("", "Ann", *[""] * 7), "staff_number", "Er staat geen personeelsnummer en geen e-mailadres."),
        (("1", "Ann", "", "", "", "", "31-02-2024", "", ""), "started_on", "Dit is geen datum."),
        (
            ("1", "Ann", "", "", "", "", "01-02-2024", "01-01-2024", ""),
            "left_on",
            "De laatste werkdag ligt voor de eerste.",
        ),
        (("1", "Ann", *[""] * 6, "de"), "language", "Deze taal kennen we niet."),
        (("1", "Ann", "", "", "", "Noord", "", "", ""), "location", "Er staat een locatie, maar geen team."),
        (("1" * 41, "Ann", *[""] * 7), "staff_number", "Dit is te lang."),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(row: tuple[str, ...], column: str, words: str) -> None:
    faults = read(csv(NOOR, row)).faults
    assert [(fault.line, fault.column, fault.what) for fault in faults] == [(3, column, words)]
    assert faults[0].remedy


def bomb() -> bytes:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 90_000_000 + b"</t></is></c></row>"
    return with_member(xlsx(NOOR), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + rows)


def lying_bomb() -> bytes:
    """Its directory says that the sheet is small."""
    data = bomb()
    return data.replace((90_000_000 + 73).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def entities(member: str) -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr">'
    return with_member(xlsx(NOOR), member, f"{xml}<is><t>&l9;</t></is></c></row></sheetData></worksheet>".encode())


def outside(member: str) -> bytes:
    xml = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1">'
    xml += '<c r="A1" t="inlineStr">'
    xml += "<is><t>&e;</t></is></c></row></sheetData></worksheet>"
    return with_member(xlsx(NOOR), member, xml.encode())


def path_trick() -> bytes:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    target = b'Type="' + kind + b'" Target="../../../../etc/passwd"'
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    )
    return with_member(xlsx(NOOR), "xl/_rels/workbook.xml.rels", relations + target + b"/></Relationships>")


def many_members() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for number in range(5000):
            archive.writestr(f"../../{number}", b"")
    return written.getvalue()


def far_row() -> bytes:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="999999999999">'
    )
    sheet += '<c r="A999999999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    return with_member(xlsx(NOOR), "xl/worksheets/sheet1.xml", sheet.encode())


HOSTILE = {
    "bomb": bomb,
    "lying bomb": lying_bomb,
    "billion laughs in the sheet": lambda: entities("xl/worksheets/sheet1.xml"),
    "billion laughs in the book": lambda: entities("xl/workbook.xml"),
    "a file from outside": lambda: outside("xl/worksheets/sheet1.xml"),
    "a sheet outside the archive": path_trick,
    "thousands of members": many_members,
    "a row beyond the last": far_row,
    "no workbook in the archive": lambda: with_member(xlsx(NOOR), "xl/workbook.xml", b"<"),
    "cut short": lambda: xlsx(NOOR)[:900],
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a PDF": lambda: b"%PDF-1.7\n%\x00\x01\x02\n1 0 obj",
    "nothing": lambda: b"",
    "white space": lambda: b"\n\n ;;;\n",
    "a lone quote": lambda: b'naam;nummer\n"' + b"x" * 200_000,
    "a hundred thousand lines": lambda: b"naam;nummer\n" + b"".join(b"Ann;%d\n" % n for n in range(100_000)),
    "nine megabytes": lambda: b"naam;nummer\n" + b"x" * 9 * 1024 * 1024,
    "no names": lambda: b"nummer;functie\n1;hulp\n",
    "a heading alone": lambda: b"naam;nummer\n",
    "a column twice": lambda: b"naam;nummer;name\nAnn;1;Ann\n",
}
REFUSED = (NotASpreadsheet, OldSpreadsheet, SpreadsheetTooLarge, NoLines, ColumnsMissing, ColumnTwice)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_kindly_soon_and_in_little_memory(name: str) -> None:
    data = HOSTILE[name]()
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(REFUSED):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 120_000_000
        assert time.monotonic() - began < 20
    finally:
        tracemalloc.stop()


def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked() -> None:
    with pytest.raises(SpreadsheetTooLarge):
        read(bomb())


def test_as_many_lines_as_we_promise_are_read() -> None:
    found = read(b"naam;nummer\n" + b"".join(b"Ann;%d\n" % n for n in range(MOST_ROWS)))
    assert len(found.lines) == MOST_ROWS


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with contextlib.suppress(DomainError):
        read(data)


def known(**values: object) -> Known:
    given_values: dict[str, object] = {"id": 1, "name": "Noor", "staff_number": "101", "email": "noor@zorg.example"}
    rest = {"function": "", "team": "", "language": "nl", "started_on": date(2020, 1, 1), "left_on": None}
    return Known(**{**given_values, **rest, **values})  # type: ignore[arg-type]


def kinds(lines: list[StaffLine], people: list[Known], *, is_complete: bool = False) -> list[tuple[Kind, str]]:
    found = compare(lines, people, today=TODAY, is_complete=is_complete, importer=None, team_locations={})
    assert not found.faults, found.faults
    return [(change.kind, change.name) for change in found.changes]


def test_an_address_passed_on_does_not_make_two_people_one() -> None:
    line = StaffLine(2, "Noortje", staff_number="999", email="noor@zorg.example")
    found = compare(
        [line], [known(left_on=date(2024, 1, 1))], today=TODAY, is_complete=False, importer=None, team_locations={}
    )
    assert [fault.what for fault in found.faults] == ["Dit hoort al bij %(name)s."]


def test_who_has_no_number_yet_is_known_by_address() -> None:
    line = StaffLine(2, "Noor", staff_number="101", email="noor@zorg.example")
    assert kinds([line], [known(staff_number="")]) == [(Kind.CHANGES, "Noor")]


def test_a_silent_list_leaves_what_it_does_not_tell() -> None:
    assert kinds([StaffLine(2, "Noor", staff_number="101")], [known(function="Hulp", team="Oost")]) == [
        (Kind.STAYS, "Noor")
    ]


def test_only_a_complete_list_makes_people_leave() -> None:
    people = [known(), known(id=2, staff_number="102", email="", name="Amir")]
    line = StaffLine(2, "Noor", staff_number="101")
    assert kinds([line], people) == [(Kind.STAYS, "Noor")]
    assert kinds([line], people, is_complete=True) == [(Kind.STAYS, "Noor"), (Kind.LEAVES, "Amir")]


def test_who_starts_next_month_is_not_missed() -> None:
    later = known(id=2, staff_number="102", email="", name="Amir", started_on=date(2026, 12, 1))
    assert kinds([StaffLine(2, "Noor", staff_number="101")], [known(), later], is_complete=True) == [
        (Kind.STAYS, "Noor")
    ]


def test_who_left_before_we_knew_them_is_not_added() -> None:
    line = StaffLine(2, "Oud", staff_number="7", left_on=date(2025, 1, 1), tells_leavers=True)
    assert kinds([line], []) == [(Kind.NOT_ADDED, "Oud")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\u00a0@"])
def test_no_cell_that_leaves_can_act_as_a_formula(start: str) -> None:
    text = start + "cmd|' /C calc'!A0"
    assert neutral(text) == "'" + text
    assert csv_bytes([[text]]).decode("utf-8-sig").lstrip('"').startswith("'")
    cell = load_workbook(BytesIO(xlsx_bytes([["Naam"], [text]], "[x]*:/?"))).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
