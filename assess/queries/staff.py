"""Who works here, to choose from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from kernel.errors import NotFound
from kernel.paging import Paging, page_of
from people.models import Location, Person, Team
from people.queries import today

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list of staff is narrowed to."""

    words: str = ""
    team_id: int | None = None
    location_id: int | None = None
    function: str = ""


def works_on(day: date) -> ColumnElement[bool]:
    """Whether a person works here on a day."""
    return and_(Person.started_on <= day, or_(Person.left_on.is_(None), Person.left_on >= day))


def staff(session: Session, wanted: Narrowed, but: Select[int], page: int) -> tuple[list[Person], Paging]:
    """One page of who works here now, by name, without those whose number `but` selects."""
    rows, where = page_of(session, _with_team(_found(session, wanted, but)), page)
    return [person for (person,) in rows], where


def numbers(session: Session, wanted: Narrowed, but: Select[int]) -> list[int]:
    """All of them as numbers, by name."""
    return list(session.scalars(_found(session, wanted, but).with_only_columns(Person.id, maintain_column_froms=True)))


def found_by(session: Session, words: str, but: Select[int]) -> list[Person]:
    """The first who match, for a search with one box; nobody without words."""
    if not words.strip():
        return []
    return list(session.scalars(_with_team(_found(session, Narrowed(words), but)).limit(MOST_FOUND)))


def worker(session: Session, person_id: int) -> Person:
    """Somebody who works here today. Errors: `NotFound`."""
    person: Person | None = session.scalar(select(Person).where(Person.id == person_id, works_on(today(session))))
    if person is None:
        raise NotFound
    return person


def teams(session: Session) -> list[Team]:
    return list(session.scalars(select(Team).order_by(func.lower(Team.name))))


def locations(session: Session) -> list[Location]:
    return list(session.scalars(select(Location).order_by(func.lower(Location.name))))


def functions(session: Session) -> list[str]:
    """Every function that somebody has who works here now."""
    found = select(Person.function).where(Person.function != "", works_on(today(session)))
    return list(session.scalars(found.distinct().order_by(Person.function)))


def _found(session: Session, wanted: Narrowed, but: Select[int]) -> Select[Person]:
    found = select(Person).outerjoin(Person.team).where(works_on(today(session)), Person.id.not_in(but))
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
    return found.order_by(func.lower(Person.name), Person.id)


def _with_team(found: Select[Person]) -> Select[Person]:
    return found.options(contains_eager(Person.team))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
