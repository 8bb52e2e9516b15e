"""Teams and locations: where people work, and who sees a team's progress."""

from collections.abc import Iterable

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from courses.models import Assignment
from hr.errors import LocationInUse, SameTeam
from hr.services import roles
from hr.services.administrators import lock
from hr.services.departures import today
from kernel import audit, clock
from people.errors import TeamInUse
from people.models import Location, Person, Team, TeamManager
from people.queries import works_on


def add_team(session: Session, actor: Person, name: str, location: Location | None) -> Team:
    """Errors: `NameTaken`."""
    team = Team(name=name, location=location)
    session.add(team)
    session.flush()
    audit.record(session, "team.added", actor=actor.id, object=f"team:{team.id}", reason=name)
    return team


def change_team(session: Session, actor: Person, team: Team, *, name: str, location: Location | None) -> None:
    """Another name, or another location. Errors: `NameTaken`."""
    team.name, team.location = name, location
    session.flush()
    audit.record(session, "team.changed", actor=actor.id, object=f"team:{team.id}", reason=name)


def set_managers(session: Session, actor: Person, team: Team, managers: Iterable[Person]) -> None:
    """Name who manages the team; who becomes or stops being a manager signs in anew."""
    wanted = {person.id: person for person in managers}
    current = set(session.scalars(select(TeamManager.person_id).where(TeamManager.team_id == team.id)))
    session.execute(
        delete(TeamManager).where(TeamManager.team_id == team.id, TeamManager.person_id.in_(current - wanted.keys()))
    )
    session.add_all(TeamManager(team_id=team.id, person_id=person_id) for person_id in wanted.keys() - current)
    for person_id in sorted(current ^ wanted.keys()):
        roles.follow_teams(session, actor, session.get_one(Person, person_id))
        audit.record(session, "team.managers_set", actor=actor.id, subject=person_id, object=f"team:{team.id}")


def delete_team(session: Session, actor: Person, team: Team) -> None:
    """Let a team go in which nobody works any more. Errors: `TeamInUse`."""
    on = today(session)
    works_there = exists().where(Person.team_id == team.id, works_on(on))
    if session.scalar(select(works_there)):
        raise TeamInUse
    session.execute(update(Person).where(Person.team_id == team.id).values(team_id=None))
    _remove(session, actor, team)


def move_everyone_and_delete(session: Session, actor: Person, team: Team, to: Team) -> int:
    """Give all who work in `team` another one, then let it go; return how many moved. Errors: `SameTeam`."""
    if team.id == to.id:
        raise SameTeam
    lock(session)
    works_there = select(Person).where(Person.team_id == team.id, works_on(today(session)))
    moving = session.scalars(works_there).all()
    for person in moving:
        person.team = to
        audit.record(
            session, "person.changed", actor=actor.id, subject=person.id, object=f"person:{person.id}", reason="team"
        )
    session.flush()
    delete_team(session, actor, team)
    return len(moving)


def _remove(session: Session, actor: Person, team: Team) -> None:
    set_managers(session, actor, team, ())
    _end_assignments(session, "team", team.id)
    audit.record(session, "team.deleted", actor=actor.id, object=f"team:{team.id}", reason=team.name)
    session.delete(team)
    session.flush()


def add_location(session: Session, actor: Person, name: str) -> Location:
    """Errors: `NameTaken`."""
    location = Location(name=name)
    session.add(location)
    session.flush()
    audit.record(session, "location.added", actor=actor.id, object=f"location:{location.id}", reason=name)
    return location


def rename_location(session: Session, actor: Person, location: Location, name: str) -> None:
    """Errors: `NameTaken`."""
    location.name = name
    session.flush()
    audit.record(session, "location.renamed", actor=actor.id, object=f"location:{location.id}", reason=name)


def delete_location(session: Session, actor: Person, location: Location) -> None:
    """Errors: `LocationInUse`."""
    if session.scalar(select(exists().where(Team.location_id == location.id))):
        raise LocationInUse
    _end_assignments(session, "location", location.id)
    audit.record(session, "location.deleted", actor=actor.id, object=f"location:{location.id}", reason=location.name)
    session.delete(location)
    session.flush()


def _end_assignments(session: Session, audience: str, key: int) -> None:
    """What was asked of it ends too: on SQLite the next team may get the same number."""
    asked = update(Assignment).where(
        Assignment.audience == audience, Assignment.target == str(key), Assignment.ended_at.is_(None)
    )
    session.execute(asked.values(ended_at=clock.now()))
