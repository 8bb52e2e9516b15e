"""Forgetting a person who never worked here: the row stays as a number, for the trail names it; who it was does not."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.outbox import Mail
from people.models import Invitation, Person
from people.services import doorways, sessions


def forget_candidate(session: Session, person: Person, *, actor: int | None) -> bool:
    """Take away name, address and every way in; mails to them lose their words. False for staff, or the second time."""
    person = session.get_one(Person, person.id, with_for_update=True, populate_existing=True)
    if person.is_staff or person.forgotten_at is not None:
        return False
    doorways.forget_browsers(session, person)
    doorways.withdraw(session, person, actor=actor)
    sessions.end_all(session, person.id)
    at = clock.now()
    open_ones = Invitation.person_id == person.id, Invitation.redeemed_at.is_(None), Invitation.withdrawn_at.is_(None)
    session.execute(update(Invitation).where(*open_ones).values(withdrawn_at=at))
    session.execute(update(Mail).where(Mail.person_id == person.id).values(sealed=None, subject="", bounce_reason=None))
    person.name, person.email, person.staff_number, person.function = "", None, None, ""
    person.password_hash, person.team_id, person.forgotten_at = None, None, at
    session.flush()
    audit.record(session, "person.forgotten", actor=actor, subject=person.id, object=f"person:{person.id}")
    return True
