"""The only reader of the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from threading import local
from zoneinfo import ZoneInfo

_moved = local()


def now() -> datetime:
    """This moment in UTC, to the millisecond: what the ledger keeps."""
    at: datetime | None = getattr(_moved, "at", None)
    moment = at if at is not None else datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@contextmanager
def moved_to(at: datetime) -> Iterator[None]:
    """Let this thread live at `at`: for the demo's years and for tests."""
    before = getattr(_moved, "at", None)
    _moved.at = at.astimezone(UTC)
    try:
        yield
    finally:
        _moved.at = before


def day(at: datetime, zone: ZoneInfo) -> date:
    """The day that `at` falls on in the organisation's zone."""
    return at.astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last millisecond of `day` in `zone`, as UTC: "valid until" includes its day."""
    start_of_next = datetime.combine(day + timedelta(days=1), time(), zone)
    return start_of_next.astimezone(UTC) - timedelta(milliseconds=1)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`, as UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
