"""What HR's pages about people read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from kernel import clock
from kernel.errors import NotFound
from kernel.outbox import Mail, has_failed
from kernel.paging import Paging, page_of
from people.models import Invitation, Location, Person, Team
from people.queries import works_on


class State(StrEnum):
    """Where somebody stands between being taken in and having left."""

    ACTIVE = "active"
    NOT_INVITED = "not_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    BOUNCED = "bounced"
    FAILED = "failed"
    LEFT = "left"


HERE = "here"
Rows = Select[*tuple[Any, ...]]
SORTS: Mapping[str, ColumnElement[Any]] = {
    "name": func.lower(Person.name),
    "staff_number": func.lower(func.coalesce(Person.staff_number, "")),
    "function": func.lower(Person.function),
    "team": func.lower(func.coalesce(Team.name, "")),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list of people is narrowed to. `state`: a `State`, `HERE`, or "" for everybody who ever was."""

    words: str = ""
    team_id: int | None = None
    location_id: int | None = None
    function: str = ""
    state: str = HERE
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list."""

    id: int
    name: str
    person: Person
    state: State


def people(session: Session, wanted: Filter, on: date, page: int) -> tuple[list[PersonRow], Paging]:
    """One page of the people that `wanted` describes."""
    found, where = page_of(session, _sorted(_found(wanted, on), wanted.sort), page)
    return [_row(person, state) for person, state in found], where


def everyone(session: Session, wanted: Filter, on: date) -> list[PersonRow]:
    """All of them, for a file, a mail to each, or a print."""
    return [_row(person, state) for person, state in session.execute(_sorted(_found(wanted, on), wanted.sort))]


def size(session: Session, wanted: Filter, on: date) -> int:
    """How many they are."""
    return session.scalar(select(func.count()).select_from(_found(wanted, on).subquery())) or 0


def chosen(session: Session, ids: list[int], on: date) -> list[PersonRow]:
    """These people as far as they work here, by name."""
    found = _found(Filter(), on).where(Person.id.in_(ids))
    return [_row(person, state) for person, state in session.execute(_sorted(found, "name"))]


def counts(session: Session, on: date) -> dict[State, int]:
    """How many people there are in each state."""
    state = _state(on)
    return {State(name): n for name, n in session.execute(_invited(select(state, func.count())).group_by(state))}


def person(session: Session, person_id: int) -> Person:
    """Somebody who works or worked here. Errors: `NotFound`."""
    found = session.get(Person, person_id)
    if found is None or not found.is_staff:
        raise NotFound
    return found


def functions(session: Session) -> list[str]:
    """Every function that somebody has or had."""
    found = select(Person.function).where(Person.is_staff, Person.function != "").distinct()
    return list(session.scalars(found.order_by(Person.function)))


def teams(session: Session) -> list[Team]:
    return list(session.scalars(select(Team).options(joinedload(Team.location)).order_by(func.lower(Team.name))))


def locations(session: Session) -> list[Location]:
    return list(session.scalars(select(Location).order_by(func.lower(Location.name))))


def _row(person: Person, state: str) -> PersonRow:
    return PersonRow(person.id, person.name, person, State(state))


def _found(wanted: Filter, on: date) -> Rows:
    found = _invited(select(Person, _state(on))).outerjoin(Team, Team.id == Person.team_id)
    for word in wanted.words.lower().split():
        like = f"%{_escaped(word)}%"
        fields = (Person.name, Person.email, Person.staff_number, Person.function)
        found = found.where(or_(*(func.lower(field).like(like, escape="\\") for field in fields)))
    if wanted.team_id is not None:
        found = found.where(Person.team_id == wanted.team_id)
    if wanted.location_id is not None:
        found = found.where(Team.location_id == wanted.location_id)
    if wanted.function:
        found = found.where(Person.function == wanted.function)
    if wanted.state:
        found = found.where(works_on(on) if wanted.state == HERE else _state(on) == wanted.state)
    return found.options(contains_eager(Person.team).joinedload(Team.location))


def _invited(found: Rows) -> Rows:
    """Each of the staff beside the last invitation that can still be used or expired unused, and its mail."""
    newest = (
        select(Invitation.person_id, func.max(Invitation.id).label("id"))
        .where(Invitation.withdrawn_at.is_(None), Invitation.redeemed_at.is_(None), Invitation.kind != "recovery")
        .group_by(Invitation.person_id)
        .subquery()
    )
    return (
        found.select_from(Person)
        .outerjoin(newest, newest.c.person_id == Person.id)
        .outerjoin(Invitation, Invitation.id == newest.c.id)
        .outerjoin(Mail, Mail.id == Invitation.mail_id)
        .where(Person.is_staff)
    )


def _state(on: date) -> ColumnElement[str]:
    return case(
        (Person.left_on < on, State.LEFT.value),
        (Person.password_hash.is_not(None), State.ACTIVE.value),
        (Mail.bounced_at.is_not(None), State.BOUNCED.value),
        (Invitation.id.is_(None), State.NOT_INVITED.value),
        (has_failed(), State.FAILED.value),
        (Invitation.expires_at <= clock.now(), State.EXPIRED.value),
        else_=State.INVITED.value,
    )


def _sorted(found: Rows, sort: str) -> Rows:
    column = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return found.order_by(column.desc() if sort.startswith("-") else column, func.lower(Person.name), Person.id)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
