"""Staying and leaving: when a session ends, a copy of its cookie is dead too."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from hr.services import exports
from kernel import clock
from kernel.database import read_session, unit_of_work
from people import access
from people.errors import WrongCode, WrongCredentials
from people.models import SignIn
from people.permissions import Role
from people.services import invitations, sign_in
from tests import factories
from tests.pages import Pages
from tests.people.test_invitations import letter

HOST = "https://maatstaf.test"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def person(app: Flask) -> factories.Person:
    with app.app_context():
        return factories.person()


@pytest.fixture
def copied(app: Flask, pages: Pages, person: factories.Person) -> Pages:
    """Another browser with a copy of the cookie of `pages`."""
    pages.sign_in(person)
    pages.get("/account")
    thief = Pages(app, HOST)
    value = pages.client.get_cookie("__Host-session", domain="maatstaf.test").value
    thief.client.set_cookie("__Host-session", value, domain="maatstaf.test", secure=True)
    assert is_in(thief)
    return thief


def is_in(pages: Pages) -> bool:
    answer = pages.client.get("/account", base_url=HOST)
    assert answer.status_code in {200, 303}
    return answer.status_code == 200


def test_a_copied_cookie_is_dead_after_sign_out(pages: Pages, copied: Pages) -> None:
    answer = pages.submit(pages.get("/account").form("/sign-out"), status=303, follow=False)
    assert answer.response.headers["Clear-Site-Data"] == '"cache"'
    assert answer.response.location == "/signed-out"
    assert not is_in(pages)
    assert not is_in(copied)


def test_a_copied_cookie_is_dead_after_a_new_password(pages: Pages, copied: Pages) -> None:
    form = pages.get("/account/password").form()
    pages.submit(form, current=factories.PASSWORD, password="een andere lange zin 12")
    assert is_in(pages)
    assert not is_in(copied)


def test_signing_out_everywhere_ends_this_browser_too(pages: Pages, copied: Pages) -> None:
    pages.submit(pages.get("/account").form("/account/sessions/end"))
    assert not is_in(pages)
    assert not is_in(copied)


def test_a_session_ends_a_quarter_after_the_last_page(pages: Pages, person: factories.Person) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
    with clock.moved_to(NOON + timedelta(minutes=14, seconds=59)):
        assert is_in(pages)
    with clock.moved_to(NOON + timedelta(minutes=29)):
        assert is_in(pages)
    with clock.moved_to(NOON + timedelta(minutes=44)):
        assert not is_in(pages)


def test_a_session_ends_after_twelve_hours_however_busy(pages: Pages, person: factories.Person) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
    for quarter in range(1, 12 * 6):
        with clock.moved_to(NOON + timedelta(minutes=10 * quarter)):
            assert is_in(pages)
    with clock.moved_to(NOON + timedelta(hours=12)):
        assert not is_in(pages)


def test_extending_starts_the_quarter_again(pages: Pages, person: factories.Person) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
        token = pages.get("/session").response.get_json()["csrf"]
    with clock.moved_to(NOON + timedelta(minutes=14)):
        answer = pages.post("/session/extension", {}, headers={"X-CSRFToken": token})
        assert answer.response.get_json()["seconds_left"] == 900
    with clock.moved_to(NOON + timedelta(minutes=28)):
        assert is_in(pages)


def test_extending_without_script_goes_back_to_the_page(pages: Pages, person: factories.Person) -> None:
    pages.sign_in(person)
    token = pages.get("/session").response.get_json()["csrf"]
    given = {"csrf_token": token, "next": "/account"}
    answer = pages.post(
        "/session/extension", given, status=303, follow=False, headers={"Accept": "text/html,*/*;q=0.8"}
    )
    assert answer.response.location == "/account"


def test_asking_for_the_state_does_not_lengthen_it(pages: Pages, person: factories.Person) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
    for minute in (5, 10, 14):
        with clock.moved_to(NOON + timedelta(minutes=minute)):
            state = pages.get("/session").response
            assert state.get_json()["seconds_left"] == (15 - minute) * 60
            assert state.headers["Cache-Control"] == "no-store"
    with clock.moved_to(NOON + timedelta(minutes=16)):
        assert pages.get("/session").response.get_json()["signed_in"] is False


def test_a_page_that_follows_a_job_does_not_lengthen_the_session(app: Flask, pages: Pages) -> None:
    with app.app_context(), clock.moved_to(NOON):
        hr = factories.person(Role.HR)
        with unit_of_work() as session:
            job = exports.order(session, "register", "csv", {}, "nl", actor=hr.id)
        pages.sign_in(hr)
    for minute in (5, 10, 14):
        with clock.moved_to(NOON + timedelta(minutes=minute)):
            asked = pages.get(f"/exports/{job.id}", headers={"Accept": "application/json"})
            assert asked.response.get_json()["state"] == "waiting"
    with clock.moved_to(NOON + timedelta(minutes=15)):
        assert not is_in(pages)


def seen_at(app: Flask) -> datetime:
    with app.app_context():
        return read_session().scalars(select(SignIn.seen_at)).one()


def test_that_somebody_was_here_is_written_once_a_minute(app: Flask, pages: Pages, person: factories.Person) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
    for seconds, written in ((59, 0), (60, 60), (119, 60), (120, 120)):
        with clock.moved_to(NOON + timedelta(seconds=seconds)):
            pages.get("/account")
            assert seen_at(app) == NOON + timedelta(seconds=written)


def test_a_page_promises_no_more_time_than_the_session_has(pages: Pages, person: factories.Person) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
    with clock.moved_to(NOON + timedelta(seconds=59)):
        body = pages.get("/account").root.find(".//body")
        assert (body.get("data-idle-seconds"), body.get("data-warn-seconds")) == ("841", "721")


def test_a_page_is_read_while_another_process_holds_the_database(
    app: Flask, pages: Pages, person: factories.Person, tmp_path: Path
) -> None:
    with clock.moved_to(NOON):
        pages.sign_in(person)
    other = sqlite3.connect(tmp_path / "maatstaf.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with clock.moved_to(NOON + timedelta(minutes=14)):
        assert is_in(pages)
    other.execute("ROLLBACK")
    assert seen_at(app) == NOON


LAST_DAY = date(2026, 11, 22)
MIDNIGHT_IN_AMSTERDAM = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def test_a_leavers_session_ends_with_the_day_of_the_organisation(app: Flask, pages: Pages) -> None:
    with app.app_context():
        leaver = factories.person(left_on=LAST_DAY)
    with clock.moved_to(MIDNIGHT_IN_AMSTERDAM - timedelta(minutes=1)):
        pages.sign_in(leaver)
        assert is_in(pages)
    with clock.moved_to(MIDNIGHT_IN_AMSTERDAM):
        assert not is_in(pages)


def test_a_leaver_comes_in_until_the_day_of_the_organisation_ends(app: Flask) -> None:
    with app.app_context():
        leaver = factories.person(left_on=LAST_DAY)
        with clock.moved_to(MIDNIGHT_IN_AMSTERDAM - timedelta(minutes=1)):
            code = letter(leaver)
            assert sign_in.sign_in(leaver.email, factories.PASSWORD, "192.0.2.1")
        with clock.moved_to(MIDNIGHT_IN_AMSTERDAM):
            with pytest.raises(WrongCredentials):
                sign_in.sign_in(leaver.email, factories.PASSWORD, "192.0.2.1")
            with pytest.raises(WrongCredentials):
                sign_in.sign_in_again(leaver.id, factories.PASSWORD, "192.0.2.1")
            with pytest.raises(WrongCode):
                invitations.redeem_code(leaver.staff_number, code, "een heel ander wachtwoord", "192.0.2.1")


def test_what_is_dangerous_asks_for_the_password_again(
    pages: Pages, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        hr = factories.person(Role.HR)
    fresh = access.Access(access.Permission.LEARN, is_fresh=True)
    monkeypatch.setattr(app.view_functions["people.my_trail"], "access", fresh)
    with clock.moved_to(NOON):
        pages.sign_in(hr)
    with clock.moved_to(NOON + timedelta(minutes=10)):
        asked = pages.get("/account/trail")
        assert asked.heading == "Ben jij het nog?"
        pages.submit(asked.form(), password="een verkeerd wachtwoord", status=422)
        on = pages.submit(asked.form(), password=factories.PASSWORD)
        assert on.response.request.path == "/account/trail"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("host", ["evil.example", "maatstaf.test.evil.example", "evil.example:443"])
def test_a_forged_host_is_refused(app: Flask, method: str, host: str) -> None:
    answer = app.test_client().open("/sign-in", method=method, base_url=f"https://{host}")
    assert answer.status_code == 400
    assert "evil" not in answer.get_data(as_text=True)


def test_a_forged_forwarded_host_is_refused(app: Flask) -> None:
    forged = {"X-Forwarded-Host": "evil.example"}
    assert app.test_client().get("/sign-in", base_url=HOST, headers=forged).status_code == 400
