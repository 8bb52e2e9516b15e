"""After sign-in everybody comes where their work is; an address that was asked for goes first."""

import pytest
from flask import Flask

from assess.services import taking_part
from kernel.database import unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making
from tests.pages import Pages

LANDINGS = {
    (): "/home",
    (Role.MANAGER,): "/home",
    (Role.HR,): "/desk",
    (Role.HR, Role.ADMINISTRATOR): "/desk",
    (Role.ADMINISTRATOR,): "/people",
    (Role.AUDITOR,): "/certificates",
    (Role.PRIVACY_OFFICER,): "/content",
}


@pytest.mark.parametrize(("roles", "address"), LANDINGS.items())
def test_each_role_lands_where_its_work_is(app: Flask, pages: Pages, roles: tuple[Role, ...], address: str) -> None:
    with app.app_context():
        person = factories.person(*roles)
    typed = {"name": person.email, "password": factories.PASSWORD}
    assert pages.submit(pages.get("/sign-in").form("/sign-in"), **typed).path == address


def test_an_address_that_was_asked_for_goes_first(app: Flask, pages: Pages) -> None:
    with app.app_context():
        person = factories.person(Role.HR)
    typed = {"name": person.email, "password": factories.PASSWORD}
    assert pages.submit(pages.get("/account").form("/sign-in"), **typed).path == "/account"


def test_the_overview_says_what_waits_under_assessments(app: Flask, pages: Pages) -> None:
    with app.app_context():
        person = factories.person()
        incumbent = making.incumbent(person=person)
    words = "Er staat 1 ding voor je klaar bij Assessments"
    assert pages.sign_in(person).get("/home").links()[words] == "/assessments"
    with app.app_context(), unit_of_work() as session:
        taking_part.withdraw(session, session.get_one(Person, person.id), incumbent.id)
    assert words not in pages.get("/home").links()
