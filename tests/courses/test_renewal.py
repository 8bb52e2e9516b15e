"""No day is lost by renewing early, and no month is too short."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, strategies as st

from courses.renewal import fewest_days, months_later, period, window_opens_on

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
months = st.integers(1, 60)


@given(days, months)
def test_a_first_period_runs_from_the_completion(day: date, count: int) -> None:
    first = period(day, None, None, count)
    assert first.valid_from == day
    assert first.valid_until == months_later(day, count)
    assert first.covers(day)
    assert first.covers(first.valid_until)


@given(days, months, st.integers(0, 365), st.data())
def test_inside_its_window_a_renewal_loses_no_days(until: date, count: int, window: int, data: st.DataObject) -> None:
    opens = window_opens_on(until, window)
    day = data.draw(st.dates(opens, until))
    renewed = period(day, until, opens, count)
    assert renewed.valid_from == until + timedelta(days=1)
    assert renewed.valid_until == months_later(until, count)


@given(days, months, st.integers(0, 365), st.integers(1, 400))
def test_before_the_window_and_after_the_last_day_it_runs_from_completion(
    until: date, count: int, window: int, distance: int
) -> None:
    opens = window_opens_on(until, window)
    for day in (opens - timedelta(days=distance), until + timedelta(days=distance)):
        assert period(day, until, opens, count) == period(day, None, None, count)


@given(days, months)
def test_a_month_without_that_day_gives_its_last_day(day: date, count: int) -> None:
    later = months_later(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(days, months)
def test_a_period_has_at_least_its_fewest_days(day: date, count: int) -> None:
    assert months_later(day, count) - day >= timedelta(days=fewest_days(count))


def test_the_fewest_days_of_a_month_of_two_and_of_a_year() -> None:
    assert [fewest_days(1), fewest_days(2), fewest_days(12)] == [28, 59, 365]


def test_a_leap_day_and_the_end_of_january() -> None:
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 15), 1) == date(2027, 1, 15)
