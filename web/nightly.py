"""What happens every day by itself: asked for once a day, done by whichever worker is first."""

from sqlalchemy import select

from courses import services as courses
from hr.services import departures
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.jobs import Job
from people.models import Organisation
from people.services import limits


def ensure_today() -> None:
    """Ask for today's round when nobody has yet; before the set-up there is nothing to do."""
    if read_session().get(Organisation, 1) is None:
        return
    key = f"daily:{clock.now().date().isoformat()}"
    if read_session().scalar(select(Job.id).where(Job.key == key)) is None:
        with unit_of_work() as session:
            jobs.enqueue(session, "daily", {}, key=key)


@jobs.handles("daily")
def daily(_job: Job) -> None:
    """Let go of who left, take in joiners, open renewals, remind, and drop what is no longer kept."""
    with unit_of_work() as session:
        departures.let_go_of_leavers(session, departures.today(session))
    courses.daily(clock.now())
    limits.forget_all()
