"""On the day that a profile should be looked at again HR hears of it, once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from assess.models import JobProfile, ProfileApproval
from kernel import audit, clock
from kernel.audit import AuditRow
from people import mails
from people.models import Organisation, Person, RoleGrant
from people.permissions import GRANTS, Permission
from people.queries import works_on

REMINDED = "profile.review_reminded"


def remind_of_reviews(session: Session, at: datetime) -> int:
    """Mail whoever makes profiles about one that is due and not told of yet; how many that were: none or one."""
    today = clock.day(at, session.get_one(Organisation, 1).zone)
    for approval, profile in _due(session, today):
        name = f"profile:{profile.id}"
        session.get(JobProfile, profile.id, with_for_update=True)
        if session.scalar(select(AuditRow.id).where(AuditRow.action == REMINDED, AuditRow.object == name).limit(1)):
            continue
        for person in _makers_of_profiles(session, today):
            mails.send(
                session,
                person,
                "profile_review",
                about=name,
                path=f"/profiles/{profile.id}",
                position=profile.position.title,
                version=profile.version,
                review_on=approval.review_on,
            )
        audit.record(session, REMINDED, actor=None, object=name)
        return 1
    return 0


def _due(session: Session, today: date) -> Sequence[tuple[ProfileApproval, JobProfile]]:
    """Approved, due, and not followed by a version that was approved too."""
    newer, newer_approval = aliased(JobProfile), aliased(ProfileApproval)
    follows = exists().where(
        newer.position_id == JobProfile.position_id,
        newer.version > JobProfile.version,
        newer_approval.profile_id == newer.id,
    )
    due = select(ProfileApproval, JobProfile).join(JobProfile, JobProfile.id == ProfileApproval.profile_id)
    due = due.where(ProfileApproval.review_on <= today, ~follows).order_by(JobProfile.id)
    return [(row[0], row[1]) for row in session.execute(due.options(joinedload(JobProfile.position)))]


def _makers_of_profiles(session: Session, today: date) -> Sequence[Person]:
    """Who may make profiles and works here."""
    roles = [role for role, granted in GRANTS.items() if Permission.MAKE_PROFILES in granted]
    has_role = exists().where(RoleGrant.person_id == Person.id, RoleGrant.role.in_(roles))
    theirs = select(Person).where(has_role, works_on(today), Person.email.is_not(None))
    return session.scalars(theirs.order_by(Person.id)).all()
