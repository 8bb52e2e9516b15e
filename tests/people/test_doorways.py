"""The candidate's door: pressed by a person, bound to a browser, with a code by mail for another one."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from kernel import audit, clock
from kernel.database import Base, read_session, unit_of_work
from kernel.outbox import Mail
from people.doorway_models import DoorCode, Doorway, KnownBrowser
from people.errors import DoorwayShut
from people.models import Person, SignIn
from people.permissions import Permission, Role
from people.services import account, doorways, sessions
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages
from tests.people.doors import another, asked, begin, door_cookie, is_in, mailed, rows
from tests.people.parallel import at_once

HERE = "192.0.2.1"
QUIET = timedelta(minutes=16)


# the link


def test_a_scanner_that_opens_the_link_twenty_times_changes_nothing(app: Flask, pages: Pages, secret: str) -> None:
    for _ in range(20):
        answer = app.test_client().get(f"/welcome/{secret}", base_url=BASE_URL)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "__Host-door" not in str(answer.headers)
    assert app.test_client().head(f"/welcome/{secret}", base_url=BASE_URL).status_code == 200
    assert (rows(app, KnownBrowser), rows(app, SignIn), rows(app, DoorCode), rows(app, Mail)) == (0, 0, 0, 0)
    page = pages.get(f"/welcome/{secret}")
    assert "Zorggroep De Linde nodigt je uit" in page.text
    assert len(list(page.root.find(".//main").iter("form"))) == 1


def test_the_one_button_lets_a_candidate_in_without_a_password(app: Flask, pages: Pages, secret: str) -> None:
    gone = begin(pages, secret)
    assert gone.response.location == "/"
    own = pages.get("/account")
    assert "Karim Kandidaat" in own.text
    assert "Wachtwoord" not in own.text
    assert pages.get("/account/trail").status == 200
    pages.get("/account/password", status=404)
    assert (rows(app, KnownBrowser), rows(app, SignIn)) == (1, 1)


def test_a_link_leads_on_to_the_page_that_it_was_made_for(app: Flask, pages: Pages, candidate: Person) -> None:
    with app.app_context():
        secret = factories.doorway(candidate, path="/account/trail")
    assert begin(pages, secret).response.location == "/account/trail"


def test_the_cookie_lasts_as_long_as_the_doorway_and_is_of_this_host(app: Flask, pages: Pages, secret: str) -> None:
    cookie = door_cookie(begin(pages, secret).response)
    parts = {part.strip().partition("=")[0] for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "Path", "SameSite", "Expires"} <= parts
    assert "Domain" not in parts
    assert "SameSite=Lax" in cookie
    with app.app_context():
        until = read_session().scalars(select(Doorway.expires_at)).one()
        kept = read_session().scalars(select(KnownBrowser.token_hash)).one()
    assert until.strftime("%d %b %Y %H:%M:%S") in cookie
    token = cookie.partition("=")[2].partition(";")[0]
    assert kept == doorways.hash_of(token), "only its hash is kept"


def test_a_link_expires_and_can_be_withdrawn(app: Flask, phone: Pages, candidate: Person, secret: str) -> None:
    with clock.moved_to(clock.now() + timedelta(days=28, seconds=1)):
        assert another(app).get(f"/welcome/{secret}", status=410).heading == "Deze link werkt niet meer"
    assert is_in(phone)
    with app.app_context(), unit_of_work() as session:
        assert doorways.withdraw(session, session.get_one(Person, candidate.id)) == 1
        assert doorways.withdraw(session, session.get_one(Person, candidate.id)) == 0
    assert not is_in(phone), "who is inside is out at once"
    for path in (f"/welcome/{secret}", f"/welcome/{secret}/code"):
        another(app).get(path, status=410)
    form = another(app)
    token = form.get("/sign-in").form().values()["csrf_token"][0]
    form.post(f"/welcome/{secret}", {"csrf_token": token}, status=410)
    form.post(f"/welcome/{secret}/code", {"csrf_token": token, "door_code": "123456"}, status=410)


def test_a_session_ends_with_its_doorway(app: Flask, pages: Pages, candidate: Person) -> None:
    with app.app_context():
        secret = factories.doorway(candidate, expires_at=clock.now() + timedelta(minutes=5))
    begin(pages, secret)
    assert is_in(pages)
    with clock.moved_to(clock.now() + timedelta(minutes=5, seconds=1)):
        assert not is_in(pages)


def test_a_forgotten_candidate_comes_in_no_more(app: Flask, phone: Pages, candidate: Person, secret: str) -> None:
    with app.app_context(), unit_of_work() as session:
        person = session.get_one(Person, candidate.id)
        person.name, person.email, person.forgotten_at = "", None, clock.now()
        audit.record(session, "test", actor=None)
    assert not is_in(phone)
    phone.get(f"/welcome/{secret}", status=410)


def test_an_address_that_changes_shuts_the_links_that_were_mailed_to_the_old_one(
    app: Flask, phone: Pages, candidate: Person, secret: str
) -> None:
    with app.app_context(), unit_of_work() as session:
        person = session.get_one(Person, candidate.id)
        old, person.email = person.email, "karim2@post.example"
        account.address_changed(session, person, old)
        audit.record(session, "test", actor=None)
    assert not is_in(phone)
    phone.get(f"/welcome/{secret}", status=410)


# the same browser


def test_a_known_browser_comes_in_again_at_once_after_a_quiet_quarter(app: Flask, phone: Pages, secret: str) -> None:
    with clock.moved_to(clock.now() + QUIET):
        assert not is_in(phone)
        page = phone.get(f"/welcome/{secret}")
        assert "Fijn dat je er weer bent" in page.text
        phone.submit(page.form(), status=303, follow=False)
        assert is_in(phone)
    assert (rows(app, KnownBrowser), rows(app, DoorCode)) == (1, 0)


def test_coming_back_proves_the_browser_and_not_the_person(app: Flask, phone: Pages, secret: str) -> None:
    def is_fresh() -> bool:
        with app.app_context():
            newest = read_session().scalars(select(SignIn).order_by(SignIn.id.desc())).first()
            return newest is not None and sessions.is_fresh(newest)

    assert is_fresh()
    begin(phone, secret)
    assert not is_fresh()


def test_signing_out_keeps_ones_own_browser_known(app: Flask, phone: Pages, secret: str) -> None:
    phone.submit(phone.get("/account").form("/sign-out"))
    assert not is_in(phone)
    begin(phone, secret)
    assert is_in(phone)


def test_signing_out_forgets_a_browser_that_is_not_ones_own(app: Flask, pages: Pages, secret: str) -> None:
    cookie = door_cookie(begin(pages, secret, is_borrowed="y").response)
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    pages.submit(pages.get("/account").form("/sign-out"))
    assert begin(pages, secret).response.location == f"/welcome/{secret}/code"


def test_a_browser_that_is_not_ones_own_is_known_for_four_hours(app: Flask, pages: Pages, secret: str) -> None:
    begin(pages, secret, is_borrowed="y")
    with clock.moved_to(clock.now() + timedelta(hours=3)):
        assert begin(pages, secret).response.location == "/"
    with clock.moved_to(clock.now() + timedelta(hours=4, seconds=1)):
        assert not is_in(pages)
        assert begin(pages, secret).response.location == f"/welcome/{secret}/code"


def test_a_second_link_of_the_same_person_knows_the_browser_and_keeps_it_longer(
    app: Flask, phone: Pages, candidate: Person
) -> None:
    with app.app_context():
        later = factories.doorway(candidate, expires_at=clock.now() + timedelta(days=60))
    assert begin(phone, later).response.location == "/"
    assert rows(app, KnownBrowser) == 1
    with clock.moved_to(clock.now() + timedelta(days=40)):
        assert begin(phone, later).response.location == "/"
    assert begin(another(app), later).response.location == f"/welcome/{later}/code"


def test_a_sent_twice_claim_is_one_browser(app: Flask, pages: Pages, secret: str) -> None:
    form = pages.get(f"/welcome/{secret}").form()
    cookie = pages.client.get_cookie("__Host-session", domain="maatstaf.test")
    assert cookie is not None

    def press() -> tuple[int, str]:
        client = app.test_client(use_cookies=False)
        headers = {"Cookie": f"__Host-session={cookie.value}"}
        answer = client.post(form.action, data=form.values(), headers=headers, base_url=BASE_URL)
        return answer.status_code, answer.location

    assert at_once(app, 8, press) == [(303, "/")] * 8
    assert (rows(app, KnownBrowser), rows(app, DoorCode)) == (1, 0)


def test_of_eight_browsers_at_once_one_is_the_first(either_app: Flask) -> None:
    with either_app.app_context():
        secret = factories.doorway(factories.candidate())
    got = at_once(either_app, 8, lambda: doorways.enter(secret, doorways.new_token(), is_own=True))
    assert sorted(type(each).__name__ for each in got) == ["Entered", *["NeedsDoorCode"] * 7]
    assert rows(either_app, KnownBrowser) == 1


def test_what_was_planted_in_a_browser_before_is_not_what_it_is_known_by(pages: Pages, secret: str) -> None:
    pages.get(f"/welcome/{secret}")
    with pages.client.session_transaction(base_url=BASE_URL) as cookie:
        planted = cookie["offered"]
    known_by = door_cookie(begin(pages, secret).response).partition("=")[2].partition(";")[0]
    assert known_by != planted


# who works here


def test_who_works_here_is_led_to_the_password(app: Flask, pages: Pages) -> None:
    with app.app_context():
        colleague = factories.person(name="Ina Intern")
        secret = factories.doorway(colleague, path="/account/trail")
    page = pages.get(f"/welcome/{secret}")
    assert "Je werkt bij Zorggroep De Linde" in page.text
    assert list(page.root.find(".//main").iter("form")) == []
    assert page.links()["Naar aanmelden"] == "/sign-in?next=/account/trail"
    token = pages.get("/sign-in").form().values()["csrf_token"][0]
    gone = pages.post(f"/welcome/{secret}", {"csrf_token": token}, status=303, follow=False)
    assert gone.response.location == "/sign-in?next=/account/trail"
    assert (rows(app, KnownBrowser), rows(app, SignIn)) == (0, 0)


def test_who_left_comes_in_as_a_candidate_with_none_of_their_old_rights(app: Flask, pages: Pages) -> None:
    with app.app_context():
        gone = factories.person(Role.HR, Role.ADMINISTRATOR, left_on=clock.now().date() - timedelta(days=1))
        secret = factories.doorway(gone)
    begin(pages, secret)
    assert is_in(pages)
    for path in ("/desk", "/people", "/home", "/roles"):
        assert pages.client.get(path, base_url=BASE_URL).status_code == 404, path
    with app.app_context():
        token = factories.doorways.enter(factories.doorway(factories.candidate()), "x", is_own=True).session
        assert sessions.find(read_session(), token).person.roles == {Role.CANDIDATE}  # type: ignore[union-attr]


def test_who_is_hired_is_out_and_comes_in_by_password_from_then_on(
    app: Flask, phone: Pages, candidate: Person, secret: str
) -> None:
    with app.app_context(), unit_of_work() as session:
        session.get_one(Person, candidate.id).started_on = clock.now().date()
        audit.record(session, "test", actor=None)
    assert not is_in(phone)
    assert "Meld je aan" in phone.get(f"/welcome/{secret}").text


# nothing leaks


def test_secrets_and_codes_are_in_no_log_no_table_and_no_trail(
    app: Flask, phone: Pages, secret: str, capfd: pytest.CaptureFixture[str]
) -> None:
    laptop, page = asked(app, secret)
    (code,) = mailed(app)
    laptop.submit(page.form("/code"), door_code=code, status=303, follow=False)
    token = laptop.client.get_cookie("__Host-door", domain="maatstaf.test")
    assert token is not None
    app.logger.error("GET %s", f"/welcome/{secret}/code")
    said = "".join(capfd.readouterr())
    assert "/welcome/…" in said
    with app.extensions["database"].engine.connect() as connection:
        stored = "".join(
            str(connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in Base.metadata.tables
        )
    for hidden in (secret, token.value):
        assert hidden not in said
        assert hidden not in stored
    assert code not in said
    with app.app_context():
        assert all(code not in mail.subject for mail in read_session().scalars(select(Mail)))


def test_a_candidate_has_an_account_and_takes_part_and_nothing_else(app: Flask, candidate: Person) -> None:
    assert candidate.permissions == {Permission.OWN_ACCOUNT, Permission.TAKE_PART}
    with app.app_context(), pytest.raises(DoorwayShut):
        doorways.find(read_session(), "no such secret")
