"""A candidate objects: once, in their own words, to a named person who answers within a term."""

from typing import Any

from sqlalchemy.orm import Session

from assess import sealing
from assess.errors.candidates import AlreadyObjected, NoDecision, NothingWritten
from assess.models import Objection
from assess.queries.candidacy import decision_of, objection_of, objection_text
from assess.queries.requests import TERM
from assess.queries.sittings import own_application
from assess.services import doors
from kernel import audit, clock
from people import mails
from people.models import Organisation, Person


def make_objection(session: Session, person: Person, number: int, text: str) -> Objection:
    """Object to how it went or what was decided; the same words twice are one objection.

    Errors: `NotFound`, `NoDecision`, `NothingWritten`, `AlreadyObjected`.
    """
    application = own_application(session, person, number, lock=True)
    if decision_of(session, application) is None:
        raise NoDecision
    words = text.strip()
    if not words:
        raise NothingWritten
    if (already := objection_of(session, application)) is not None:
        if objection_text(application, already) == words:
            return already
        raise AlreadyObjected
    at, vacancy, about = clock.now(), application.vacancy, f"application:{application.id}"
    objection = Objection(
        application_id=application.id,
        sealed=sealing.seal_in(application.file, words, f"objection:{application.id}"),
        made_at=at,
        due_on=clock.day(at, session.get_one(Organisation, 1).zone) + TERM,
        handler_id=vacancy.contact_id,
    )
    session.add(objection)
    session.flush()
    doors.keep_until_erased(session, application)
    audit.record(session, "objection.made", actor=person.id, subject=person.id, object=about)
    due = objection.due_on
    doors.tell(session, application, "application_objection_received", actor=person.id, path="/decision", due=due)
    told: dict[str, Any] = {"vacancy": vacancy, "candidate": person, "due": due}
    mails.send(session, vacancy.contact, "contact_objection", about=about, path=f"/my-vacancies/{vacancy.id}", **told)
    return objection
