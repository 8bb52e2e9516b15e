"""Sessions on the server: started at sign-in, ended at sign-out and when a password or role changes."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from kernel import clock
from kernel.database import unit_of_work
from people.models import Person, SignIn

IDLE = timedelta(minutes=15)
WARN = timedelta(minutes=13)
ABSOLUTE = timedelta(hours=12)
FRESH = timedelta(minutes=10)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def start(session: Session, person: Person, method: str) -> str:
    """Begin a session; return its token, which only the cookie keeps."""
    token = secrets.token_urlsafe(32)
    at = clock.now()
    session.add(SignIn(token_hash=_hash(token), person=person, method=method, started_at=at, seen_at=at, fresh_at=at))
    return token


# Asked at every request, so built once.
_live = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
    .where(SignIn.seen_at > bindparam("seen_since"), SignIn.started_at > bindparam("started_since"))
    .options(joinedload(SignIn.person).joinedload(Person.grants))
)


def find(session: Session, token: str) -> SignIn | None:
    """The live session of `token`: not ended, not idle, not too old, and its person still here."""
    at = clock.now()
    values = {"token_hash": _hash(token), "seen_since": at - IDLE, "started_since": at - ABSOLUTE}
    sign_in: SignIn | None = session.execute(_live, values).unique().scalar_one_or_none()
    return sign_in if sign_in and sign_in.person.password_hash else None


def touch(sign_in: SignIn) -> None:
    """Somebody was here just now."""
    with unit_of_work() as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in.id).values(seen_at=clock.now()))


def refresh(session: Session, sign_in_id: int) -> None:
    """The password was given again."""
    at = clock.now()
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at, fresh_at=at))


def is_fresh(sign_in: SignIn) -> bool:
    """Whether the password was given less than ten minutes ago."""
    return clock.now() - sign_in.fresh_at < FRESH


def end(session: Session, sign_in_id: int) -> None:
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(ended_at=clock.now()))


def end_all(session: Session, person_id: int) -> None:
    """After a new password, a role that changed, or a departure: every copied cookie is dead."""
    open_ones = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=clock.now()))
