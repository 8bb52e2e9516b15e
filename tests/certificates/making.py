"""Certificates for the tests, issued through the services."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from certificates import queries
from certificates.models import Certificate
from certificates.services.issuing import Achievement, issue
from certificates.trust import Trusted, trusted_issuer
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from people.models import File, Person
from people.services.files import open_file


def achievement(key: str = "courses.enrolment:1", **values: Any) -> Achievement:
    given: dict[str, Any] = {
        "key": key,
        "title": "Privacy in de zorg",
        "description": "Training over de AVG voor wie met dossiers werkt.",
        "criteria": "De kennistoets is gehaald en de verklaring is ondertekend.",
        "course": "privacy-basis",
        "revision_hash": "ab" * 32,
        "edition_hash": "cd" * 32,
        "pass_rule": {"Kennistoets": "20 van de 24 vragen goed"},
        "evidence": {"statement": "ef" * 32},
        "language": "nl",
        **values,
    }
    return Achievement(**given)


def certificate(
    person: Person, *, key: str = "", valid_from: date | None = None, valid_until: date | None = None, **values: Any
) -> Certificate:
    """One certificate of `person`, valid for a year from today, its paper still to be made."""
    start = valid_from or clock.now().date()
    values |= {"key": key or f"courses.enrolment:{person.id}"}
    with unit_of_work() as session:
        file = open_file(session, session.get_one(Person, person.id), "learning")
        return issue_into(session, file, start, valid_until or start.replace(year=start.year + 1), **values)


def issue_into(
    session: Session, file: File, start: date | None = None, until: date | None = None, **values: Any
) -> Certificate:
    """One certificate in a file that was opened already."""
    start = start or clock.now().date()
    return issue(
        session,
        person=file.person,
        file=file,
        achievement=achievement(**values),
        valid_from=start,
        valid_until=until or start.replace(year=start.year + 1),
        actor=None,
    )


def own_trust() -> Trusted:
    """What who checks our certificates pins: our own keys."""
    return trusted_issuer(queries.issuer_document(read_session()))


def paper(made: Certificate) -> bytes:
    """The paper of a certificate, made by its job."""
    from certificates.services import papers

    jobs.run_all()
    papers.make(made.id)  # where a server runs too, its worker may hold the job at this moment
    found = queries.paper_bytes(read_session(), made)
    assert found is not None
    return found
