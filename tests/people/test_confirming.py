"""Giving the password again: nothing typed is lost on the way, and nobody else makes a form go on."""

from datetime import timedelta

import pytest
from flask import Flask

from kernel import clock
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.pages import Page, Pages

LATER = timedelta(minutes=12)


@pytest.fixture
def chief(app: Flask) -> Person:
    with app.app_context():
        return factories.person(Role.ADMINISTRATOR, name="Bea Beheer")


@pytest.fixture
def colleague(app: Flask) -> Person:
    with app.app_context():
        return factories.person(name="Rolf Rol")


def stale(pages: Pages, chief: Person, colleague: Person) -> Page:
    """What answers a form that was filled in for too long."""
    form = pages.sign_in(chief).get(f"/roles/{colleague.id}").form("/roles")
    with clock.moved_to(clock.now() + LATER):
        return pages.submit(form, roles=["hr", "auditor"])


def roles(app: Flask, person: Person) -> set[str]:
    with app.app_context():
        return {str(grant.role) for grant in read_session().get_one(Person, person.id).grants}


def test_a_form_that_was_filled_in_slowly_arrives_as_it_was_filled_in(
    app: Flask, pages: Pages, chief: Person, colleague: Person
) -> None:
    asks = stale(pages, chief, colleague)
    assert asks.heading == "Ben jij het nog?"
    assert "blijft staan" in asks.text
    assert roles(app, colleague) == set()
    with clock.moved_to(clock.now() + LATER):
        wrong = pages.submit(asks.form("/confirm"), password="niet dit", status=422)
        assert roles(app, colleague) == set()
        pages.submit(wrong.form("/confirm"), password=factories.PASSWORD)
    assert roles(app, colleague) == {"hr", "auditor"}


def test_an_address_with_accents_is_come_back_to(pages: Pages, chief: Person) -> None:
    pages.sign_in(chief)
    with clock.moved_to(clock.now() + LATER):
        asks = pages.get("/people/export?q=Zoë")
        back = pages.submit(asks.form("/confirm"), password=factories.PASSWORD)
    assert back.path == "/people/export?q=Zo%C3%AB"


def test_a_link_can_not_make_a_form_go_on(app: Flask, pages: Pages, chief: Person, colleague: Person) -> None:
    asks = pages.sign_in(chief).get(f"/confirm?next=/roles/{colleague.id}&sent=1")
    gone = pages.submit(asks.form("/confirm"), password=factories.PASSWORD, roles=["hr"], follow=False, status=303)
    assert gone.response.location == f"/roles/{colleague.id}"
    assert roles(app, colleague) == set()


def test_a_form_from_elsewhere_goes_nowhere(app: Flask, pages: Pages, chief: Person, colleague: Person) -> None:
    pages.sign_in(chief)
    pages.post(f"/confirm?next=/roles/{colleague.id}&sent=1", {"roles": "hr"}, status=400)
    pages.post(
        f"/confirm?next=/roles/{colleague.id}&sent=1", {"roles": "hr", "password": factories.PASSWORD}, status=400
    )
    with clock.moved_to(clock.now() + LATER):
        pages.post(f"/roles/{colleague.id}", {"roles": "hr"}, status=400)
    assert roles(app, colleague) == set()
