"""How long a candidate's file is kept: erased by itself after the vacancy closed, a year with consent; and what is
let go along to the employment file of who was hired."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess import sealing
from assess.errors.candidates import NoReport, NotHired
from assess.models import Application, CarriedReport, Report, Vacancy
from assess.queries.candidacy import decision_of, erased_on, is_kept
from assess.queries.sittings import own_application
from assess.services import doors
from assess.services.erasure import erase_application
from certificates.ledger.entries import Reason
from kernel import audit, clock
from people.models import File, Organisation, Person
from people.services.files import open_file

EMPLOYMENT = "employment"


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


def erase_over(session: Session, at: datetime, most: int = 20) -> int:
    """Erase at most `most` files whose time is over; return how many. One that is objected to waits for its answer."""
    today = clock.day(at, session.get_one(Organisation, 1).zone)
    done = 0
    for application in _closed(session):
        day = erased_on(session, application)
        if day is not None and day <= today:
            erase_application(session, application, None, Reason.RETENTION_OVER)
            done += 1
        if done == most:
            break
    return done


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
