"""The trail: who did or looked at what, whose, when and why.

What tells whether somebody took part in a profile, or kept a report to themselves, is theirs alone to read
(`people.trail`): it is on no page and in no file of the house. Who is a candidate reads nothing of that selection.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from assess.models import Exercise
from assess.queries.rivals_trail import tells_of_no_rival
from kernel import clock
from kernel.audit import AuditRow
from kernel.paging import Paging, page_of
from people.models import File, Person

Actor, Subject = aliased(Person), aliased(Person)
OWN_CHOICES = (
    "sitting.started", "sitting.handed_in", "incumbent.withdrawn", "incumbent.needs_told", "report.blocked",
    "report.carried", "remark.comment", "keep.consented", "keep.withdrawn", "doorway.made",
)  # fmt: skip
RATED = ("exercise.rated", "exercise.talked", "exercise.looked")


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


def trail(session: Session, reader: Person, wanted: Wanted, zone: ZoneInfo, page: int) -> tuple[list[TrailRow], Paging]:
    """A page of the trail, newest first."""
    rows, where = page_of(session, _rows(reader, wanted, zone), page)
    return [TrailRow(*row) for row in rows], where


def whole_trail(session: Session, reader: Person, wanted: Wanted, zone: ZoneInfo) -> Iterator[TrailRow]:
    """All of it, newest first, a thousand rows at a time."""
    for row in session.execute(_rows(reader, wanted, zone).execution_options(yield_per=1000)):
        yield TrailRow(*row)


def size(session: Session, reader: Person, wanted: Wanted, zone: ZoneInfo) -> int:
    """How many rows that is."""
    return session.scalar(select(func.count()).select_from(_rows(reader, wanted, zone).order_by(None).subquery())) or 0


def actions(session: Session, reader: Person) -> list[str]:
    """Every act that the trail holds for them."""
    held = select(AuditRow.action).where(_is_for_the_house(), tells_of_no_rival(reader)).distinct()
    return list(session.scalars(held.order_by(AuditRow.action)))


def _rows(reader: Person, wanted: Wanted, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
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
        .where(_is_for_the_house(), tells_of_no_rival(reader))
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


def _is_for_the_house() -> ColumnElement[bool]:
    """Not what somebody chose in their own assessment, nor that an incumbent was rated or has a file.

    A next version opens a new file for who withdrew from the one before, and for nobody else.
    Of an exercise that is gone, cancelled or erased, nobody can tell any more whose it was: neither that it was rated.
    """
    row = AuditRow
    in_sitting = and_(row.action == "answer.saved", row.object.startswith("sitting:"))
    benchmark = select(literal("file:") + cast(File.id, String)).where(File.purpose == "benchmark")
    of_candidates = select(literal("exercise:") + cast(Exercise.id, String)).where(Exercise.application_id.is_not(None))
    by_another = row.actor_id.is_distinct_from(row.subject_id)
    is_rating = and_(row.action.in_(RATED), row.object.not_in(of_candidates))
    is_own = or_(row.action.in_(OWN_CHOICES), in_sitting)
    return and_(or_(by_another, ~is_own), ~is_rating, row.object.not_in(benchmark))


def _people(text: str) -> Select[*tuple[Any, ...]]:
    """Who has this in their name, or this as staff number."""
    return select(Person.id).where(or_(Person.name.icontains(text, autoescape=True), Person.staff_number == text))
