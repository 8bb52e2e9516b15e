"""The same for many people at once: a few at once in the request, more by the worker, in batches.

Each is harmless to ask twice: who has the course open or is certified is not asked again, and nobody gets
two reminders by hand on one day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from courses.models import Assignment, Enrolment, Reminder
from courses.queries.content import course_revision, parsed, rules_of
from courses.queries.learning import zone_of
from courses.queries.overview import here_on
from courses.services import assignments, enrolments, reminders
from courses.services.audiences import has_open_round, is_addressed, is_certified, still_to_enrol
from hr.errors import NobodyChosen
from kernel import clock, jobs
from kernel.database import unit_of_work
from kernel.jobs import Job
from people.models import Invitation, Organisation, Person
from people.services import invitations

AT_ONCE = 50
ASSIGN, REMIND, INVITE = "assign_people", "remind_people", "invite_people"


@dataclass(frozen=True, slots=True)
class Touched:
    """Who would be asked: of `people`, how many anew; the others have it open, did it, or are certified."""

    people: int
    new: int
    open: int
    certified: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many it was done for, or the job that does it."""

    count: int
    job: Job | None = None


def touched_by(session: Session, course: str, audience: str, target: str | None, on: date) -> Touched:
    """What assigning would do."""
    asked = Assignment(id=0, course=course, audience=audience, target=target)
    here = select(func.count()).select_from(Person).where(here_on(on), is_addressed(asked))
    new = select(func.count()).select_from(still_to_enrol(asked, on).order_by(None).subquery())
    return Touched(
        people=session.scalar(here) or 0,
        new=session.scalar(new) or 0,
        open=session.scalar(here.where(has_open_round(course))) or 0,
        certified=session.scalar(here.where(~has_open_round(course), is_certified(course, on))) or 0,
    )


def assign_audience(
    session: Session, course: str, audience: str, target: str | None, due_on: date | None, *, actor: Person
) -> Assignment:
    """Ask a course of an audience; the same asked again while it runs is the one that runs.

    Errors: `BlanksOpen`, `NotFound`.
    """
    session.get(Organisation, 1, with_for_update=True)  # one at a time, so that twice in parallel is once
    same = select(Assignment).where(
        Assignment.course == course,
        Assignment.audience == audience,
        Assignment.target.is_(None) if target is None else Assignment.target == target,
        Assignment.due_on.is_(None) if due_on is None else Assignment.due_on == due_on,
        Assignment.ended_at.is_(None),
    )
    known = session.scalar(same.limit(1))
    return known or assignments.assign(session, course, audience, target, due_on, actor=actor)


def assignable(session: Session, course: str, person_ids: Sequence[int], on: date) -> list[int]:
    """Which of these people work here and neither have the course open nor hold its certificate."""
    free = select(Person.id).where(here_on(on), ~has_open_round(course), ~is_certified(course, on))
    found: list[int] = []
    for start in range(0, len(person_ids), 500):
        found += session.scalars(free.where(Person.id.in_(person_ids[start : start + 500])).order_by(Person.id))
    return found


def assign_people(
    session: Session, course: str, person_ids: Sequence[int], due_on: date | None, *, actor: Person
) -> Outcome:
    """Ask a course of people chosen one by one. Errors: `NobodyChosen`, `BlanksOpen`."""
    if not person_ids:
        raise NobodyChosen
    assignments.refuse_open_blanks(session, course)
    today = clock.day(clock.now(), zone_of(session))
    free = assignable(session, course, person_ids, today)
    if len(free) <= AT_ONCE:
        _open_rounds(session, course, free, due_on, actor.id)
        jobs.enqueue(session, "enrol_and_tell", {})
        return Outcome(len(free))
    payload: dict[str, object] = {"course": course, "people": free, "due_on": due_on.isoformat() if due_on else None}
    return Outcome(len(free), jobs.enqueue(session, ASSIGN, payload, owner=actor.id, total=len(free)))


