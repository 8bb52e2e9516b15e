"""Mail: queued inside the transaction it belongs to, delivered after it.

The words are sealed until they are sent and gone afterwards, for a mail may carry a link that opens an
account. What stays is who got what kind of mail, and when.
"""

import os
import smtplib
import ssl
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, Index, LargeBinary, String, Text, cast, exists, func, literal, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock, jobs
from kernel.database import Base, Key, read_session, unit_of_work
from kernel.jobs import Priority
from kernel.secrets import master_key, seal, unseal

NO_SUCH_MAILBOX = {550, 551, 553}  # RFC 5321 4.2.3, said of a recipient; other refusals may be our own fault
MOST_WAIT = timedelta(minutes=30)
WAITING = text("sealed IS NOT NULL")


class Mail(Base):
    """One mail to one person: queued, then sent or bounced; some bounce after they were sent."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_waiting", "queued_at", sqlite_where=WAITING, postgresql_where=WAITING),)
    audited = False

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    about: Mapped[str] = mapped_column(String(120), default="", index=True)
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    bounced_at: Mapped[datetime | None]
    bounce_reason: Mapped[str | None] = mapped_column(Text)


class Bounced(Exception):
    """The receiving side refused for good: the address is wrong."""


class Transport(Protocol):
    def send(self, message: bytes) -> None:
        """Deliver a message (RFC 5322), or raise: `Bounced` when trying again is of no use."""


def queue(
    session: Session,
    message: EmailMessage,
    *,
    kind: str,
    person_id: int | None,
    about: str = "",
    priority: Priority = Priority.MAIL,
) -> Mail:
    """Queue `message` in this transaction; `about` is the noun:key it concerns."""
    mail = Mail(kind=kind, person_id=person_id, subject=message["Subject"], about=about, queued_at=clock.now())
    session.add(mail)
    session.flush()
    message["Date"] = format_datetime(mail.queued_at)
    message["Message-ID"] = make_msgid(str(mail.id), "maatstaf.invalid")
    mail.sealed = seal(_mail_key(), message.as_bytes(policy=policy.SMTP), f"mail:{mail.id}")
    jobs.enqueue(session, "deliver_mail", {"mail": mail.id}, key=f"mail:{mail.id}", priority=priority)
    return mail


def has_failed() -> ColumnElement[bool]:
    """Of a `Mail`: it was tried as often as we try, and nobody took it; trying again by hand may still help."""
    tried = exists().where(jobs.Job.key == literal("mail:") + cast(Mail.id, String), jobs.Job.failed_at.is_not(None))
    return Mail.sent_at.is_(None) & Mail.bounced_at.is_(None) & tried


def _mail_key() -> bytes:
    return master_key().derive("mail")


@jobs.handles("deliver_mail")
def deliver(job: jobs.Job) -> None:
    """Send one mail and forget its words."""
    mail = read_session().get_one(Mail, job.payload["mail"])
    if mail.sealed is None:
        return
    text = unseal(_mail_key(), mail.sealed, f"mail:{mail.id}")
    transport: Transport = current_app.extensions["mail_transport"]
    reason = None
    try:
        transport.send(text)
    except Bounced as bounced:
        reason = str(bounced)
    with unit_of_work() as session:
        row = session.get_one(Mail, mail.id)
        row.sealed = None
        row.sent_at, row.bounced_at = (None, clock.now()) if reason else (clock.now(), None)
        row.bounce_reason = reason


def stands_still(session: Session) -> bool:
    """Whether a mail waits for long, and none has left since it was queued."""
    waits = exists().where(Mail.sealed.is_not(None), Mail.queued_at < clock.now() - MOST_WAIT)
    last_sent = session.scalar(select(func.max(Mail.sent_at)))
    since = waits if last_sent is None else waits.where(Mail.queued_at > last_sent)
    return bool(session.scalar(select(since)))


def _headers(message: bytes) -> Message:
    """The headers alone, read the quick way: nothing here looks inside."""
    return BytesHeaderParser(policy=policy.compat32).parsebytes(message)


def _address(header: str) -> str:
    return parseaddr(header)[1]


class FolderTransport:
    """Writes each mail as a file: for the demo and for tests. Addresses in .invalid bounce (RFC 2606)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, message: bytes) -> None:
        headers = _headers(message)
        if _address(headers["To"]).endswith(".invalid"):
            raise Bounced("550 5.1.1 no such mailbox")
        name = headers["Message-ID"].strip("<>").split("@")[0]
        temporary = self.folder / f".{name}"
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message)
        temporary.rename(self.folder / f"{name}.eml")


class SmtpTransport:
    """Hands mail to a server: smtp://user:password@host:port, or smtps:// for TLS from the start."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def send(self, message: bytes) -> None:
        headers = _headers(message)
        with self._connected() as server:
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            try:
                server.sendmail(_address(headers["From"]), [_address(headers["To"])], message)
            except smtplib.SMTPRecipientsRefused as refused:
                code, words = next(iter(refused.recipients.values()))
                if code in NO_SUCH_MAILBOX:
                    raise Bounced(f"{code} {words.decode(errors='replace')}") from refused
                raise smtplib.SMTPResponseException(code, "the mailbox was refused") from None

    def _connected(self) -> smtplib.SMTP:
        """A connection whose other end is who it says; a password is never sent in the clear."""
        host, port, context = self.parts.hostname or "localhost", self.parts.port or 0, ssl.create_default_context()
        if self.parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=20, context=context)
        server = smtplib.SMTP(host, port, timeout=20)
        server.ehlo()
        if server.has_extn("starttls") or self.parts.username:
            server.starttls(context=context)
        return server


def transport_for(address: str) -> Transport:
    """From a setting: an smtp(s):// address, or else a folder."""
    if address.startswith(("smtp://", "smtps://")):
        return SmtpTransport(address)
    return FolderTransport(Path(address))
