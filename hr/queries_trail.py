"""The trail: who did or looked at what, whose, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from kernel import clock
from kernel.audit import AuditRow
from kernel.paging import Paging, page_of
from people.models import Person

Actor, Subject = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the trail; days are days of the organisation, both included."""

    who: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One act. `actor` is None for Maatstaf itself; a name is None once that person is erased."""

    at: datetime
    actor_id: int | None
    actor: str | None
    action: str
    object: str
    subject_id: int | None
    subject: str | None
    reason: str


def trail(session: Session, wanted: Wanted, zone: ZoneInfo, page: int) -> tuple[list[TrailRow], Paging]:
    """A page of the trail, newest first."""
    rows, where = page_of(session, _rows(wanted, zone), page)
    return [TrailRow(*row) for row in rows], where


def whole_trail(session: Session, wanted: Wanted, zone: ZoneInfo) -> Iterator[TrailRow]:
    """All of it, newest first, a thousand rows at a time."""
    for row in session.execute(_rows(wanted, zone).execution_options(yield_per=1000)):
        yield TrailRow(*row)


def size(session: Session, wanted: Wanted, zone: ZoneInfo) -> int:
    """How many rows that is."""
    return session.scalar(select(func.count()).select_from(_rows(wanted, zone).order_by(None).subquery())) or 0


def actions(session: Session) -> list[str]:
    """Every act that the trail holds."""
    return list(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def _rows(wanted: Wanted, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    row = AuditRow
    found: Select[*tuple[Any, ...]] = (
        select(
            row.at,
            row.actor_id,
            Actor.name.label("actor"),
            row.action,
            row.object,
            row.subject_id,
            Subject.name.label("subject"),
            row.reason,
        )
        .outerjoin(Actor, Actor.id == row.actor_id)
        .outerjoin(Subject, Subject.id == row.subject_id)
        .order_by(row.id.desc())
    )
    if wanted.who:
        people = _people(wanted.who)
        found = found.where(or_(row.actor_id.in_(people), row.subject_id.in_(people)))
    if wanted.action:
        found = found.where(row.action == wanted.action)
    if wanted.since:
        found = found.where(row.at >= clock.start_of_day(wanted.since, zone))
    if wanted.until:
        found = found.where(row.at <= clock.end_of_day(wanted.until, zone))
    return found


def _people(text: str) -> Select[*tuple[Any, ...]]:
    """Who has this in their name, or this as staff number."""
    return select(Person.id).where(or_(Person.name.icontains(text, autoescape=True), Person.staff_number == text))
