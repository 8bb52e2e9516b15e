"""Every day by itself: each step on its own, for the day that it is."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from courses.models import Enrolment
from kernel import clock, jobs
from kernel.database import read_session
from kernel.jobs import Job
from people.models import SignIn, Tally
from people.services import limits
from tests import factories
from tests.courses import taught
from web import nightly

EVENING = datetime(2027, 1, 11, 22, 30, tzinfo=UTC)  # half past eleven at night in Amsterdam


def rows() -> list[Job]:
    return list(read_session().scalars(select(Job).where(Job.kind == "daily").order_by(Job.id)))


def test_the_steps_are_asked_once_a_day_of_the_organisation(either_app: Flask) -> None:
    with either_app.app_context():
        for minutes, days in ((0, 1), (29, 1), (31, 2)):
            with clock.moved_to(EVENING + timedelta(minutes=minutes)):
                nightly.ensure_today()
                assert len(rows()) == days * len(nightly.STEPS)


@pytest.mark.parametrize("broken", nightly.STEPS)
def test_a_step_that_fails_holds_no_other_up(app: Flask, broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_at: datetime) -> None:
        raise OSError("broken")

    monkeypatch.setitem(nightly.STEPS, broken, fail)
    with app.app_context():
        nightly.ensure_today()
        jobs.run_all()
        assert {str(row.payload["step"]) for row in rows() if row.error} == {broken}
        assert {str(row.payload["step"]) for row in rows() if row.finished_at} == set(nightly.STEPS) - {broken}


def test_a_night_lets_go_of_leavers_and_forgets_tries(app: Flask) -> None:
    with app.app_context():
        taught.publish()
        learner = taught.learner(left_on=clock.now().date())
        factories.session_token(learner.person)
        limits.count(limits.Limit("sign-in:192.0.2.1", most=5, minutes=10))
        for days in (2, 3):
            with clock.moved_to(clock.now() + timedelta(days=days)):
                nightly.ensure_today()
                jobs.run_all()
        assert read_session().scalars(select(Enrolment.closed_why)).all() == ["left"]
        assert read_session().scalars(select(SignIn.ended_at)).one() is not None
        assert read_session().scalars(select(Tally)).all() == []


def test_a_step_of_a_day_that_is_over_is_left_to_the_next(app: Flask) -> None:
    with app.app_context():
        with clock.moved_to(EVENING):
            nightly.ensure_today()
        with clock.moved_to(EVENING + timedelta(hours=10)):
            limits.count(limits.Limit("sign-in:192.0.2.1", most=5, minutes=10))
            jobs.run_all()
            assert all(row.finished_at for row in rows())
            assert len(read_session().scalars(select(Tally)).all()) == 1
