"""What people's pages read."""

from datetime import date
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from kernel import clock
from kernel.database import read_session
from people.doorway_models import Doorway, KnownBrowser
from people.models import Organisation, Person, Team, TeamManager


def organisation() -> Organisation | None:
    """The organisation, read once a request; None before the set-up."""
    if "organisation" not in g:
        g.organisation = read_session().get(Organisation, 1)
    known: Organisation | None = g.organisation
    return known


def works_today(session: Session, person: Person) -> bool:
    """Whether this person has a start here and has not left before the day that it is for the organisation."""
    return person.is_staff and (person.left_on is None or person.works_on(today(session)))


def works_on(day: date) -> ColumnElement[bool]:
    """`Person.works_on`, asked of the database."""
    return and_(Person.is_staff, or_(Person.left_on.is_(None), Person.left_on >= day))


def is_open(at: Any) -> ColumnElement[bool]:
    """Whether a doorway lets in at a moment, which may be a parameter."""
    return and_(Doorway.withdrawn_at.is_(None), Doorway.expires_at > at)


def is_known(at: Any, borrowed_since: Any) -> ColumnElement[bool]:
    """Whether a browser comes in through its doorway at a moment; one that is borrowed when it claimed since then."""
    is_borrowed_lately = KnownBrowser.claimed_at > borrowed_since
    return and_(KnownBrowser.ended_at.is_(None), or_(KnownBrowser.is_own, is_borrowed_lately), is_open(at))


def today(session: Session) -> date:
    """The day in the organisation's zone; before the set-up that of UTC."""
    known, at = session.get(Organisation, 1), clock.now()
    return clock.day(at, known.zone) if known else at.date()


def managed_teams(session: Session, person: Person) -> list[Team]:
    """The teams that name this person as their manager."""
    named = select(Team).join(TeamManager, TeamManager.team_id == Team.id).where(TeamManager.person_id == person.id)
    return list(session.scalars(named.order_by(Team.name)))
