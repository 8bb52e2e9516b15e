"""Reading a report that was made: its facts, its paper, and the profile that it was made with."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import sealing
from assess.models import Application, CarriedReport, Derivation, JobProfile, Report
from assess.report_facts import Facts
from kernel import secrets
from kernel.errors import NotFound
from people.models import Person
from people.services import files

if TYPE_CHECKING:
    from assess.method.profiles import Profile


def report_of(session: Session, application: Application) -> Facts | None:
    """What the report says; None until it is made. Errors: `FileErased`."""
    report = session.get(Report, application.id)
    if report is None:
        return None
    return Facts.of(sealing.open_in(application.file, report.sealed, f"report:{application.id}"))


def report_paper(session: Session, application: Application) -> bytes | None:
    """The PDF as it was made, its SHA-256 in `Report.digest`; None until then. Errors: `FileErased`."""
    report = session.get(Report, application.id)
    if report is None:
        return None
    return secrets.unseal(files.key_of(application.file), report.sealed_paper, f"report-paper:{application.id}")


def carried_of(session: Session, person: Person, application_id: int) -> tuple[CarriedReport, Facts]:
    """What went along to the person's own employment file. Errors: `NotFound` when it is another's, or erased."""
    carried = session.get(CarriedReport, application_id)
    if carried is None or carried.file.person_id != person.id or carried.file.wrapped_key is None:
        raise NotFound
    return carried, Facts.of(sealing.open_in(carried.file, carried.sealed, f"carried-report:{application_id}"))


def exact_profile(session: Session, profile: JobProfile) -> "Profile":
    """The profile as it was derived, figure for figure; for computing, never for showing. Errors: `Unreadable`."""
    from assess.method.frozen import thawed

    derivation = session.get_one(Derivation, profile.id)
    return thawed(sealing.open_of_profile(derivation.sealed, f"derivation:{profile.id}"))


def digest_of(session: Session, application: Application) -> str:
    """SHA-256 of the paper, hexadecimal; empty until it is made."""
    found = select(Report.digest).where(Report.application_id == application.id)
    return session.scalar(found) or ""
