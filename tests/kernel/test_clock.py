from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from kernel import clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_now_keeps_milliseconds_in_utc() -> None:
    at = clock.now()
    assert at.tzinfo is UTC
    assert at.microsecond % 1000 == 0


def test_a_moved_clock_comes_back() -> None:
    then = datetime(2024, 3, 1, 9, tzinfo=UTC)
    with clock.moved_to(then):
        assert clock.now() == then
    assert clock.now().year >= 2026


def test_the_day_is_the_organisations_day() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert clock.day(late, AMSTERDAM) == date(2026, 7, 2)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_valid_until_includes_its_day_and_not_the_next(day: date) -> None:
    end = clock.end_of_day(day, AMSTERDAM)
    assert clock.day(end, AMSTERDAM) == day
    assert clock.start_of_day(day, AMSTERDAM) < end
    assert (end - clock.start_of_day(day, AMSTERDAM)).total_seconds() // 3600 in {22, 23, 24}
