"""Signing in again without leaving the page, as the script of a test does."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from people.services import sign_in
from tests import factories
from tests.pages import Pages


@pytest.fixture
def person(app: Flask) -> factories.Person:
    with app.app_context():
        return factories.person()


def again(pages: Pages, body: Any, *, status: int = 200) -> TestResponse:
    csrf = pages.get("/session").response.get_json()["csrf"]
    headers = {"X-CSRFToken": csrf, "Accept": "application/json"}
    answer = pages.client.post("/sign-in/again", json=body, headers=headers, base_url=pages.base_url)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def test_the_same_person_goes_on_with_a_token_that_works(pages: Pages, person: factories.Person) -> None:
    state = again(pages, {"person": person.id, "password": factories.PASSWORD}).get_json()
    assert (state["signed_in"], state["person"]) == (True, person.id)
    assert state["seconds_left"] > 890
    answer = pages.post("/session/extension", {}, headers={"X-CSRFToken": state["csrf"]})
    assert answer.response.get_json()["signed_in"]


def test_a_wrong_password_says_so_in_json(pages: Pages, person: factories.Person) -> None:
    answer = again(pages, {"person": person.id, "password": "een verkeerd wachtwoord"}, status=422)
    assert "Dit klopt niet" in answer.get_json()["error"]


def test_nobody_takes_over_the_browser_of_another(pages: Pages, app: Flask, person: factories.Person) -> None:
    with app.app_context():
        other = factories.person()
    pages.sign_in(other)
    again(pages, {"person": person.id, "password": factories.PASSWORD}, status=409)
    assert pages.get("/session").response.get_json()["person"] == other.id


def test_a_second_tab_that_signs_in_again_ends_the_first_session(pages: Pages, app: Flask, person) -> None:
    with app.app_context():
        first = factories.session_token(person)
    with pages.client.session_transaction(base_url=pages.base_url) as cookie:
        cookie["token"] = first
    again(pages, {"person": person.id, "password": factories.PASSWORD})
    with app.app_context():
        assert sign_in.sessions.find(sign_in.read_session(), first) is None


def test_without_a_token_it_is_refused(pages: Pages, person: factories.Person) -> None:
    body = {"person": person.id, "password": factories.PASSWORD}
    answer = pages.client.post("/sign-in/again", json=body, base_url=pages.base_url)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"person": "1", "password": "x"},
        {"person": True, "password": "x"},
        {"person": 1},
        {"person": 2**80, "password": "x"},
    ],
)
def test_what_is_malformed_is_refused(pages: Pages, body: Any) -> None:
    again(pages, body, status=400)


def test_the_state_of_a_stranger_tells_nothing(pages: Pages) -> None:
    state = pages.get("/session").response.get_json()
    assert (state["signed_in"], state["person"], state["seconds_left"]) == (False, None, 0)
