"""Staff lists: kept sealed between preview and confirmation, then applied as a whole or not at all."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from hr.errors import ListGone, ListHasFaults, PeopleChanged
from hr.models import StaffList
from hr.services import bulk
from hr.services.administrators import keep_an_administrator, lock, may_change_sign_in
from hr.services.departures import let_go, today
from hr.services.staff import start_afresh
from hr.staff_changes import Change, Comparison, Kind, Known, compare
from hr.staff_list import StaffLine
from kernel import audit, clock, jobs
from kernel.errors import NotFound
from kernel.secrets import master_key, seal, unseal
from people.models import Location, Person, Team
from people.permissions import Role
from people.services import account

DAYS = ("started_on", "left_on")
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """What was sealed: the lines, whether they are everybody, and the columns that we left out."""

    lines: tuple[StaffLine, ...]
    is_complete: bool
    unused: tuple[str, ...]


def keep(session: Session, actor: Person, data: bytes, opened: Opened) -> StaffList:
    """Keep a list that was read without faults; an earlier one of this person that waited is let go."""
    waiting = update(StaffList).where(StaffList.made_by == actor.id, StaffList.sealed.is_not(None))
    session.execute(waiting.values(sealed=None))
    kept = StaffList(file_hash=hashlib.sha256(data).hexdigest(), made_at=clock.now(), made_by=actor.id)
    session.add(kept)
    session.flush()
    told = {"lines": [asdict(line) for line in opened.lines], "complete": opened.is_complete, "unused": opened.unused}
    kept.sealed = seal(_key(), json.dumps(told, default=date.isoformat).encode(), f"staff-list:{kept.id}")
    audit.record(session, "staff_list.read", actor=actor.id, object=f"staff_list:{kept.id}")
    return kept


def find(session: Session, actor: Person, list_id: int) -> StaffList:
    """One's own list. Errors: `NotFound`."""
    kept = session.scalar(select(StaffList).where(StaffList.id == list_id, StaffList.made_by == actor.id))
    if kept is None:
        raise NotFound
    return kept


def open_list(kept: StaffList) -> Opened:
    """Errors: `ListGone` once it was applied, followed by another, or left for a day."""
    if kept.sealed is None:
        raise ListGone
    told = json.loads(unseal(_key(), kept.sealed, f"staff-list:{kept.id}"))
    return Opened(tuple(map(_line, told["lines"])), told["complete"], tuple(told["unused"]))


def preview(session: Session, actor: Person, opened: Opened) -> Comparison:
    """What the list would change now."""
    found = select(Person).where(Person.forgotten_at.is_(None)).options(selectinload(Person.team))
    people = session.scalars(found).all()
    teams = session.scalars(select(Team).options(selectinload(Team.location))).all()
    return compare(
        opened.lines,
        [_known(person, actor) for person in people],
        today=today(session),
        is_complete=opened.is_complete,
        importer=actor.id,
        team_locations={team.name: team.location.name if team.location else "" for team in teams},
    )


def apply(session: Session, actor: Person, list_id: int, digest: str, *, invites: bool) -> StaffList:
    """Do exactly what was previewed as `digest`; a list that was applied before stays as it is.

    Errors: `NotFound`, `ListGone`, `ListHasFaults`, `PeopleChanged`, `LastAdministrator`.
    """
    lock(session)
    kept = find(session, actor, list_id)
    if kept.applied_at is not None:
        return kept
    comparison = preview(session, actor, open_list(kept))
    if comparison.faults:
        raise ListHasFaults
    if comparison.digest != digest:
        raise PeopleChanged
    invited = _apply(session, actor, comparison, invites=invites)
    kept.sealed, kept.applied_at = None, clock.now()
    kept.outcome = {**comparison.counts(), "invited": invited}
    jobs.enqueue(session, "enrol_and_tell", {}, key=f"staff_list:{kept.id}")
    audit.record(session, "staff_list.applied", actor=actor.id, object=f"staff_list:{kept.id}")
    return kept


def forget_abandoned(session: Session, at: datetime) -> int:
    """Every night: let go of lists that nobody confirmed within a day; return how many."""
    abandoned = select(StaffList).where(StaffList.sealed.is_not(None), StaffList.made_at < at - KEPT)
    found = session.scalars(abandoned.with_for_update()).all()
    for kept in found:
        kept.sealed = None
        audit.record(session, "staff_list.dropped", actor=None, object=f"staff_list:{kept.id}")
    return len(found)


