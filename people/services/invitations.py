"""Invitations and recovery: a secret, by mail or on paper, that lets one person choose a password once.

Only its hash is kept. Opening a link changes nothing, for scanners open links too; sending the form does.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from kernel import audit, clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.jobs import Priority
from kernel.secrets import master_key
from people import crockford, mails, queries
from people.errors import LinkSpent, NoEmail, WrongCode
from people.models import Invitation, Organisation, Person
from people.services import limits, passwords, sessions
from people.services.limits import Limit
from people.services.sign_in import account_key, find_person

LIFE = {"invitation": timedelta(days=14), "recovery": timedelta(hours=2), "letter": timedelta(days=28)}
CODE_LENGTH = 12


def invite(session: Session, person: Person, actor: Person | None) -> Invitation:
    """Mail a link that works for two weeks; older links stop. Errors: `NoEmail`."""
    return _mail_link(session, person, "invitation", actor.id if actor else None)


def recover(session: Session, person: Person) -> Invitation:
    """Mail a link that works for two hours, asked for by who forgot the password. Errors: `NoEmail`."""
    return _mail_link(session, person, "recovery", None)


def invite_by_letter(session: Session, person: Person, actor: Person | None) -> str:
    """A code for on paper, in groups; this is the only time that it can be read."""
    code = crockford.encode(secrets.token_bytes(8))[:CODE_LENGTH]
    _make(session, person, "letter", _hash_of_code(person.id, code), actor.id if actor else None)
    return crockford.grouped(code)


def ask_recovery(name: str, address: str) -> None:
    """Have a link mailed if this e-mail address or staff number is known. Errors: `TooMany`.

    Known or not, this does the same work, so that neither the answer nor its time tells who has an account.
    """
    person = find_person(read_session(), name)
    limits.count(
        Limit("recovery-address:" + address, most=20, minutes=60),
        Limit("recovery-" + account_key(person, name), most=3, minutes=60),
        Limit("recovery", most=600, minutes=60),
    )
    with unit_of_work() as session:
        asked: dict[str, object] = {"person": person.id if person and person.email else None}
        jobs.enqueue(session, "recover", asked, priority=Priority.AWAITED)
        audit.record(session, "recovery.asked", actor=None, subject=person.id if person else None)


@jobs.handles("recover")
def _recover(job: jobs.Job) -> None:
    with unit_of_work() as session:
        person = session.get(Person, job.payload["person"]) if job.payload["person"] else None
        made_since = select(Invitation.id).where(
            Invitation.person_id == job.payload["person"],
            Invitation.kind == "recovery",
            Invitation.made_at >= job.created_at,
        )
        if person and person.email and session.scalar(made_since) is None:
            recover(session, person)


def find(session: Session, secret: str) -> Invitation:
    """The invitation that this link opens, unchanged by looking. Errors: `LinkSpent`."""
    return _live(session, _hash_of_link(secret))


def redeem(secret: str, password: str) -> str:
    """Choose a password by a mailed link; return the token of a session. Errors: `LinkSpent`, `WeakPassword`."""
    return _redeem(find(read_session(), secret), password)


def redeem_code(number: str, code: str, password: str, address: str) -> str:
    """Choose a password by the code of a letter; return the token of a session.

    Errors: `WrongCode`, `WeakPassword`, `TooMany`.
    """
    person = find_person(read_session(), number)
    limits.count(
        Limit("code-address:" + address, most=40, minutes=60),
        Limit("code-" + account_key(person, number), most=6, minutes=60),
        Limit("code", most=600, minutes=1),
    )
    try:
        found = _live(read_session(), _hash_of_code(person.id if person else 0, crockford.normalised(code)))
    except LinkSpent as spent:
        audit.note("code.refused", actor=None, subject=person.id if person else None)
        raise WrongCode from spent
    return _redeem(found, password)


def _mail_link(session: Session, person: Person, kind: str, actor_id: int | None) -> Invitation:
    if person.email is None:
        raise NoEmail
    secret = secrets.token_urlsafe(32)
    invitation = _make(session, person, kind, _hash_of_link(secret), actor_id)
    organisation = session.get_one(Organisation, 1)
    mail = mails.send(
        session,
        person,
        kind,
        about=f"invitation:{invitation.id}",
        path=f"/invitation/{secret}",
        priority=Priority.AWAITED if kind == "recovery" else Priority.MAIL,
        until=mails.moment(invitation.expires_at, organisation, person.language),
    )
    invitation.mail_id = mail.id if mail else None
    return invitation


def _make(session: Session, person: Person, kind: str, secret_hash: bytes, actor_id: int | None) -> Invitation:
    at = clock.now()
    # anybody may ask for a recovery: it takes an invitation away when it is used, not when it is asked for
    withdraw(session, person.id, ["recovery"] if kind == "recovery" else LIFE)
    invitation = Invitation(
        kind=kind, person_id=person.id, secret_hash=secret_hash, made_at=at, expires_at=at + LIFE[kind]
    )
    session.add(invitation)
    session.flush()
    about = f"invitation:{invitation.id}"
    audit.record(session, f"{kind}.made", actor=actor_id, subject=person.id, object=about)
    return invitation


def withdraw(session: Session, person_id: int, kinds: Iterable[str] = LIFE) -> None:
    """Links and codes of these kinds stop working."""
    open_ones = update(Invitation).where(
        Invitation.person_id == person_id,
        Invitation.kind.in_(list(kinds)),
        Invitation.redeemed_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    session.execute(open_ones.values(withdrawn_at=clock.now()))


def _live(session: Session, secret_hash: bytes) -> Invitation:
    live = select(Invitation).where(
        Invitation.secret_hash == secret_hash,
        Invitation.redeemed_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    invitation = session.scalar(live.options(joinedload(Invitation.person)))
    if invitation is None or not queries.works_today(session, invitation.person):
        raise LinkSpent
    return invitation


def _redeem(invitation: Invitation, password: str) -> str:
    """Hash outside the transaction; inside it the first one to claim the row wins, and all others stop."""
    passwords.check_strength(password, invitation.person.name)
    hashed = passwords.hash_password(password)
    with unit_of_work() as session:
        person = session.get_one(Person, invitation.person_id, with_for_update=True)
        claim = update(Invitation).where(
            Invitation.id == invitation.id, Invitation.redeemed_at.is_(None), Invitation.withdrawn_at.is_(None)
        )
        if session.execute(claim.values(redeemed_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]
            raise LinkSpent
        withdraw(session, person.id)
        had_password, person.password_hash = person.password_hash is not None, hashed
        sessions.end_all(session, person.id)
        if had_password:
            mails.send(session, person, "password_changed", about=f"person:{person.id}", path="/recovery")
        about = f"invitation:{invitation.id}"
        audit.record(session, f"{invitation.kind}.redeemed", actor=person.id, subject=person.id, object=about)
        return sessions.start(session, person, invitation.kind)


def _hash_of_link(secret: str) -> bytes:
    """256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).digest()


def _hash_of_code(person_id: int, code: str) -> bytes:
    """A code short enough to type is hashed under a key that is not in the database."""
    return hmac.digest(master_key().derive("letter"), f"{person_id}:{code}".encode(), "sha256")
