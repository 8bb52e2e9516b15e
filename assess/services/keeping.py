"""How long a candidate's file is kept: erased by itself after the vacancy closed, a year with consent; and what is
let go along to the employment file of who was hired."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, joinedload

from assess import sealing
from assess.errors.candidates import NoReport, NotHired
from assess.models import Application, CarriedReport, Report, Vacancy
from assess.queries.candidacy import decision_of, erased_on, is_kept
from assess.queries.sittings import own_application
from assess.services import doors
from assess.services.erasure import erase_application
from certificates.ledger.entries import Reason
from certificates.services import endings
from kernel import audit, clock
from people.models import File, Organisation, Person
from people.services import forgetting
from people.services.files import open_file

EMPLOYMENT = "employment"
NEVER_CAME = timedelta(days=180)


def consent_to_keep(session: Session, person: Person, number: int) -> None:
    """Agree that the file is kept for a year. Errors: `NotFound`."""
    application = own_application(session, person, number, lock=True)
    if not is_kept(application):
        application.keep_consented_at, application.keep_withdrawn_at = clock.now(), None
        doors.keep_until_erased(session, application)
        _record(session, application, "keep.consented")


def withdraw_consent(session: Session, person: Person, number: int) -> None:
    """No longer agree: the file is erased when it would have been without. Errors: `NotFound`."""
    application = own_application(session, person, number, lock=True)
    if is_kept(application):
        application.keep_withdrawn_at = clock.now()
        doors.keep_until_erased(session, application)
        _record(session, application, "keep.withdrawn")


def carry_report(session: Session, person: Person, number: int) -> CarriedReport:
    """Let the report go along to the employment file; a second time is the first.

    Errors: `NotFound`, `NotHired`, `NoReport`.
    """
    application = own_application(session, person, number, lock=True)
    already = session.get(CarriedReport, application.id)
    if already is not None:
        return already
    decision, report = decision_of(session, application), session.get(Report, application.id)
    if decision is None or decision.outcome != "hired":
        raise NotHired
    if report is None:
        raise NoReport
    content = sealing.open_in(application.file, report.sealed, f"report:{application.id}")
    file = open_file(session, person, EMPLOYMENT)
    sealed = sealing.seal_in(file, content, f"carried-report:{application.id}")
    carried = CarriedReport(application_id=application.id, file_id=file.id, sealed=sealed, carried_at=clock.now())
    session.add(carried)
    session.flush()
    _record(session, application, "report.carried")
    return carried


def erase_over(session: Session, at: datetime) -> int:
    """Erase one file whose time is over, so that nobody waits for the log's head meanwhile; return how many, 1 or 0."""
    today = clock.day(at, session.get_one(Organisation, 1).zone)
    for application in _closed(session):
        day = erased_on(session, application)
        if day is not None and day <= today:
            erase_application(session, application, None, Reason.RETENTION_OVER)
            return 1
    return 0


def forget_who_never_came(session: Session, at: datetime) -> int:
    """Who was hired keeps a name here for the work; of one who never came it goes, and what they let along; 1 or 0.

    That somebody was hired is in no selection file any more: it belongs to the employment, which gives it its time.
    Without one there is half a year to begin, and then nothing is left to keep the name for (AVG 5(1)(e)).
    """
    person = _never_came(session, at - NEVER_CAME)
    if person is None:
        return 0
    theirs = select(File).where(File.person_id == person.id, File.erased_at.is_(None))
    for file in session.scalars(theirs).all():
        session.execute(delete(CarriedReport).where(CarriedReport.file_id == file.id))
        endings.erase_file(session, file, None, reason=Reason.RETENTION_OVER)
    forgetting.forget_candidate(session, person, actor=None)
    return 1


def _never_came(session: Session, before: datetime) -> Person | None:
    """A candidate whose every selection file went `before`, and who did not start here; locked, so it stays so."""
    theirs = (File.person_id == Person.id, File.purpose != EMPLOYMENT)
    gone = exists().where(*theirs, File.erased_at <= before)
    there = exists().where(*theirs, File.erased_at.is_(None) | (File.erased_at > before))
    found = select(Person).where(~Person.is_staff, Person.forgotten_at.is_(None), gone, ~there)
    locked = found.order_by(Person.id).limit(1).with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked)


def _closed(session: Session) -> list[Application]:
    """Applications to vacancies that closed, whose file is there."""
    found = (
        select(Application)
        .join(Application.file)
        .join(Application.vacancy)
        .where(Vacancy.closed_at.is_not(None), File.erased_at.is_(None))
        .options(joinedload(Application.file), joinedload(Application.vacancy))
        .order_by(Vacancy.closed_at, Application.id)
    )
    return list(session.scalars(found))


def _record(session: Session, application: Application, action: str) -> None:
    person = application.person_id
    audit.record(session, action, actor=person, subject=person, object=f"application:{application.id}")
