"""Doorways: how a candidate comes in by a mailed link, without a password.

Only the link's hash is kept. Opening it changes nothing, for scanners open links too. The first browser in which a
person presses the button claims it and is known from then on; another one takes a code by mail (`door_codes`).
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, contains_eager

from kernel import audit, clock
from kernel.database import unit_of_work
from kernel.errors import NotFound
from people import queries
from people.doorway_models import DoorCode, Doorway, KnownBrowser
from people.errors import ComesByPassword, DoorwayShut, NeedsDoorCode, UnknownBrowser
from people.models import Person, SignIn
from people.services import sessions


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in: the token of their session, until when this browser keeps its own (None: while it is open)."""

    session: str
    until: datetime | None
    path: str


Naming = Callable[[Session, Doorway], str | None]
_namings: list[Naming] = []


def names_purpose(naming: Naming) -> Naming:
    """Let `naming` say what a doorway is for: shown without signing in, so no more than the mail says."""
    _namings.append(naming)
    return naming


def purpose_of(session: Session, doorway: Doorway) -> str | None:
    """What somebody is invited for; None when nobody knows."""
    return next((found for naming in _namings if (found := naming(session, doorway))), None)


def door_path(secret: str) -> str:
    """Where the mailed link leads."""
    return f"/welcome/{secret}"


def invite(
    session: Session, person: Person, *, actor: int | None, expires_at: datetime, path: str = ""
) -> tuple[Doorway, str]:
    """Make a doorway that leads on to `path`, and the secret of its link; earlier ones keep working.

    The caller mails `door_path(secret)` and notes the mail on the doorway.
    """
    secret = secrets.token_urlsafe(32)
    doorway = Doorway(
        person_id=person.id, secret_hash=hash_of(secret), path=path, made_at=clock.now(), expires_at=expires_at
    )
    session.add(doorway)
    session.flush()
    audit.record(session, "doorway.made", actor=actor, subject=person.id, object=f"doorway:{doorway.id}")
    return doorway, secret


def withdraw(session: Session, person: Person, *, actor: int | None = None, path: str | None = None) -> int:
    """Shut the person's doorways, or those that lead on to `path`; return how many. Who is inside is out at once."""
    theirs = update(Doorway).where(Doorway.person_id == person.id, queries.is_open(clock.now()))
    if path is not None:
        theirs = theirs.where(Doorway.path == path)
    shut = session.scalars(theirs.values(withdrawn_at=clock.now()).returning(Doorway.id)).all()
    for number in shut:
        audit.record(session, "doorway.withdrawn", actor=actor, subject=person.id, object=f"doorway:{number}")
    return len(shut)


def find(session: Session, secret: str) -> Doorway:
    """The doorway that this link opens, unchanged by looking. Errors: `DoorwayShut`."""
    found = select(Doorway).join(Doorway.person).options(contains_eager(Doorway.person))
    is_theirs = (Doorway.secret_hash == hash_of(secret), queries.is_open(clock.now()), Person.forgotten_at.is_(None))
    doorway = session.scalar(found.where(*is_theirs))
    if doorway is None:
        raise DoorwayShut
    return doorway


def is_claimed(session: Session, doorway: Doorway) -> bool:
    """Whether the person came in by a browser before, through this doorway or another that is open."""
    claimed = exists().where(
        KnownBrowser.doorway_id == Doorway.id, Doorway.person_id == doorway.person_id, queries.is_open(clock.now())
    )
    return bool(session.scalar(select(claimed)))


def known_browser(session: Session, token: str) -> KnownBrowser | None:
    """The browser that keeps this token, as long as it comes in by itself."""
    at = clock.now()
    known = select(KnownBrowser).join(KnownBrowser.doorway).options(contains_eager(KnownBrowser.doorway))
    is_it = (KnownBrowser.token_hash == hash_of(token), queries.is_known(at, at - sessions.BORROWED))
    browser: KnownBrowser | None = session.scalar(known.where(*is_it))
    return browser


