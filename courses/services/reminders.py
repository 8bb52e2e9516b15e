"""Reminding in steps: once when it is asked, then by the course's days before and after the due day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from courses.models import CourseRules, Enrolment, Reminder
from courses.queries.content import course_revision, parsed, rules_of
from courses.queries.learning import zone_of
from courses.queries.overview import here_on
from kernel import audit, clock
from people import mails
from people.models import Invitation, Person

ASKED = "asked"


def step_reached(opened_on: date, due_on: date | None, today: date, days: Sequence[int]) -> str | None:
    """The last step whose day came since the round opened; `days` are before the due day, negative ones after."""
    if due_on is None:
        return None
    reached = [day for day in days if opened_on < due_on - timedelta(days=day) <= today]
    return str(min(reached)) if reached else None


def send_due(session: Session, at: datetime, after: int = 0, most: int = 50) -> int | None:
    """Send what is due to the next `most` open rounds after number `after`; return the last number, None at the end."""
    today = clock.day(at, zone_of(session))
    rows = session.execute(_open_rounds(today, after).limit(most)).all()
    sent = _sent(session, [enrolment.id for enrolment, _person in rows])
    rules: dict[str, CourseRules] = {}
    for enrolment, person in rows:
        if enrolment.course not in rules:
            rules[enrolment.course] = rules_of(session, parsed(course_revision(session, enrolment.course, "nl")))
        step = _next_step(session, enrolment, today, rules[enrolment.course], sent.get(enrolment.id, set()))
        if step is not None:
            send(session, enrolment, person, step, today)
    return rows[-1][0].id if len(rows) == most else None


def remind_by_hand(session: Session, enrolment_ids: Iterable[int], asked_at: datetime, *, actor: Person) -> int:
    """Remind whoever was chosen, once for the day on which it was asked; return how many mails went."""
    zone = zone_of(session)
    today, count = clock.day(clock.now(), zone), 0
    step = f"hand:{clock.day(asked_at, zone).isoformat()}"
    chosen = select(Enrolment, Person).join(Person, Person.id == Enrolment.person_id)
    chosen = chosen.where(
        Enrolment.id.in_(list(enrolment_ids)), Enrolment.closed_at.is_(None), Person.email.is_not(None)
    )
    for enrolment, person in session.execute(chosen.order_by(Enrolment.id)).all():
        if session.get(Reminder, (enrolment.id, step)) is None:
            send(session, enrolment, person, step, today, actor=actor.id)
            count += 1
    return count


def send(
    session: Session, enrolment: Enrolment, person: Person, step: str, today: date, *, actor: int | None = None
) -> None:
    """Queue one mail and note the step, so that it is never sent twice."""
    course = parsed(course_revision(session, enrolment.course, person.language))
    mail = mails.send(
        session,
        person,
        "courses_asked" if step == ASKED else "courses_reminder",
        about=f"enrolment:{enrolment.id}",
        path=f"/enrolments/{enrolment.id}",
        title=getattr(course.title, person.language),
        minutes=course.minutes,
        due_on=enrolment.due_on,
        reason=enrolment.reason,
        is_late=enrolment.due_on is not None and enrolment.due_on < today,
    )
    session.add(Reminder(enrolment_id=enrolment.id, step=step, mail_id=mail.id if mail else None, sent_at=clock.now()))
    session.flush()
    audit.record(
        session, "reminder.sent", actor=actor, subject=person.id, object=f"enrolment:{enrolment.id}", reason=step
    )


def _next_step(session: Session, enrolment: Enrolment, today: date, rules: CourseRules, sent: set[str]) -> str | None:
    """The step to send now: the asking first, then the last one reached, if not sent already."""
    if ASKED not in sent:
        return ASKED
    opened_on = clock.day(enrolment.opened_at, zone_of(session))
    step = step_reached(opened_on, enrolment.due_on, today, rules.reminder_days)
    return None if step is None or step in sent else step


def _open_rounds(today: date, after: int) -> Select[Enrolment, Person]:
    """Open rounds of who works here, has an address and was let in: a mail leads to a page behind the door."""
    was_let_in = Person.password_hash.is_not(None) | exists().where(Invitation.person_id == Person.id)
    rounds = select(Enrolment, Person).join(Person, Person.id == Enrolment.person_id)
    rounds = rounds.where(
        Enrolment.closed_at.is_(None), Enrolment.id > after, Person.email.is_not(None), here_on(today), was_let_in
    )
    return rounds.order_by(Enrolment.id)


def _sent(session: Session, enrolment_ids: list[int]) -> dict[int, set[str]]:
    sent: dict[int, set[str]] = {}
    rows = select(Reminder.enrolment_id, Reminder.step).where(Reminder.enrolment_id.in_(enrolment_ids))
    for enrolment_id, step in session.execute(rows):
        sent.setdefault(enrolment_id, set()).add(step)
    return sent
