"""A vacancy closes at once. Its candidates hear so some at a time, in a job that can stop halfway and go on."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from assess.models import Application, Decision, Vacancy
from assess.queries.candidacy import erasure_day, is_kept
from assess.services import doors, vacancies
from kernel import audit, clock, jobs
from kernel.database import unit_of_work
from kernel.jobs import Job
from kernel.outbox import Mail
from people.models import File, Person

TELL, TOLD = "tell_of_closing", "application_closed"
AT_ONCE = 25


def close_vacancy(session: Session, actor: Person, vacancy_id: int) -> Vacancy:
    """No more invitations or answers; who waits for a decision hears so, and links work until the files are erased.

    A vacancy that was closed before stays as it is. Errors: `NotFound`.
    """
    vacancy = vacancies.locked(session, actor, vacancy_id)
    if vacancy.closed_at is None:
        vacancy.closed_at = clock.now()
        session.flush()
        jobs.enqueue(session, TELL, {"vacancy": vacancy.id}, key=f"{TELL}:{vacancy.id}", owner=actor.id)
        audit.record(session, "vacancy.closed", actor=actor.id, object=f"vacancy:{vacancy.id}")
    return vacancy


@jobs.handles(TELL)
def _tell_job(job: Job) -> None:
    """A second try mails nobody twice."""
    last: int | None = 0
    while last is not None:
        with unit_of_work() as session:
            last = _tell_some(session, job, after=last)
        jobs.breath()


def _tell_some(session: Session, job: Job, after: int) -> int | None:
    """The next candidates by number: each keeps the links until the file goes. The last number; None at the end."""
    vacancy = session.get_one(Vacancy, int(str(job.payload["vacancy"])))
    some = _alive(session, vacancy, after)
    for application in some:
        doors.keep_until_erased(session, application)
        if session.get(Decision, application.id) is None and not _was_told(session, application):
            erased_on = erasure_day(session, vacancy, is_kept=is_kept(application))
            doors.tell(session, application, TOLD, actor=job.owner_id, erased_on=erased_on)
    if not some:
        return None
    audit.record(session, "vacancy.candidates_told", actor=job.owner_id, object=f"vacancy:{vacancy.id}")
    return some[-1].id


def _alive(session: Session, vacancy: Vacancy, after: int) -> Sequence[Application]:
    """Its next applications that were neither withdrawn nor erased, with persons and files; held until the end."""
    found = (
        select(Application)
        .join(Application.file)
        .where(Application.vacancy_id == vacancy.id, Application.withdrawn_at.is_(None), File.erased_at.is_(None))
        .where(Application.id > after)
    )
    options = (joinedload(Application.person), joinedload(Application.file), joinedload(Application.vacancy))
    found = found.order_by(Application.id).limit(AT_ONCE).options(*options)
    found = found.with_for_update(of=(Application, File)).execution_options(populate_existing=True)
    return session.scalars(found).all()


def _was_told(session: Session, application: Application) -> bool:
    about = f"application:{application.id}"
    mailed = exists().where(Mail.kind == TOLD, Mail.about == about, Mail.person_id == application.person_id)
    return bool(session.scalar(select(mailed)))
