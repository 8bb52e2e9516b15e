"""One person at a time: taken in, corrected, leaving and coming back."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hr.errors import AlreadyLeft, LeavesBeforeStart, Protected, StillHere
from hr.services.administrators import keep_an_administrator, lock, may_change_sign_in
from hr.services.departures import let_go, today
from kernel import audit, clock
from people.models import Person, Team, TeamManager
from people.permissions import Role
from people.services import account, invitations, sessions

SIGN_IN = ("email", "staff_number")


def add(
    session: Session,
    actor: Person,
    *,
    name: str,
    email: str | None,
    staff_number: str | None,
    function: str,
    language: str,
    team: Team | None,
    started_on: date,
) -> Person:
    """Take somebody in, not yet invited; a candidate keeps their row. Errors: `EmailTaken`, `StaffNumberTaken`."""
    person = _candidate(session, email)
    if person is None:
        person = Person(created_at=clock.now(), grants=[])
        session.add(person)
    else:
        start_afresh(session, person)
    person.name, person.email, person.staff_number = name, email, staff_number
    person.function, person.language, person.team = function, language, team
    person.started_on = started_on
    session.flush()
    audit.record(session, "person.added", actor=actor.id, subject=person.id, object=f"person:{person.id}")
    return person


def correct(session: Session, actor: Person, person: Person, **values: object) -> None:
    """Change what is known of somebody.

    Errors: `Protected`, `EmailTaken`, `StaffNumberTaken`.
    """
    changed = [field for field, value in values.items() if getattr(person, field) != value]
    if not changed:
        return
    if set(changed) & set(SIGN_IN) and not may_change_sign_in(actor, person):
        raise Protected
    old_address = person.email
    for field in changed:
        setattr(person, field, values[field])
    if "email" in changed:
        account.address_changed(session, person, old_address)
    session.flush()
    audit.record(
        session,
        "person.changed",
        actor=actor.id,
        subject=person.id,
        object=f"person:{person.id}",
        reason=", ".join(sorted(changed)),
    )


def end_employment(session: Session, actor: Person, person: Person, left_on: date) -> None:
    """Note somebody's last day; when that has passed, everything ends at once.

    Errors: `AlreadyLeft`, `LeavesBeforeStart`, `LastAdministrator`.
    """
    on = today(session)
    lock(session)
    if not person.works_on(on):
        raise AlreadyLeft
    if person.started_on is None or left_on < person.started_on:
        raise LeavesBeforeStart
    person.left_on = left_on
    session.flush()
    if Role.ADMINISTRATOR in person.roles:
        keep_an_administrator(session)
    audit.record(
        session,
        "person.left",
        actor=actor.id,
        subject=person.id,
        object=f"person:{person.id}",
        reason=left_on.isoformat(),
    )
    if left_on < on:
        let_go(session, person, actor.id)


def rehire(session: Session, actor: Person, person: Person, started_on: date) -> None:
    """The same person, the same papers, a new invitation. Errors: `StillHere`."""
    if person.left_on is None:
        raise StillHere
    if person.works_on(today(session)):  # still here, and the leaving is off
        person.left_on = None
    else:
        welcome_back(session, person, started_on)
    session.flush()
    audit.record(session, "person.rehired", actor=actor.id, subject=person.id, object=f"person:{person.id}")


def welcome_back(session: Session, person: Person, started_on: date) -> None:
    """A new first day."""
    start_afresh(session, person)
    person.started_on = started_on


def start_afresh(session: Session, person: Person) -> None:
    """No role or way in left behind: by a departure that the night has not ended yet, or by who was a candidate."""
    sessions.end_all(session, person.id)
    invitations.withdraw(session, person.id)
    session.execute(delete(TeamManager).where(TeamManager.person_id == person.id))
    person.grants.clear()
    person.left_on, person.password_hash = None, None


def _candidate(session: Session, email: str | None) -> Person | None:
    """The candidate who has this address, if it is one's."""
    if email is None:
        return None
    return session.scalar(select(Person).where(Person.email == email, ~Person.is_staff))
