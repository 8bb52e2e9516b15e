"""HR's search among certificates: what is asked stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, contains_eager

from certificates.models import Certificate, Ending
from certificates.state import ENDED, State
from kernel import clock
from kernel.numbers import row_number
from people.models import File, Organisation, Person, Team
from people.services.files import SELECTION

PAGE = 50
SORTS: dict[str, Any] = {
    "name": Person.name,
    "team": Team.name,
    "title": Certificate.title,
    "issued": Certificate.issued_at,
    "until": Certificate.valid_until,
}


@dataclass(frozen=True)
class Search:
    """What is asked; an empty text asks nothing. Dates are of the issue, the last day included."""

    name: str = ""
    team: int | None = None
    title: str = ""
    status: State | None = None
    first: date | None = None
    last: date | None = None
    sort: str = "-issued"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """From an address; what makes no sense there is not asked."""
        status = asked.get("status", "")
        sort = asked.get("sort", "")
        return cls(
            name=asked.get("name", "").strip(),
            team=row_number(asked.get("team", "")),
            title=asked.get("title", ""),
            status=State(status) if status in set(State) else None,
            first=_day(asked.get("first", "")),
            last=_day(asked.get("last", "")),
            sort=sort if sort.removeprefix("-") in SORTS else "-issued",
        )

    @property
    def is_empty(self) -> bool:
        return Search(sort=self.sort) == self


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def matching(session: Session, asked: Search) -> Select[Certificate]:
    """The certificates of staff that were asked for, with file, person and team, in the order asked.

    What came out of a selection stays with its application.
    """
    rows = select(Certificate).join(Certificate.file).join(File.person).outerjoin(Person.team)
    rows = rows.options(contains_eager(Certificate.file).contains_eager(File.person).contains_eager(Person.team))
    column = SORTS[asked.sort.removeprefix("-")]
    order = column.desc() if asked.sort.startswith("-") else column.asc()
    rows = rows.where(Person.is_staff, File.purpose != SELECTION)
    return rows.where(*_conditions(session, asked)).order_by(order.nulls_last(), Certificate.id)


def page_of(session: Session, asked: Search, page: int) -> tuple[list[Certificate], int, int]:
    """One page of rows, how many there are in all, and which page it is: the nearest to what was asked."""
    rows = matching(session, asked)
    total = session.scalar(
        select(func.count()).select_from(rows.order_by(None).with_only_columns(Certificate.id).subquery())
    )
    page = min(max(1, page), max(1, -(-(total or 0) // PAGE)))
    found = session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE))
    return list(found), total or 0, page


def numbers_of(session: Session, asked: Search) -> list[int]:
    """Every certificate that matches."""
    return list(session.scalars(matching(session, asked).with_only_columns(Certificate.id)))


def titles(session: Session) -> list[str]:
    """What certificates there are to filter by."""
    found = select(Certificate.title).join(Certificate.file).where(File.purpose != SELECTION)
    return list(session.scalars(found.distinct().order_by(Certificate.title)))


def _conditions(session: Session, asked: Search) -> list[ColumnElement[bool]]:
    zone = session.get_one(Organisation, 1).zone
    given: list[ColumnElement[bool]] = []
    if asked.name:
        given.append(Person.name.icontains(asked.name, autoescape=True))
    if asked.team is not None:
        given.append(Person.team_id == asked.team)
    if asked.title:
        given.append(Certificate.title == asked.title)
    if asked.status:
        given.append(is_in_state(asked.status, clock.day(clock.now(), zone)))
    if asked.first:
        given.append(Certificate.issued_at >= clock.start_of_day(asked.first, zone))
    if asked.last:
        given.append(Certificate.issued_at < clock.start_of_day(asked.last + timedelta(days=1), zone))
    return given


def is_in_state(state: State, today: date) -> ColumnElement[bool]:
    """`state.state_of`, asked of the database."""
    if state in ENDED:
        stronger = [~_has_ended(each) for each in ENDED[: ENDED.index(state)]]
        return and_(_has_ended(state), *stronger)
    dates = {
        State.EXPIRED: Certificate.valid_until < today,
        State.UPCOMING: Certificate.valid_from > today,
        State.VALID: and_(Certificate.valid_from <= today, Certificate.valid_until >= today),
    }
    return and_(*(~_has_ended(each) for each in ENDED), dates[state])


def _has_ended(kind: State) -> ColumnElement[bool]:
    return exists().where(Ending.certificate_id == Certificate.id, Ending.kind == kind)