def hash_of(secret: str) -> bytes:
    """256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).digest()


def new_token() -> str:
    """What a browser is to keep once it claims a doorway."""
    return secrets.token_urlsafe(32)


def enter(secret: str, token: str, *, is_own: bool) -> Entered:
    """Come in by the link: in the browser that keeps `token` if it is known, else as the first to claim.

    The same sent twice is one claim. Errors: `DoorwayShut`, `ComesByPassword`, `NeedsDoorCode`.
    """
    with unit_of_work() as session:
        doorway = locked(session, secret)
        browser = known_browser(session, token)
        if browser is not None and browser.doorway.person_id == doorway.person_id:
            return _come_back(session, doorway, browser)
        if is_claimed(session, doorway):
            raise NeedsDoorCode
        return claim(session, doorway, token, is_own=is_own)


def enter_again(token: str, person_id: int | None = None) -> Entered:
    """Come back in by the browser that keeps `token`; as `person_id`, who was there before.

    Errors: `UnknownBrowser`, `ComesByPassword`.
    """
    with unit_of_work() as session:
        browser = known_browser(session, token)
        if browser is None or person_id not in (None, browser.doorway.person_id):
            raise UnknownBrowser
        _refuse_staff(session, browser.doorway.person)
        return _come_back(session, browser.doorway, browser)


def locked(session: Session, secret: str) -> Doorway:
    """The doorway, with its person held: of two claims at once the second sees the first.

    Errors: `DoorwayShut`, `ComesByPassword`.
    """
    doorway = find(session, secret)
    session.get_one(Person, doorway.person_id, with_for_update=True, populate_existing=True)
    _refuse_staff(session, doorway.person)
    return doorway


def claim(session: Session, doorway: Doorway, token: str, *, is_own: bool) -> Entered:
    """Know the browser that keeps `token` from now on, and begin a session."""
    at = clock.now()
    browser = KnownBrowser(
        doorway=doorway, token_hash=hash_of(token), is_own=is_own, claimed_at=at, last_seen_at=at, ended_at=None
    )
    session.add(browser)
    session.flush()
    person = doorway.person
    audit.record(session, "doorway.claimed", actor=person.id, subject=person.id, object=f"doorway:{doorway.id}")
    return _entered(doorway, browser, sessions.start_by_link(session, person, browser, is_fresh=True))


def browsers_of(session: Session, person: Person) -> Sequence[KnownBrowser]:
    """The browsers by which this person comes in, the last seen first."""
    at = clock.now()
    theirs = select(KnownBrowser).join(KnownBrowser.doorway).where(Doorway.person_id == person.id)
    theirs = theirs.where(queries.is_known(at, at - sessions.BORROWED))
    return session.scalars(theirs.order_by(KnownBrowser.last_seen_at.desc(), KnownBrowser.id)).all()


def forget_browser(session: Session, person: Person, browser_id: int) -> None:
    """Let one of one's own browsers go, with its sessions. Errors: `NotFound` when it is another's, or gone already."""
    if browser_id not in {browser.id for browser in browsers_of(session, person)}:
        raise NotFound
    _forget(session, [browser_id])
    audit.record(session, "browser.forgotten", actor=person.id, subject=person.id, object=f"browser:{browser_id}")


def forget_browsers(session: Session, person: Person) -> None:
    """Let all one's browsers go: every one asks for a code again."""
    _forget(session, [browser.id for browser in browsers_of(session, person)])


def forget_borrowed(session: Session, sign_in_id: int) -> None:
    """Who leaves a browser that is not their own, leaves it unknown."""
    borrowed = select(KnownBrowser.id).join(SignIn, SignIn.browser_id == KnownBrowser.id)
    _forget(session, session.scalars(borrowed.where(SignIn.id == sign_in_id, ~KnownBrowser.is_own)).all())


def forget_spent(session: Session, at: datetime, most: int = 200) -> int:
    """Every night: let go of codes that are too old; return how many."""
    spent = select(DoorCode.id).where(DoorCode.expires_at <= at).limit(most)
    return len(session.scalars(delete(DoorCode).where(DoorCode.id.in_(spent)).returning(DoorCode.id)).all())


def _come_back(session: Session, doorway: Doorway, browser: KnownBrowser) -> Entered:
    """Not fresh: this browser is known, who sits at it is not. It goes along with the link that lasts longest."""
    if doorway.expires_at > browser.doorway.expires_at:
        browser.doorway = doorway
    browser.last_seen_at = clock.now()
    person = doorway.person
    audit.record(session, "sign_in", actor=person.id, subject=person.id)
    return _entered(doorway, browser, sessions.start_by_link(session, person, browser, is_fresh=False))


def _entered(doorway: Doorway, browser: KnownBrowser, token: str) -> Entered:
    return Entered(token, browser.doorway.expires_at if browser.is_own else None, doorway.path)


def _refuse_staff(session: Session, person: Person) -> None:
    if queries.works_today(session, person):
        raise ComesByPassword


def _forget(session: Session, browser_ids: Sequence[int]) -> None:
    if not browser_ids:
        return
    at = clock.now()
    ended = update(KnownBrowser).where(KnownBrowser.id.in_(browser_ids), KnownBrowser.ended_at.is_(None))
    session.execute(ended.values(ended_at=at))
    inside = update(SignIn).where(SignIn.browser_id.in_(browser_ids), SignIn.ended_at.is_(None))
    session.execute(inside.values(ended_at=at))
