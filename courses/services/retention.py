"""Answers are kept until some months after the period they prove has ended; their digests stay."""

from datetime import date, datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from courses.models import Answer, Attempt, Enrolment, Period
from courses.queries.content import course_revision, course_slugs, parsed, rules_of
from courses.queries.learning import zone_of
from courses.renewal import months_later
from kernel import audit, clock


def drop_old_answers(session: Session, at: datetime, most: int = 500) -> int:
    """Delete the answers of at most `most` attempts whose time is over; return of how many."""
    zone, done = zone_of(session), 0
    for course in course_slugs(session):
        kept = rules_of(session, parsed(course_revision(session, course, "nl"))).answers_kept_months
        before = months_later(clock.day(at, zone), -kept)
        spent = _spent(course, before, clock.start_of_day(before, zone)).limit(most - done)
        attempts = session.scalars(spent).all()
        if attempts:
            session.execute(delete(Answer).where(Answer.attempt_id.in_(attempts)))
            audit.record(
                session, "answers.dropped", actor=None, object=f"course:{course}", reason=f"{len(attempts)} × {kept}"
            )
        done += len(attempts)
    return done


def _spent(course: str, before: date, closed_before: datetime) -> Select[int]:
    """Attempts with answers, whose period ended before a day, or which led to none and were closed before then."""
    ended = func.coalesce(Period.ended_on, Period.valid_until) < before
    led_to_none = Period.id.is_(None) & (Enrolment.closed_at < closed_before)
    return (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .outerjoin(Period, Period.enrolment_id == Enrolment.id)
        .where(Enrolment.course == course, or_(ended, led_to_none))
        .where(select(Answer.id).where(Answer.attempt_id == Attempt.id).exists())
        .order_by(Attempt.id)
    )
