"""Six digits by mail: with them another browser claims a doorway, and a candidate confirms who they are.

A code belongs to the browser that asked for it, so that whoever else has the link can't use up its tries. It is kept
as a keyed hash, for ten minutes and five tries.
"""

import hmac
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from kernel.jobs import Priority
from kernel.secrets import master_key
from people import mails
from people.doorway_models import DoorCode, Doorway, KnownBrowser
from people.errors import DoorwayShut, WrongDoorCode
from people.models import Person, SignIn
from people.services import doorways, limits, sessions
from people.services.doorways import Entered
from people.services.limits import Limit

LIFE = timedelta(minutes=10)
TRIES = 5
APART = timedelta(seconds=30)
DIGITS = 6


def mail_for_claim(secret: str, token: str, address: str) -> None:
    """Mail a code to who was invited, for the browser that keeps `token`.

    Errors: `DoorwayShut`, `ComesByPassword`, `TooMany`.
    """
    _count_asked(doorways.find(read_session(), secret).id, address)
    with unit_of_work() as session:
        _mail(session, doorways.locked(session, secret), doorways.hash_of(token))


def claim(secret: str, token: str, code: str, address: str, *, is_own: bool) -> Entered:
    """Know this browser too. Errors: `WrongDoorCode`, `DoorwayShut`, `ComesByPassword`, `TooMany`."""
    code_id = _checked(doorways.find(read_session(), secret), doorways.hash_of(token), code, address)
    with unit_of_work() as session:
        doorway = doorways.locked(session, secret)
        _spend(session, code_id, address)
        return doorways.claim(session, doorway, token, is_own=is_own)


def mail_for_confirming(sign_in_id: int, address: str) -> None:
    """Mail a code to who is signed in by a link. Errors: `DoorwayShut`, `TooMany`."""
    _count_asked(_browser_of(read_session(), sign_in_id).doorway_id, address)
    with unit_of_work() as session:
        browser = _browser_of(session, sign_in_id)
        session.get_one(Person, browser.doorway.person_id, with_for_update=True)
        _mail(session, browser.doorway, browser.token_hash)


def confirm(sign_in_id: int, code: str, address: str) -> None:
    """Prove it once more before something that can't be undone. Errors: `WrongDoorCode`, `DoorwayShut`, `TooMany`."""
    browser = _browser_of(read_session(), sign_in_id)
    person_id = browser.doorway.person_id
    code_id = _checked(browser.doorway, browser.token_hash, code, address)
    with unit_of_work() as session:
        _spend(session, code_id, address)
        sessions.refresh(session, sign_in_id)
        audit.record(session, "confirm.by_code", actor=person_id, subject=person_id)


def _count_asked(doorway_id: int, address: str) -> None:
    limits.count(
        Limit(f"door-mail-address:{address}", most=60, minutes=60),
        Limit(f"door-mail:{doorway_id}", most=5, minutes=60),
        Limit("door-mail", most=600, minutes=60),
    )


def _mail(session: Session, doorway: Doorway, browser_hash: bytes) -> None:
    """At most one in half a minute: who pressed twice gets one mail."""
    at = clock.now()
    asked = (DoorCode.doorway_id == doorway.id, DoorCode.browser_hash == browser_hash, DoorCode.made_at > at - APART)
    if session.scalar(select(exists().where(*asked, *_is_live()))):
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    hashes = {"browser_hash": browser_hash, "code_hash": _hash(doorway.id, code)}
    session.add(DoorCode(doorway_id=doorway.id, **hashes, made_at=at, expires_at=at + LIFE, tries=0))
    mails.send(
        session,
        doorway.person,
        "door_code",
        about=f"doorway:{doorway.id}",
        priority=Priority.AWAITED,
        code=code,
        minutes=LIFE // timedelta(minutes=1),
    )
    audit.record(session, "door_code.made", actor=None, subject=doorway.person_id, object=f"doorway:{doorway.id}")


def _checked(doorway: Doorway, browser_hash: bytes, code: str, address: str) -> int:
    """The number of this browser's newest code, if `code` is it.

    A try counts, right or wrong, before it is judged: parallel guesses are so many tries.
    """
    number, person_id = doorway.id, doorway.person_id
    limits.count(
        Limit(f"door-code-address:{address}", most=120, minutes=15),
        Limit(f"door-code:{number}", most=15, minutes=60),
        Limit("door-code", most=600, minutes=1),
    )
    newest = select(func.max(DoorCode.id)).where(DoorCode.doorway_id == number, DoorCode.browser_hash == browser_hash)
    tried = update(DoorCode).where(DoorCode.id == newest.scalar_subquery(), *_is_live())
    with unit_of_work() as session:
        counted = tried.values(tries=DoorCode.tries + 1).returning(DoorCode.id, DoorCode.code_hash)
        found = session.execute(counted).one_or_none()
    if found is None or not hmac.compare_digest(found.code_hash, _hash(number, "".join(code.split()))):
        audit.note("door_code.refused", actor=None, subject=person_id, object=f"doorway:{number}")
        raise WrongDoorCode
    return int(found.id)


def _spend(session: Session, code_id: int, address: str) -> None:
    """Once, however many send it at this moment. Errors: `WrongDoorCode`."""
    limits.give_back(session, f"door-code-address:{address}")
    unused = update(DoorCode).where(DoorCode.id == code_id, DoorCode.used_at.is_(None))
    if session.scalar(unused.values(used_at=clock.now()).returning(DoorCode.id)) is None:
        raise WrongDoorCode


def _is_live() -> tuple[ColumnElement[bool], ...]:
    return (DoorCode.used_at.is_(None), DoorCode.tries < TRIES, DoorCode.expires_at > clock.now())


def _browser_of(session: Session, sign_in_id: int) -> KnownBrowser:
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.browser is None:
        raise DoorwayShut
    return sign_in.browser


def _hash(doorway_id: int, code: str) -> bytes:
    """A code short enough to type is hashed under a key that is not in the database."""
    return hmac.digest(master_key().derive("door-code"), f"{doorway_id}:{code}".encode(), "sha256")
