"""Mails say who writes, in the reader's language, with links to the fixed address only."""

from email import message_from_bytes, policy

import pytest
from flask import Flask

from kernel import jobs
from people import mails
from people.models import Organisation, Person
from people.services import invitations
from tests import factories

KINDS = ["invitation", "recovery", "password_changed"]


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    return Organisation(
        name="Zorg & Co <Linde>, Ede",
        base_url="https://maatstaf.test/",
        accent="#1f6f63",
        mail_from="hr@delinde.example",
        help_contact="HR, toestel 12",
        zone_name="Europe/Amsterdam",
    )


def person(**values: str) -> Person:
    return Person(**{"name": "Noor “N.” Jansen", "email": "noor@delinde.example", "language": "nl", **values})


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_says_the_same_as_text_and_as_html(app: Flask, organisation: Organisation, kind: str) -> None:
    with app.app_context():
        mail = mails.compose(organisation, person(), kind, link="https://maatstaf.test/x", until="1 mei 2027, 12:00")
    mail = message_from_bytes(mail.as_bytes(), policy=policy.default)
    text, html = (mail.get_body((part,)).get_content() for part in ("plain", "html"))
    assert "Zorg & Co <Linde>, Ede" in text
    assert "Zorg &amp; Co &lt;Linde&gt;, Ede" in html
    for part in (text, html):
        assert "https://maatstaf.test/x" in part
        assert "toestel 12" in part
    assert "\n\n\n" not in text
    assert not any(fetched in html for fetched in ("<img", "<link", "<script", "url("))


def test_a_mail_comes_from_an_address_that_is_read(app: Flask, organisation: Organisation) -> None:
    with app.app_context():
        mail = mails.compose(organisation, person(), "recovery", link="x", until="y")
    assert mail["From"].addresses[0].addr_spec == "hr@delinde.example"
    assert mail["From"].addresses[0].display_name == organisation.name
    assert mail["To"].addresses[0].addr_spec == "noor@delinde.example"


def test_before_that_address_is_set_mail_comes_from_our_own_host(organisation: Organisation) -> None:
    organisation.mail_from = ""
    assert mails.sender(organisation).addr_spec == "maatstaf@maatstaf.test"


def test_a_mail_speaks_the_readers_language(app: Flask, organisation: Organisation) -> None:
    with app.app_context():
        mail = mails.compose(organisation, person(language="en"), "recovery", link="x", until="y")
    assert '<html lang="en">' in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("name", ["Noor\r\nBcc: een@ander.example", "Noor\nJansen"])
def test_a_name_adds_no_header(app: Flask, organisation: Organisation, name: str) -> None:
    with app.app_context():
        mail = mails.compose(organisation, person(name=name), "recovery", link="x", until="y")
    assert mail["To"].addresses[0].display_name == " ".join(name.split())
    assert mail["Bcc"] is None


def test_who_has_no_address_gets_none(app: Flask) -> None:
    with app.app_context():
        somebody = factories.person(email=None)
        with factories.unit_of_work() as session:
            assert mails.send(session, somebody, "recovery", until="y") is None


def test_a_file_goes_along(app: Flask) -> None:
    with app.app_context():
        somebody = factories.person()
        file = mails.Attached("verklaring.txt", "text/plain", b"beloofd")
        with factories.unit_of_work() as session:
            mails.send(session, somebody, "recovery", until="y", attached=[file])
        jobs.run_all()
        (path,) = app.extensions["mail_transport"].folder.glob("*.eml")
    (found,) = message_from_bytes(path.read_bytes(), policy=policy.default).iter_attachments()
    assert (found.get_filename(), found.get_content().strip()) == ("verklaring.txt", "beloofd")


def test_who_forgot_the_password_does_not_wait_for_all_other_mail(app: Flask) -> None:
    with app.app_context():
        people = [factories.person() for _ in range(4)]
        with factories.unit_of_work() as session:
            for each in people[1:]:
                invitations.invite(session, session.get_one(Person, each.id), None)
        invitations.ask_recovery(str(people[0].email), "192.0.2.1")
        assert jobs.run_one(jobs.POST)
        assert jobs.run_one(jobs.POST)
        (first,) = app.extensions["mail_transport"].folder.glob("*.eml")
        assert str(people[0].email) in first.read_text()
