"""How far somebody is follows from what they did."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, strategies as st

from courses.progress import Round, State, Step, Timing, next_step, state, timing

TODAY = date(2026, 11, 23)
START = Round(lessons=8, lessons_read=0)


def test_a_round_from_its_start_to_its_end() -> None:
    road = [
        (START, State.NOT_STARTED, Step.READ),
        (replace(START, lessons_read=3), State.READING, Step.READ),
        (replace(START, lessons_read=8), State.READY_TO_TEST, Step.TEST),
        (replace(START, lessons_read=8, has_open_attempt=True), State.TESTING, Step.CONTINUE_TEST),
        (replace(START, lessons_read=8, failed_attempts=1), State.FAILED, Step.REREAD),
        (replace(START, lessons_read=8, failed_attempts=1, has_open_attempt=True), State.TESTING, Step.CONTINUE_TEST),
        (replace(START, lessons_read=8, failed_attempts=1, is_passed=True), State.PASSED_UNSIGNED, Step.SIGN),
        (replace(START, lessons_read=8, is_passed=True, closed_why="certified"), State.CERTIFIED, Step.NOTHING),
        (replace(START, closed_why="left"), State.CLOSED, Step.NOTHING),
    ]
    assert [(state(facts), next_step(facts)) for facts, _state, _step in road] == [row[1:] for row in road]


def test_who_renews_may_go_straight_to_the_test_and_others_read_first() -> None:
    assert not START.may_test
    renewing = replace(START, is_renewal=True)
    assert renewing.may_test
    assert next_step(renewing) is Step.TEST


@given(st.integers(-400, 400))
def test_the_due_day_itself_is_on_time(days: int) -> None:
    found = timing(TODAY + timedelta(days=days), TODAY, is_closed=False)
    assert (found is Timing.OVERDUE) == (days < 0)
    assert (found is Timing.DUE_SOON) == (0 <= days <= 14)
    assert timing(TODAY + timedelta(days=days), TODAY, is_closed=True) is Timing.DONE


def test_without_a_due_day_nothing_is_late() -> None:
    assert timing(None, TODAY, is_closed=False) is Timing.OPEN
