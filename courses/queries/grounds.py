"""What rounds rest on: who approved the revision that was passed, and which version of the statement was signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.models import Approval, Attempt, Edition, HandIn, Revision, Signature
from courses.queries.content import parsed_statement


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A statement as it was signed: when, the version that the text names, and its language."""

    signed_at: datetime
    version: str
    language: str


def approvals_by_round(session: Session, enrolment_ids: Collection[int]) -> dict[int, tuple[Approval, ...]]:
    """By passed round: who put their name under its revision, first to last; none means that it was a concept."""
    passed = select(Attempt.enrolment_id, Edition.revision_id).join(Edition, Edition.id == Attempt.edition_id)
    passed = passed.join(HandIn, HandIn.attempt_id == Attempt.id)
    revisions = dict(session.execute(passed.where(Attempt.enrolment_id.in_(enrolment_ids), HandIn.is_passed)).all())
    found: dict[int, tuple[Approval, ...]] = dict.fromkeys(revisions.values(), ())
    names = select(Approval).where(Approval.revision_id.in_(found)).order_by(Approval.id)
    for approval in session.scalars(names):
        found[approval.revision_id] += (approval,)
    return {enrolment: found[revision] for enrolment, revision in revisions.items()}


def signed_versions(session: Session, enrolment_ids: Collection[int]) -> dict[int, SignedVersion]:
    """By round that was signed for: what was signed."""
    rows = select(Signature.enrolment_id, Signature.revision_id, Signature.signed_at, Signature.language)
    signed = session.execute(rows.where(Signature.enrolment_id.in_(enrolment_ids))).all()
    texts = session.scalars(select(Revision).where(Revision.id.in_({row.revision_id for row in signed})))
    versions = {revision.id: parsed_statement(revision).version for revision in texts}
    return {row.enrolment_id: SignedVersion(row.signed_at, versions[row.revision_id], row.language) for row in signed}
