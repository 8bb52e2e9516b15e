"""What a candidate does before the assessment: read what it is, say what they need, see the job, try it out."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from assess import sealing
from assess.candidacy import PREPARATIONS, Step
from assess.errors.candidates import StepsFirst
from assess.errors.sittings import SelectionClosed
from assess.models import Application, Sitting
from assess.queries.candidacy import candidacy_of
from assess.queries.needs import Needs, needs_context, needs_of
from assess.queries.sittings import own_application
from assess.services import sittings
from kernel import audit, clock
from people import mails
from people.models import Person

SHOWN_DIGITS = 16


def read_notice(session: Session, person: Person, number: int, shown: str) -> None:
    """Note that the notice was read; `shown` is the SHA-256 of its words. Errors: `NotFound`."""
    application = own_application(session, person, number, lock=True)
    _note(session, application, Step.NOTICE, f"{_name(application)} notice:{shown[:SHOWN_DIGITS]}")


def tell_needs(session: Session, person: Person, number: int, needs: Needs) -> None:
    """Keep what the candidate needs; whoever arranges it hears of it once. Errors: `NotFound`."""
    application = own_application(session, person, number, lock=True)
    before = needs_of(application)
    is_new = needs != before
    if is_new:
        application.needs = sealing.seal_in(application.file, asdict(needs), needs_context(application))
    if is_new or application.needs_told_at is None:
        application.needs_told_at = clock.now()
        _record(session, application, "needs.told")
    if is_new and ((needs.other_form and not before.other_form) or needs.other != before.other):
        _tell_contact(session, application, needs)


def read_preview(session: Session, person: Person, number: int) -> None:
    """Note that the preview of the job was read. Errors: `NotFound`."""
    application = own_application(session, person, number, lock=True)
    _note(session, application, Step.PREVIEW, _name(application))


def practise(session: Session, person: Person, number: int) -> None:
    """Note that the candidate is done practising; what they tried was never kept. Errors: `NotFound`."""
    application = own_application(session, person, number, lock=True)
    _note(session, application, Step.PRACTICE, _name(application))


def begin(session: Session, person: Person, number: int) -> Sitting:
    """Begin the assessment, or go on with it. Errors: `NotFound`, `StepsFirst`, `SelectionClosed`."""
    application = own_application(session, person, number, lock=True)
    if application.vacancy.closed_at is not None:
        raise SelectionClosed
    if not PREPARATIONS.issubset(candidacy_of(session, application).prepared):
        raise StepsFirst
    return sittings.start(session, person, application=number)


COLUMNS = {
    Step.NOTICE: ("notice_read_at", "notice.read"),
    Step.PREVIEW: ("preview_read_at", "preview.read"),
    Step.PRACTICE: ("practised_at", "practice.done"),
}


def _note(session: Session, application: Application, step: Step, what: str) -> None:
    """The first time counts."""
    column, action = COLUMNS[step]
    if getattr(application, column) is None:
        setattr(application, column, clock.now())
        _record(session, application, action, what)


def _record(session: Session, application: Application, action: str, what: str = "") -> None:
    person = application.person_id
    audit.record(session, action, actor=person, subject=person, object=what or _name(application))


def _name(application: Application) -> str:
    return f"application:{application.id}"


def _tell_contact(session: Session, application: Application, needs: Needs) -> None:
    """Without the candidate's own words: those stay in the file."""
    vacancy = application.vacancy
    mails.send(
        session,
        vacancy.contact,
        "contact_needs",
        about=_name(application),
        path=f"/my-vacancies/{vacancy.id}",
        vacancy=vacancy,
        candidate=application.person,
        is_other_form=needs.other_form,
    )
