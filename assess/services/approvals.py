"""A named person approves a profile after the works council had its say: frozen, hashed and in the log, once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assess.errors.derivations import ApprovedBefore, NothingToApprove, ReviewOffScale
from assess.models import Derivation, JobProfile, ProfileApproval
from assess.queries.outcomes import document_of
from assess.queries.positions import profile_of
from certificates.canonical import digest
from certificates.ledger.entries import EntryType
from certificates.services.issuing import commit_document
from kernel import audit, clock
from people.models import Person
from people.queries import today

REVIEW_AFTER = timedelta(days=365)
LATEST_REVIEW = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Said:
    """What whoever approves fills in: their function, what the works council said or was asked and when, the day on
    which the profile is looked at again."""

    role: str
    works_council: str
    review_on: date


def approve(session: Session, actor: Person, profile_id: int, said: Said) -> ProfileApproval:
    """Put one's name under a profile. Errors: `NotFound`, `NothingToApprove`, `ApprovedBefore`, `ReviewOffScale`."""
    profile = profile_of(session, profile_id, lock=True)
    if session.get(Derivation, profile_id) is None:
        raise NothingToApprove
    if session.get(ProfileApproval, profile_id) is not None:
        raise ApprovedBefore
    if not today(session) < said.review_on <= today(session) + LATEST_REVIEW:
        raise ReviewOffScale
    made = ProfileApproval(
        profile_id=profile_id,
        person_id=actor.id,
        name=actor.name,
        role=said.role,
        works_council=said.works_council,
        approved_at=clock.now(),
        review_on=said.review_on,
    )
    document = approved_document(session.get_one(Derivation, profile.id), made)
    made.content_hash = digest(document)
    made.entry_index, made.salt = commit_document(session, EntryType.PROFILE, document)
    session.add(made)
    session.flush()
    audit.record(
        session, "profile.approved", actor=actor.id, object=f"profile:{profile_id}", reason=profile.position.title
    )
    return made


def approved_document(derivation: Derivation, approval: ProfileApproval) -> dict[str, Any]:
    """What the log's PROFILE entry commits to: what may be shown, and who approved it; names nobody else."""
    return {
        "type": "profile",
        "profile": document_of(derivation),
        "approval": {
            "name": approval.name,
            "role": approval.role,
            "worksCouncil": approval.works_council,
            "approvedAt": approval.approved_at.isoformat(),
            "reviewOn": approval.review_on.isoformat(),
        },
    }


def document_of_profile(session: Session, profile: JobProfile) -> dict[str, Any] | None:
    """The document of an approved profile, rebuilt; None before the approval."""
    approval = session.get(ProfileApproval, profile.id)
    return approved_document(session.get_one(Derivation, profile.id), approval) if approval else None
