"""How long one is certified, and when renewing may begin."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Validity:
    """Certified from this day until the other; both days included."""

    valid_from: date
    valid_until: date

    def covers(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fewest_days(months: int) -> int:
    """How many days so many months have at least: 28 for one, 365 for twelve."""
    starts = [date(2001, month, 1) for month in range(1, 13)]
    return min((months_later(start, months) - start).days for start in starts)


def window_opens_on(valid_until: date, window_days: int) -> date:
    """From this day on a renewal counts on from the old last day."""
    return valid_until - timedelta(days=window_days)


def period(
    completed_on: date, previous_valid_until: date | None, window_opens_on: date | None, months: int
) -> Validity:
    """The period that a completion opens.

    Inside the window of the previous period it runs on from that period's last day, so that renewing early
    loses no days. A first one, an early one after changes, and a late one run from the completion.
    """
    if previous_valid_until and window_opens_on and window_opens_on <= completed_on <= previous_valid_until:
        return Validity(previous_valid_until + timedelta(days=1), months_later(previous_valid_until, months))
    return Validity(completed_on, months_later(completed_on, months))
