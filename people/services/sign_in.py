"""Signing in and out. Outside a transaction: hashing takes 80 ms, and limits count even when it fails."""

import hashlib

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kernel import audit
from kernel.database import read_session, unit_of_work
from people import queries
from people.errors import WrongCredentials
from people.models import Person
from people.services import doorways, limits, passwords, sessions
from people.services.limits import Limit


def find_person(session: Session, name: str) -> Person | None:
    """Who signs in with this e-mail address or staff number, and still works here."""
    name = name.strip().lower()
    found = select(Person).where(or_(Person.email == name, func.lower(Person.staff_number) == name))
    return _still_here(session, session.scalar(found))


def account_key(person: Person | None, name: str) -> str:
    """What tries are counted under: the person by whatever name, or the name that nobody has."""
    if person is not None:
        return f"account:{person.id}"
    return "account:" + hashlib.sha256(name.strip().lower().encode()).hexdigest()


def sign_in(name: str, password: str, address: str) -> str:
    """Check and start a session; return its token. Errors: `WrongCredentials`, `TooMany`."""
    return _check(find_person(read_session(), name), name, password, address)


def sign_in_again(person_id: int, password: str, address: str) -> str:
    """Come back in without leaving the page, as who was there before. Errors: as `sign_in`."""
    session = read_session()
    person = _still_here(session, session.get(Person, person_id))
    return _check(person, f"person:{person_id}", password, address)


def sign_out(sign_in_id: int, person_id: int) -> None:
    with unit_of_work() as session:
        sessions.end(session, sign_in_id)
        doorways.forget_borrowed(session, sign_in_id)
        audit.record(session, "sign_out", actor=person_id, subject=person_id)


def confirm(sign_in_id: int, person: Person, password: str) -> None:
    """Give the password again before something that can't be undone. Errors: `WrongCredentials`, `TooMany`."""
    limits.count(Limit(f"confirm:{person.id}", most=8, minutes=15))
    if not passwords.is_right(person.password_hash, password):
        audit.note("confirm.refused", actor=person.id, subject=person.id)
        raise WrongCredentials
    with unit_of_work() as session:
        sessions.refresh(session, sign_in_id)
        audit.record(session, "confirm", actor=person.id, subject=person.id)


def _still_here(session: Session, person: Person | None) -> Person | None:
    return person if person and queries.works_today(session, person) else None


def _check(person: Person | None, name: str, password: str, address: str) -> str:
    """Known or not, it counts as often and hashes as long, so that nobody learns who has an account."""
    account = account_key(person, name)
    limits.count(
        Limit("address:" + address, most=60, minutes=15),
        Limit(account, most=8, minutes=15),
        Limit("sign-in", most=600, minutes=1),
    )
    right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not right:
        audit.note("sign_in.refused", actor=None, subject=person.id if person else None)
        raise WrongCredentials
    with unit_of_work() as session:
        limits.give_back(session, "address:" + address)  # in the order in which they are counted
        limits.forget(session, account)
        known = session.get_one(Person, person.id)
        token = sessions.start(session, known, "password")
        audit.record(session, "sign_in", actor=known.id, subject=known.id)
    return token
