"""Who is asked to renew, and when: once a period, of who works here, also after they were away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from courses.errors import TextChanged
from courses.models import Enrolment, Period
from courses.queries import content, learning
from courses.services import daily, enrolments
from hr.services import staff
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from people.models import Person
from tests import factories
from tests.courses import taught
from tests.courses.test_completion import publish_changed

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
IN_WINDOW = datetime(2027, 1, 15, 9, tzinfo=UTC)


@pytest.fixture
def school(either_app: Flask) -> Flask:
    return taught.app_of(either_app)


def rounds(person: Person) -> list[tuple[str, str | None]]:
    """(why it was opened, why it was closed) of each round, first to last."""
    mine = select(Enrolment).where(Enrolment.person_id == person.id).order_by(Enrolment.id)
    return [(each.reason, each.closed_why) for each in read_session().scalars(mine)]


def test_of_two_periods_that_end_on_one_day_the_newest_is_renewed_and_once(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            person = taught.learner().finish().person
        with clock.moved_to(MORNING + timedelta(hours=1)):
            publish_changed(is_material=True)
            jobs.run_all()
            again = taught.of(person).finish()
        first, second = read_session().scalars(select(Period).order_by(Period.id))
        assert first.valid_until == second.valid_until
        latest = learning.latest_period(read_session(), person.id, taught.COURSE)
        assert latest is not None
        assert (latest.id, latest.enrolment_id) == (second.id, again.enrolment_id)
        with clock.moved_to(IN_WINDOW):
            daily(clock.now())
            daily(clock.now())
        assert rounds(person) == [("asked", "certified"), ("changed", "certified"), ("renewal", None)]


def test_who_left_in_the_middle_of_a_renewal_is_asked_again_on_return(school: Flask) -> None:
    with school.app_context():
        hr = factories.person()
        with clock.moved_to(MORNING):
            person = taught.learner().finish().person
        with clock.moved_to(IN_WINDOW):
            daily(clock.now())
            change(hr, person, leaves=date(2027, 1, 15))
        with clock.moved_to(IN_WINDOW + timedelta(days=1)):
            daily(clock.now())
            assert rounds(person) == [("asked", "certified"), ("renewal", "left")]
        with clock.moved_to(IN_WINDOW + timedelta(days=5)):
            change(hr, person, returns=date(2027, 1, 20))
            daily(clock.now())
            assert rounds(person) == [("asked", "certified"), ("renewal", "left"), ("renewal", None)]


def change(hr: Person, person: Person, *, leaves: date | None = None, returns: date | None = None) -> None:
    with unit_of_work() as session:
        actor, somebody = session.get_one(Person, hr.id), session.get_one(Person, person.id)
        if leaves:
            staff.end_employment(session, actor, somebody, leaves)
        if returns:
            staff.rehire(session, actor, somebody, returns)


def test_a_lesson_is_not_read_by_the_edition_of_another_course(school: Flask) -> None:
    with school.app_context():
        taught.learner("avg").read()
        other = content.shown(read_session(), "avg", "nl").edition_hash
        learner = taught.learner()
        lesson = learner.course.lessons[0].slug
        with pytest.raises(TextChanged), unit_of_work() as session:
            me = session.get_one(Person, learner.person.id)
            enrolments.mark_read(session, me, learner.enrolment_id, lesson, other)
        assert learning.lessons_read(read_session(), learner.enrolment()) == set()
