"""The register: for each person one row of one course. Passed or not, and when; never an answer."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.models import Certificate
from courses.models import Attempt, HandIn, Period, Signature
from courses.queries import StandingPage, StandingRow, standing
from courses.queries.record import achievement_key
from hr.paging import PAGE, Paging, paging
from kernel import clock
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
    """A person and a course. `state` is a key of `hr.words.REGISTER_STATES`; dates are days of the organisation."""

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
    valid_until: date | None
    certificate_id: int | None
    number: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a person has to show for a course, as keys: the last period's round and certificate, and its last issue."""

    enrolment_id: int
    certificate_id: int
    number: str


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
        proofs = proofs_of(session, course, [row.person.id for row in some])
        rounds = {row.person.id: _counting_round(row, proofs.get(row.person.id)) for row in some}
        passed, signed = _passed(session, rounds.values()), _signed(session, rounds.values())
        for row in some:
            counted = rounds[row.person.id]
            days = [_day(dates.get(counted), zone) for dates in (passed, signed)]
            yield _row(row, places, on, days, proofs.get(row.person.id))


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


def _counting_round(row: StandingRow, proof: Proof | None) -> int | None:
    """The open round once somebody began it; else the one that the certificate rests on."""
    if row.enrolment is not None and (row.has_started or proof is None):
        return row.enrolment.id
    return proof.enrolment_id if proof else None


def _passed(session: Session, rounds: Collection[int | None]) -> dict[int | None, datetime]:
    found = select(Attempt.enrolment_id, HandIn.handed_in_at).join(HandIn, HandIn.attempt_id == Attempt.id)
    return dict(session.execute(found.where(Attempt.enrolment_id.in_(_known(rounds)), HandIn.is_passed)).all())


def _signed(session: Session, rounds: Collection[int | None]) -> dict[int | None, datetime]:
    found = select(Signature.enrolment_id, Signature.signed_at).where(Signature.enrolment_id.in_(_known(rounds)))
    return dict(session.execute(found).all())


def _known(rounds: Collection[int | None]) -> list[int]:
    return [each for each in rounds if each is not None]


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return clock.day(at, zone) if at else None


def _row(
    row: StandingRow, places: dict[int, str], on: date, days: list[date | None], proof: Proof | None
) -> RegisterRow:
    person: Person = row.person
    team = person.team
    return RegisterRow(
        id=person.id,
        name=person.name,
        staff_number=person.staff_number or "",
        team=team.name if team else "",
        location=places.get(team.location_id or 0, "") if team else "",
        function=person.function,
        state=_state(row, on, days[0]),
        due_on=row.enrolment.due_on if row.enrolment else None,
        passed_on=days[0],
        signed_on=days[1],
        valid_until=row.valid_until,
        certificate_id=proof.certificate_id if proof else None,
        number=proof.number if proof else "",
    )


def _state(row: StandingRow, on: date, passed_on: date | None) -> str:
    """A round that is on time is told apart further: how far it is, or that the certificate still counts."""
    state = row.state(on)
    if state != "due":
        return state
    if row.has_started:
        return "passed" if passed_on else "started"
    return "certified" if row.valid_until and row.valid_until >= on else "not_started"
