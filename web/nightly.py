"""What happens every day by itself: asked for once a day, done by whichever worker is first.

Each step is a job of its own, so that one that fails holds no other up.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.services import keeping, reviews
from courses.services import nightly as courses
from courses.services.nightly import until_done
from hr.services import departures, imports
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.errors import Conflict
from kernel.jobs import Job
from people.models import Organisation
from people.services import doorways, limits


def _let_go(session: Session, _at: datetime) -> int:
    return departures.let_go_of_leavers(session, departures.today(session))


STEPS: dict[str, Callable[[datetime], object]] = {
    "let_go": partial(until_done, _let_go),
    **{name: partial(courses.step, name) for name in courses.STEPS},
    "erase_selection": partial(until_done, keeping.erase_over),
    "forget_who_never_came": partial(until_done, keeping.forget_who_never_came),
    "review_profiles": partial(until_done, reviews.remind_of_reviews),
    "forget_lists": partial(until_done, imports.forget_abandoned),
    "forget_codes": partial(until_done, doorways.forget_spent),
    "forget_tries": lambda _at: limits.forget_all(),
}


def ensure_today() -> None:
    """Ask for today's steps when nobody has yet; before the set-up there is nothing to do."""
    if read_session().get(Organisation, 1) is None:
        return
    day = departures.today(read_session()).isoformat()
    keys = {f"daily:{day}:{step}": step for step in STEPS}
    if read_session().scalar(select(Job.id).where(Job.key == next(iter(keys)))) is None:
        with suppress(Conflict), unit_of_work() as session:  # another worker may ask at the same moment
            for key, step in keys.items():
                jobs.enqueue(session, "daily", {"step": step, "day": day}, key=key)


@jobs.handles("daily")
def daily(job: Job) -> None:
    """One step of a day. When that day is over, the next one's does all that was left."""
    if job.payload.get("day") == departures.today(read_session()).isoformat():
        STEPS[str(job.payload["step"])](clock.now())
