"""An edition is kept once, whoever is first."""

from flask import Flask
from sqlalchemy import func, select

from courses.models import Edition
from courses.queries.content import shown
from courses.services import editions
from kernel import audit
from kernel.database import read_session, unit_of_work
from tests.courses import taught
from tests.people.parallel import at_once


def test_eight_that_keep_an_edition_at_once_keep_the_same_one(either_app: Flask) -> None:
    with either_app.app_context():
        taught.publish()

    def keep() -> int:
        with unit_of_work() as session:
            audit.record(session, "test", actor=None)
            return editions.keep(session, shown(session, taught.COURSE, "nl")).id

    got = at_once(either_app, 8, keep)
    assert {type(each) for each in got} == {int}, got
    assert len(set(got)) == 1
    with either_app.app_context():
        assert read_session().scalar(select(func.count()).select_from(Edition)) == 1
