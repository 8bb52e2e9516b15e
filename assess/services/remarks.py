"""What a candidate asks or says about the report before letting it go; received at once, answered by a person."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import sealing
from assess.errors.candidates import NoReport, NothingWritten
from assess.models import Application, Remark
from assess.queries.candidacy import has_report
from assess.queries.sittings import own_application
from assess.services import doors
from kernel import audit, clock
from people import mails
from people.models import Person

KINDS = ("correction", "comment", "talk")
LONGEST = 4000


def make_remark(session: Session, person: Person, number: int, kind: str, text: str) -> Remark:
    """Ask for a correction or a talk, or add a comment; the same words twice are one remark.

    Errors: `NotFound`, `NoReport`, `NothingWritten` (a talk needs no words).
    """
    application = own_application(session, person, number, lock=True)
    if not has_report(session, application):
        raise NoReport
    words = text.strip()
    if not words and kind != "talk":
        raise NothingWritten
    if (already := _same(session, application, kind, words)) is not None:
        return already
    sealed = sealing.seal_in(application.file, words, _context(application, kind))
    remark = Remark(application_id=application.id, kind=kind, sealed=sealed, made_at=clock.now())
    session.add(remark)
    session.flush()
    what = f"application:{application.id}"
    audit.record(session, f"remark.{kind}", actor=person.id, subject=person.id, object=what)
    _tell(session, application, kind)
    return remark


def _same(session: Session, application: Application, kind: str, words: str) -> Remark | None:
    """What was said before in the same words and is still unanswered."""
    open_ones = select(Remark).where(
        Remark.application_id == application.id, Remark.kind == kind, Remark.answered_at.is_(None)
    )
    said = (each for each in session.scalars(open_ones) if _opened(application, each) == words)
    return next(said, None)


def _opened(application: Application, remark: Remark) -> str:
    return str(sealing.open_in(application.file, remark.sealed, _context(application, remark.kind)))


def _context(application: Application, kind: str) -> str:
    return f"remark:{kind}:{application.id}"


def _tell(session: Session, application: Application, kind: str) -> None:
    """A receipt for the candidate, a word to the contact person; what was said stays in the file.

    A comment asks nothing of anybody: it goes along when the report is released.
    """
    vacancy, about = application.vacancy, f"application:{application.id}"
    doors.tell(
        session, application, "application_remark_received", actor=application.person_id, path="/report", noun=kind
    )
    if kind != "comment":
        told: dict[str, Any] = {"vacancy": vacancy, "candidate": application.person, "noun": kind}
        mails.send(session, vacancy.contact, "contact_remark", about=about, path=f"/my-vacancies/{vacancy.id}", **told)
