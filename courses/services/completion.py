"""Completing: when all that a course asks is done, the period, the certificate and the mail, in one transaction."""

from flask_babel import force_locale, gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.services.issuing import Achievement, issue
from courses import renewal
from courses.content import Course
from courses.grading import needed
from courses.models import Attempt, Enrolment, HandIn, Period, Revision, Signature
from courses.queries import content, learning
from courses.queries.record import achievement_key
from courses.renewal import Validity
from courses.services import enrolments
from kernel import clock
from people import mails
from people.models import Person


def complete_when_done(session: Session, enrolment: Enrolment, *, actor: int | None) -> Period | None:
    """Certify when the test is passed and, where the course asks it, the statement signed; else None.

    The caller holds the enrolment's lock. Doing it twice gives the first period.
    """
    if enrolment.closed_at is not None:
        return session.scalar(select(Period).where(Period.enrolment_id == enrolment.id))
    attempt = learning.passed_attempt(session, enrolment)
    if attempt is None:
        return None
    signature = learning.signature_of(session, enrolment)
    if content.course_of(attempt.edition).statement and signature is None:
        return None
    return _certify(session, enrolment, attempt, signature, actor)


def _certify(
    session: Session, enrolment: Enrolment, attempt: Attempt, signature: Signature | None, actor: int | None
) -> Period:
    validity = _validity(session, enrolment, attempt)
    person = session.get_one(Person, enrolment.person_id)
    certificate = issue(
        session,
        person=person,
        file=enrolment.file,
        achievement=_achievement(session, enrolment, attempt, signature, person),
        valid_from=validity.valid_from,
        valid_until=validity.valid_until,
        actor=actor,
    )
    period = Period(
        enrolment_id=enrolment.id,
        person_id=person.id,
        course=enrolment.course,
        certificate_id=certificate.id,
        window_opens_on=renewal.window_opens_on(validity.valid_until, content.rules_in(attempt.edition)["window_days"]),
        valid_from=validity.valid_from,
        valid_until=validity.valid_until,
    )
    session.add(period)
    enrolments.close(session, enrolment, "certified", actor=actor)
    session.flush()
    _tell(session, person, enrolment, content.course_of(attempt.edition), period)
    return period


def _validity(session: Session, enrolment: Enrolment, attempt: Attempt) -> Validity:
    before = learning.latest_period(session, enrolment.person_id, enrolment.course)
    return renewal.period(
        clock.day(clock.now(), learning.zone_of(session)),
        before.valid_until if before else None,
        before.window_opens_on if before else None,
        content.rules_in(attempt.edition)["valid_months"],
    )


def _achievement(
    session: Session, enrolment: Enrolment, attempt: Attempt, signature: Signature | None, person: Person
) -> Achievement:
    course = content.course_of(attempt.edition)
    evidence = {"answers": session.get_one(HandIn, attempt.id).answers_digest}
    if signature is not None:
        evidence["statement"] = signature.text_hash
    with force_locale(person.language):
        pass_rule = _pass_rule(session, attempt, signature)
        criteria = ". ".join(f"{name}: {required}" for name, required in pass_rule.items()) + "."
    return Achievement(
        key=achievement_key(enrolment.id),
        title=getattr(course.title, person.language),
        description=getattr(course.summary, person.language),
        criteria=criteria,
        course=course.slug,
        revision_hash=attempt.edition.revision.content_hash,
        edition_hash=attempt.edition.edition_hash,
        pass_rule=pass_rule,
        evidence=evidence,
        language=person.language,
        accreditation=content.rules_of(session, course).accreditation,
        is_draft=content.is_concept(session, attempt.edition.revision_id),
    )


def _pass_rule(session: Session, attempt: Attempt, signature: Signature | None) -> dict[str, str]:
    """The norm in words, with its numbers as text; the score stays out."""
    asked = len(attempt.drawn)
    norm = _("minstens %(needed)s van de %(asked)s vragen goed", needed=needed(asked, attempt.pass_mark), asked=asked)
    rule = {_("Eindtoets"): norm}
    if signature is not None:
        version = content.parsed_statement(session.get_one(Revision, signature.revision_id)).version
        rule[_("Geheimhoudingsverklaring")] = _("getekend, versie %(version)s", version=version)
    return rule


def _tell(session: Session, person: Person, enrolment: Enrolment, course: Course, period: Period) -> None:
    mails.send(
        session,
        person,
        "courses_certified",
        about=f"enrolment:{enrolment.id}",
        path="/home",
        title=getattr(course.title, person.language),
        valid_until=period.valid_until,
    )
