"""Asking a course of a person, a team, a location, a function, or everyone: also of who comes later."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.errors import BlanksOpen
from courses.models import Assignment, Enrolment
from courses.queries.content import course_revision, open_blanks, parsed, rules_of
from courses.queries.learning import zone_of
from courses.services import enrolments
from courses.services.audiences import still_to_enrol
from kernel import audit, clock, jobs
from kernel.errors import NotFound
from people.models import Location, Person, Team

AT_ONCE = 200  # more than this is the worker's


def assign(
    session: Session, course: str, audience: str, target: str | None, due_on: date | None, *, actor: Person | None
) -> Assignment:
    """Ask `course` of an audience and enrol whoever belongs to it now; the worker does the rest and mails.

    `target` is the key of a person, team or location, or a function's name.
    Errors: `NoContent`, `BlanksOpen`, `NotFound`.
    """
    refuse_open_blanks(session, course)
    assignment = Assignment(
        course=course,
        audience=audience,
        target=target,
        target_name=_target_name(session, audience, target),
        due_on=due_on,
        asked_at=clock.now(),
        asked_by=actor.id if actor else None,
    )
    session.add(assignment)
    session.flush()
    actor_id = actor.id if actor else None
    audit.record(session, "assignment.made", actor=actor_id, object=f"assignment:{assignment.id}", reason=course)
    enrol(session, assignment, clock.now(), actor=actor_id)
    jobs.enqueue(session, "enrol_and_tell", {}, key=f"assignment:{assignment.id}")
    return assignment


def refuse_open_blanks(session: Session, course: str) -> None:
    """A course is asked once it speaks of this organisation. Errors: `NoContent`, `BlanksOpen`."""
    if blanks := open_blanks(session, course):
        raise BlanksOpen(course, blanks)


def enrol_matching(session: Session, at: datetime, most: int = AT_ONCE) -> int:
    """Enrol joiners and movers whom an open assignment asks, at most `most`; return how many."""
    done = 0
    for assignment in session.scalars(select(Assignment).where(Assignment.ended_at.is_(None)).order_by(Assignment.id)):
        done += enrol(session, assignment, at, most - done)
        if done >= most:
            break
    return done


def enrol(
    session: Session, assignment: Assignment, at: datetime, most: int = AT_ONCE, *, actor: int | None = None
) -> int:
    """Enrol those whom this assignment asks now, at most `most`; return how many."""
    today = clock.day(at, zone_of(session))
    people = session.scalars(still_to_enrol(assignment, today).limit(most)).all()
    rules = rules_of(session, parsed(course_revision(session, assignment.course, "nl")))
    soonest = today + timedelta(days=rules.due_days)
    due_on = _due_on(assignment, soonest, is_later=today > clock.day(assignment.asked_at, zone_of(session)))
    for person in people:
        enrolments.open_round(
            session, person, assignment.course, "asked", due_on, assignment_id=assignment.id, actor=actor
        )
    return len(people)


def end(session: Session, assignment_id: int, *, actor: Person) -> Assignment:
    """Ask it of nobody new, and withdraw it from who had not finished."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    if assignment.ended_at is None:
        assignment.ended_at = clock.now()
        mine = select(Enrolment).where(Enrolment.assignment_id == assignment.id, Enrolment.closed_at.is_(None))
        for enrolment in session.scalars(mine.with_for_update()).all():
            enrolments.withdraw(session, enrolment, actor=actor.id)
        audit.record(session, "assignment.ended", actor=actor.id, object=f"assignment:{assignment.id}")
    return assignment


def _due_on(assignment: Assignment, soonest: date, *, is_later: bool) -> date:
    """On the round that comes with asking, the day that was named; who joins or moves later has the usual time."""
    if assignment.due_on is None:
        return soonest
    return max(assignment.due_on, soonest) if is_later else assignment.due_on


def _target_name(session: Session, audience: str, target: str | None) -> str:
    """How the target reads now; it may be gone tomorrow."""
    if audience == "everyone" or target is None:
        return ""
    if audience == "function":
        return target
    nouns: dict[str, type[Person] | type[Team] | type[Location]] = {
        "person": Person,
        "team": Team,
        "location": Location,
    }
    name = session.scalar(select(nouns[audience].name).where(nouns[audience].id == int(target)))
    if name is None:
        raise NotFound
    return name
