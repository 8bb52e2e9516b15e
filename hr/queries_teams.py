"""What the pages about teams and roles read."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from hr import queries_people
from hr.queries_people import Filter
from kernel.errors import NotFound
from people.models import Location, Person, RoleGrant, Team, TeamManager
from people.permissions import Role
from people.queries import works_on

MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with how many work there and who manages it."""

    team: Team
    people: int
    managers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocationRow:
    location: Location
    teams: int


def teams(session: Session, on: date) -> list[TeamRow]:
    """Every team, by name."""
    here = select(Person.team_id, func.count()).where(works_on(on))
    counts = _counts(session, here.group_by(Person.team_id))
    named = select(TeamManager.team_id, Person.name).join(Person, Person.id == TeamManager.person_id)
    managers: dict[int, list[str]] = {}
    for team_id, name in session.execute(named.order_by(Person.name)):
        managers.setdefault(team_id, []).append(name)
    found = queries_people.teams(session)
    return [TeamRow(team, counts.get(team.id, 0), tuple(managers.get(team.id, ()))) for team in found]


def locations(session: Session) -> list[LocationRow]:
    counted = select(Team.location_id, func.count()).group_by(Team.location_id)
    counts = _counts(session, counted)
    return [LocationRow(place, counts.get(place.id, 0)) for place in queries_people.locations(session)]


def team(session: Session, team_id: int) -> Team:
    """Errors: `NotFound`."""
    found = session.get(Team, team_id, options=[joinedload(Team.location)])
    if found is None:
        raise NotFound
    return found


def location(session: Session, location_id: int) -> Location:
    """Errors: `NotFound`."""
    found = session.get(Location, location_id)
    if found is None:
        raise NotFound
    return found


def other_teams(session: Session, team: Team) -> list[Team]:
    return [other for other in queries_people.teams(session) if other.id != team.id]


def count_in(session: Session, team: Team, on: date) -> int:
    here = select(func.count(Person.id)).where(Person.team_id == team.id)
    return session.scalar(here.where(works_on(on))) or 0


def managers(session: Session, team: Team) -> list[Person]:
    named = select(Person).join(TeamManager, TeamManager.person_id == Person.id).where(TeamManager.team_id == team.id)
    return list(session.scalars(named.order_by(Person.name)))


def candidates(session: Session, words: str, on: date) -> list[Person]:
    """Those who work here and answer to these words, the first few."""
    rows, _paging = queries_people.people(session, Filter(words=words), on, 1)
    return [row.person for row in rows[:MOST_FOUND]]


def person_in_service(session: Session, person_id: int, on: date) -> Person:
    """Errors: `NotFound`."""
    person = queries_people.person(session, person_id)
    if not person.works_on(on):
        raise NotFound
    return person


def holders(session: Session) -> list[Person]:
    """Everybody with a role beside that of employee and manager, by name."""
    held = select(RoleGrant.person_id).where(RoleGrant.role != Role.MANAGER)
    return list(session.scalars(select(Person).where(Person.id.in_(held)).order_by(func.lower(Person.name))))


def _counts(session: Session, counted: Select[int | None, int]) -> dict[int, int]:
    """How many there are by key; what belongs nowhere is left out."""
    return {key: count for key, count in session.execute(counted) if key is not None}
