"""The register: who was certified for what, from when until when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.sql import Select

from certificates.models import Certificate
from courses.models import Period
from people.models import Person, Team

PAGE_ROWS = 50
Columns = TypeVarTuple("Columns")
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Filters:
    """What of the register is looked at; empty means all. `state`: valid, soon, upcoming, expired or ended."""

    query: str = ""
    course: str = ""
    team: int | None = None
    location: int | None = None
    state: str = ""
    teams: Sequence[int] | None = None  # a manager's own


@dataclass(frozen=True)
class RegisterRow:
    """One period with who it is of and the certificate that proves it."""

    period: Period
    person: Person
    certificate: Certificate

    def state(self, on: date) -> str:
        """valid, upcoming, expired or ended; "soon" is also valid."""
        if self.period.ended_on is not None and self.period.ended_on <= on:
            return "ended"
        if self.period.valid_until < on:
            return "expired"
        return "upcoming" if self.period.valid_from > on else "valid"


@dataclass(frozen=True)
class RegisterPage:
    """A page of the register; `total` counts all that matches."""

    rows: list[RegisterRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_ROWS))


SORTS: dict[str, Any] = {
    "name": Person.name,
    "team": Team.name,
    "course": Period.course,
    "valid_from": Period.valid_from,
    "valid_until": Period.valid_until,
}


def register(
    session: Session, filters: Filters, sort: str = "-valid_from", page: int = 1, *, on: date, rows: int = PAGE_ROWS
) -> RegisterPage:
    """One page of what matches, sorted by a key of `SORTS` ("-" before it for descending)."""
    total = session.scalar(matching(select(func.count(Period.id)).select_from(Period), filters, on)) or 0
    return RegisterPage(register_rows(session, filters, sort, on=on, limit=rows, offset=(page - 1) * rows), total, page)


def register_rows(
    session: Session, filters: Filters, sort: str, *, on: date, limit: int | None = None, offset: int = 0
) -> list[RegisterRow]:
    """What matches, all of it without `limit`: for an export."""
    found = matching(select(Period, Person, Certificate), filters, on)
    found = found.join(Certificate, Certificate.id == Period.certificate_id)
    found = found.options(contains_eager(Person.team), joinedload(Person.team, Team.location))
    found = found.order_by(*_order(sort)).limit(limit).offset(offset)
    return [RegisterRow(*row) for row in session.execute(found)]


def matching(query: Select[*Columns], filters: Filters, on: date) -> Select[*Columns]:
    """`query` over periods, with the persons that match."""
    query = query.join(Person, Person.id == Period.person_id).outerjoin(Team, Team.id == Person.team_id)
    return query.where(*_conditions(filters, on))


def _conditions(filters: Filters, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.query:
        words = f"%{filters.query.strip().lower().replace('%', '')}%"
        conditions.append(func.lower(Person.name).like(words) | func.lower(Person.staff_number).like(words))
    if filters.course:
        conditions.append(Period.course == filters.course)
    if filters.team is not None:
        conditions.append(Person.team_id == filters.team)
    if filters.location is not None:
        conditions.append(Team.location_id == filters.location)
    if filters.teams is not None:
        conditions.append(Person.team_id.in_(filters.teams))
    if filters.state:
        conditions.append(_in_state(filters.state, on))
    return conditions


def _in_state(state: str, on: date) -> ColumnElement[bool]:
    is_ended = Period.ended_on.is_not(None) & (Period.ended_on <= on)
    runs = ~func.coalesce(is_ended, False) & (Period.valid_until >= on) & (Period.valid_from <= on)
    states: dict[str, ColumnElement[bool]] = {
        "valid": runs,
        "soon": runs & (Period.valid_until <= on + SOON),
        "upcoming": Period.ended_on.is_(None) & (Period.valid_from > on),
        "expired": Period.ended_on.is_(None) & (Period.valid_until < on),
        "ended": is_ended,
    }
    return states[state]


def _order(sort: str) -> list[Any]:
    column = SORTS.get(sort.removeprefix("-"), Period.valid_from)
    return [column.desc() if sort.startswith("-") else column.asc(), Period.id.desc()]
