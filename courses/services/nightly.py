"""What courses do every day, and what an assignment leaves to the worker: in batches, twice as good as once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from courses.models import Revision
from courses.queries import content
from courses.queries.content import current_revision
from courses.services.assignments import enrol_matching
from courses.services.content import import_library
from courses.services.enrolments import close_leavers, open_renewals, reopen_changed
from courses.services.reminders import send_due
from courses.services.retention import drop_old_answers
from kernel import clock, jobs
from kernel.database import unit_of_work
from kernel.jobs import Job

Batch = Callable[[Session, datetime], int]
BATCHES: dict[str, Batch] = {
    "close_leavers": close_leavers,
    "enrol": enrol_matching,
    "renew": open_renewals,
    "drop_answers": drop_old_answers,
}
STEPS = (*BATCHES, "remind")


def daily(at: datetime) -> None:
    """Close for leavers, enrol joiners and movers, open renewals, drop what is too old, remind."""
    for batch in BATCHES.values():
        until_done(batch, at)
    remind(at)


def step(name: str, at: datetime) -> None:
    """One of the day's steps by itself: whoever is asked something is told, also when the reminders went before."""
    is_opened = name in BATCHES and until_done(BATCHES[name], at) and name in {"enrol", "renew"}
    if is_opened or name == "remind":
        remind(at)


def until_done(batch: Batch, at: datetime) -> int:
    """Repeat a batch, each in its own unit of work, until nothing is left; return how much was done."""
    total = 0
    while True:
        with unit_of_work() as session:
            done = batch(session, at)
        jobs.breath()
        total += done
        if not done:
            return total


def remind(at: datetime) -> None:
    """Send every reminder that is due."""
    after: int | None = 0
    while after is not None:
        with unit_of_work() as session:
            after = send_due(session, at, after)
        jobs.breath()


@jobs.handles("publish_library")
def publish_library(_job: Job) -> None:
    """Once, after the set-up: publish the courses that ship, so that HR can assign them."""
    library = content.library()
    with unit_of_work() as session:
        if current_revision(session, "course", library.courses[0].slug, "nl") is None:
            import_library(session, library, is_material=True, actor=None)


@jobs.handles("enrol_and_tell")
def enrol_and_tell(_job: Job) -> None:
    """After an assignment: enrol who was left over, and tell them all."""
    at = clock.now()
    until_done(enrol_matching, at)
    remind(at)


@jobs.handles("reopen_courses")
def reopen_courses(job: Job) -> None:
    """After a material revision: ask the course again of those who hold its certificate, and tell them."""
    at = clock.now()

    def batch(session: Session, moment: datetime) -> int:
        return reopen_changed(session, session.get_one(Revision, job.payload["revision"]), moment)

    until_done(batch, at)
    remind(at)
