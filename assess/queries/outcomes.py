"""What came out of a profile, as it may be shown; never the exact figures."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assess.models import Derivation, JobProfile, Position, ProfileApproval
from assess.queries.positions import profile_of
from assess.rated_work import Counted, Kind
from kernel.errors import NotFound

if TYPE_CHECKING:
    from assess.method.published import Published


@dataclass(frozen=True)
class Outcome:
    """What may be shown of a profile, and what it rests on. `experts` rated relevance, `keyed_by` the situations.

    `kind` is the criterion that was frozen, `top_share` in whole percents goes with a figure alone; where nobody could
    be compared with anybody `shown.criterion` is "none".
    """

    shown: "Published"
    position: str
    version: int
    instrument_hash: str
    kind: str
    top_share: int | None
    frozen_at: datetime
    experts: int
    keyed_by: int
    key_is_proposal: bool
    counted: tuple[Counted, ...]
    commitment: str
    derived_at: datetime


def outcome_of(session: Session, profile: JobProfile) -> Outcome | None:
    """What came out; None until the scores are open."""
    derivation = session.get(Derivation, profile.id)
    return _outcome(derivation) if derivation else None


def derived_profile(session: Session, profile_id: int) -> tuple[JobProfile, Outcome]:
    """A profile whose scores are open. Errors: `NotFound`."""
    profile = profile_of(session, profile_id)
    outcome = outcome_of(session, profile)
    if outcome is None:
        raise NotFound
    return profile, outcome


def document_of(derivation: Derivation) -> dict[str, Any]:
    """The published document as it was stored."""
    told: dict[str, Any] = json.loads(derivation.published)
    return told


def counted_in(derivation: Derivation) -> tuple[Counted, ...]:
    """The rated work that counts in it; none in documents from before it could."""
    rows = document_of(derivation).get("ratedWork", ())
    return tuple(Counted(Kind(row["kind"]), tuple(row["topics"]), row.get("hasSameRaters", True)) for row in rows)


def version_before(session: Session, profile: JobProfile) -> JobProfile | None:
    """The last version of the same position before this one of which the scores are open."""
    before = select(JobProfile).join(Derivation, Derivation.profile_id == JobProfile.id)
    before = before.where(JobProfile.position_id == profile.position_id, JobProfile.version < profile.version)
    return session.scalar(before.order_by(JobProfile.version.desc()).limit(1))


def derived_profiles(session: Session) -> list[JobProfile]:
    """Every profile whose scores are open, by position, the newest first."""
    found = select(JobProfile).join(Derivation, Derivation.profile_id == JobProfile.id).join(JobProfile.position)
    by_title = found.order_by(func.lower(Position.title), JobProfile.version.desc())
    return list(
        session.scalars(
            by_title.options(
                joinedload(JobProfile.position),
                joinedload(JobProfile.derivation).load_only(Derivation.status, Derivation.derived_at),
                joinedload(JobProfile.approval).load_only(ProfileApproval.approved_at),
            )
        )
    )


def _outcome(derivation: Derivation) -> Outcome:
    from assess.method.frozen_published import thawed

    told = document_of(derivation)
    return Outcome(
        shown=thawed(told["outcome"]),
        position=told["position"],
        version=told["profileVersion"],
        instrument_hash=told["instrument"]["contentHash"],
        kind=told["criterion"]["kind"],
        top_share=told["criterion"].get("topShare"),
        frozen_at=datetime.fromisoformat(told["criterion"]["frozenAt"]),
        experts=told["experts"],
        keyed_by=told["situationKey"]["experts"],
        key_is_proposal=told["situationKey"]["isProposal"],
        counted=counted_in(derivation),
        commitment=told["commitment"],
        derived_at=derivation.derived_at,
    )
