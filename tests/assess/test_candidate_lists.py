"""Lists of candidates: read whole or refused whole, with the line and what to do; and where a candidate is."""

from datetime import date, timedelta
from itertools import product

import pytest

from assess.candidate_list import MOST_LINES, parse_candidates
from assess.candidate_states import Facts, State, report_state, state_of
from kernel.errors import DomainError
from kernel.sheet_errors import ColumnsMissing, ColumnTwice, NoLines, SpreadsheetTooLarge
from kernel.sheets import rows_of
from tests.hr.lists import csv, xlsx

HEADING = ("Naam", "E-mail", "Taal")
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("make", [csv, xlsx])
def test_a_list_is_read_whatever_its_capitals(make: object) -> None:
    rows = [("Zoë Ünal", "Zoe@Kandidaat.example ", "EN"), ("Jan", "jan@kandidaat.example", "")]
    parsed = parse_candidates(rows_of(make(*rows, heading=("NAAM", "e-mailadres", "Language", "Geboortedatum"))))  # type: ignore[operator]
    assert [(line.name, line.email, line.language, line.number) for line in parsed.lines] == [
        ("Zoë Ünal", "zoe@kandidaat.example", "en", 2),
        ("Jan", "jan@kandidaat.example", "nl", 3),
    ]
    assert (parsed.faults, parsed.unused) == ((), ("Geboortedatum",))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "a@b.example", ""), "name"),
        (("12345", "a@b.example", ""), "name"),
        (("Jan", "", ""), "email"),
        (("Jan", "geen adres", ""), "email"),
        (("Jan", "a@b.example", "Frans"), "language"),
        (("ZoÃ« Garbled", "a@b.example", ""), "name"),
    ],
)
def test_a_bad_cell_is_told_with_its_line_and_what_to_do(row: tuple[str, ...], column: str) -> None:
    parsed = parse_candidates(rows_of(csv(("Goed", "goed@kandidaat.example", "nl"), row, heading=HEADING)))
    (fault,) = parsed.faults
    assert (fault.line, fault.column) == (3, column)
    assert fault.what.endswith(".")
    assert fault.remedy.endswith(".")


def test_older_programs_write_windows_and_that_is_read() -> None:
    parsed = parse_candidates(rows_of(csv(("Zoë", "zoe@kandidaat.example", ""), heading=HEADING, encoding="cp1252")))
    assert parsed.lines[0].name == "Zoë"


def test_one_person_twice_is_told_with_both_lines() -> None:
    rows = [
        ("Jan", "jan@kandidaat.example", ""),
        ("Piet", "piet@kandidaat.example", ""),
        ("J.", "JAN@kandidaat.example", ""),
    ]
    (fault,) = parse_candidates(rows_of(csv(*rows, heading=HEADING))).faults
    assert (fault.line, fault.column, dict(fault.values)) == (4, "email", {"first": 2})


def test_a_hundred_thousand_lines_are_refused_with_how_many_fit() -> None:
    many = csv(*((f"Naam {n}", f"n{n}@kandidaat.example", "nl") for n in range(100_000)), heading=HEADING)
    with pytest.raises(SpreadsheetTooLarge) as refused:
        rows_of(many, MOST_LINES)
    assert "500 regels" in str(refused.value)


@pytest.mark.parametrize(
    ("heading", "rows", "refusal"),
    [
        (("Naam", "Taal"), [("Jan", "nl")], ColumnsMissing),
        (("E-mail",), [("jan@kandidaat.example",)], ColumnsMissing),
        (("Naam", "Name", "E-mail"), [("Jan", "Jan", "jan@kandidaat.example")], ColumnTwice),
        (HEADING, [], NoLines),
    ],
)
def test_a_heading_that_does_not_do_is_refused(
    heading: tuple[str, ...], rows: list[tuple[str, ...]], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        parse_candidates(rows_of(csv(*rows, heading=heading)))


def test_nothing_but_the_promised_day_moves_a_report_that_was_not_released() -> None:
    for is_decided, has_report in product((False, True), repeat=2):
        facts = Facts(is_decided=is_decided, promised_on=TODAY, has_report=has_report)
        waiting = State.WITH_CANDIDATE if has_report else State.HANDED_IN
        assert report_state(facts, TODAY) == waiting
        assert report_state(facts, TODAY + timedelta(days=1)) == State.NOT_RELEASED


def test_the_state_is_the_furthest_that_was_reached() -> None:
    assert state_of(Facts(), TODAY) == State.INVITED
    assert state_of(Facts(is_started=True), TODAY) == State.STARTED
    assert state_of(Facts(promised_on=TODAY, has_report=True, is_released=True), TODAY) == State.RELEASED
    assert state_of(Facts(promised_on=TODAY, has_report=True, is_decided=True), TODAY) == State.DECIDED
    assert state_of(Facts(is_withdrawn=True), TODAY) == State.WITHDRAWN
    assert state_of(Facts(is_erased=True, is_decided=True, is_withdrawn=True), TODAY) == State.ERASED
