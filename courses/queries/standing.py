"""Who of whom a course is asked stands where: the people behind the figures of the overview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from courses.models import Enrolment, Period
from courses.queries.overview import here_on, holds, never_started
from people.models import Person, Team

PAGE_ROWS = 50


@dataclass(frozen=True)
class StandingRow:
    """A person with the open round of a course, if any, and the last day certified, if any."""

    person: Person
    enrolment: Enrolment | None
    has_started: bool
    valid_until: date | None

    def state(self, on: date) -> str:
        """late, due, certified, expired or not_asked; an open round goes before a certificate."""
        if self.enrolment is not None:
            return "late" if self.enrolment.due_on and self.enrolment.due_on < on else "due"
        if self.valid_until is None:
            return "not_asked"
        return "certified" if self.valid_until >= on else "expired"


@dataclass(frozen=True)
class StandingPage:
    """A page of persons; `total` counts all that match."""

    rows: list[StandingRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_ROWS))


def standing(
    session: Session,
    course: str,
    on: date,
    *,
    state: str = "",
    query: str = "",
    team: int | None = None,
    location: int | None = None,
    teams: Sequence[int] | None = None,
    sort: str = "name",
    page: int = 1,
    rows: int = PAGE_ROWS,
) -> StandingPage:
    """Persons who work here on a day; `state`: certified, due, late, never_started, not_asked, or all."""
    open_round = and_(Enrolment.person_id == Person.id, Enrolment.course == course, Enrolment.closed_at.is_(None))
    of_course = case((Period.course == course, Period.valid_until))  # as a condition, SQLite takes the wrong index
    last_day = (
        select(func.max(of_course)).where(Period.person_id == Person.id, Period.ended_on.is_(None)).scalar_subquery()
    )
    conditions = [here_on(on), *_narrowed(query, team, location, teams), *_in_state(state, course, on)]
    base = select(Person, Enrolment, ~never_started(), last_day).outerjoin(Enrolment, open_round)
    base = base.outerjoin(Team, Team.id == Person.team_id).where(*conditions)
    total = session.scalar(select(func.count()).select_from(base.with_only_columns(Person.id).subquery())) or 0
    sorts: dict[str, Any] = {"name": Person.name, "team": Team.name, "due": Enrolment.due_on, "valid_until": last_day}
    column = sorts.get(sort.removeprefix("-"), Person.name)
    order = column.desc() if sort.startswith("-") else column.asc()
    order = order.nulls_last() if column is Enrolment.due_on else order
    found = base.options(joinedload(Person.team)).order_by(order, Person.id).limit(rows).offset((page - 1) * rows)
    return StandingPage([StandingRow(*row) for row in session.execute(found)], total, page)


def _narrowed(
    query: str, team: int | None, location: int | None, teams: Sequence[int] | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query:
        words = f"%{query.strip().lower().replace('%', '')}%"
        conditions.append(func.lower(Person.name).like(words) | func.lower(Person.staff_number).like(words))
    if team is not None:
        conditions.append(Person.team_id == team)
    if location is not None:
        conditions.append(Person.team_id.in_(select(Team.id).where(Team.location_id == location)))
    if teams is not None:
        conditions.append(Person.team_id.in_(teams))
    return conditions


def _in_state(state: str, course: str, on: date) -> list[ColumnElement[bool]]:
    certified = select(Period.id).where(Period.person_id == Person.id, holds(course, on)).exists()
    is_open, is_late = Enrolment.id.is_not(None), Enrolment.due_on < on
    states: dict[str, list[ColumnElement[bool]]] = {
        "certified": [certified],
        "due": [is_open, or_(Enrolment.due_on.is_(None), Enrolment.due_on >= on)],
        "late": [is_open, is_late],
        "never_started": [is_open, never_started()],
        "not_asked": [Enrolment.id.is_(None), ~certified],
    }
    return states.get(state, [])
