"""A candidate is a person without a start: what that makes of roles, of working here, and of the database's rules."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from kernel import clock
from kernel.database import read_session
from kernel.errors import Conflict
from people import queries
from people.models import Person
from people.permissions import Permission, Role
from tests import factories
from tests.pages import Pages

TODAY = date(2026, 11, 26)


def test_a_start_makes_an_employee_and_none_a_candidate() -> None:
    assert Person(started_on=TODAY, grants=[]).roles == {Role.EMPLOYEE}
    assert Person(started_on=None, grants=[]).roles == {Role.CANDIDATE}
    assert Permission.LEARN not in Person(started_on=None, grants=[]).permissions


@pytest.mark.parametrize(
    ("started_on", "left_on", "works"),
    [
        (None, None, False),
        (date(2020, 1, 1), None, True),
        (date(2027, 1, 1), None, True),
        (date(2020, 1, 1), TODAY, True),
        (date(2020, 1, 1), date(2026, 11, 25), False),
    ],
)
def test_who_works_here_is_the_same_in_python_and_in_the_database(
    either_app: Flask, started_on: date | None, left_on: date | None, works: bool
) -> None:
    with either_app.app_context():
        person = factories.person(started_on=started_on, left_on=left_on)
        session = read_session()
        assert person.works_on(TODAY) is works
        found = session.scalars(select(Person.id).where(queries.works_on(TODAY))).all()
        assert (person.id in found) is works
        staff = session.scalars(select(Person.id).where(Person.is_staff)).all()
        assert (person.id in staff) is person.is_staff is (started_on is not None)


@pytest.mark.parametrize(
    "values",
    [
        {"email": None},
        {"left_on": TODAY},
        {"name": "Nog Bekend", "email": None, "forgotten_at": datetime(2026, 11, 26, tzinfo=UTC)},
        {"name": "", "forgotten_at": datetime(2026, 11, 26, tzinfo=UTC)},
    ],
    ids=["nothing to be named by", "left without a start", "forgotten with a name", "forgotten with an address"],
)
def test_the_database_refuses_what_no_candidate_is(either_app: Flask, values: dict[str, Any]) -> None:
    with either_app.app_context(), pytest.raises(Conflict):
        factories.candidate(**values)


def test_a_forgotten_candidate_has_neither_name_nor_address(either_app: Flask) -> None:
    with either_app.app_context():
        first, second = (factories.candidate(name="", email=None, forgotten_at=clock.now()) for _ in range(2))
        assert first.id != second.id, "there may be many"


def test_a_candidates_home_is_not_that_of_staff(app: Flask, pages: Pages) -> None:
    with app.app_context():
        candidate = factories.candidate()
    home = pages.sign_in(candidate).get("/")
    assert home.path not in {"/home", "/desk"}
    assert "Mijn overzicht" not in home.links()
    pages.get("/account")
    pages.get("/home", status=404)
