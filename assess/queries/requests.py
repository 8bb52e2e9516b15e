"""What candidates ask of the organisation or object to: corrections, talks, objections; each with a term."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assess import sealing
from assess.models import Application, Objection, Remark, Vacancy
from assess.queries.candidates import ANSWERABLE
from assess.queries.rivals import is_no_rival
from kernel import clock
from kernel.errors import NotFound
from people.models import File, Organisation, Person

TERM = timedelta(days=28)  # within a month (AVG 12(3)), as whole weeks
OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Request:
    """`kind` is "objection", "correction" or "talk"; `handler` is who answers it, or answered it."""

    kind: str
    number: int
    application: Application
    made_at: datetime
    due_on: date
    handler: Person | None
    answered_at: datetime | None

    @property
    def is_objection(self) -> bool:
        return self.kind == OBJECTION

    @property
    def vacancy(self) -> Vacancy:
        return self.application.vacancy

    def is_late(self, on: date) -> bool:
        return self.answered_at is None and self.due_on < on


@dataclass(frozen=True, slots=True)
class Written:
    """What was asked, in the candidate's words, and what was answered."""

    text: str
    answer: str | None


def requests(session: Session, person: Person, *, is_open: bool, is_own: bool = False) -> list[Request]:
    """All that `person` may answer in the order of their terms, answered ones the newest first.

    `is_own`: only what that person handles.
    """
    zone = session.get_one(Organisation, 1).zone
    found: list[Objection | Remark] = [*_objections(session, person), *_remarks(session, person)]
    made = [_request(each, clock.day(each.made_at, zone)) for each in found if (each.answered_at is None) == is_open]
    if is_own:
        made = [each for each in made if each.handler is not None and each.handler.id == person.id]
    if is_open:
        return sorted(made, key=lambda each: (each.due_on, each.made_at))
    return sorted(made, key=lambda each: each.answered_at or each.made_at, reverse=True)


def requests_of(session: Session, application: Application) -> list[Request]:
    """Those of one candidate, first to last."""
    zone = session.get_one(Organisation, 1).zone
    mine = application.id
    found: list[Objection | Remark] = [*_objections(session, application=mine), *_remarks(session, application=mine)]
    return sorted((_request(each, clock.day(each.made_at, zone)) for each in found), key=lambda each: each.made_at)


def objection_asked(session: Session, person: Person, number: int) -> Request:
    """Errors: `NotFound` when there is none, its file was erased, or it is of a rival's vacancy."""
    return _one(session, _objections(session, person, number=number))


def remark_asked(session: Session, person: Person, number: int) -> Request:
    """A correction or a talk; a comment asks nothing. Errors: as above."""
    return _one(session, _remarks(session, person, number=number))


def _one(session: Session, found: Sequence[Objection | Remark]) -> Request:
    if not found:
        raise NotFound
    return _request(found[0], clock.day(found[0].made_at, session.get_one(Organisation, 1).zone))


def written(session: Session, request: Request) -> Written:
    """Opened, for who answers it."""
    file, number = request.application.file, request.number
    if request.is_objection:
        objection = session.get_one(Objection, number)
        sealed, context, answered = objection.sealed, f"objection:{request.application.id}", objection.sealed_answer
    else:
        remark = session.get_one(Remark, number)
        sealed, context = remark.sealed, f"remark:{remark.kind}:{request.application.id}"
        answered = remark.sealed_answer
    noun = OBJECTION if request.is_objection else "remark"
    answer = str(sealing.open_in(file, answered, f"{noun}-answer:{number}")) if answered is not None else None
    return Written(str(sealing.open_in(file, sealed, context)), answer)


def comments_of(session: Session, application: Application) -> list[str]:
    """What the candidate adds to the report, first to last; goes along with one that was released."""
    added = select(Remark).where(Remark.application_id == application.id, Remark.kind == "comment").order_by(Remark.id)
    context = f"remark:comment:{application.id}"
    return [str(sealing.open_in(application.file, each.sealed, context)) for each in session.scalars(added)]


_APPLICATION = (
    joinedload(Application.person),
    joinedload(Application.vacancy).joinedload(Vacancy.contact),
)


def _objections(
    session: Session, reader: Person | None = None, *, application: int | None = None, number: int | None = None
) -> list[Objection]:
    found = select(Objection).join(Objection.application).join(Application.file).where(File.erased_at.is_(None))
    if reader is not None:
        found = found.where(is_no_rival(reader, Application.vacancy_id))
    if application is not None:
        found = found.where(Objection.application_id == application)
    if number is not None:
        found = found.where(Objection.id == number)
    whole = contains_eager(Objection.application)
    options = (whole.contains_eager(Application.file), whole.options(*_APPLICATION), joinedload(Objection.handler))
    return list(session.scalars(found.options(*options)))


def _remarks(
    session: Session, reader: Person | None = None, *, application: int | None = None, number: int | None = None
) -> list[Remark]:
    found = select(Remark).join(Remark.application).join(Application.file)
    found = found.where(File.erased_at.is_(None), Remark.kind.in_(ANSWERABLE))
    if reader is not None:
        found = found.where(is_no_rival(reader, Application.vacancy_id))
    if application is not None:
        found = found.where(Remark.application_id == application)
    if number is not None:
        found = found.where(Remark.id == number)
    whole = contains_eager(Remark.application)
    options = (whole.contains_eager(Application.file), whole.options(*_APPLICATION), joinedload(Remark.answerer))
    return list(session.scalars(found.options(*options)))


def _request(made: Objection | Remark, on: date) -> Request:
    """A remark has the vacancy's contact person to answer it, and the same term."""
    application = made.application
    if isinstance(made, Objection):
        kind, due_on, handler = OBJECTION, made.due_on, made.handler
    else:
        kind, due_on = made.kind, on + TERM
        handler = made.answerer or application.vacancy.contact
    return Request(kind, made.id, application, made.made_at, due_on, handler, made.answered_at)
