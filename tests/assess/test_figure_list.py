"""Lists of figures: both decimal signs, a clear word for each bad line, and what is refused whole."""

import pytest
from hypothesis import given, strategies as st

from assess.errors.criteria import FiguresAlike
from assess.figure_list import Known, decimal_sign, parse, read_figure
from kernel.errors import Invalid
from kernel.sheet_errors import ColumnsMissing, ColumnTwice, NoLines, NotASpreadsheet, SpreadsheetTooLarge
from kernel.sheets import Row, is_workbook, rows_of
from tests.hr.lists import xlsx

PEOPLE = (Known(1, "d1", "noor@zorg.example"), Known(2, "d2", "amir@zorg.example"), Known(3, "d3", ""))
HEADING = ("Personeelsnummer", "E-mail", "Cijfer")


def rows(*lines: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> list[Row]:
    return [Row(number, cells) for number, cells in enumerate((heading, *lines), start=1)]


@pytest.mark.parametrize(
    ("cell", "sign", "figure"),
    [
        ("7", "", 7), ("7,5", "", 7.5), ("7.5", "", 7.5), ("0.125", "", 0.125), ("-3,25", "", -3.25), ("−3", "", -3),
        ("1.234,5", "", 1234.5), ("1,234.5", "", 1234.5), ("1.234.567", "", 1234567), ("1,234,567.25", "", 1234567.25),
        ("1.234", ",", 1234), ("1.234", ".", 1.234), ("1,234", ".", 1234), ("1,234", ",", 1.234), ("1240", "", 1240),
        ("12345,678", "", 12345.678), ("007", "", 7),
    ],
)  # fmt: skip
def test_a_number_reads_in_dutch_and_in_english(cell: str, sign: str, figure: float) -> None:
    assert read_figure(cell, sign) == pytest.approx(figure)


@given(st.floats(-1e6, 1e6).map(lambda value: round(value, 2)))
def test_what_either_country_writes_is_read_back(value: float) -> None:
    english = f"{value:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert read_figure(english, "") == read_figure(dutch, "") == value


@pytest.mark.parametrize(
    ("cells", "sign"),
    [(["7,5", "1.234"], ","), (["7.5", "1,234"], "."), (["1.234", "2.345"], ""), (["7,5", "8.5"], ""), (["7", ""], "")],
)
def test_the_other_lines_tell_the_decimal_sign(cells: list[str], sign: str) -> None:
    assert decimal_sign(cells) == sign


BAD = [
    (("d1", "", ""), "Er staat geen cijfer"),
    (("d1", "", "zeven"), "geen getal"),
    (("d1", "", "85%"), "geen getal"),
    (("d1", "", "€ 7"), "geen getal"),
    (("d1", "", "1,5,3.2"), "geen getal"),
    (("d1", "", "1.2.3"), "geen getal"),
    (("d1", "", "7,"), "geen getal"),
    (("d1", "", "nan"), "geen getal"),
    (("d1", "", "1e5"), "geen getal"),
    (("d1", "", "9999999999"), "geen getal"),
    (("d1", "", "1.234"), "kan een groot getal zijn"),
    (("", "", "7"), "geen personeelsnummer en geen e-mailadres"),
    (("d9", "", "7"), "staat niet bij de mensen"),
    (("", "wie@zorg.example", "7"), "staat niet bij de mensen"),
    (("d1", "amir@zorg.example", "7"), "niet bij dezelfde persoon"),
    (("d1", "wie@zorg.example", "7"), "niet bij dezelfde persoon"),
]


@pytest.mark.parametrize(("line", "words"), BAD)
def test_a_bad_line_says_what_and_how_to_mend_it(line: tuple[str, ...], words: str) -> None:
    parsed = parse(rows(line, ("d2", "", "8")), PEOPLE)
    (fault,) = parsed.faults
    assert words in fault.what
    assert fault.remedy
    assert fault.line == 2
    assert [each.incumbent for each in parsed.lines] == [2]


def test_the_same_person_twice_is_refused_whatever_the_name() -> None:
    parsed = parse(rows(("D1", "", "7"), ("", "Noor@zorg.example", "8")), PEOPLE)
    (fault,) = parsed.faults
    assert (fault.line, dict(fault.values)) == (3, {"first": 2})


def test_a_workbook_writes_its_own_numbers_with_a_point() -> None:
    data = xlsx(("D1", 7.125), ("D2", 8), heading=("Personeelsnummer", "Cijfer"))
    parsed = parse(rows_of(data), PEOPLE, sign="." if is_workbook(data) else "")
    assert [(each.incumbent, each.figure) for each in parsed.lines] == [(1, 7.125), (2, 8)]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"Cijfer\r\n7", ColumnsMissing),
        (b"Personeelsnummer\r\n1", ColumnsMissing),
        (b"Personeelsnummer;Cijfer;Waarde\r\nd1;7;8", ColumnTwice),
        (b"Personeelsnummer;Cijfer", NoLines),
        (b"", NoLines),
        (b"\x00\x01\x02", NotASpreadsheet),
        (b"Personeelsnummer;Cijfer\r\n" + b"d1;7\r\n" * 100_000, SpreadsheetTooLarge),
    ],
)
def test_a_list_that_is_none_is_refused_whole(data: bytes, refusal: type[Invalid]) -> None:
    with pytest.raises(refusal):
        parse(rows_of(data), PEOPLE)


def test_an_older_encoding_is_read() -> None:
    data = "Personeelsnummer;Cijfer;Opmerking\r\nd1;7,5;cliënt".encode("cp1252")
    assert parse(rows_of(data), PEOPLE).lines[0].figure == 7.5


def test_figures_that_are_all_alike_compare_nothing() -> None:
    with pytest.raises(FiguresAlike):
        parse(rows(("d1", "", "7"), ("d2", "", "7"), ("d3", "", "7,0")), PEOPLE)
