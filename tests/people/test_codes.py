"""The code of a printed letter: typed in any way, by one person, a few times."""

import re

import pytest
from flask import Flask

from kernel.errors import DomainError
from people.errors import WrongCode
from people.models import Person
from people.services import invitations
from tests import factories
from tests.pages import Pages
from tests.people.parallel import at_once
from tests.people.test_invitations import NEW, letter


@pytest.fixture
def newcomer(app: Flask) -> Person:
    with app.app_context():
        return factories.person(name="Noor Jansen", password_hash=None)


def test_a_code_is_typed_in_any_way(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        code = letter(newcomer)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", code)
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    form = pages.get("/code", query_string={"number": newcomer.staff_number}).form()
    assert form.values()["number"] == [newcomer.staff_number]
    pages.submit(form, code=typed, password=NEW, status=303, follow=False)
    assert pages.get("/account").heading == "Mijn account"


def test_a_code_belongs_to_one_person_and_is_tried_six_times(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        other = factories.person(password_hash=None)
        code = letter(newcomer)
        for _ in range(6):
            with pytest.raises(WrongCode):
                invitations.redeem_code(other.staff_number, code, NEW, "192.0.2.1")
        with pytest.raises(DomainError, match="te vaak"):
            invitations.redeem_code(other.staff_number, code, NEW, "192.0.2.1")
        assert invitations.redeem_code(newcomer.staff_number, code, NEW, "192.0.2.1")


def test_known_and_unknown_numbers_get_the_same_page(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        letter(newcomer)
    seen = set()
    for number in (newcomer.staff_number, "D99999"):
        pages = Pages(app, "https://maatstaf.test")
        form = pages.get("/code").form()
        answer = pages.submit(form, number=number, code="AAAA-BBBB-CCCC", password=NEW, status=422)
        seen.add(answer.text)
    assert len(seen) == 1


def test_tries_of_a_code_hold_under_parallel_requests(either_app: Flask) -> None:
    with either_app.app_context():
        number = factories.person(password_hash=None).staff_number
    got = at_once(either_app, 10, lambda: invitations.redeem_code(number, "AAAA-BBBB-CCCC", NEW, "192.0.2.1"))
    assert sorted(type(error).__name__ for error in got) == ["TooMany"] * 4 + ["WrongCode"] * 6
