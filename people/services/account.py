"""One's own account: language, password, and where one is signed in."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people import mails
from people.errors import WrongPassword
from people.models import Person, SignIn
from people.services import doorways, invitations, limits, passwords, sessions
from people.services.limits import Limit


def choose_language(session: Session, person: Person, language: str) -> None:
    """The language of pages and mails from now on."""
    person.language = language
    audit.record(session, "person.language_chosen", actor=person.id, subject=person.id, object=f"person:{person.id}")


def change_password(person_id: int, current: str, password: str) -> str:
    """End every session and start one under the new password; return its token.

    Errors: `WrongPassword`, `WeakPassword`, `TooMany`.
    """
    limits.count(Limit(f"confirm:{person_id}", most=8, minutes=15))
    person = read_session().get_one(Person, person_id)
    if not passwords.is_right(person.password_hash, current):
        audit.note("confirm.refused", actor=person.id, subject=person.id)
        raise WrongPassword
    passwords.check_strength(password, person.name)
    hashed = passwords.hash_password(password)
    with unit_of_work() as session:
        person = session.get_one(Person, person_id)
        person.password_hash = hashed
        sessions.end_all(session, person.id)
        invitations.withdraw(session, person.id)
        mails.send(session, person, "password_changed", about=f"person:{person.id}", path="/recovery")
        audit.record(
            session, "person.password_changed", actor=person.id, subject=person.id, object=f"person:{person.id}"
        )
        return sessions.start(session, person, "password")


def address_changed(session: Session, person: Person, old: str | None) -> None:
    """Links to the old address stop working, and who reads there is told, for it may be somebody's account."""
    if old is None:
        return
    invitations.withdraw(session, person.id)
    doorways.withdraw(session, person)
    mails.send(session, person, "email_changed", to=old, about=f"person:{person.id}")


def live_sessions(session: Session, person: Person) -> list[SignIn]:
    """Where this person is signed in now, the last seen first."""
    at = clock.now()
    live = select(SignIn).where(
        SignIn.person_id == person.id,
        SignIn.ended_at.is_(None),
        SignIn.seen_at > at - sessions.IDLE,
        SignIn.started_at > at - sessions.ABSOLUTE,
    )
    return list(session.scalars(live.order_by(SignIn.seen_at.desc())))


def end_session(session: Session, person: Person, sign_in_id: int) -> None:
    """End one of one's own sessions. Errors: `NotFound` when it is another's, or over already."""
    ended = (
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(SignIn.id)
    )
    if session.scalar(ended) is None:
        raise NotFound
    audit.record(session, "session.ended", actor=person.id, subject=person.id, object=f"session:{sign_in_id}")


def sign_out_everywhere(session: Session, person: Person) -> None:
    """End all one's sessions, this one too."""
    sessions.end_all(session, person.id)
    doorways.forget_browsers(session, person)
    audit.record(session, "session.all_ended", actor=person.id, subject=person.id, object=f"person:{person.id}")
