"""Objections and requests of candidates: who handles one, and the answer, given once and mailed."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess import sealing
from assess.errors.selection import AnsweredAlready, AnswerMissing, IsCandidate
from assess.models import Application, Objection, Remark
from assess.queries.rivals import candidates_in, is_no_rival
from assess.services import doors, vacancies
from kernel import audit, clock
from kernel.errors import NotFound
from people.models import File, Person

FEWEST = 20


def name_handler(session: Session, actor: Person, objection_id: int, handler: Person) -> None:
    """Somebody else handles this objection from now on. Errors: `NotFound`, `AnsweredAlready`, `IsCandidate`."""
    objection, application = _objection(session, actor, objection_id)
    if handler.id in session.scalars(candidates_in(application.vacancy_id)).all():
        raise IsCandidate("handler", handler.name)
    objection.handler_id = handler.id
    _record(session, actor, application, "objection.handed_over")


def answer_objection(session: Session, actor: Person, objection_id: int, answer: str) -> None:
    """Errors: `NotFound`, `AnsweredAlready`, `AnswerMissing`."""
    objection, application = _objection(session, actor, objection_id)
    _check(answer)
    objection.sealed_answer = sealing.seal_in(application.file, answer, f"objection-answer:{objection.id}")
    objection.answered_at, objection.handler_id = clock.now(), actor.id
    _record(session, actor, application, "objection.answered")
    doors.tell(session, application, "application_answered", actor=actor.id, noun="objection", answered_by=actor)


def answer_remark(session: Session, actor: Person, remark_id: int, answer: str) -> None:
    """Errors: `NotFound`, `AnsweredAlready`, `AnswerMissing`."""
    remark = session.scalar(select(Remark).where(Remark.id == remark_id).with_for_update())
    if remark is None or remark.kind == "comment":
        raise NotFound
    application = _application(session, actor, remark.application_id)
    if remark.answered_at is not None:
        raise AnsweredAlready
    _check(answer)
    remark.sealed_answer = sealing.seal_in(application.file, answer, f"remark-answer:{remark.id}")
    remark.answered_at, remark.answered_by = clock.now(), actor.id
    _record(session, actor, application, "remark.answered")
    doors.tell(session, application, "application_answered", actor=actor.id, noun=remark.kind, answered_by=actor)


def _check(answer: str) -> None:
    if len(answer) < FEWEST:
        raise AnswerMissing


def _objection(session: Session, actor: Person, objection_id: int) -> tuple[Objection, Application]:
    here = select(Application.vacancy_id).join(Objection, Objection.application_id == Application.id)
    vacancy_id = session.scalar(here.where(Objection.id == objection_id))
    vacancies.locked(session, actor, vacancy_id or 0)  # nobody is invited to it who handles this meanwhile
    objection = session.scalar(select(Objection).where(Objection.id == objection_id).with_for_update())
    if objection is None:
        raise NotFound
    application = _application(session, actor, objection.application_id)
    if objection.answered_at is not None:
        raise AnsweredAlready
    return objection, application


def _application(session: Session, actor: Person, application_id: int) -> Application:
    """Errors: `NotFound` when its file is erased, or `actor` is a candidate there."""
    is_theirs = is_no_rival(actor, Application.vacancy_id)
    found = select(Application).join(Application.file)
    found = found.where(Application.id == application_id, File.erased_at.is_(None), is_theirs)
    options = (joinedload(Application.person), joinedload(Application.file), joinedload(Application.vacancy))
    application = session.scalar(found.options(*options))
    if application is None:
        raise NotFound
    return application


def _record(session: Session, actor: Person, application: Application, action: str) -> None:
    who, what = application.person_id, f"application:{application.id}"
    audit.record(session, action, actor=actor.id, subject=who, object=what)
