"""Who is where in a vacancy: never a score, never whether a report was blocked, in no order but name or date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, func, literal, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from assess.candidate_states import Facts, State, report_state, state_of
from assess.models import Application, Decision, Objection, Release, Remark, Report, Sitting, SittingHandIn, Vacancy
from kernel import clock
from kernel.errors import NotFound
from kernel.outbox import Mail, has_failed
from kernel.paging import PAGE, Paging, paging
from people.models import File, Organisation

INVITING = ("application_invited", "application_reminder")
ANSWERABLE = ("correction", "talk")
SORTS = ("name", "invited")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application as the organisation may see it. `name` is empty once it is erased."""

    application: Application
    facts: Facts
    state: State
    report: State | None
    outcome: str | None
    decided_at: datetime | None
    open_requests: int
    has_bounced: bool

    @property
    def id(self) -> int:
        return self.application.id

    @property
    def name(self) -> str:
        return "" if self.facts.is_erased else self.application.person.name

    @property
    def email(self) -> str:
        return "" if self.facts.is_erased else self.application.person.email or ""

    @property
    def promised_on(self) -> date | None:
        return self.facts.promised_on

    @property
    def has_needs(self) -> bool:
        return self.application.needs is not None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a vacancy's list is narrowed to; it stands in the address."""

    words: str = ""
    state: str = ""
    sort: str = "name"

    @property
    def arguments(self) -> dict[str, Any]:
        kept = {"q": self.words, "state": self.state, "sort": "" if self.sort == "name" else self.sort}
        return {name: value for name, value in kept.items() if value}


def candidates(session: Session, vacancy: Vacancy) -> list[Candidate]:
    """Everybody in the vacancy, by name; who was erased comes last."""
    return _sorted(_rows(session, Application.vacancy_id == vacancy.id), "name")


def candidate_of(session: Session, vacancy: Vacancy, application_id: int) -> Candidate:
    """One of them, not erased. Errors: `NotFound`."""
    mine = (Application.vacancy_id == vacancy.id, Application.id == application_id, File.erased_at.is_(None))
    found = _rows(session, *mine)
    if not found:
        raise NotFound
    return found[0]


def narrowed(everybody: Sequence[Candidate], wanted: Narrowed, page: int) -> tuple[list[Candidate], Paging]:
    """A page of those that `wanted` describes."""
    words = wanted.words.casefold().split()
    found = [
        each
        for each in everybody
        if (not wanted.state or each.state == wanted.state)
        and all(word in f"{each.name} {each.email}".casefold() for word in words)
    ]
    where = paging(len(found), page)
    start = (where.page - 1) * PAGE
    return _sorted(found, wanted.sort)[start : start + PAGE], where


def is_released(session: Session, application: Application) -> bool:
    """Whether the organisation may read the report: the candidate's last choice."""
    return session.scalar(select(_last_outcome(application.id))) == "released"


def _sorted(found: Sequence[Candidate], sort: str) -> list[Candidate]:
    by_name = sorted(found, key=lambda each: (each.facts.is_erased, each.name.casefold(), each.id))
    if sort.removeprefix("-") == "invited":
        by_name.sort(key=lambda each: each.application.invited_at, reverse=sort.startswith("-"))
    elif sort == "-name":
        by_name.reverse()
    return by_name


def _last_outcome(application: Any) -> Any:
    last = select(Release.outcome).where(Release.application_id == application)
    return last.order_by(Release.sequence.desc()).limit(1).scalar_subquery()


def _rows(session: Session, *which: ColumnElement[bool]) -> list[Candidate]:
    about = literal("application:") + cast(Application.id, String)
    earlier = aliased(Mail)
    sent = select(func.max(earlier.id)).where(
        earlier.about == about, earlier.person_id == Application.person_id, earlier.kind.in_(INVITING)
    )
    asked = select(func.count()).where(
        Remark.application_id == Application.id, Remark.kind.in_(ANSWERABLE), Remark.answered_at.is_(None)
    )
    objected = select(func.count()).where(Objection.application_id == Application.id, Objection.answered_at.is_(None))
    found = (
        select(
            Application,
            Sitting.id,
            SittingHandIn.handed_in_at,
            Report.application_id,
            _last_outcome(Application.id),
            Decision.outcome,
            Decision.decided_at,
            asked.scalar_subquery() + objected.scalar_subquery(),
            Mail.bounced_at.is_not(None) | has_failed(),
        )
        .join(Application.person)
        .join(Application.file)
        .outerjoin(Sitting, Sitting.application_id == Application.id)
        .outerjoin(SittingHandIn, SittingHandIn.sitting_id == Sitting.id)
        .outerjoin(Report, Report.application_id == Application.id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Mail, Mail.id == sent.scalar_subquery())
        .where(*which)
    )
    options = (contains_eager(Application.person), contains_eager(Application.file), joinedload(Application.vacancy))
    zone = session.get_one(Organisation, 1).zone
    on = clock.day(clock.now(), zone)
    return [_candidate(row, on, zone) for row in session.execute(found.options(*options))]


def _candidate(row: Any, on: date, zone: ZoneInfo) -> Candidate:
    application, sitting, handed_in_at, report, last, outcome, decided_at, requests, bounced = row
    days = timedelta(days=application.vacancy.promised_days)
    facts = Facts(
        is_erased=application.file.erased_at is not None,
        is_withdrawn=application.withdrawn_at is not None,
        is_decided=outcome is not None,
        is_started=application.notice_read_at is not None or sitting is not None,
        promised_on=clock.day(handed_in_at, zone) + days if handed_in_at else None,
        has_report=report is not None,
        is_released=last == "released",
    )
    return Candidate(
        application=application,
        facts=facts,
        state=state_of(facts, on),
        report=report_state(facts, on),
        outcome=outcome,
        decided_at=decided_at,
        open_requests=requests,
        has_bounced=bool(bounced),
    )
