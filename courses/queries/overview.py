"""Per team how a course stands on a day: counted by the database, never person by person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, distinct, exists, func, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from courses.models import Attempt, Enrolment, LessonRead, Period
from people.models import Person, Team


@dataclass(frozen=True)
class TeamRow:
    """How many of a team's `people` are certified, and how many have the course open: due, late, never started.

    `team` is None for who has no team. Who never started is also due or late.
    """

    team: Team | None
    certified: int
    due: int
    late: int
    never_started: int
    people: int


def overview(session: Session, course: str, on: date, teams: Sequence[int] | None = None) -> list[TeamRow]:
    """Each team by name, then who has none; with `teams`, only those (an empty sequence is none)."""
    people = _by_team(session, _people(on), teams)
    certified = _by_team(session, _certified(course, on), teams)
    counted = session.execute(_rounds(course, on).where(_within(teams)))
    rounds = {team: (due, late, new) for team, due, late, new in counted}
    known = {team.id: team for team in session.scalars(select(Team).order_by(Team.name))}
    keys: list[int | None] = [key for key in known if teams is None or key in teams]
    rows = [_row(known.get(key or 0), certified[key], rounds.get(key, (0, 0, 0)), people[key]) for key in [*keys, None]]
    return [row for row in rows if row.team is not None or row.people]


def here_on(on: date) -> ColumnElement[bool]:
    """Whether a person works here on a day."""
    return and_(Person.started_on <= on, or_(Person.left_on.is_(None), Person.left_on >= on))


def never_started() -> ColumnElement[bool]:
    """Whether nothing was read and no test begun in a round."""
    has_read = exists().where(LessonRead.enrolment_id == Enrolment.id)
    return and_(~has_read, ~exists().where(Attempt.enrolment_id == Enrolment.id))


def holds(course: str, on: date) -> ColumnElement[bool]:
    """Whether a period covers a day."""
    covers = and_(Period.valid_from <= on, Period.valid_until >= on)
    return and_(Period.course == course, covers, or_(Period.ended_on.is_(None), Period.ended_on > on))


def _row(team: Team | None, certified: int, rounds: tuple[int, int, int], people: int) -> TeamRow:
    due, late, new = rounds
    return TeamRow(team, certified, due, late, new, people)


def _people(on: date) -> Select[int | None, int]:
    return select(Person.team_id, func.count()).where(here_on(on)).group_by(Person.team_id)


def _certified(course: str, on: date) -> Select[int | None, int]:
    counted = select(Person.team_id, func.count(distinct(Person.id))).join(Period, Period.person_id == Person.id)
    return counted.where(holds(course, on), here_on(on)).group_by(Person.team_id)


def _rounds(course: str, on: date) -> Select[int | None, int, int, int]:
    is_late = func.coalesce(Enrolment.due_on < on, False)
    count = (_sum(~is_late), _sum(is_late), _sum(never_started()))
    found = select(Person.team_id, *count).join(Enrolment, Enrolment.person_id == Person.id)
    found = found.where(Enrolment.course == course, Enrolment.closed_at.is_(None), here_on(on))
    return found.group_by(Person.team_id)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0), type_=Integer)


def _within(teams: Sequence[int] | None) -> ColumnElement[bool]:
    return true() if teams is None else Person.team_id.in_(teams)


def _by_team(session: Session, query: Select[int | None, int], teams: Sequence[int] | None) -> Counter[int | None]:
    return Counter(dict(session.execute(query.where(_within(teams))).all()))
