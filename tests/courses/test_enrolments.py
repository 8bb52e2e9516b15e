"""Who is asked, once; who joins, moves or leaves; who is reminded, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, strategies as st
from sqlalchemy import select

from courses.errors import AlreadyEnrolled
from courses.models import Enrolment, Reminder
from courses.services import assignments, daily, enrolments
from courses.services.reminders import remind_by_hand, step_reached
from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from people.models import Person
from people.services import invitations
from tests import factories
from tests.courses import taught

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def school(either_app: Flask) -> Flask:
    return taught.app_of(either_app)


def assign(audience: str, target: str | None = None, due_on: date | None = date(2026, 4, 1)) -> int:
    with unit_of_work() as session:
        return assignments.assign(session, taught.COURSE, audience, target, due_on, actor=None).id


def enrolled() -> dict[str, Enrolment]:
    found = select(Person.name, Enrolment).join(Enrolment, Enrolment.person_id == Person.id)
    return dict(read_session().execute(found.order_by(Enrolment.id)).all())


def change(person: Person, **values: object) -> None:
    with unit_of_work() as session:
        for name, value in values.items():
            setattr(session.get_one(Person, person.id), name, value)
        audit.record(session, "test", actor=None)


def test_a_team_a_location_a_function_or_everyone(school: Flask) -> None:
    with school.app_context(), clock.moved_to(MORNING):
        north = factories.location("Noord")
        team = factories.team("Nacht", location_id=north.id)
        factories.person(name="Anna", team_id=team.id)
        factories.person(name="Bas", function="receptie")
        factories.person(name="Weg", team_id=team.id, left_on=date(2026, 1, 1))
        assign("function", "receptie")
        assert set(enrolled()) == {"Bas"}
        assign("location", str(north.id))
        assign("team", str(team.id))
        assert set(enrolled()) == {"Anna", "Bas"}
        factories.person(name="Cas")
        assign("everyone")
        assert set(enrolled()) == {"Anna", "Bas", "Cas"}
        assert read_session().query(Enrolment).count() == 3


def test_the_night_enrols_joiners_and_movers_once(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            team = factories.team("Nacht")
            assign("team", str(team.id))
            mover = factories.person(name="Mo")
            factories.person(name="Jo", team_id=team.id, started_on=date(2026, 5, 1))
        with clock.moved_to(datetime(2026, 5, 4, 1, tzinfo=UTC)):
            change(mover, team_id=team.id)
            for _night in range(2):
                daily(clock.now())
            assert {name: round_.due_on for name, round_ in enrolled().items()} == {
                "Mo": date(2026, 6, 3),
                "Jo": date(2026, 6, 3),
            }
            assert read_session().query(Enrolment).count() == 2


def test_a_round_is_opened_once(school: Flask) -> None:
    with school.app_context():
        person = taught.learner().person
        with pytest.raises(AlreadyEnrolled), unit_of_work() as session:
            enrolments.open_round(session, session.get_one(Person, person.id), taught.COURSE, "asked", None)


def test_leaving_closes_what_is_open_and_coming_back_opens_it_anew(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            person = factories.person(name="Anna")
            assign("everyone")
            change(person, left_on=date(2026, 3, 2))
        with clock.moved_to(MORNING + timedelta(days=1)):
            daily(clock.now())
            assert enrolled()["Anna"].closed_why == "left"
            change(person, left_on=None)
            daily(clock.now())
            assert enrolled()["Anna"].closed_at is None


def test_ending_an_assignment_withdraws_it_and_asks_nobody_new(school: Flask) -> None:
    with school.app_context():
        hr = factories.person(name="HR")
        number = assign("everyone")
        with unit_of_work() as session:
            assignments.end(session, number, actor=session.get_one(Person, hr.id))
        factories.person(name="Nieuw")
        daily(clock.now())
        assert {name: round_.closed_why for name, round_ in enrolled().items()} == {"HR": "withdrawn"}


def test_reminders_go_in_steps_and_never_twice(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            factories.person(name="Anna")
            factories.person(name="Zonder mail", email=None)
            assign("everyone", due_on=date(2026, 4, 1))
        for days in range(45):
            with clock.moved_to(MORNING + timedelta(days=days)):
                daily(clock.now())
        steps = list(read_session().execute(select(Reminder.step, Reminder.sent_at).order_by(Reminder.sent_at)))
        assert [(step, sent.date()) for step, sent in steps] == [
            ("asked", date(2026, 3, 2)),
            ("14", date(2026, 3, 18)),
            ("3", date(2026, 3, 29)),
            ("-1", date(2026, 4, 2)),
            ("-8", date(2026, 4, 9)),
        ]
        assert len(list(read_session().scalars(select(Mail)))) == 5


def test_who_was_never_let_in_gets_no_mail_about_a_course_until_they_are_invited(school: Flask) -> None:
    with school.app_context():
        clerk = factories.person(name="HR", email=None)
        fresh = factories.person(name="Nieuw", password_hash=None)
        assign("everyone")
        daily(clock.now())
        assert list(read_session().scalars(select(Mail))) == []
        with unit_of_work() as session:
            invitations.invite(session, session.get_one(Person, fresh.id), session.get_one(Person, clerk.id))
        daily(clock.now())
        assert [mail.kind for mail in read_session().scalars(select(Mail).order_by(Mail.id))] == [
            "invitation",
            "courses_asked",
        ]


def test_a_reminder_by_hand_goes_once_a_day(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner()
        for expected in (1, 0):
            with unit_of_work() as session:
                actor = session.get_one(Person, learner.person.id)
                assert remind_by_hand(session, [learner.enrolment_id], clock.now(), actor=actor) == expected


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60), st.integers(-30, 90))
def test_a_step_from_before_the_round_opened_is_not_sent(opened: date, until_due: int, passed: int) -> None:
    due, today = opened + timedelta(days=until_due), opened + timedelta(days=passed)
    step = step_reached(opened, due, today, [14, 3, -1, -8])
    if step is not None:
        assert opened < due - timedelta(days=int(step)) <= today
    assert step_reached(opened, None, today, [14]) is None