def remindable(session: Session, enrolment_ids: Sequence[int]) -> list[int]:
    """Which of these rounds a mail would go to now: open, of who has an address and was not reminded by hand today."""
    step = f"hand:{clock.day(clock.now(), zone_of(session)).isoformat()}"
    was_sent = exists().where(Reminder.enrolment_id == Enrolment.id, Reminder.step == step)
    free = select(Enrolment.id).join(Person, Person.id == Enrolment.person_id)
    free = free.where(Enrolment.closed_at.is_(None), Person.email.is_not(None), ~was_sent)
    found: list[int] = []
    for start in range(0, len(enrolment_ids), 500):
        found += session.scalars(
            free.where(Enrolment.id.in_(enrolment_ids[start : start + 500])).order_by(Enrolment.id)
        )
    return found


def remind(session: Session, enrolment_ids: Sequence[int], *, actor: Person) -> Outcome:
    """Remind people of what they have open, once a day each. Errors: `NobodyChosen`."""
    if not enrolment_ids:
        raise NobodyChosen
    free = remindable(session, enrolment_ids)
    if len(free) <= AT_ONCE:
        return Outcome(reminders.remind_by_hand(session, free, clock.now(), actor=actor))
    payload: dict[str, object] = {"enrolments": free}
    return Outcome(len(free), jobs.enqueue(session, REMIND, payload, owner=actor.id, total=len(free)))


def invite(session: Session, person_ids: Sequence[int], *, actor: Person) -> Outcome:
    """Mail each a link; who has a password by then, or no address, gets none."""
    if len(person_ids) <= AT_ONCE:
        return Outcome(_invite(session, person_ids, actor))
    payload: dict[str, object] = {"people": list(person_ids)}
    return Outcome(len(person_ids), jobs.enqueue(session, INVITE, payload, owner=actor.id, total=len(person_ids)))


@jobs.handles(ASSIGN)
def _assign_job(job: Job) -> None:
    due_on = job.payload["due_on"]
    day = date.fromisoformat(str(due_on)) if due_on else None

    def batch(session: Session, ids: list[int]) -> None:
        today = clock.day(clock.now(), zone_of(session))
        course = str(job.payload["course"])
        _open_rounds(session, course, assignable(session, course, ids, today), day, job.owner_id)

    _in_batches(job, "people", batch)
    with unit_of_work() as session:
        jobs.enqueue(session, "enrol_and_tell", {}, key=f"told:{job.id}")


@jobs.handles(REMIND)
def _remind_job(job: Job) -> None:
    """A second try after midnight belongs to the day on which it was asked."""

    def batch(session: Session, ids: list[int]) -> None:
        reminders.remind_by_hand(session, ids, job.created_at, actor=session.get_one(Person, job.owner_id))

    _in_batches(job, "enrolments", batch)


@jobs.handles(INVITE)
def _invite_job(job: Job) -> None:
    """A second try invites nobody whom the first one did."""

    def batch(session: Session, ids: list[int]) -> None:
        made_since = select(Invitation.person_id).where(
            Invitation.person_id.in_(ids), Invitation.made_at >= job.created_at
        )
        left = set(ids).difference(session.scalars(made_since))
        _invite(session, sorted(left), session.get(Person, job.owner_id))

    _in_batches(job, "people", batch)


def _invite(session: Session, person_ids: Sequence[int], actor: Person | None) -> int:
    today = clock.day(clock.now(), zone_of(session))
    waiting = select(Person).where(Person.id.in_(person_ids), Person.email.is_not(None), Person.password_hash.is_(None))
    people = [person for person in session.scalars(waiting.order_by(Person.id)) if person.works_on(today)]
    for person in people:
        invitations.invite(session, person, actor)
    return len(people)


def _in_batches(job: Job, what: str, do: Callable[[Session, list[int]], None]) -> None:
    ids: list[int] = job.payload[what]  # type: ignore[assignment]
    for start in range(0, len(ids), AT_ONCE):
        with unit_of_work() as session:
            do(session, ids[start : start + AT_ONCE])
        jobs.progress(job, min(start + AT_ONCE, len(ids)), len(ids))


def _open_rounds(session: Session, course: str, person_ids: list[int], due_on: date | None, actor: int | None) -> None:
    """A round for each; without a day named, the course's usual time."""
    rules = rules_of(session, parsed(course_revision(session, course, "nl")))
    usual = clock.day(clock.now(), zone_of(session)) + timedelta(days=rules.due_days)
    for person in session.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)).all():
        enrolments.open_round(session, person, course, "asked", due_on or usual, actor=actor)
