"""Mail that leaves the house, against a server that answers: to whom, over what line, and what a refusal means."""

import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import select

from kernel import jobs, outbox
from kernel.database import read_session, unit_of_work
from kernel.outbox import Bounced, Mail, SmtpTransport
from people import mails
from people.models import Organisation, Person
from tests.kernel.smtp import mail_server


def letter(to: str = "noor@delinde.example", sender: str = "hr@delinde.example") -> bytes:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, sender, "Je training"
    message.set_content("Regel één.\n.begint met een punt\nDe link: https://maatstaf.test/invitation/abc")
    return message.as_bytes(policy=policy.SMTP)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost, and its key, that no computer trusts yet."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_mail_arrives_as_it_was_written() -> None:
    with mail_server() as desk:
        SmtpTransport(f"smtp://{desk.address}").send(letter())
    ((sender, recipients, said),) = desk.mails
    assert sender == "<hr@delinde.example>"
    assert recipients == ["<noor@delinde.example>"]
    assert b"\r\n..begint met een punt\r\n" in said
    assert b"https://maatstaf.test/invitation/abc" in said


@pytest.mark.parametrize("refusal", ["550 5.1.1 no such user", "551 moved", "553 mailbox name not allowed"])
def test_an_address_that_the_server_does_not_know_bounces(refusal: str) -> None:
    with mail_server() as desk:
        desk.refusals["noor@"] = refusal
        with pytest.raises(Bounced, match=refusal):
            SmtpTransport(f"smtp://{desk.address}").send(letter())
    assert desk.mails == []


@pytest.mark.parametrize("refusal", ["450 mailbox busy", "451 greylisted", "554 relay access denied"])
def test_another_refusal_is_tried_again(app: Flask, refusal: str) -> None:
    with mail_server() as desk, app.app_context():
        app.extensions["mail_transport"] = SmtpTransport(f"smtp://{desk.address}")
        desk.refusals["noor@"] = refusal
        message = EmailMessage()
        message["To"], message["From"], message["Subject"] = "noor@delinde.example", "hr@delinde.example", "Je training"
        with unit_of_work() as session:
            outbox.queue(session, message, kind="invitation", person_id=None)
        jobs.run_one()
        waiting = read_session().scalars(select(Mail)).one()
        assert waiting.bounced_at is None
        assert waiting.sent_at is None
        assert waiting.sealed is not None
        assert "noor" not in str(read_session().scalars(select(jobs.Job.error)).one())


@pytest.mark.parametrize(
    "header",
    ["noor@delinde.example,\r\n dief@elders.example", "noor@delinde.example\r\nBcc: dief@elders.example"],
)
def test_a_mail_goes_to_one_address_whatever_its_header_says(header: str) -> None:
    raw = letter().replace(b"To: noor@delinde.example", b"To: " + header.encode())
    with mail_server() as desk:
        SmtpTransport(f"smtp://{desk.address}").send(raw)
    assert desk.mails[0][1] == ["<noor@delinde.example>"]


@pytest.mark.parametrize("name", ["Noor\r\nBcc: dief@elders.example", "Noor\nBcc: dief@elders.example", "Noor\rx"])
def test_no_name_or_address_or_subject_can_add_a_header(app: Flask, name: str) -> None:
    with app.app_context(), unit_of_work() as session:
        organisation = session.get_one(Organisation, 1)
        person = Person(name=name, email="noor@delinde.example", language="nl")
        message = mails.compose(organisation, person, "password_changed")
        assert message["Bcc"] is None
        assert message["To"].addresses[0].addr_spec == "noor@delinde.example"
        assert message["To"].addresses[0].display_name == " ".join(name.split())
        person.name = "Noor"
        with pytest.raises(ValueError, match=r"CR or LF|linefeed|Invalid|invalid"):
            mails.compose(organisation, person, "password_changed", to=f"noor@delinde.example{name[4:]}")
        session.rollback()


def test_a_password_goes_over_an_encrypted_line(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(tls) as desk:
        SmtpTransport(f"smtp://hr:geheim@{desk.address}").send(letter())
    ((_words, was_safe),) = desk.sign_ins
    assert was_safe
    assert len(desk.mails) == 1


def test_a_server_that_cannot_say_who_it_is_gets_nothing(tls: ssl.SSLContext) -> None:
    for start in ("smtp://", "smtp://hr:geheim@"):
        with mail_server(tls) as desk:
            with pytest.raises(ssl.SSLCertVerificationError):
                SmtpTransport(start + desk.address).send(letter())
            assert desk.mails == []
            assert desk.sign_ins == []


def test_a_password_is_not_said_to_a_server_without_encryption() -> None:
    with mail_server() as desk:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            SmtpTransport(f"smtp://hr:geheim@{desk.address}").send(letter())
        assert desk.sign_ins == []
        assert desk.mails == []
