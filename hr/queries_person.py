"""A person's file as HR sees it: what is asked, what was proved, what was sent. Progress, never an answer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from certificates import queries as certificates
from certificates.models import Certificate
from certificates.snapshot import Snapshot
from certificates.state import State as CertificateState
from courses.queries import CourseRecord, person_record
from courses.queries.learning import Standing, asked_of
from hr import queries_mails, queries_people
from hr.queries_mails import MailRow
from hr.queries_people import State
from people.models import Person


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that the page shows; `closed` and `proved` are newest first."""

    person: Person
    invitation: State
    asked: list[Standing]
    closed: list[CourseRecord]
    proved: list[tuple[CourseRecord, CertificateState]]
    mails: list[MailRow]

    def misnamed(self, session: Session) -> list[tuple[Certificate, str]]:
        """Valid certificates that bear another name than the person has now, each with that name."""
        valid = [
            each.certificate for each, worth in self.proved if each.certificate and worth is CertificateState.VALID
        ]
        sealed = ((each, certificates.sealed(session, each)) for each in valid)
        names = ((each, Snapshot.of(found.credential).holder) for each, found in sealed if found)
        return [(each, name) for each, name in names if name != self.person.name]


def file_of(session: Session, reader: Person, person_id: int, language: str, on: date) -> PersonFile:
    """As far as `reader` may see it. Errors: `NotFound`."""
    person = queries_people.person(session, person_id)
    rounds = person_record(session, person)
    here = queries_people.chosen(session, [person_id], on)
    return PersonFile(
        person=person,
        invitation=here[0].state if here else State.LEFT,
        asked=asked_of(session, person, language, on),
        closed=[each for each in rounds if each.enrolment.closed_why in ("left", "withdrawn")],
        proved=[(each, _worth(session, each)) for each in rounds if each.certificate],
        mails=queries_mails.mails_to(session, reader, person_id),
    )


def _worth(session: Session, record: CourseRecord) -> CertificateState:
    """What the certificate is worth today."""
    assert record.certificate is not None
    return certificates.state(session, record.certificate)
