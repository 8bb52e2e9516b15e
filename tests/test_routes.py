"""Every route × method, from the URL map: who may come, what changes, which headers, what strange addresses do."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kernel import clock
from kernel.audit import AuditRow
from kernel.database import read_session
from people import access
from people.access import Access
from people.models import Person
from people.permissions import Permission, Role
from people.services import sessions
from tests import factories, world
from tests.conftest import BASE_URL, make_app
from tests.pages import Pages, parse
from tests.world import World, fingerprints
from web import packages
from web.app import create_app

OWNERS_ONLY = {Permission.OWN_ACCOUNT, Permission.TAKE_PART, Permission.LEARN, Permission.ADVISE, Permission.SEE_TEAM}
MADE_FOR_ONE = {
    "certificates.archive",
    "certificates.archive_zip",
    "hr.task",
    "hr.preview_list",
    "hr.apply_list",
    "assess.exercise",
    "assess.exercise_card",
    "assess.rating",
    "assess.rating_post",
    "assess.talk",
}
NOBODYS = {
    ("example", "ending"),
    ("static", "filename"),
    ("rules", "slug"),
    ("content", "number"),
    ("assessment", "slug"),
    ("raters", "slug"),
}
EVENT = "3f2b8c1e-0d5a-4b7e-9c6f-1a2b3c4d5e6f"
SENT_BY_SCRIPT = {
    "courses.answer_post": {"event": EVENT, "question": "M1-01", "chosen": ["A"]},
    "assess.sitting_answer": {"event": EVENT, "question": "st-01", "chosen": ["3"]},
}
QUESTIONS = (
    "q", "page", "sort", "next", "lang", "team", "person", "people", "question", "course", "state", "status", "name",
    "title", "first", "last", "since", "until", "action", "location", "audience", "target", "due_on",
    "accent", "number",
)  # fmt: skip
STRANGE = ("%00", "9" * 40, "%ff")
STRANGER = (*STRANGE, "..%2f..%2fetc%2fpasswd", "%F0%9F%92%A9%e2%80%ae%27%22%3E%3Csvg%3E", "a" * 3000)


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[World]:
    """One world for all: nothing in here may change it, and every test says so."""
    folder = tmp_path_factory.mktemp("street")
    copy(migrated_sqlite, folder / "maatstaf.sqlite")
    app = make_app(folder, f"sqlite:///{folder / 'maatstaf.sqlite'}")
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
    yield world.build(app)
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def strangers(street: World) -> dict[Role, Person]:
    """One person of each role, with nothing of their own."""
    with street.app.app_context():
        staff = {role: factories.person(*({role} - {Role.EMPLOYEE})) for role in Role if role != Role.CANDIDATE}
        return {**staff, Role.CANDIDATE: factories.candidate()}


def rules(app: Flask, method: str = "") -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not method or method in (rule.methods or ())]


def access_of(app: Flask, rule: Rule) -> Access:
    view: Any = app.view_functions[rule.endpoint]
    declared: Access = view.access
    return declared


def sent(client: FlaskClient, rule: Rule, address: str, token: str = "") -> TestResponse:
    """A look, or an empty form with its token."""
    if "GET" in (rule.methods or ()):
        return client.get(address, base_url=BASE_URL)
    if rule.endpoint in SENT_BY_SCRIPT:
        return client.post(
            address, json=SENT_BY_SCRIPT[rule.endpoint], headers={"X-CSRFToken": token}, base_url=BASE_URL
        )
    return client.post(address, data={"csrf_token": token}, base_url=BASE_URL)


def token_of(pages: Pages) -> str:
    """What a form of this browser sends along, signed in or not."""
    return str(pages.get("/").forms()[0].values()["csrf_token"][0])


def signed_in(street: World, person: Person) -> tuple[FlaskClient, str]:
    pages = Pages(street.app, BASE_URL).sign_in(person)
    return pages.client, token_of(pages)


def refusals(street: World, person: Person) -> int:
    with street.app.app_context():
        mine = select(func.count()).where(AuditRow.action == "refused", AuditRow.actor_id == person.id)
        return read_session().scalar(mine) or 0


def may_open(person: Person, asked: Access, endpoint: str) -> bool:
    """Whether somebody else's object is this person's to see by office."""
    permission = asked.permission
    return permission in person.permissions and permission not in OWNERS_ONLY and endpoint not in MADE_FOR_ONE


# who may come


def test_every_route_says_who_may_come(app: Flask) -> None:
    assert all(isinstance(access_of(app, rule), Access) for rule in rules(app))


def test_a_route_that_says_nothing_does_not_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from flask import Blueprint

    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/forgotten", "page", lambda: "")
    monkeypatch.setattr("web.app.BLUEPRINTS", (*packages.BLUEPRINTS, forgotten))
    with pytest.raises(access.Undeclared, match="/forgotten"):
        create_app(app.extensions["config"])


def test_every_parameter_of_an_address_has_somebody_elses_object(street: World) -> None:
    named = {pair for rule in rules(street.app) for pair in world.PARAMETER.findall(rule.rule)}
    assert named == set(street.objects)
    assert all(len(world.PARAMETER.findall(rule.rule)) == len(rule.arguments) for rule in rules(street.app))


@pytest.mark.parametrize("role", Role)
def test_what_is_somebody_elses_is_not_there(street: World, strangers: dict[Role, Person], role: Role) -> None:
    person = strangers[role]
    client, token = signed_in(street, person)
    before, wrong = fingerprints(street.app), []
    for rule in rules(street.app):
        asked, nouns = access_of(street.app, rule), set(world.PARAMETER.findall(rule.rule))
        if asked.permission is None or may_open(person, asked, rule.endpoint) or not nouns - NOBODYS:
            continue
        logged = refusals(street, person)
        response = sent(client, rule, street.address(rule), token)
        if (response.status_code, refusals(street, person) - logged) != (404, 1):
            wrong.append((rule.endpoint, response.status_code, refusals(street, person) - logged))
    assert wrong == []
    assert fingerprints(street.app) == before


@pytest.mark.parametrize("role", Role)
def test_a_page_without_the_permission_is_not_there(street: World, strangers: dict[Role, Person], role: Role) -> None:
    """Also when the sign-in is not fresh: who may not come is not asked for a password."""
    client, token = signed_in(street, strangers[role])
    before, wrong = fingerprints(street.app), []
    with clock.moved_to(clock.now() + sessions.FRESH):
        for rule in rules(street.app):
            asked = access_of(street.app, rule)
            if asked.permission is None or (asked.permission in strangers[role].permissions and not asked.is_fresh):
                continue
            response = sent(client, rule, street.address(rule), token)
            is_asked = response.status_code in {303, 307} and "/confirm" in response.location
            if not (is_asked if asked.permission in strangers[role].permissions else response.status_code == 404):
                wrong.append((rule.endpoint, response.status_code))
    assert wrong == []
    assert fingerprints(street.app) == before


def test_who_is_signed_out_comes_to_the_door(street: World) -> None:
    pages = Pages(street.app, BASE_URL)
    token, before, wrong = token_of(pages), fingerprints(street.app), []
    for rule in rules(street.app):
        if access_of(street.app, rule).permission is None:
            continue
        response = sent(pages.client, rule, street.address(rule), token)
        if (response.status_code, "/sign-in" in response.headers.get("Location", "")) not in {
            (303, True),
            (401, False),
        }:
            wrong.append((rule.endpoint, response.status_code))
    assert wrong == []
    assert fingerprints(street.app) == before


# what changes


@pytest.mark.parametrize("who", ["victim", "clerk", "nobody"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_changes_nothing(street: World, who: str, method: str) -> None:
    client = street.app.test_client()
    if who != "nobody":
        client, _token = signed_in(street, getattr(street, who))
    before, wrong = fingerprints(street.app), []
    for rule in rules(street.app, "GET"):
        response = client.open(street.address(rule), method=method, base_url=BASE_URL)
        response.close()
        if response.status_code >= 500:
            wrong.append((rule.endpoint, response.status_code))
    assert wrong == []
    assert fingerprints(street.app) == before


@pytest.mark.parametrize("who", ["victim", "clerk", "nobody"])
def test_a_post_from_another_site_is_refused(street: World, who: str) -> None:
    client = street.app.test_client()
    if who != "nobody":
        client, _token = signed_in(street, getattr(street, who))
    before, wrong = fingerprints(street.app, but=("audit", "sign_in")), []
    for rule in rules(street.app, "POST"):
        for token in ("", "made-up"):
            response = client.post(street.address(rule), data={"csrf_token": token}, base_url=BASE_URL)
            if response.status_code != 400:
                wrong.append((rule.endpoint, response.status_code))
    assert wrong == []
    assert fingerprints(street.app, but=("audit", "sign_in")) == before


# headers


def complaints(response: TestResponse, *, is_personal: bool) -> Iterator[str]:
    """What an answer lacks (SAFETY 23)."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or ("unsafe" not in policy and "frame-ancestors 'none'" not in policy):
        yield "policy"
    if "unsafe" in policy:
        yield "unsafe"
    if headers.get("X-Content-Type-Options") != "nosniff" or headers.get("Referrer-Policy") != "no-referrer":
        yield "sniffing or referrer"
    if "max-age=63072000" not in headers.get("Strict-Transport-Security", ""):
        yield "transport"
    if is_personal and headers.get("Cache-Control") != "no-store":
        yield f"cache: {headers.get('Cache-Control')}"
    for cookie in headers.getlist("Set-Cookie"):
        if not cookie.startswith("__Host-") or not all(
            part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax")
        ):
            yield f"cookie {cookie.partition('=')[0]}"


