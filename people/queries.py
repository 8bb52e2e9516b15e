"""What people's pages read."""

from datetime import date

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import clock
from kernel.database import read_session
from people.models import Organisation, Person, Team, TeamManager


def organisation() -> Organisation | None:
    """The organisation, read once a request; None before the set-up."""
    if "organisation" not in g:
        g.organisation = read_session().get(Organisation, 1)
    known: Organisation | None = g.organisation
    return known


def works_today(session: Session, person: Person) -> bool:
    """Whether this person has not left before the day that it is for the organisation."""
    return person.left_on is None or person.works_on(today(session))


def today(session: Session) -> date:
    """The day in the organisation's zone; before the set-up that of UTC."""
    known, at = session.get(Organisation, 1), clock.now()
    return clock.day(at, known.zone) if known else at.date()


def managed_teams(session: Session, person: Person) -> list[Team]:
    """The teams that name this person as their manager."""
    named = select(Team).join(TeamManager, TeamManager.team_id == Team.id).where(TeamManager.person_id == person.id)
    return list(session.scalars(named.order_by(Team.name)))
