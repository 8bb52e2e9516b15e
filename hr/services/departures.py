"""Leaving: what ends with somebody's last day. What was learned and proved stays."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from courses.services import enrolments
from kernel import audit, clock
from people.models import Invitation, Organisation, Person, RoleGrant, SignIn, TeamManager
from people.services import invitations, sessions


def today(session: Session) -> date:
    """The day that it is for the organisation."""
    return clock.day(clock.now(), session.get_one(Organisation, 1).zone)


def let_go(session: Session, person: Person, actor_id: int | None) -> None:
    """End sessions, invitations, roles and open courses of who has left."""
    sessions.end_all(session, person.id)
    invitations.withdraw(session, person.id)
    session.execute(delete(TeamManager).where(TeamManager.person_id == person.id))
    person.grants.clear()
    enrolments.close_for_leaver(session, person.id, actor=actor_id)
    audit.record(session, "person.let_go", actor=actor_id, subject=person.id, object=f"person:{person.id}")


def let_go_of_leavers(session: Session, on: date, most: int = 50) -> int:
    """Every night: at most `most` whose last day has passed and who could still do something; return how many."""
    leavers = _still_open(session, on, most)
    for person in leavers:
        let_go(session, person, None)
    return len(leavers)


def _still_open(session: Session, on: date, most: int) -> Sequence[Person]:
    is_open = or_(
        exists().where(RoleGrant.person_id == Person.id),
        exists().where(TeamManager.person_id == Person.id),
        exists().where(SignIn.person_id == Person.id, SignIn.ended_at.is_(None)),
        exists().where(
            Invitation.person_id == Person.id, Invitation.redeemed_at.is_(None), Invitation.withdrawn_at.is_(None)
        ),
    )
    found = select(Person).where(Person.left_on < on, is_open).order_by(Person.id)
    return session.scalars(found.limit(most)).all()
