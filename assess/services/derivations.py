"""Scores open once, and a profile comes out: the exact figures sealed, what may be shown of them in the clear.

The sums are done outside the transaction. When somebody handed in or withdrew meanwhile, they are done again. A rating
that comes in meanwhile is too late, as one that comes in afterwards: what was rated when the sums began counts.
"""

import secrets as random
from typing import TYPE_CHECKING, Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.errors.derivations import NotYet, OpenedBefore, PeopleChanged
from assess.models import Criterion, Derivation, JobProfile
from assess.queries.incumbents import SHOWN_FROM, took_part
from assess.queries.positions import profile_of
from assess.queries.studies import numbers_of
from assess.sealing import seal_of_profile
from assess.services.criteria import CriterionKind, missing
from certificates.ledger.entries import SALT_BYTES, commitment
from kernel import audit, clock, jobs
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.jobs import Job, Priority
from people.models import Person

if TYPE_CHECKING:
    from assess.services.studying import Inputs, Outcome

DERIVE = "derive_profile"
VERSION = 1


def order(session: Session, actor: Person, profile_id: int) -> Job:
    """Ask for the scores to be opened; asked again while it is under way it is the same job, after a failure a new try.

    Errors: `NotFound`, `OpenedBefore`, `NotYet`.
    """
    _may_open(session, profile_of(session, profile_id, lock=True))
    payload: dict[str, object] = {"profile": profile_id}
    job = jobs.enqueue(
        session, DERIVE, payload, key=_job_key(profile_id), owner=actor.id, total=1, priority=Priority.AWAITED
    )
    if job.is_ended:
        job.finished_at, job.failed_at, job.leased_until, job.tries, job.due_at = None, None, None, 0, clock.now()
    audit.record(session, "profile.scores_asked", actor=actor.id, object=f"profile:{profile_id}")
    return job


def order_of(session: Session, profile_id: int) -> Job | None:
    """The job that opens the scores, if it was asked."""
    return session.scalar(select(Job).where(Job.key == _job_key(profile_id)))


def derive_profile(session: Session, actor: Person, profile_id: int) -> Derivation:
    """Open the scores and keep what comes out, in one unit of work; for a group of which that takes a moment.

    Errors: `NotFound`, `OpenedBefore`, `NotYet`.
    """
    from assess.services.studying import inputs_of, outcome_of

    profile = profile_of(session, profile_id, lock=True)
    _may_open(session, profile)
    inputs = inputs_of(session, profile)
    return _store(session, profile, inputs, outcome_of(inputs), actor.id)


@jobs.handles(DERIVE)
def derive_job(job: Job) -> None:
    """The same, with the sums outside the transaction; who comes second leaves what stands."""
    from assess.services.studying import inputs_of, outcome_of

    number, session = int(str(job.payload["profile"])), read_session()
    profile = profile_of(session, number)
    if profile.derivation:
        return
    _may_open(session, profile)
    inputs = inputs_of(session, profile)
    close_read_session()
    outcome = outcome_of(inputs)
    with unit_of_work() as session:
        profile = profile_of(session, number, lock=True)
        if session.get(Derivation, number) is None:
            _store(session, profile, inputs, outcome, job.owner_id)


def _may_open(session: Session, profile: JobProfile) -> None:
    if session.get(Derivation, profile.id) is not None:
        raise OpenedBefore
    if missing(session, profile) or took_part(session, profile.id) < SHOWN_FROM:
        raise NotYet


def _store(
    session: Session, profile: JobProfile, inputs: "Inputs", outcome: "Outcome", actor: int | None
) -> Derivation:
    """Errors: `PeopleChanged`."""
    if tuple(numbers_of(session, profile.id)) != inputs.participants:
        raise PeopleChanged
    salt, number = random.token_bytes(SALT_BYTES), profile.id
    shown = _document(profile, inputs, outcome) | {"commitment": commitment(salt, _name(number), outcome.exact).hex()}
    made = Derivation(
        profile_id=number,
        status=outcome.status,
        published=rfc8785.dumps(shown).decode(),
        sealed=seal_of_profile(outcome.exact, f"derivation:{number}"),
        sealed_salt=seal_of_profile(salt.hex(), f"derivation-salt:{number}"),
        derived_at=clock.now(),
        derived_by=actor,
    )
    session.add(made)
    session.flush()
    audit.record(session, "profile.derived", actor=actor, object=_name(number), reason=outcome.status)
    return made


def _document(profile: JobProfile, inputs: "Inputs", outcome: "Outcome") -> dict[str, Any]:
    """What may be shown, with what it rests on; names nobody."""
    criterion = profile.criterion
    assert criterion is not None
    return {
        "version": VERSION,
        "position": profile.position.title,
        "profileVersion": profile.version,
        "instrument": {"slug": profile.revision.slug, "contentHash": profile.revision.content_hash},
        "criterion": {"kind": criterion.kind, **_top_share(criterion), "frozenAt": criterion.frozen_at.isoformat()},
        "experts": inputs.experts,
        "situationKey": {"experts": inputs.key.experts, "isProposal": inputs.key.is_proposal},
        "ratedWork": [each.as_json() for each in inputs.counted],
        "outcome": outcome.shown,
    }


def _top_share(criterion: Criterion) -> dict[str, int]:
    return {"topShare": criterion.top_share} if criterion.kind == CriterionKind.FIGURE else {}


def _job_key(profile_id: int) -> str:
    return f"derivation:{profile_id}"


def _name(profile_id: int) -> str:
    return f"profile:{profile_id}"
