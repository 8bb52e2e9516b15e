"""The organisation: set up once, changed by who may, its address fixed at the first certificate."""

import hmac
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from kernel import audit, clock, jobs
from kernel.database import unit_of_work
from kernel.secrets import master_key
from people import colours, crockford, queries
from people.errors import BaseUrlFixed, NoColour, WrongSetUpCode
from people.logos import MIME, Logo
from people.models import Organisation, Person, RoleGrant
from people.permissions import Role
from people.services import limits, passwords, sessions
from people.services.limits import Limit

SET_UP_CODE_LENGTH = 8
FIRST_ROLES = (Role.ADMINISTRATOR, Role.HR)


def set_up_code() -> str:
    """What shows that who sets up also runs the server: `flask set-up-code` prints it."""
    return crockford.encode(master_key().derive("set-up"))[:SET_UP_CODE_LENGTH]


def set_up(
    *, code: str, organisation: str, base_url: str, name: str, email: str, password: str, language: str = "nl"
) -> str:
    """Make the organisation and its first person; return the token of a session.

    Errors: `WrongSetUpCode`, `WeakPassword`, `TooMany`; `Conflict` when somebody was first.
    """
    limits.count(Limit("set-up", most=10, minutes=15))
    if not hmac.compare_digest(crockford.normalised(code).encode(), set_up_code().encode()):
        raise WrongSetUpCode
    passwords.check_strength(password, name)
    hashed = passwords.hash_password(password)
    email = email.strip().lower()
    with unit_of_work() as session:
        _make_organisation(session, organisation, base_url, mail_from=email)
        person = _make_administrator(session, name, email, hashed, language)
        audit.record(session, "organisation.set_up", actor=person.id, subject=person.id, object="organisation:1")
        for library in ("publish_library", "publish_instruments"):
            jobs.enqueue(session, library, {}, key=library)
        return sessions.start(session, person, "password")


def _make_organisation(session: Session, name: str, base_url: str, mail_from: str) -> None:
    session.add(
        Organisation(id=1, name=name, base_url=base_url, mail_from=mail_from, accent=colours.DEFAULT_ACCENT, words={})
    )
    session.flush()


def _make_administrator(session: Session, name: str, email: str, password_hash: str, language: str) -> Person:
    at = clock.now()
    person = Person(
        name=name,
        email=email,
        language=language,
        started_on=queries.today(session),
        password_hash=password_hash,
        created_at=at,
        grants=[RoleGrant(role=role, granted_at=at) for role in FIRST_ROLES],
    )
    session.add(person)
    session.flush()
    return person


def update_details(
    session: Session,
    actor: Person,
    *,
    name: str,
    signatory_name: str,
    signatory_role: str,
    zone_name: str,
    mail_from: str,
    help_contact: str,
) -> None:
    """What the organisation is called, who signs, and where people find help."""
    organisation = session.get_one(Organisation, 1)
    organisation.name = name
    organisation.signatory_name, organisation.signatory_role = signatory_name, signatory_role
    organisation.zone_name = zone_name
    organisation.mail_from, organisation.help_contact = mail_from, help_contact
    audit.record(session, "organisation.details_updated", actor=actor.id, object="organisation:1")


def update_words(session: Session, actor: Person, words: dict[str, str]) -> None:
    """The organisation's own words in the blanks of our texts; an empty one leaves its blank open."""
    organisation = session.get_one(Organisation, 1)
    organisation.words = {key: text.strip() for key, text in words.items() if text.strip()}
    audit.record(session, "organisation.words_updated", actor=actor.id, object="organisation:1")


def update_look(
    session: Session, actor: Person, *, accent: str, logo: Logo | None = None, removes_logo: bool = False
) -> None:
    """Colour and logo; without a `logo` the old one stays unless `removes_logo`. Errors: `NoColour`."""
    if not colours.is_colour(accent):
        raise NoColour
    organisation = session.get_one(Organisation, 1)
    digits = accent.lstrip("#").lower()
    organisation.accent = "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    if logo is not None:
        organisation.logo, organisation.logo_mime = logo.png, MIME
    elif removes_logo:
        organisation.logo = organisation.logo_mime = None
    audit.record(session, "organisation.look_updated", actor=actor.id, object="organisation:1")


def change_base_url(session: Session, actor: Person, base_url: str) -> None:
    """Move to another address, as long as no certificate carries the old one. Errors: `BaseUrlFixed`."""
    organisation = _locked(session)
    if organisation.base_url_fixed_at is not None:
        raise BaseUrlFixed
    parts = urlsplit(base_url)
    organisation.base_url = f"{parts.scheme}://{parts.netloc}"
    audit.record(session, "organisation.address_changed", actor=actor.id, object="organisation:1")


def fix_base_url(session: Session) -> Organisation:
    """The organisation with its address fixed for good, for the first certificate carries it."""
    organisation = session.get_one(Organisation, 1)
    if organisation.base_url_fixed_at is None and _locked(session).base_url_fixed_at is None:
        organisation.base_url_fixed_at = clock.now()
        audit.record(session, "organisation.address_fixed", actor=None, object="organisation:1")
    return organisation


def _locked(session: Session) -> Organisation:
    """As it is now, and held: of a move and the first certificate at once, the second sees the first."""
    return session.get_one(Organisation, 1, with_for_update=True, populate_existing=True)
