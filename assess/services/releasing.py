"""The candidate lets the report go or keeps it: released once and for good, blocked until they say otherwise."""

from datetime import date

from flask_babel import force_locale, gettext as _
from sqlalchemy.orm import Session

from assess.candidacy import may_release
from assess.errors.candidates import AlreadyReleased, NoReport
from assess.models import Application, Derivation, JobProfile, Position, ProfileApproval, Release, Report
from assess.queries.candidacy import last_release
from assess.queries.instruments import instrument_of
from assess.queries.sittings import own_application, sitting_for
from assess.services import doors
from assess.status_words import STATUS_NAMES
from certificates.credential import Kind
from certificates.models import Certificate
from certificates.services.issuing import Achievement, issue
from kernel import audit, clock
from people import mails
from people.models import Organisation, Person

VALID_YEARS = 1


def release(session: Session, person: Person, number: int) -> Release:
    """Let the organisation read the report, and certify that the assessment was taken; a second time is the first.

    Errors: `NotFound`, `NoReport`.
    """
    application = own_application(session, person, number, lock=True)
    report, last = _report(session, application), last_release(session, application)
    if last is not None and not may_release(last.outcome):
        return last
    certificate = _certify(session, application, report)
    chosen = _choose(session, application, last, "released", certificate)
    vacancy, about = application.vacancy, f"application:{application.id}"
    doors.tell(session, application, "application_released", actor=person.id)
    path = f"/my-vacancies/{vacancy.id}"
    mails.send(session, vacancy.contact, "contact_report_there", about=about, path=path, vacancy=vacancy)
    return chosen


def block(session: Session, person: Person, number: int) -> Release:
    """Keep the report to oneself; a second time is the first. Errors: `NotFound`, `NoReport`, `AlreadyReleased`."""
    application = own_application(session, person, number, lock=True)
    _report(session, application)
    last = last_release(session, application)
    if last is None:
        chosen = _choose(session, application, None, "blocked", None)
        doors.tell(session, application, "application_blocked", actor=person.id)
        return chosen
    if not may_release(last.outcome):
        raise AlreadyReleased
    return last


def valid_until(start: date) -> date:
    """The last day of a snapshot of that day: twelve months."""
    try:
        return start.replace(year=start.year + VALID_YEARS)
    except ValueError:  # 29 February
        return start.replace(year=start.year + VALID_YEARS, day=28)


def _report(session: Session, application: Application) -> Report:
    report = session.get(Report, application.id)
    if report is None:
        raise NoReport
    return report


def _choose(
    session: Session, application: Application, last: Release | None, outcome: str, certificate: Certificate | None
) -> Release:
    chosen = Release(
        application_id=application.id,
        sequence=last.sequence + 1 if last else 1,
        outcome=outcome,
        certificate_id=certificate.id if certificate else None,
        at=clock.now(),
    )
    session.add(chosen)
    session.flush()
    person, what = application.person_id, f"application:{application.id}"
    audit.record(session, f"report.{outcome}", actor=person, subject=person, object=what)
    return chosen


def _certify(session: Session, application: Application, report: Report) -> Certificate:
    """Valid as long as the snapshot is: twelve months from the day it was taken."""
    zone = session.get_one(Organisation, 1).zone
    sitting = sitting_for(session, application=application.id)
    if sitting is None or sitting.hand_in is None:
        raise NoReport
    taken = clock.day(sitting.hand_in.handed_in_at, zone)
    return issue(
        session,
        person=application.person,
        file=application.file,
        achievement=_achievement(session, application, report),
        valid_from=taken,
        valid_until=valid_until(taken),
        actor=application.person_id,
    )


def _achievement(session: Session, application: Application, report: Report) -> Achievement:
    """That it was taken and what it rests on; no score, and nobody passed or failed."""
    profile = application.vacancy.profile
    position = session.get_one(Position, profile.position_id)
    approval = session.get_one(ProfileApproval, profile.id)
    instrument = instrument_of(profile.revision)
    language = application.person.language
    with force_locale(language):
        basis = _basis(session, profile, instrument.title.in_(language))
        description = _(
            "Een momentopname van wat iemand over het eigen werk zegt en kiest, voor een functie. Geen score, geen "
            "psychologische test; niemand slaagt of zakt."
        )
        criteria = _("Het assessment is gemaakt. De kandidaat las het rapport als eerste en gaf het vrij.")
        title = _("Assessment %(position)s", position=position.title)
    return Achievement(
        kind=Kind.ASSESSMENT,
        key=f"assess.application:{application.id}",
        title=title,
        description=description,
        criteria=criteria,
        course=f"assessment-{instrument.slug}",
        revision_hash=profile.revision.content_hash,
        edition_hash="",
        pass_rule=basis,
        evidence={"report": report.digest, "profile": approval.content_hash},
        language=language,
    )


def _basis(session: Session, profile: JobProfile, instrument: str) -> dict[str, str]:
    """What it rests on, a line each."""
    status = _(STATUS_NAMES[session.get_one(Derivation, profile.id).status])
    position = session.get_one(Position, profile.position_id).title
    words = _("%(position)s, versie %(version)s, %(status)s", position=position, version=profile.version, status=status)
    return {_("Instrument"): instrument, _("Functieprofiel"): words}
