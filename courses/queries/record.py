"""One person's learning: every round, every period, each with its certificate."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.models import Certificate
from courses.models import Attempt, Enrolment, HandIn, Period, Reminder, Signature
from people.models import Person

NOUN = "courses.enrolment"


@dataclass(frozen=True)
class CourseRecord:
    """A round and what came of it. Passed or not, and when; never the answers. `certificate` is its last issue."""

    enrolment: Enrolment
    attempts: int
    passed: HandIn | None
    signature: Signature | None
    period: Period | None
    certificate: Certificate | None
    reminders: tuple[Reminder, ...]


def person_record(session: Session, person: Person) -> list[CourseRecord]:
    """Every round of a person, the newest first."""
    found = select(Enrolment).where(Enrolment.person_id == person.id).order_by(Enrolment.id.desc())
    return [record_of(session, enrolment) for enrolment in session.scalars(found).all()]


def record_of(session: Session, enrolment: Enrolment) -> CourseRecord:
    """One round and what came of it."""
    goes = select(func.count()).select_from(Attempt).where(Attempt.enrolment_id == enrolment.id)
    passed = select(HandIn).join(Attempt).where(Attempt.enrolment_id == enrolment.id, HandIn.is_passed)
    reminders = select(Reminder).where(Reminder.enrolment_id == enrolment.id).order_by(Reminder.sent_at)
    return CourseRecord(
        enrolment=enrolment,
        attempts=session.scalar(goes) or 0,
        passed=session.scalar(passed.limit(1)),
        signature=session.scalar(select(Signature).where(Signature.enrolment_id == enrolment.id)),
        period=session.scalar(select(Period).where(Period.enrolment_id == enrolment.id)),
        certificate=last_issue(session, enrolment.id),
        reminders=tuple(session.scalars(reminders)),
    )


def last_issue(session: Session, enrolment_id: int) -> Certificate | None:
    """The certificate that a round led to, after any corrections."""
    issues = select(Certificate).where(Certificate.achievement == achievement_key(enrolment_id))
    return session.scalar(issues.order_by(Certificate.issue.desc()).limit(1))


def achievement_key(enrolment_id: int) -> str:
    """What a certificate rests on; issues of it that follow keep this key."""
    return f"{NOUN}:{enrolment_id}"


def enrolment_of_key(achievement: str) -> int | None:
    """The number of the round that a certificate rests on; None when it rests on something else."""
    noun, _colon, number = achievement.partition(":")
    return int(number) if noun == NOUN else None
