"""The decision about a candidate: by a named person, with reasons, once; the candidate gets a letter."""

from sqlalchemy.orm import Session

from assess import sealing
from assess.errors.selection import DecidedAlready, ReasonsTooShort
from assess.models import Application, Decision
from assess.services import doors
from kernel import audit, clock
from kernel.errors import NotFound
from people.models import Person

OUTCOMES = ("hired", "not_hired")
FEWEST = 20  # characters that say why


def decide(session: Session, actor: Person, application: Application, outcome: str, reasons: str) -> Decision:
    """Write down what `actor` decided, and tell the candidate; `application` is locked for `actor` and not erased.

    Errors: `NotFound` once it was withdrawn, `ReasonsTooShort`, `DecidedAlready`.
    """
    if application.withdrawn_at is not None:
        raise NotFound
    if len(reasons) < FEWEST:
        raise ReasonsTooShort
    if session.get(Decision, application.id) is not None:
        raise DecidedAlready
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    sealed = sealing.seal_in(application.file, reasons, f"decision:{application.id}")
    decision = Decision(
        application_id=application.id,
        outcome=outcome,
        sealed_reasons=sealed,
        decided_by=actor.id,
        decided_at=clock.now(),
    )
    session.add(decision)
    session.flush()
    who, what = application.person_id, f"application:{application.id}"
    audit.record(session, "application.decided", actor=actor.id, subject=who, object=what)
    told = {"outcome": outcome, "reasons": reasons, "decided_by": actor}
    doors.tell(session, application, "application_decided", actor=actor.id, path="/decision", **told)
    return decision
