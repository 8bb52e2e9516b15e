"""What a candidate's own pages read, beside the sitting; the application was fetched through the person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import sealing
from assess.candidacy import Candidacy, Step
from assess.models import (
    Application,
    CarriedReport,
    Decision,
    HiringManager,
    Objection,
    Release,
    Remark,
    Report,
    Vacancy,
)
from assess.queries.sittings import sitting_for
from kernel import clock
from kernel.audit import AuditRow
from people.models import Organisation, Person

A_YEAR = timedelta(days=365)
LOOKED = ("report.looked", "guide.looked", "report.downloaded")
_SEEN = {
    Step.NOTICE: "notice_read_at",
    Step.NEEDS: "needs_told_at",
    Step.PREVIEW: "preview_read_at",
    Step.PRACTICE: "practised_at",
}


@dataclass(frozen=True)
class Said:
    """A remark opened for who made it, or may answer it."""

    number: int
    kind: str
    text: str
    made_at: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None


@dataclass(frozen=True)
class Look:
    """Somebody else looked at the report, or downloaded it."""

    at: datetime
    name: str
    action: str


def candidacy_of(session: Session, application: Application) -> Candidacy:
    """How far this application is."""
    sitting = sitting_for(session, application=application.id)
    last = last_release(session, application)
    return Candidacy(
        prepared=frozenset(step for step, column in _SEEN.items() if getattr(application, column) is not None),
        is_begun=sitting is not None,
        is_handed_in=sitting is not None and sitting.hand_in is not None,
        has_report=has_report(session, application),
        outcome=last.outcome if last else None,
        is_closed=application.vacancy.closed_at is not None or application.withdrawn_at is not None,
        is_decided=decision_of(session, application) is not None,
    )


def has_report(session: Session, application: Application) -> bool:
    found = select(Report.application_id).where(Report.application_id == application.id)
    return session.scalar(found) is not None


def last_release(session: Session, application: Application) -> Release | None:
    """What the candidate chose last: the choice that counts."""
    chosen = select(Release).where(Release.application_id == application.id)
    return session.scalar(chosen.order_by(Release.sequence.desc()).limit(1))


def decision_of(session: Session, application: Application) -> Decision | None:
    return session.get(Decision, application.id)


def carried_on(session: Session, application: Application) -> datetime | None:
    """When the report went along to the employment file, if it did."""
    return session.scalar(select(CarriedReport.carried_at).where(CarriedReport.application_id == application.id))


def objection_of(session: Session, application: Application) -> Objection | None:
    return session.scalar(select(Objection).where(Objection.application_id == application.id))


def remarks_of(session: Session, application: Application) -> list[Said]:
    """All that the candidate asked or said about the report, first to last. Errors: `FileErased`."""
    rows = session.scalars(select(Remark).where(Remark.application_id == application.id).order_by(Remark.id)).all()
    names = _names(session, {row.answered_by for row in rows if row.answered_by})
    return [
        Said(
            number=row.id,
            kind=row.kind,
            text=sealing.open_in(application.file, row.sealed, f"remark:{row.kind}:{application.id}"),
            made_at=row.made_at,
            answer=_opened(application, row.sealed_answer, f"remark-answer:{row.id}"),
            answered_at=row.answered_at,
            answered_by=names.get(row.answered_by) if row.answered_by else None,
        )
        for row in rows
    ]


def looks_at(session: Session, application: Application) -> list[Look]:
    """Who looked at this report beside the candidate, the newest first."""
    person, about = application.person_id, f"application:{application.id}"
    seen = select(AuditRow).where(AuditRow.subject_id == person, AuditRow.actor_id != person)
    seen = seen.where(AuditRow.object == about, AuditRow.action.in_(LOOKED)).order_by(AuditRow.id.desc())
    rows: Sequence[AuditRow] = session.scalars(seen).all()
    names = _names(session, {row.actor_id for row in rows if row.actor_id})
    return [Look(row.at, names.get(row.actor_id or 0, ""), row.action) for row in rows]


def _names(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(list(numbers))))
    return {row.id: row.name for row in rows}


def readers_of(session: Session, vacancy: Vacancy) -> list[str]:
    """Names of who decides along, beside HR."""
    named = select(Person.name).join(HiringManager, HiringManager.person_id == Person.id)
    return list(session.scalars(named.where(HiringManager.vacancy_id == vacancy.id).order_by(Person.name)))


def promised_on(session: Session, application: Application) -> date | None:
    """The day by which the candidate hears what comes of it; None before the assessment is handed in."""
    sitting = sitting_for(session, application=application.id)
    if sitting is None or sitting.hand_in is None:
        return None
    zone = session.get_one(Organisation, 1).zone
    return clock.day(sitting.hand_in.handed_in_at, zone) + timedelta(days=application.vacancy.promised_days)


def is_kept(application: Application) -> bool:
    """Whether the candidate agrees now that the file is kept for a year."""
    return application.keep_consented_at is not None and application.keep_withdrawn_at is None


def erased_on(session: Session, application: Application) -> date | None:
    """The day on which the file is erased by itself; None while the vacancy is open.

    An objection keeps it longer (AVG 17(3)(e)) and not for ever (5(1)(e)): it ends with its answer, or without one on
    the last day of its term, and then the same days follow as after a vacancy.
    """
    return _last_day(session, application, is_kept(application))


def told_erased_on(session: Session, application: Application) -> date | None:
    """The same for HR, who isn't told which candidate agreed to a year."""
    return _last_day(session, application, False)


def _last_day(session: Session, application: Application, is_kept: bool) -> date | None:
    day, objection = erasure_day(session, application.vacancy, is_kept=is_kept), None
    if day is not None:
        objection = objection_of(session, application)
    if day is None or objection is None:
        return day
    zone = session.get_one(Organisation, 1).zone
    ended = clock.day(objection.answered_at, zone) if objection.answered_at else objection.due_on
    return max(day, ended + timedelta(days=application.vacancy.retention_days))


def erasure_day(session: Session, vacancy: Vacancy, *, is_kept: bool) -> date | None:
    """The same for any application to a vacancy: some days after it closes, or a year with consent."""
    if vacancy.closed_at is None:
        return None
    zone = session.get_one(Organisation, 1).zone
    return clock.day(vacancy.closed_at, zone) + (A_YEAR if is_kept else timedelta(days=vacancy.retention_days))


def reasons_of(application: Application, decision: Decision) -> Any:
    """Why it was decided so. Errors: `FileErased`."""
    return sealing.open_in(application.file, decision.sealed_reasons, f"decision:{application.id}")


def objection_text(application: Application, objection: Objection) -> str:
    """What the candidate objects to. Errors: `FileErased`."""
    return str(sealing.open_in(application.file, objection.sealed, f"objection:{application.id}"))


def objection_answer(application: Application, objection: Objection) -> str | None:
    return _opened(application, objection.sealed_answer, f"objection-answer:{objection.id}")


def _opened(application: Application, sealed: bytes | None, context: str) -> str | None:
    return None if sealed is None else str(sealing.open_in(application.file, sealed, context))
