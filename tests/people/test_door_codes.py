"""A code by mail: for another browser, after a lost phone, and before what can't be undone."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import TooMany
from people.doorway_models import DoorCode, KnownBrowser
from people.errors import NeedsDoorCode, WrongDoorCode
from people.models import Person, SignIn
from people.services import door_codes, doorways, sessions
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages
from tests.people.doors import another, asked, begin, is_in, mailed, other_than, rows
from tests.people.parallel import at_once

HERE = "192.0.2.1"
QUIET = timedelta(minutes=16)


# another browser


def test_another_browser_comes_in_with_the_code_that_was_mailed(app: Flask, phone: Pages, secret: str) -> None:
    laptop, page = asked(app, secret)
    (code,) = mailed(app)
    assert code not in page.text
    laptop.submit(page.form("/code"), door_code=f" {code[:3]} {code[3:]} ", status=303, follow=False)
    assert is_in(laptop)
    assert is_in(phone)
    assert begin(laptop, secret).response.location == "/", "it is known from now on"


def test_a_wrong_code_says_so_and_five_of_them_end_it(app: Flask, phone: Pages, secret: str) -> None:
    laptop, page = asked(app, secret)
    (code,) = mailed(app)
    for _ in range(5):
        wrong = laptop.submit(page.form("/code"), door_code=other_than(code), status=422)
        assert "Deze code klopt niet, of is te oud" in wrong.text
    laptop.submit(page.form("/code"), door_code=code, status=422)
    assert not is_in(laptop)
    with app.app_context():
        assert read_session().scalars(select(DoorCode.tries)).one() == 5


def test_a_code_works_ten_minutes_and_once(app: Flask, phone: Pages, secret: str) -> None:
    laptop, page = asked(app, secret)
    (code,) = mailed(app)
    with clock.moved_to(clock.now() + timedelta(minutes=10, seconds=1)):
        laptop.submit(page.form("/code"), door_code=code, status=422)
    copied = laptop.client.get_cookie("__Host-session", domain="maatstaf.test")
    assert copied is not None
    laptop.submit(page.form("/code"), door_code=code, status=303, follow=False)
    replay = app.test_client(use_cookies=False).post(
        f"/welcome/{secret}/code",
        data={**page.form("/code").values(), "door_code": code},
        headers={"Cookie": f"__Host-session={copied.value}"},
        base_url=BASE_URL,
    )
    assert replay.status_code == 422
    assert rows(app, KnownBrowser) == 2


def test_a_code_is_of_the_browser_that_asked_for_it(app: Flask, phone: Pages, secret: str) -> None:
    _laptop, _page = asked(app, secret)
    thief, page = asked(app, secret)
    first, _second = mailed(app)
    thief.submit(page.form("/code"), door_code=first, status=422)
    assert not is_in(thief)


def test_the_newest_code_counts_and_who_presses_twice_gets_one_mail(app: Flask, phone: Pages, secret: str) -> None:
    laptop, page = asked(app, secret)
    again = next(form for form in page.forms() if form.action == f"/welcome/{secret}")
    laptop.submit(again)
    assert len(mailed(app)) == 1
    with clock.moved_to(clock.now() + timedelta(seconds=31)):
        page = laptop.submit(again)
        old, new = mailed(app)
        if old != new:
            laptop.submit(page.form("/code"), door_code=old, status=422)
        laptop.submit(page.form("/code"), door_code=new, status=303, follow=False)
    assert is_in(laptop)


def test_eight_that_send_the_right_code_at_once_claim_once(either_app: Flask) -> None:
    with either_app.app_context():
        secret = factories.doorway(factories.candidate())
        doorways.enter(secret, doorways.new_token(), is_own=True)
        token = doorways.new_token()
        with pytest.raises(NeedsDoorCode):
            doorways.enter(secret, token, is_own=True)
        door_codes.mail_for_claim(secret, token, HERE)
    (code,) = mailed(either_app)
    got = at_once(either_app, 4, lambda: door_codes.claim(secret, token, code, HERE, is_own=True))
    assert sorted(type(each).__name__ for each in got) == ["Entered", *["WrongDoorCode"] * 3]
    assert rows(either_app, KnownBrowser) == 2


def test_codes_are_limited_by_doorway_and_by_address(app: Flask, candidate: Person) -> None:
    with app.app_context():
        secret, token = factories.doorway(candidate), doorways.new_token()
        doorways.enter(secret, doorways.new_token(), is_own=True)
        for _ in range(5):
            door_codes.mail_for_claim(secret, token, HERE)
        with pytest.raises(TooMany):
            door_codes.mail_for_claim(secret, token, HERE)
        for number in range(15):
            with pytest.raises(WrongDoorCode):
                door_codes.claim(secret, token, "wrong", f"192.0.2.{number}", is_own=True)
        with pytest.raises(TooMany):
            door_codes.claim(secret, token, "wrong", HERE, is_own=True)
        for number in range(60):
            other = factories.doorway(factories.candidate())
            if number < 54:
                door_codes.mail_for_claim(other, token, HERE)
        with pytest.raises(TooMany):
            door_codes.mail_for_claim(other, token, HERE)


def test_the_night_lets_old_codes_go(app: Flask, phone: Pages, secret: str) -> None:
    asked(app, secret)
    with app.app_context():
        for at, left in ((clock.now(), 1), (clock.now() + timedelta(minutes=11), 0)):
            with unit_of_work() as session:
                doorways.forget_spent(session, at)
            assert rows(app, DoorCode) == left


# a lost phone


def test_a_lost_phone_is_let_go_from_the_account(app: Flask, phone: Pages, secret: str) -> None:
    laptop, page = asked(app, secret)
    laptop.submit(page.form("/code"), door_code=mailed(app)[0], status=303, follow=False)
    own = laptop.get("/account")
    assert own.text.count("Dit apparaat") == 1
    after = laptop.submit(own.form("/account/browsers/"))
    assert "alleen nog in met een code" in after.text
    assert not is_in(phone)
    assert begin(phone, secret).response.location == f"/welcome/{secret}/code"


def test_signing_out_everywhere_leaves_no_browser_known(app: Flask, phone: Pages, secret: str) -> None:
    phone.submit(phone.get("/account").form("/account/sessions/end"))
    assert begin(phone, secret).response.location == f"/welcome/{secret}/code"


def test_nobody_lets_go_of_anothers_browser(app: Flask, phone: Pages) -> None:
    with app.app_context():
        secret = factories.doorway(factories.candidate())
        mine = read_session().scalars(select(KnownBrowser.id)).one()
    stranger = another(app)
    begin(stranger, secret)
    token = stranger.get("/account").form("/sign-out").values()["csrf_token"][0]
    stranger.post(f"/account/browsers/{mine}/end", {"csrf_token": token}, status=404)
    assert is_in(phone)


# confirming


def test_a_candidate_confirms_with_a_code_and_the_form_goes_on(app: Flask, phone: Pages, secret: str) -> None:
    """`fresh=True` for somebody without a password: the code stands for it."""
    later = clock.now() + timedelta(minutes=11)
    with clock.moved_to(later):
        begin(phone, secret)
        page = phone.get("/confirm?next=/account/trail")
        assert "mailen we je eerst een code" in page.text
        assert mailed(app) == [], "a look mails nothing"
        page = phone.submit(page.form("/confirm"))
        (code,) = mailed(app)
        wrong = phone.submit(page.form("/confirm"), door_code=other_than(code), status=422)
        gone = phone.submit(wrong.form("/confirm"), door_code=code, status=303, follow=False)
        assert gone.response.location == "/account/trail"
        with app.app_context():
            newest = read_session().scalars(select(SignIn).order_by(SignIn.id.desc())).first()
            assert newest is not None
            assert sessions.is_fresh(newest)


# a page that saves by itself


def again(pages: Pages, body: Any, status: int) -> TestResponse:
    csrf = pages.get("/session").response.get_json()["csrf"]
    headers = {"X-CSRFToken": csrf, "Accept": "application/json"}
    answer = pages.client.post("/welcome/again", json=body, headers=headers, base_url=BASE_URL)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def test_a_script_comes_back_in_by_the_known_browser(app: Flask, phone: Pages, candidate: Person) -> None:
    with clock.moved_to(clock.now() + QUIET):
        assert not is_in(phone)
        state = again(phone, {"person": candidate.id}, 200).get_json()
        assert (state["signed_in"], state["person"]) == (True, candidate.id)
        assert is_in(phone)
        assert phone.post("/session/extension", {}, headers={"X-CSRFToken": state["csrf"]}).status == 200


def test_a_script_does_not_come_in_elsewhere_or_as_somebody_else(app: Flask, phone: Pages, candidate: Person) -> None:
    with app.app_context():
        other, colleague = factories.candidate(), factories.person()
    again(another(app), {"person": candidate.id}, 401)
    for body in ([], {}, {"person": "1"}, {"person": True}, {"person": 2**70}):
        again(phone, body, 400)
    again(phone, {"person": other.id}, 409)
    with clock.moved_to(clock.now() + QUIET):
        again(phone, {"person": other.id}, 401)
        phone.sign_in(colleague)
        again(phone, {"person": candidate.id}, 409)


def test_the_page_to_sign_in_knows_the_browser_and_goes_on(app: Flask, phone: Pages) -> None:
    with clock.moved_to(clock.now() + QUIET):
        door = phone.get("/account/trail")
        assert "Je hebt geen wachtwoord nodig" in door.text
        gone = phone.submit(door.form("/welcome/again"), status=303, follow=False)
        assert gone.response.location == "/account/trail"
        assert is_in(phone)
    assert "geen wachtwoord nodig" not in another(app).get("/sign-in").text
