"""The figures of HR's overview, and who got which reminder when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from courses.models import Enrolment, Reminder
from courses.queries import TeamRow
from courses.queries.learning import zone_of
from kernel import clock
from kernel.outbox import Mail, has_failed
from kernel.paging import Paging, page_of
from people.models import Person, Team

DAYS = 30
FEWEST_FOR_A_SHARE = 5  # of fewer people a percentage says too much about one of them, and too little about the team


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder: to whom, of what, which step, and what became of the mail."""

    person_id: int
    name: str
    team: str | None
    course: str
    due_on: date | None
    step: str
    sent_at: datetime
    mail_sent_at: datetime | None
    bounced_at: datetime | None
    has_failed: bool


def total_of(rows: Sequence[TeamRow]) -> TeamRow:
    """All teams together."""
    names = ("certified", "due", "late", "never_started", "people")
    return TeamRow(None, **{name: sum(getattr(row, name) for row in rows) for name in names})


def share(row: TeamRow) -> int | None:
    """Percentage certified, rounded down so that 100 is everybody; None for fewer than five people."""
    return row.certified * 100 // row.people if row.people >= FEWEST_FOR_A_SHARE else None


def reminders_since(session: Session, on: date) -> int:
    """How many reminders went in the last `DAYS` days."""
    since = clock.start_of_day(on - timedelta(days=DAYS), zone_of(session))
    return session.scalar(select(func.count()).select_from(Reminder).where(Reminder.sent_at >= since)) or 0


def reminders(session: Session, course: str, text: str, page: int) -> tuple[list[ReminderRow], Paging]:
    """A page of reminders, the newest first."""
    found = _reminders()
    if course:
        found = found.where(Enrolment.course == course)
    if text:
        like = [field.icontains(text, autoescape=True) for field in (Person.name, Person.staff_number)]
        found = found.where(or_(*like))
    rows, where = page_of(session, found, page)
    return [ReminderRow(*row) for row in rows], where


def last_reminded(session: Session, enrolment_id: int) -> date | None:
    """The day of the last mail about a round, the first one counted too; None when none went."""
    sent_at = session.scalar(select(func.max(Reminder.sent_at)).where(Reminder.enrolment_id == enrolment_id))
    return clock.day(sent_at, zone_of(session)) if sent_at else None


def _reminders() -> Select[*tuple[Any, ...]]:
    found: Select[*tuple[Any, ...]] = (
        select(
            Person.id.label("person_id"), Person.name, Team.name.label("team"), Enrolment.course, Enrolment.due_on,
            Reminder.step, Reminder.sent_at, Mail.sent_at.label("mail_sent_at"), Mail.bounced_at,
            has_failed(),
        )
        .select_from(Reminder)
        .join(Enrolment, Enrolment.id == Reminder.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Mail, Mail.id == Reminder.mail_id)
        .order_by(Reminder.sent_at.desc(), Reminder.enrolment_id.desc(), Reminder.step)
    )  # fmt: skip
    return found