@pytest.mark.parametrize("who", ["victim", "clerk", "nobody"])
def test_every_answer_carries_its_headers(street: World, who: str) -> None:
    client = street.app.test_client()
    if who != "nobody":
        client, _token = signed_in(street, getattr(street, who))
    wrong = []
    for rule in rules(street.app, "GET"):
        response = client.get(street.address(rule), base_url=BASE_URL)
        is_personal = access_of(street.app, rule).permission is not None or response.status_code >= 400
        wrong += [(rule.endpoint, complaint) for complaint in complaints(response, is_personal=is_personal)]
        response.close()
    assert wrong == []


def test_an_error_page_carries_them_too(tmp_path: Path, sqlite_url: str) -> None:
    app = make_app(tmp_path, sqlite_url)

    def break_down() -> str:
        raise RuntimeError("broken on purpose")

    app.add_url_rule("/broken", "broken", access.public(break_down))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    asked = [("GET", "/nowhere", 404), ("DELETE", "/help", 405), ("POST", "/sign-in", 400), ("GET", "/broken", 500)]
    for method, path, status in asked:
        response = client.open(path, method=method, base_url=BASE_URL)
        assert response.status_code == status
        assert list(complaints(response, is_personal=True)) == []
        parse(response.get_data(as_text=True))


# strange addresses


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_strange_address_is_refused_and_breaks_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    app = make_app(tmp_path, request.getfixturevalue(f"{database}_url"))
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        person = factories.person(*factories.OFFICES)
    client, token = signed_in(World(app, person, person, {}), person)
    wrong = []
    for rule in (rule for rule in rules(app) if rule.arguments or "GET" in (rule.methods or ())):
        for value in STRANGER if rule.arguments and database == "sqlite" else STRANGE:
            address = re.sub(r"<[^>]+>", value, rule.rule)
            response = sent(client, rule, f"{address}?{asked_with(value)}", token)
            if response.status_code >= 500 or (database == "sqlite" and not is_valid(response)):
                wrong.append((rule.endpoint, value[:20], response.status_code))
    assert wrong == []
    app.extensions["database"].engine.dispose()


def asked_with(value: str) -> str:
    return "&".join(f"{name}={value}" for name in QUESTIONS)


def is_valid(response: TestResponse) -> bool:
    if response.mimetype != "text/html" or response.status_code in {301, 303, 308}:
        response.close()
        return True
    try:
        parse(response.get_data(as_text=True))
    except AssertionError:
        return False
    return True
