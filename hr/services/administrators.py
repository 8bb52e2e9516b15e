"""There is always somebody who can give and take roles."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from people.errors import LastAdministrator
from people.models import Organisation, Person, RoleGrant
from people.permissions import Permission, Role

SIGN_IN_IS_PROTECTED = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.PRIVACY_OFFICER})


def lock(session: Session) -> Organisation:
    """Wait for whoever changes people or roles just now: they are changed one after another."""
    return session.get_one(Organisation, 1, with_for_update=True)


def keep_an_administrator(session: Session) -> None:
    """Errors: `LastAdministrator` when there would be none of whom no last day is known."""
    stay = (
        select(func.count())
        .select_from(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, Person.is_staff, Person.left_on.is_(None))
    )
    if not session.scalar(stay):
        raise LastAdministrator


def may_change_sign_in(actor: Person, person: Person) -> bool:
    """Who changes an address can ask for a new password there, so for some that takes an administrator."""
    return actor.may(Permission.GRANT_ROLES) or not person.roles & SIGN_IN_IS_PROTECTED
