"""Mail that waits, went out or came back, and work that failed: never the words of a mail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from assess.models import Application
from assess.queries.rivals import is_no_rival
from kernel.errors import NotFound
from kernel.jobs import Job
from kernel.outbox import Mail, has_failed
from kernel.paging import Paging, page_of
from people.models import Person


class MailState(StrEnum):
    """What became of a mail."""

    QUEUED = "queued"
    FAILED = "failed"
    SENT = "sent"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail to one person, without its words."""

    id: int
    subject: str
    person_id: int | None
    name: str | None
    state: MailState
    at: datetime
    reason: str | None


_IN_STATE: dict[MailState, ColumnElement[bool]] = {
    MailState.QUEUED: Mail.sent_at.is_(None) & Mail.bounced_at.is_(None) & ~has_failed(),
    MailState.FAILED: has_failed(),
    MailState.SENT: Mail.sent_at.is_not(None) & Mail.bounced_at.is_(None),
    MailState.BOUNCED: Mail.bounced_at.is_not(None),
}


def mails(
    session: Session, reader: Person, state: MailState | None, text: str, page: int
) -> tuple[list[MailRow], Paging]:
    """A page of mail, newest first."""
    found = _mails(reader)
    if state is not None:
        found = found.where(_IN_STATE[state])
    if text:
        found = found.where(
            or_(Person.name.icontains(text, autoescape=True), Mail.subject.icontains(text, autoescape=True))
        )
    rows, where = page_of(session, found.order_by(Mail.id.desc()), page)
    return [_row(*row) for row in rows], where


def mails_to(session: Session, reader: Person, person_id: int, most: int = 20) -> list[MailRow]:
    """The newest mail to one person."""
    found = _mails(reader).where(Mail.person_id == person_id).order_by(Mail.id.desc()).limit(most)
    return [_row(*row) for row in session.execute(found)]


def mail_to_somebody(session: Session, reader: Person, mail_id: int) -> MailRow:
    """Errors: `NotFound`."""
    found = session.execute(_mails(reader).where(Mail.id == mail_id, Mail.person_id.is_not(None))).first()
    if found is None:
        raise NotFound
    return _row(*found)


def counts(session: Session, reader: Person) -> dict[MailState, int]:
    """How many mails are in each state."""
    return {
        state: session.scalar(select(func.count()).select_from(Mail).where(holds, _is_for(reader))) or 0
        for state, holds in _IN_STATE.items()
    }


def failed_jobs(session: Session, reader: Person) -> list[Job]:
    """Work that was tried as often as we try, newest first."""
    found = select(Job).where(Job.failed_at.is_not(None), is_seen_by(reader))
    return list(session.scalars(found.order_by(Job.id.desc()).limit(100)))


def is_seen_by(reader: Person) -> ColumnElement[bool]:
    """Of a `Job`: it sends no mail that `reader` doesn't see."""
    seen = select(literal("mail:") + cast(Mail.id, String)).where(_is_for(reader))
    return (Job.kind != "deliver_mail") | Job.key.in_(seen)


def _mails(reader: Person) -> Select[*tuple[Any, ...]]:
    found: Select[*tuple[Any, ...]] = select(Mail, Person.name, has_failed())
    return found.outerjoin(Person, Person.id == Mail.person_id).where(_is_for(reader))


def _is_for(reader: Person) -> ColumnElement[bool]:
    """Mail to a candidate, who may work here, is told of where their application is, and to nobody else.

    Mail to colleagues about a candidate is not told to a rival.

    Mail about somebody's part in a profile is nowhere: that it went, or lost its words, tells who takes part.
    """
    about = literal("application:") + cast(Application.id, String)
    is_out_of_sight = (Application.person_id == Mail.person_id) | ~is_no_rival(reader, Application.vacancy_id)
    of_candidate = exists().where(Mail.about == about, is_out_of_sight)
    works_here = Mail.person_id.in_(select(Person.id).where(Person.is_staff))
    return or_(Mail.person_id.is_(None), works_here) & ~of_candidate & ~Mail.about.startswith("incumbent:")


def _row(mail: Mail, name: str | None, failed: bool) -> MailRow:
    unsent = MailState.FAILED if failed else MailState.QUEUED
    state = MailState.BOUNCED if mail.bounced_at else MailState.SENT if mail.sent_at else unsent
    at = mail.bounced_at or mail.sent_at or mail.queued_at
    return MailRow(mail.id, mail.subject, mail.person_id, name, state, at, mail.bounce_reason)
