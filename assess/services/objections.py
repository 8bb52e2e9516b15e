"""Objections and requests of candidates: who handles one, and the answer, given once and mailed."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess import sealing
from assess.errors.selection import AnsweredAlready, AnswerMissing, OwnApplication
from assess.models import Application, Objection, Remark
from assess.services import doors
from kernel import audit, clock
from kernel.errors import NotFound
from people.models import File, Person

FEWEST = 20


def name_handler(session: Session, actor: Person, objection_id: int, handler: Person) -> None:
    """Somebody else handles this objection from now on. Errors: `NotFound`, `AnsweredAlready`, `OwnApplication`."""
    objection, application = _objection(session, objection_id)
    if handler.id == application.person_id:
        raise OwnApplication
    objection.handler_id = handler.id
    _record(session, actor, application, "objection.handed_over")


def answer_objection(session: Session, actor: Person, objection_id: int, answer: str) -> None:
    """Errors: `NotFound`, `AnsweredAlready`, `OwnApplication`, `AnswerMissing`."""
    objection, application = _objection(session, objection_id)
    _check(actor, application, answer)
    objection.sealed_answer = sealing.seal_in(application.file, answer, f"objection-answer:{objection.id}")
    objection.answered_at, objection.handler_id = clock.now(), actor.id
    _record(session, actor, application, "objection.answered")
    doors.tell(session, application, "application_answered", actor=actor.id, noun="objection", answered_by=actor)


def answer_remark(session: Session, actor: Person, remark_id: int, answer: str) -> None:
    """Errors: `NotFound`, `AnsweredAlready`, `OwnApplication`, `AnswerMissing`."""
    remark = session.scalar(select(Remark).where(Remark.id == remark_id).with_for_update())
    if remark is None or remark.kind == "comment":
        raise NotFound
    application = _application(session, remark.application_id)
    if remark.answered_at is not None:
        raise AnsweredAlready
    _check(actor, application, answer)
    remark.sealed_answer = sealing.seal_in(application.file, answer, f"remark-answer:{remark.id}")
    remark.answered_at, remark.answered_by = clock.now(), actor.id
    _record(session, actor, application, "remark.answered")
    doors.tell(session, application, "application_answered", actor=actor.id, noun=remark.kind, answered_by=actor)


def _check(actor: Person, application: Application, answer: str) -> None:
    if application.person_id == actor.id:
        raise OwnApplication
    if len(answer) < FEWEST:
        raise AnswerMissing


def _objection(session: Session, objection_id: int) -> tuple[Objection, Application]:
    objection = session.scalar(select(Objection).where(Objection.id == objection_id).with_for_update())
    if objection is None:
        raise NotFound
    application = _application(session, objection.application_id)
    if objection.answered_at is not None:
        raise AnsweredAlready
    return objection, application


def _application(session: Session, application_id: int) -> Application:
    """Errors: `NotFound` when its file is erased."""
    found = select(Application).join(Application.file).where(Application.id == application_id, File.erased_at.is_(None))
    options = (joinedload(Application.person), joinedload(Application.file), joinedload(Application.vacancy))
    application = session.scalar(found.options(*options))
    if application is None:
        raise NotFound
    return application


def _record(session: Session, actor: Person, application: Application, action: str) -> None:
    who, what = application.person_id, f"application:{application.id}"
    audit.record(session, action, actor=actor.id, subject=who, object=what)