def _apply(session: Session, actor: Person, comparison: Comparison, *, invites: bool) -> int:
    teams = _teams(session, actor, comparison)
    changes = [change for change in comparison.changes if change.differences]
    people = {person.id: person for person in session.scalars(select(Person))}
    _free_names(session, changes, people)
    touched = [(change, _write(session, change, people.get(change.person_id or 0), teams)) for change in changes]
    session.flush()
    if any(Role.ADMINISTRATOR in person.roles for _change, person in touched):
        keep_an_administrator(session)
    return _follow(session, actor, touched, invites=invites)


def _follow(session: Session, actor: Person, touched: list[tuple[Change, Person]], *, invites: bool) -> int:
    """What comes with each change: letting go, word to an old address, invitations."""
    on, invited = today(session), []
    for change, person in touched:
        audit.record(session, f"person.{change.kind}", actor=actor.id, subject=person.id, object=f"person:{person.id}")
        if not person.works_on(on):
            let_go(session, person, actor.id)
        else:
            for old_address in (each.before for each in change.differences if each.field == "email"):
                account.address_changed(session, person, old_address or None)
        if invites and change.kind in {Kind.JOINS, Kind.RETURNS} and person.email and person.works_on(on):
            invited.append(person.id)
    return bulk.invite(session, invited, actor=actor).count


def _free_names(session: Session, changes: Iterable[Change], people: dict[int, Person]) -> None:
    """Let go of numbers and addresses first, for two people may swap them.

    Who changes one was recognised by the other, so nobody is left without both.
    """
    for change in changes:
        person = people.get(change.person_id or 0)
        for difference in change.differences if person else ():
            if difference.field in {"email", "staff_number"} and difference.before:
                setattr(person, difference.field, None)
    session.flush()


def _write(session: Session, change: Change, person: Person | None, teams: dict[str, Team]) -> Person:
    if person is None:
        person = Person(created_at=clock.now(), function="", grants=[])
        session.add(person)
    elif change.kind in {Kind.RETURNS, Kind.JOINS}:
        start_afresh(session, person)
    for difference in change.differences:
        _set(person, difference.field, difference.after, teams)
    return person


def _set(person: Person, field: str, after: str, teams: dict[str, Team]) -> None:
    if field == "team":
        person.team = teams[after.casefold()] if after else None
    elif field in DAYS:
        setattr(person, field, date.fromisoformat(after) if after else None)
    else:
        setattr(person, field, (after or None) if field in {"email", "staff_number"} else after)


def _teams(session: Session, actor: Person, comparison: Comparison) -> dict[str, Team]:
    """Every team by name, with the new and moved ones of the list."""
    teams = {team.name.casefold(): team for team in session.scalars(select(Team))}
    locations = {location.name.casefold(): location for location in session.scalars(select(Location))}
    for name, place in comparison.team_locations.items():
        team = teams.setdefault(name.casefold(), Team(name=name))
        if place:
            team.location = locations.setdefault(place.casefold(), Location(name=place))
        session.add(team)
        session.flush()
        audit.record(session, "team.listed", actor=actor.id, object=f"team:{team.id}", reason=name)
    return teams


def _known(person: Person, actor: Person) -> Known:
    return Known(
        id=person.id,
        name=person.name,
        staff_number=person.staff_number or "",
        email=person.email or "",
        function=person.function,
        team=person.team.name if person.team else "",
        language=person.language,
        started_on=person.started_on,
        left_on=person.left_on,
        is_protected=not may_change_sign_in(actor, person),
    )


def _line(told: dict[str, object]) -> StaffLine:
    days = {day: date.fromisoformat(str(told[day])) for day in DAYS if told[day]}
    return StaffLine(**{**told, **days})  # type: ignore[arg-type]


def _key() -> bytes:
    return master_key().derive("staff-list")


def latest(session: Session, actor: Person) -> StaffList | None:
    """The list that this person still has waiting."""
    waiting = select(StaffList).where(StaffList.made_by == actor.id, StaffList.sealed.is_not(None))
    return session.scalar(waiting.order_by(StaffList.id.desc()).limit(1))
