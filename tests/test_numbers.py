"""A number that no row can have, anywhere one is typed or stands in an address: refused, never a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from kernel.numbers import row_number
from people.permissions import Role
from tests import factories, world
from tests.conftest import BASE_URL
from tests.courses import taught
from tests.pages import Form, Pages
from tests.test_routes import QUESTIONS, rules, token_of
from tests.world import World

LONGER_THAN_PYTHON_READS = "9" * 5000
NEVER_ASKED = (LONGER_THAN_PYTHON_READS, "9" * 19, "9" * 40, "-1", "1e9", "९" * 5000)
DEEPER = (
    "/assignments/new?step=2&course=avg&audience=team",
    "/assignments/check?course=avg&audience=everyone&due_on=",
    "/certificates/archives/new?certificate=1",
)


@pytest.fixture
def street(app: Flask) -> World:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return world.build(app)


def forms(street: World, pages: Pages) -> Iterator[Form]:
    """Each form once, of all pages that the clerk may open."""
    seen = set()
    for address in (*(street.address(rule) for rule in rules(street.app, "GET")), *DEEPER):
        response = pages.client.get(address, base_url=BASE_URL)
        if response.status_code != 200 or response.mimetype != "text/html":
            continue
        for form in pages.get(address).forms():
            name = (form.action.partition("?")[0], *sorted(names_in(form)))
            if name not in seen:
                seen.add(name)
                yield form


def names_in(form: Form) -> set[str]:
    """What a browser could send, ticked or not."""
    named = {str(control.get("name")) for control in form.element.iter() if control.get("name")}
    return named - {"csrf_token"}


def status_of(pages: Pages, form: Form, data: dict[str, Any]) -> int:
    method = (form.element.get("method") or "get").upper()
    where = {"query_string": data} if method == "GET" else {"data": data}
    response = pages.client.open(form.action, method=method, base_url=BASE_URL, **where)
    response.close()
    return response.status_code


def test_no_field_of_any_form_reads_a_number_that_is_too_long(street: World, app: Flask) -> None:
    pages = Pages(app, BASE_URL).sign_in(street.clerk)
    status = {}
    for form in list(forms(street, pages)):
        for name in names_in(form):
            pages.sign_in(street.clerk)
            data = {**form.values(), name: LONGER_THAN_PYTHON_READS}
            status[form.action, name] = status_of(pages, form, data)
    assert {field: code for field, code in status.items() if code >= 500} == {}
    assert len(status) > 100


def test_no_address_reads_a_number_that_is_too_long(street: World, app: Flask) -> None:
    pages = Pages(app, BASE_URL).sign_in(street.clerk)
    query, wrong = dict.fromkeys(QUESTIONS, LONGER_THAN_PYTHON_READS), []
    for rule in rules(app, "GET"):
        response = pages.client.get(street.address(rule), query_string=query, base_url=BASE_URL)
        response.close()
        if response.status_code >= 500:
            wrong.append((rule.endpoint, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("number", NEVER_ASKED, ids=lambda number: number[:6])
def test_a_number_that_no_row_has_is_not_there(app: Flask, number: str) -> None:
    with app.app_context():
        taught.publish()
        officer = factories.person(Role.HR)
    pages = Pages(app, BASE_URL).sign_in(officer)
    token = token_of(pages)

    def answers(path: str, **data: str) -> int:
        response = pages.client.post(path, data={"csrf_token": token, **data}, base_url=BASE_URL)
        return response.status_code

    asked = {"course": "avg", "audience": "team", "due_on": ""}
    assert answers("/assignments", **asked, target=number) == 404
    assert answers("/assignments", **{**asked, "audience": "everyone", "due_on": number}) == 404
    assert answers("/register/assignments?course=avg", person=number) in {303, 422}
    assert answers("/certificates/archives", numbers=number) in {409, 422}
    assert pages.get("/certificates", query_string={"team": number}).status == 200
    assert pages.get("/people", query_string={"page": number, "team": number}).status == 200


def test_a_row_number_is_what_every_database_can_hold() -> None:
    assert [row_number(text) for text in ("7", "0", "9" * 18)] == [7, 0, 10**18 - 1]
    assert [row_number(text) for text in ("", "-1", "1.0", "x", "9" * 19, "9" * 5000)] == [None] * 6
