from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from kernel import jobs, outbox
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail


def letter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["To"] = to
    message["From"] = "hr@delinde.example"
    message["Subject"] = "Je training"
    message.set_content("De geheime link: https://maatstaf.test/invitation/abc")
    return message


def send(to: str) -> Mail:
    with unit_of_work() as session:
        outbox.queue(session, letter(to), kind="invitation", person_id=7)
    queued = read_session().scalars(select(Mail)).one()
    assert queued.sealed is not None
    assert b"geheime link" not in queued.sealed
    jobs.run_all()
    return read_session().scalars(select(Mail)).one()


def test_a_mail_is_delivered_after_its_transaction_and_its_words_are_forgotten(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        sent = send("noor@delinde.example")
    assert sent.sent_at is not None
    assert sent.sealed is None
    (file,) = (tmp_path / "mail").glob("*.eml")
    assert "geheime link" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_an_address_that_does_not_exist_is_seen_to_bounce(app: Flask) -> None:
    with app.app_context():
        bounced = send("noor@nergens.invalid")
    assert bounced.sent_at is None
    assert bounced.bounced_at is not None
    assert "mailbox" in (bounced.bounce_reason or "")


def test_delivering_twice_sends_once(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        send("noor@delinde.example")
        job = read_session().scalars(select(jobs.Job)).one()
        outbox.deliver(job)
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
