"""Coming in: who may, how often, and what it tells to who may not."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from kernel.audit import AuditRow
from kernel.database import read_session
from kernel.errors import TooMany
from people.errors import WrongCredentials
from people.models import SignIn
from people.services import passwords, sign_in
from people.targets import safe_target
from tests import factories
from tests.pages import Pages
from tests.people.parallel import at_once

WRONG = "een heel ander wachtwoord"
BAD_TARGETS = [
    "//evil.example",
    "/\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "///evil.example",
    "https://evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "evil.example",
    "\\\\evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/ /evil.example",
    "",
]


@pytest.fixture
def person(app: Flask) -> factories.Person:
    with app.app_context():
        return factories.person()


def fill_in(pages: Pages, name: str, password: str, *, target: str = "", status: int = 303):
    page = pages.get("/sign-in", query_string={"next": target} if target else {})
    return pages.submit(page.form(), name=name, password=password, status=status, follow=False)


@pytest.mark.parametrize("name", ["email", "staff_number"])
def test_a_person_comes_in_by_e_mail_address_or_staff_number(pages: Pages, person: factories.Person, name: str) -> None:
    answer = fill_in(pages, f" {getattr(person, name).upper()} ", factories.PASSWORD)
    assert answer.response.location == "/"
    assert pages.get("/account").heading == "Mijn account"


def test_a_wrong_password_keeps_the_name_and_never_the_password(pages: Pages, person: factories.Person) -> None:
    answer = fill_in(pages, person.email, WRONG, status=422)
    fields = answer.form().values()
    assert (fields["name"], fields["password"]) == ([person.email], [""])
    assert "Dit klopt niet" in answer.text
    assert answer.root.find(".//title").text.startswith("Fout:")


def test_known_unknown_and_departed_get_the_same_page(app: Flask, person: factories.Person) -> None:
    with app.app_context():
        gone = factories.person(left_on=date(2021, 1, 1))
        invited = factories.person(password_hash=None)
    seen = set()
    for name in (person.email, gone.email, invited.email, "niemand@delinde.example"):
        answer = fill_in(Pages(app, "https://maatstaf.test"), name, WRONG, status=422)
        seen.add(answer.text.replace(name, "…"))
    assert len(seen) == 1


def test_known_and_unknown_hash_as_long(app: Flask, person: factories.Person, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    verify = passwords._hasher.verify

    def counted(password_hash: str, password: str) -> bool:
        hashed.append(password_hash)
        return verify(password_hash, password)

    monkeypatch.setattr(passwords, "_hasher", type("Counting", (), {"verify": staticmethod(counted)}))
    with app.app_context():
        for name in (person.email, "niemand@delinde.example"):
            with pytest.raises(WrongCredentials):
                sign_in.sign_in(name, WRONG, "192.0.2.1")
    settings = [found.rsplit("$", 2)[0] for found in hashed]
    assert settings == ["$argon2id$v=19$m=19456,t=2,p=1"] * 2


@pytest.mark.parametrize("target", BAD_TARGETS)
def test_next_never_leaves_the_host(target: str) -> None:
    assert safe_target(target, "/home") == "/home"


def test_after_signing_in_one_is_where_one_wanted_to_be(pages: Pages, person: factories.Person) -> None:
    door = pages.get("/account/trail?x=1", status=303, follow=False)
    answer = pages.submit(pages.get(door.response.location).form(), name=person.email, password=WRONG, status=422)
    answer = pages.submit(answer.form(), name=person.email, password=factories.PASSWORD, status=303, follow=False)
    assert answer.response.location == "/account/trail?x=1"


def test_next_to_another_host_ends_at_home(pages: Pages, person: factories.Person) -> None:
    assert fill_in(pages, person.email, factories.PASSWORD, target="//evil.example").response.location == "/"


def test_the_cookie_is_new_after_signing_in(pages: Pages, person: factories.Person) -> None:
    pages.get("/sign-in")
    with pages.client.session_transaction(base_url=pages.base_url) as cookie:
        before = cookie["csrf_token"]
        cookie["planted"] = "by somebody else"
        cookie["language"] = "en"
    fill_in(pages, person.email, factories.PASSWORD)
    with pages.client.session_transaction(base_url=pages.base_url) as cookie:
        assert cookie.get("csrf_token") != before
        assert "planted" not in cookie
        assert cookie["language"] == "en"


def test_a_post_without_token_is_refused(pages: Pages, person: factories.Person) -> None:
    given = {"name": person.email, "password": factories.PASSWORD}
    pages.post("/sign-in", given, status=400, follow=False)
    pages.get("/account", status=303, follow=False)


def test_too_many_tries_end_in_a_page_that_says_how_long(pages: Pages, person: factories.Person) -> None:
    for _ in range(8):
        fill_in(pages, person.email, WRONG, status=422)
    answer = fill_in(pages, person.email, factories.PASSWORD, status=429)
    assert int(answer.response.headers["Retry-After"]) <= 900
    assert "minuten" in answer.text


def test_tries_by_address_and_by_number_count_as_one(app: Flask, person: factories.Person) -> None:
    with app.app_context():
        for turn in range(8):
            with pytest.raises(WrongCredentials):
                sign_in.sign_in(person.email if turn % 2 else person.staff_number, WRONG, "192.0.2.1")
        with pytest.raises(TooMany):
            sign_in.sign_in_again(person.id, factories.PASSWORD, "192.0.2.1")


def test_limits_hold_under_parallel_tries(either_app: Flask) -> None:
    with either_app.app_context():
        email = factories.person().email
    got = at_once(either_app, 14, lambda: sign_in.sign_in(email, WRONG, "192.0.2.1"))
    assert sorted(type(error).__name__ for error in got) == ["TooMany"] * 6 + ["WrongCredentials"] * 8


def test_one_address_may_not_try_every_account(app: Flask) -> None:
    with app.app_context():
        for number in range(60):
            sign_in.limits.count(sign_in.limits.Limit("address:192.0.2.9", most=60, minutes=15))
            assert number < 60
        with pytest.raises(TooMany):
            sign_in.sign_in("niemand@delinde.example", WRONG, "192.0.2.9")
        with pytest.raises(WrongCredentials):
            sign_in.sign_in("niemand@delinde.example", WRONG, "192.0.2.10")


def test_coming_in_and_being_refused_leave_a_trail(app: Flask, person: factories.Person) -> None:
    with app.app_context():
        sign_in.sign_in(person.email, factories.PASSWORD, "192.0.2.1")
        with pytest.raises(WrongCredentials):
            sign_in.sign_in(person.email, WRONG, "192.0.2.1")
        rows = read_session().scalars(select(AuditRow.action).where(AuditRow.subject_id == person.id)).all()
        assert rows == ["sign_in", "sign_in.refused"]


def test_asking_for_the_door_changes_nothing(pages: Pages, app: Flask) -> None:
    for path in ("/sign-in", "/recovery", "/code", "/signed-out", "/session"):
        pages.get(path)
    with app.app_context():
        assert read_session().scalar(select(func.count()).select_from(SignIn)) == 0
