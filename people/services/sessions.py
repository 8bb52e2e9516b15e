"""Sessions on the server: started at sign-in, ended at sign-out and when a password or role changes."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, joinedload, lazyload

from kernel import clock
from kernel.database import unit_of_work
from people import queries
from people.doorway_models import Doorway, KnownBrowser
from people.models import Organisation, Person, SignIn

IDLE = timedelta(minutes=15)
WARN = timedelta(minutes=13)
ABSOLUTE = timedelta(hours=12)
FRESH = timedelta(minutes=10)
BORROWED = timedelta(hours=4)  # how long a candidate comes in again by a browser that is not their own
LINK = "link"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def start(session: Session, person: Person, method: str) -> str:
    """Begin a session; return its token, which only the cookie keeps."""
    token = secrets.token_urlsafe(32)
    at = clock.now()
    session.add(SignIn(token_hash=_hash(token), person=person, method=method, started_at=at, seen_at=at, fresh_at=at))
    return token


def start_by_link(session: Session, person: Person, browser: KnownBrowser, *, is_fresh: bool) -> str:
    """Begin a candidate's session, over when their doorway is; fresh when they proved just now who they are."""
    token = secrets.token_urlsafe(32)
    at = clock.now()
    begun = SignIn(token_hash=_hash(token), person=person, method=LINK, browser=browser, started_at=at, seen_at=at)
    begun.fresh_at = at if is_fresh else at - FRESH
    session.add(begun)
    return token


# Asked at every request, so built once.
_is_live = (
    SignIn.token_hash == bindparam("token_hash"),
    SignIn.ended_at.is_(None),
    SignIn.seen_at > bindparam("seen_since"),
    SignIn.started_at > bindparam("started_since"),
    or_(
        SignIn.browser_id.is_(None),
        exists()
        .where(KnownBrowser.id == SignIn.browser_id, Doorway.id == KnownBrowser.doorway_id)
        .where(queries.is_known(bindparam("now"), bindparam("borrowed_since"))),
    ),
)
# The organisation comes along: every page asks for it.
_live = select(SignIn, Organisation).outerjoin(Organisation, Organisation.id == 1).where(*_is_live)
_live = _live.options(joinedload(SignIn.person).joinedload(Person.grants))
_whose = select(Person, SignIn.method).join(SignIn, SignIn.person_id == Person.id).where(*_is_live)
_whose = _whose.options(lazyload(Person.grants))


def find(session: Session, token: str) -> SignIn | None:
    """The live session of `token`: not ended, not idle, not too old, and its person still here."""
    found = session.execute(_live, _values(token)).unique().one_or_none()
    sign_in: SignIn | None = found[0] if found else None
    return sign_in if sign_in and _is_here(session, sign_in.person, sign_in.method) else None


def find_person(session: Session, token: str) -> Person | None:
    """Whose live session `token` is."""
    found = session.execute(_whose, _values(token)).one_or_none()
    return found[0] if found and _is_here(session, *found) else None


def _values(token: str) -> dict[str, object]:
    at = clock.now()
    since = {"seen_since": at - IDLE, "started_since": at - ABSOLUTE, "borrowed_since": at - BORROWED}
    return {"token_hash": _hash(token), "now": at, **since}


def _is_here(session: Session, person: Person, method: str) -> bool:
    """Staff by their password as long as they work here, others through their doorway."""
    works_here = queries.works_today(session, person)
    person.came_by_doorway = method == LINK
    if person.came_by_doorway:
        return not works_here and person.forgotten_at is None
    return works_here and person.password_hash is not None


def touch(sign_in: SignIn, quiet: timedelta = timedelta()) -> None:
    """Somebody was here just now; written when the session was `quiet` for that long, however many ask at once."""
    at = clock.now()
    with unit_of_work() as session:
        unseen = update(SignIn).where(SignIn.id == sign_in.id, SignIn.seen_at <= at - quiet)
        session.execute(unseen.values(seen_at=at))


def seconds_quiet(sign_in: SignIn | None) -> int:
    """How long ago somebody was here, as far as is written down."""
    return int((clock.now() - sign_in.seen_at).total_seconds()) if sign_in else 0


def refresh(session: Session, sign_in_id: int) -> None:
    """The password was given again, or a code."""
    at = clock.now()
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at, fresh_at=at))


def is_fresh(sign_in: SignIn) -> bool:
    """Whether the password, or a code, was given less than ten minutes ago."""
    return clock.now() - sign_in.fresh_at < FRESH


def end(session: Session, sign_in_id: int) -> None:
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(ended_at=clock.now()))


def end_all(session: Session, person_id: int) -> None:
    """After a new password, a role that changed, or a departure: every copied cookie is dead."""
    open_ones = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=clock.now()))
