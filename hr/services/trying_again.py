"""Work that failed, given another go."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hr.errors import NotFailed
from hr.queries_mails import is_seen_by
from kernel import audit, clock
from kernel.errors import NotFound
from kernel.jobs import Job
from people.models import Person


def try_again(session: Session, actor: Person, job_id: int) -> Job:
    """Put a failed job back in line, all its tries before it. Errors: `NotFound`, `NotFailed`."""
    job = session.scalar(select(Job).where(Job.id == job_id, is_seen_by(actor)).with_for_update())
    if job is None:
        raise NotFound
    if job.failed_at is None:
        raise NotFailed
    job.failed_at, job.leased_until, job.tries, job.due_at = None, None, 0, clock.now()
    audit.record(session, "job.tried_again", actor=actor.id, object=f"job:{job.id}", reason=job.kind)
    return job
