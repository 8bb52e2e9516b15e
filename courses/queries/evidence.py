"""From a certificate back to exactly what was taught, asked, answered and signed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.models import Certificate
from courses.content import Course, Question
from courses.grading import Drawn, needed
from courses.models import Answer, Attempt, Edition, Enrolment, HandIn, LessonRead, Period, Signature
from courses.queries.content import course_of
from courses.queries.learning import answers_of, drawn_in, passed_attempt, signature_of
from courses.queries.record import enrolment_of_key
from kernel.errors import NotFound


@dataclass(frozen=True)
class Asked:
    """A question drawn, its options in the order shown, and the answer while it is kept."""

    question: Question
    drawn: Drawn
    answer: Answer | None


@dataclass(frozen=True)
class Evidence:
    """All that a course certificate rests on; `read` has the edition of each lesson as it was read."""

    certificate: Certificate
    enrolment: Enrolment
    attempt: Attempt
    hand_in: HandIn
    course: Course
    asked: tuple[Asked, ...]
    read: tuple[tuple[LessonRead, Edition], ...]
    signature: Signature | None
    period: Period

    @property
    def needed(self) -> int:
        """How many had to be right."""
        return needed(self.hand_in.asked_count, self.attempt.pass_mark)

    @property
    def has_answers(self) -> bool:
        return any(each.answer for each in self.asked)


def certificate_by(session: Session, public_id: str) -> Certificate:
    """Errors: `NotFound`, also when it is no certificate of a course."""
    certificate = session.scalar(select(Certificate).where(Certificate.public_id == public_id))
    if certificate is None or enrolment_of_key(certificate.achievement) is None:
        raise NotFound
    return certificate


def evidence_of(session: Session, certificate: Certificate) -> Evidence:
    """What the certificate rests on, from rows that never change. Errors: `NotFound`."""
    enrolment = session.get(Enrolment, enrolment_of_key(certificate.achievement) or 0)
    attempt = passed_attempt(session, enrolment) if enrolment else None
    if enrolment is None or attempt is None:
        raise NotFound
    read = select(LessonRead, Edition).join(Edition, Edition.id == LessonRead.edition_id)
    read = read.where(LessonRead.enrolment_id == enrolment.id).order_by(LessonRead.read_at)
    return Evidence(
        certificate=certificate,
        enrolment=enrolment,
        attempt=attempt,
        hand_in=session.get_one(HandIn, attempt.id),
        course=course_of(attempt.edition),
        asked=asked_in(session, attempt),
        read=tuple(session.execute(read)),
        signature=signature_of(session, enrolment),
        period=session.execute(select(Period).where(Period.enrolment_id == enrolment.id)).scalar_one(),
    )


def asked_in(session: Session, attempt: Attempt) -> tuple[Asked, ...]:
    """The questions of an attempt in the order shown, with the answers saved."""
    questions = {question.id: question for question in course_of(attempt.edition).questions}
    answers = answers_of(session, attempt)
    return tuple(Asked(questions[each.question], each, answers.get(each.question)) for each in drawn_in(attempt))
