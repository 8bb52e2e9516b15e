"""Rounds of a course: opened once, closed with a reason, never overwritten."""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import Select

from courses.errors import AlreadyEnrolled, EnrolmentClosed
from courses.models import Assignment, Enrolment, LessonRead, Period, Revision
from courses.queries.content import course_revision, course_slugs, parsed, rules_of
from courses.queries.learning import own_enrolment, zone_of
from courses.queries.overview import here_on
from courses.services import editions
from courses.services.audiences import has_open_round, is_certified
from kernel import audit, clock
from kernel.errors import NotFound
from people.models import Person
from people.services.files import open_file


def open_round(
    session: Session,
    person: Person,
    course: str,
    reason: str,
    due_on: date | None,
    *,
    assignment_id: int | None = None,
    actor: int | None = None,
) -> Enrolment:
    """Open one round for one person. Errors: `AlreadyEnrolled`."""
    file = open_file(session, person, "learning")
    is_open = exists().where(Enrolment.file_id == file.id, Enrolment.course == course, Enrolment.closed_at.is_(None))
    if session.scalar(select(is_open)):
        raise AlreadyEnrolled
    enrolment = Enrolment(
        file_id=file.id,
        person_id=person.id,
        course=course,
        assignment_id=assignment_id,
        reason=reason,
        opened_at=clock.now(),
        due_on=due_on,
    )
    session.add(enrolment)
    session.flush()
    audit.record(
        session, "enrolment.opened", actor=actor, subject=person.id, object=f"enrolment:{enrolment.id}", reason=reason
    )
    return enrolment


def mark_read(session: Session, person: Person, enrolment_id: int, lesson: str, edition_hash: str) -> None:
    """Note that a lesson was read to its end, as it was shown. Errors: `EnrolmentClosed`, `TextChanged`, `NotFound`."""
    enrolment = own_enrolment(session, person, enrolment_id, lock=True)
    course = parsed(course_revision(session, enrolment.course, person.language))
    if lesson not in {known.slug for known in course.lessons}:
        raise NotFound
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    if session.get(LessonRead, (enrolment.id, lesson)) is not None:
        return
    edition = editions.keep_as_read(session, enrolment.course, person.language, edition_hash)
    session.add(LessonRead(enrolment_id=enrolment.id, lesson=lesson, edition_id=edition.id, read_at=clock.now()))
    audit.record(
        session, "lesson.read", actor=person.id, subject=person.id, object=f"enrolment:{enrolment.id}", reason=lesson
    )


def close(session: Session, enrolment: Enrolment, why: str, *, actor: int | None) -> None:
    """End a round: certified, left or withdrawn. What was done in it stays."""
    enrolment.closed_at, enrolment.closed_why = clock.now(), why
    audit.record(
        session,
        "enrolment.closed",
        actor=actor,
        subject=enrolment.person_id,
        object=f"enrolment:{enrolment.id}",
        reason=why,
    )


def withdraw(session: Session, enrolment: Enrolment, *, actor: int | None) -> None:
    """No longer ask it. Errors: `EnrolmentClosed`."""
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    close(session, enrolment, "withdrawn", actor=actor)


def close_for_leaver(session: Session, person_id: int, *, actor: int | None) -> int:
    """Close what is open for somebody who left; certificates stay what they are. Return how many."""
    found = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.closed_at.is_(None))
    still_open = session.scalars(found.with_for_update()).all()
    for enrolment in still_open:
        close(session, enrolment, "left", actor=actor)
    return len(still_open)


def close_leavers(session: Session, at: datetime, most: int = 200) -> int:
    """Every night: close what is open for those whose last day is past; return for how many persons."""
    today = clock.day(at, zone_of(session))
    gone = select(Person.id).join(Enrolment, Enrolment.person_id == Person.id)
    gone = gone.where(Person.left_on < today, Enrolment.closed_at.is_(None)).distinct().limit(most)
    people = session.scalars(gone).all()
    for person_id in people:
        close_for_leaver(session, person_id, actor=None)
    return len(people)


def open_renewals(session: Session, at: datetime, most: int = 200) -> int:
    """Open the renewal of every period whose window opened, at most `most`; return how many."""
    today = clock.day(at, zone_of(session))
    rows = session.execute(_renewable(today).limit(most)).all()
    for period, person in rows:
        open_round(
            session, person, period.course, "renewal", period.valid_until, assignment_id=_asked_by(session, period)
        )
    return len(rows)


def reopen_changed(session: Session, revision: Revision, at: datetime, most: int = 200) -> int:
    """Ask a course again of those who hold its certificate, because it changed materially; return how many."""
    today = clock.day(at, zone_of(session))
    done = 0
    for course in courses_touched(session, revision):
        due_on = today + timedelta(days=rules_of(session, parsed(course_revision(session, course, "nl"))).due_days)
        later = exists().where(
            Enrolment.person_id == Person.id, Enrolment.course == course, Enrolment.opened_at >= revision.published_at
        )
        held = select(Person).where(here_on(today), is_certified(course, today), ~has_open_round(course), ~later)
        for person in session.scalars(held.order_by(Person.id).limit(most - done)).all():
            open_round(session, person, course, "changed", due_on)
            done += 1
    return done


def touched_by(session: Session, courses: list[str], today: date) -> int:
    """How many persons a material revision of these courses would ask again."""
    held = [(is_certified(course, today) & ~has_open_round(course)) for course in courses]
    touched = select(Person.id).where(here_on(today))
    return len({person for each in held for person in session.scalars(touched.where(each))})


def courses_touched(session: Session, revision: Revision) -> list[str]:
    """The course itself, or every course that asks for the statement."""
    if revision.kind == "course":
        return [revision.slug]
    return courses_with(session, revision.slug)


def courses_with(session: Session, statement: str) -> list[str]:
    """The courses that ask for a statement."""
    known = {slug: parsed(course_revision(session, slug, "nl")) for slug in course_slugs(session)}
    return [slug for slug, course in known.items() if course.statement == statement]


def _renewable(today: date) -> Select[Period, Person]:
    """Last periods whose window is open, of who works here, while nothing was opened or withdrawn since."""
    later_period, later_round = aliased(Period), aliased(Enrolment)
    is_last = ~exists().where(
        later_period.person_id == Period.person_id,
        later_period.course == Period.course,
        (later_period.valid_until > Period.valid_until)
        | ((later_period.valid_until == Period.valid_until) & (later_period.id > Period.id)),
        later_period.ended_on.is_(None),
    )
    was_opened = exists().where(
        later_round.person_id == Period.person_id,
        later_round.course == Period.course,
        later_round.id > Period.enrolment_id,
        later_round.closed_at.is_(None) | ((later_round.reason == "renewal") & (later_round.closed_why != "left")),
    )
    is_over = exists().where(Assignment.id == Enrolment.assignment_id, Assignment.ended_at.is_not(None))
    return (
        select(Period, Person)
        .join(Person, Person.id == Period.person_id)
        .join(Enrolment, Enrolment.id == Period.enrolment_id)
        .where(here_on(today), Period.window_opens_on <= today, Period.ended_on.is_(None))
        .where(is_last, ~was_opened, ~is_over)
        .order_by(Period.id)
    )


def _asked_by(session: Session, period: Period) -> int | None:
    return session.scalar(select(Enrolment.assignment_id).where(Enrolment.id == period.enrolment_id))
