"""Who is what. To be a manager follows from the teams that name somebody."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hr.services.administrators import keep_an_administrator, lock
from kernel import audit, clock
from people.models import Person, RoleGrant, TeamManager
from people.permissions import Role
from people.services import sessions

GRANTABLE = (Role.HR, Role.ASSESSOR, Role.PSYCHOLOGIST, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


def grant(session: Session, actor: Person, person: Person, role: Role) -> None:
    """Give a role; the person signs in anew. Nothing happens when they have it."""
    lock(session)
    if role in person.roles:
        return
    person.grants.append(RoleGrant(role=role, granted_at=clock.now(), granted_by=actor.id))
    _changed(session, "role.granted", actor, person, role)


def take(session: Session, actor: Person, person: Person, role: Role) -> None:
    """Take a role; the person signs in anew. Errors: `LastAdministrator`."""
    lock(session)
    held = [given for given in person.grants if given.role == role]
    if not held:
        return
    person.grants.remove(held[0])
    session.flush()
    if role is Role.ADMINISTRATOR:
        keep_an_administrator(session)
    _changed(session, "role.taken", actor, person, role)


def follow_teams(session: Session, actor: Person, person: Person) -> None:
    """Give or take the role of manager, as the teams say."""
    session.flush()
    manages = session.scalar(select(TeamManager.team_id).where(TeamManager.person_id == person.id).limit(1)) is not None
    if manages:
        grant(session, actor, person, Role.MANAGER)
    else:
        take(session, actor, person, Role.MANAGER)


def _changed(session: Session, action: str, actor: Person, person: Person, role: Role) -> None:
    sessions.end_all(session, person.id)
    audit.record(session, action, actor=actor.id, subject=person.id, object=f"person:{person.id}", reason=role)
    session.flush()
