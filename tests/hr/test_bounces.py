"""Mail that came back later or never went: seen with the person, noted by hand, and a way on."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from people import trail
from people.models import Person
from people.permissions import Role
from people.services import invitations
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages


class Down:
    """A mail server that takes nothing."""

    def send(self, _message: bytes) -> None:
        raise ConnectionRefusedError("nobody listens there")


@pytest.fixture
def hr_pages(app: Flask) -> Pages:
    with app.app_context():
        hr = factories.person(Role.HR, name="Hanna de Vries")
    return Pages(app, BASE_URL).sign_in(hr)


@pytest.fixture
def newcomer(app: Flask) -> Person:
    """Somebody whose invitation waits."""
    with app.app_context():
        person = factories.person(name="Noor Nieuw", password_hash=None)
        with unit_of_work() as session:
            invitations.invite(session, session.get_one(Person, person.id), None)
    return person


@pytest.fixture
def mail_id(app: Flask, newcomer: Person) -> int:
    """Her invitation, sent."""
    with app.app_context():
        jobs.run_all()
        return read_session().scalars(select(Mail.id).where(Mail.person_id == newcomer.id)).one()


def fail_for_good(app: Flask) -> None:
    """Let the worker try as often as it tries, at a server that is down."""
    app.extensions["mail_transport"], kept = Down(), app.extensions["mail_transport"]
    with app.app_context():
        for hours in range(1, jobs.MOST_TRIES + 2):
            with clock.moved_to(clock.now() + timedelta(hours=hours)):
                jobs.run_one()
    app.extensions["mail_transport"] = kept


def test_hr_notes_that_a_mail_came_back_and_is_led_to_another_address(
    hr_pages: Pages, newcomer: Person, mail_id: int
) -> None:
    person = hr_pages.get(f"/people/{newcomer.id}")
    assert "kwam terug" not in person.text
    asks = hr_pages.get(next(href for words, href in person.links().items() if words.startswith("Kwam deze terug?")))
    assert asks.heading == "Kwam deze mail terug?"
    noted = hr_pages.submit(asks.form("/bounce"))
    assert noted.heading == "Deze mail kwam terug"
    assert {"Vul een ander adres in", "Maak een brief"} <= set(noted.links())
    assert "De laatste mail kwam terug" in hr_pages.get(f"/people/{newcomer.id}").text
    assert "Noor Nieuw" in hr_pages.get("/people?state=bounced").text
    assert "Noor Nieuw" in hr_pages.get("/mails?state=bounced").text
    assert "Noor Nieuw" not in hr_pages.get("/mails?state=sent").text
    form = hr_pages.get(noted.links()["Vul een ander adres in"]).form("/edit")
    hr_pages.submit(form, email="noor.nieuw@delinde.example")
    assert "1 persoon krijgt een mail" in hr_pages.get("/people/invitations").text


def test_a_letter_is_the_other_way_on(hr_pages: Pages, newcomer: Person, mail_id: int) -> None:
    noted = hr_pages.submit(hr_pages.get(f"/mails/{mail_id}/bounce").form("/bounce"))
    letters = hr_pages.get(noted.links()["Maak een brief"])
    assert "Noor Nieuw" in letters.text
    hr_pages.submit(letters.form("/letters"))
    assert "Noor Nieuw" in hr_pages.get("/people?state=invited").text


def test_noting_it_twice_is_noted_once_and_the_person_reads_it(
    app: Flask, hr_pages: Pages, newcomer: Person, mail_id: int
) -> None:
    form = hr_pages.get(f"/mails/{mail_id}/bounce").form("/bounce")
    for _time in range(2):
        hr_pages.submit(form)
    with app.app_context():
        rows = select(func.count()).where(AuditRow.action == "mail.bounced", AuditRow.subject_id == newcomer.id)
        assert read_session().scalar(rows) == 1
        read = [each.message for each in trail.about(read_session(), newcomer).others]
    assert "Genoteerd dat een mail aan jou terugkwam" in read


def test_everybody_at_once_skips_who_gave_a_mail_back_but_names_them(
    app: Flask, hr_pages: Pages, newcomer: Person, mail_id: int
) -> None:
    with app.app_context():
        factories.person(name="Wim Wachter", password_hash=None)
    hr_pages.submit(hr_pages.get(f"/mails/{mail_id}/bounce").form("/bounce"))
    page = hr_pages.get("/people/invitations")
    assert "1 persoon krijgt een mail" in page.text
    assert "Van 1 persoon kwam de vorige mail terug" in page.text
    hr_pages.submit(page.form("/invitations"))
    with app.app_context():
        assert read_session().scalar(select(func.count(Mail.id)).where(Mail.person_id == newcomer.id)) == 1


def test_a_mail_that_is_not_sent_yet_can_not_have_come_back(app: Flask, hr_pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        waiting = read_session().scalars(select(Mail.id)).one()
    page = hr_pages.get(f"/mails/{waiting}/bounce")
    assert "nog niet verstuurd" in page.text
    token = page.root.find(".//body").get("data-csrf")
    hr_pages.post(f"/mails/{waiting}/bounce", {"csrf_token": token}, status=409)


def test_a_delivery_that_failed_for_good_shows_with_the_person_and_can_be_tried_again(
    app: Flask, hr_pages: Pages, newcomer: Person
) -> None:
    assert "Noor Nieuw" not in hr_pages.get("/people?state=failed").text
    fail_for_good(app)
    assert "Mail niet verstuurd" in hr_pages.get(f"/people/{newcomer.id}").text
    assert "Noor Nieuw" in hr_pages.get("/people?state=failed").text
    assert "Noor Nieuw" in hr_pages.get("/mails?state=failed").text
    assert "Noor Nieuw" not in hr_pages.get("/mails?state=queued").text
    hr_pages.submit(hr_pages.get("/mails").form("/retries"))
    with app.app_context():
        jobs.run_all()
    assert "Noor Nieuw" in hr_pages.get("/people?state=invited").text


def test_a_failed_delivery_is_seen_on_both_databases(either_app: Flask) -> None:
    from hr.queries_mails import MailState, counts, mails

    with either_app.app_context():
        person = factories.person(password_hash=None)
        with unit_of_work() as session:
            invitations.invite(session, session.get_one(Person, person.id), None)
    fail_for_good(either_app)
    with either_app.app_context():
        hr = factories.person(Role.HR)
        (row,), _paging = mails(read_session(), hr, MailState.FAILED, "", 1)
        assert row.state is MailState.FAILED
        assert counts(read_session(), hr) == {
            MailState.QUEUED: 0, MailState.FAILED: 1, MailState.SENT: 0, MailState.BOUNCED: 0
        }  # fmt: skip


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGER])
def test_who_does_not_manage_people_notes_nothing(app: Flask, pages: Pages, mail_id: int, role: Role) -> None:
    with app.app_context():
        person = factories.person(role)
    pages.sign_in(person).get(f"/mails/{mail_id}/bounce", status=404)
