"""The register: for each person one row of one course. Passed or not, and when; never an answer."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.models import Certificate
from courses.models import Approval, Attempt, HandIn, Period
from courses.queries import StandingPage, StandingRow, standing
from courses.queries.grounds import SignedVersion, approvals_by_round, signed_versions
from courses.queries.record import achievement_key
from kernel import clock
from kernel.paging import PAGE, Paging, paging
from people.models import Location, Person

EVERYBODY = 10_000_000
BATCH = 500


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a course's register is looked at; empty means all. `state` as in `courses.queries.standing`."""

    course: str
    state: str = ""
    query: str = ""
    team: int | None = None
    location: int | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """As they stand in an address."""
        narrowing = {"state": self.state, "q": self.query, "team": self.team, "location": self.location}
        kept = {"course": self.course, **narrowing}
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A person and a course. `state` is a key of `hr.words.REGISTER_STATES`; dates are days of the organisation.

    `statement`: the version that was signed, with its language. `approvals`: of the revision that the certificate
    rests on; none is a concept, and None no certificate.
    """

    id: int
    name: str
    staff_number: str
    team: str
    location: str
    function: str
    state: str
    due_on: date | None
    passed_on: date | None
    signed_on: date | None
    statement: str
    valid_until: date | None
    number: str
    approvals: tuple[Approval, ...] | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a person has to show for a course, as keys: the last period's round and certificate, and its last issue."""

    enrolment_id: int
    certificate_id: int
    number: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of some persons: their proofs, and by round when it was passed, signed and approved by whom."""

    proofs: dict[int, Proof]
    passed: dict[int, datetime]
    signed: dict[int, SignedVersion]
    approved: dict[int, tuple[Approval, ...]]


def page_of_register(
    session: Session, wanted: Narrowed, sort: str, asked: int, on: date
) -> tuple[list[StandingRow], Paging]:
    """The persons of one page; `rows_of` tells the rest of them."""
    found = _standing(session, wanted, on, sort=sort, page=max(1, asked), rows=PAGE)
    where = paging(found.total, asked)
    if where.page != max(1, asked):
        found = _standing(session, wanted, on, sort=sort, page=where.page, rows=PAGE)
    return found.rows, where


def size(session: Session, wanted: Narrowed, on: date) -> int:
    """How many rows match."""
    return _standing(session, wanted, on, rows=1).total


def everybody(session: Session, wanted: Narrowed, on: date, only: Collection[int] | None = None) -> list[StandingRow]:
    """All who match, by name; with `only`, those persons of them."""
    rows = _standing(session, wanted, on, rows=EVERYBODY).rows
    return rows if only is None else [row for row in rows if row.person.id in only]


def rows_of(
    session: Session, course: str, found: Sequence[StandingRow], on: date, zone: ZoneInfo
) -> Iterator[RegisterRow]:
    """What the register says of these persons."""
    places = {place.id: place.name for place in session.scalars(select(Location))}
    for start in range(0, len(found), BATCH):
        some = found[start : start + BATCH]
        facts = _facts_of(session, course, some)
        for row in some:
            yield _row(row, places, on, zone, facts)


def proofs_of(session: Session, course: str, person_ids: Sequence[int]) -> dict[int, Proof]:
    """By person: the period that lasts longest and was not ended, and its certificate after any corrections."""
    lasting = select(Period.person_id, Period.enrolment_id).where(
        Period.course == course, Period.person_id.in_(person_ids), Period.ended_on.is_(None)
    )
    rounds = dict(session.execute(lasting.order_by(Period.valid_until, Period.id)).all())
    keys = {achievement_key(enrolment): enrolment for enrolment in rounds.values()}
    issues = select(Certificate.achievement, Certificate.id, Certificate.public_id)
    issues = issues.where(Certificate.achievement.in_(keys)).order_by(Certificate.issue)
    last = {keys[key]: Proof(keys[key], number, public_id) for key, number, public_id in session.execute(issues)}
    return {person: last[enrolment] for person, enrolment in rounds.items() if enrolment in last}


def _standing(
    session: Session, wanted: Narrowed, on: date, *, sort: str = "name", page: int = 1, rows: int = PAGE
) -> StandingPage:
    return standing(
        session,
        wanted.course,
        on,
        state=wanted.state,
        query=wanted.query,
        team=wanted.team,
        location=wanted.location,
        sort=sort,
        page=page,
        rows=rows,
    )


def _facts_of(session: Session, course: str, found: Sequence[StandingRow]) -> Facts:
    proofs = proofs_of(session, course, [row.person.id for row in found])
    counted = [_counting_round(row, proofs.get(row.person.id)) for row in found]
    rounds = [each for each in counted if each is not None]
    passed = select(Attempt.enrolment_id, HandIn.handed_in_at).join(HandIn, HandIn.attempt_id == Attempt.id)
    return Facts(
        proofs=proofs,
        passed=dict(session.execute(passed.where(Attempt.enrolment_id.in_(rounds), HandIn.is_passed)).all()),
        signed=signed_versions(session, rounds),
        approved=approvals_by_round(session, [proof.enrolment_id for proof in proofs.values()]),
    )


def _counting_round(row: StandingRow, proof: Proof | None) -> int | None:
    """The open round once somebody began it; else the one that the certificate rests on."""
    if row.enrolment is not None and (row.has_started or proof is None):
        return row.enrolment.id
    return proof.enrolment_id if proof else None


def _row(row: StandingRow, places: dict[int, str], on: date, zone: ZoneInfo, facts: Facts) -> RegisterRow:
    person: Person = row.person
    team, proof = person.team, facts.proofs.get(person.id)
    counted = _counting_round(row, proof) or 0
    passed_at, signed = facts.passed.get(counted), facts.signed.get(counted)
    passed_on = clock.day(passed_at, zone) if passed_at else None
    return RegisterRow(
        id=person.id,
        name=person.name,
        staff_number=person.staff_number or "",
        team=team.name if team else "",
        location=places.get(team.location_id or 0, "") if team else "",
        function=person.function,
        state=_state(row, on, passed_on),
        due_on=row.enrolment.due_on if row.enrolment else None,
        passed_on=passed_on,
        signed_on=clock.day(signed.signed_at, zone) if signed else None,
        statement=f"{signed.version} ({signed.language})" if signed else "",
        valid_until=row.valid_until,
        number=proof.number if proof else "",
        approvals=facts.approved.get(proof.enrolment_id) if proof else None,
    )


def _state(row: StandingRow, on: date, passed_on: date | None) -> str:
    """A round that is on time is told apart further: how far it is, or that the certificate still counts."""
    state = row.state(on)
    if state != "due":
        return state
    if row.has_started:
        return "passed" if passed_on else "started"
    return "certified" if row.valid_until and row.valid_until >= on else "not_started"
