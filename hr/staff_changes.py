"""A staff list beside the people we know: who joins, changes, leaves and returns.

Pure: people and lines in, changes out. Someone is recognised by staff number, else by e-mail address; a candidate
who is listed joins, and is never missing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hr.staff_list import StaffLine
from kernel.words import N_
from people.cells import Fault

TEXTS = ("name", "staff_number", "email", "function", "team", "language")
SIGN_IN = frozenset({"staff_number", "email"})


class Kind(StrEnum):
    JOINS = "joins"
    CHANGES = "changes"
    RETURNS = "returns"
    LEAVES = "leaves"
    STAYS = "stays"
    NOT_ADDED = "not_added"  # left already, and we never knew them


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the database has them. `is_protected`: their way of signing in is not ours to change."""

    id: int
    name: str
    staff_number: str
    email: str
    function: str
    team: str
    language: str
    started_on: date | None
    left_on: date | None
    is_protected: bool = False

    @property
    def is_candidate(self) -> bool:
        """Whether they never worked here, so that the list brings a newcomer."""
        return self.started_on is None

    def has_left(self, today: date) -> bool:
        return self.left_on is not None and self.left_on < today


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after; days as ISO 8601, nothing as ""."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one person; `line` is None for who is missing from a complete list."""

    kind: Kind
    name: str
    person_id: int | None
    line: int | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that would happen. `digest` names it, so that nothing else can be confirmed."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    team_locations: Mapping[str, str]
    digest: str

    def of(self, kind: Kind) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    def counts(self) -> dict[str, int]:
        found = Counter(change.kind for change in self.changes)
        return {kind.value: found[kind] for kind in Kind}

    @property
    def is_nothing_new(self) -> bool:
        return not self.team_locations and all(c.kind in {Kind.STAYS, Kind.NOT_ADDED} for c in self.changes)


def compare(
    lines: Sequence[StaffLine],
    known: Sequence[Known],
    *,
    today: date,
    is_complete: bool,
    importer: int | None,
    team_locations: Mapping[str, str],
) -> Comparison:
    """What `lines` would change. `importer` never leaves by not being listed; `team_locations`: location by team."""
    matches, faults = _match(lines, known)
    changes = [_change(line, matches.get(line.number), today) for line in lines]
    if is_complete:
        listed = {person.id for person in matches.values()} | {importer}
        changes += [_missing(p, today) for p in known if p.id not in listed and _may_be_missed(p, today)]
    people = {person.id: person for person in known}
    faults += _impossible_days(changes, people) + _protected(changes, people) + _taken(changes, known)
    moved = _moved_teams(lines, changes, team_locations)
    ordered = sorted(faults, key=lambda fault: fault.line)
    return Comparison(tuple(changes), tuple(ordered), moved, _digest(changes, moved))


def _match(lines: Iterable[StaffLine], known: Iterable[Known]) -> tuple[dict[int, Known], list[Fault]]:
    """The person behind each line, by its number; two lines for one person is a fault."""
    by_number = {p.staff_number.casefold(): p for p in known if p.staff_number}
    by_email = {p.email: p for p in known if p.email}
    matches: dict[int, Known] = {}
    first: dict[int, int] = {}
    faults = []
    for line in lines:
        person = by_number.get((line.staff_number or "").casefold()) or by_email.get(line.email or "")
        if person is None or _are_two_people(line, person):
            continue
        matches[line.number] = person
        if first.setdefault(person.id, line.number) != line.number:
            what = N_("Dit is dezelfde persoon als op regel %(first)s.")
            remedy = N_("Laat één van de twee regels staan.")
            faults.append(Fault(line.number, "name", what, remedy, {"first": first[person.id]}))
    return matches, faults


def _are_two_people(line: StaffLine, person: Known) -> bool:
    """An address may be given to somebody else after a while; a staff number is not."""
    return bool(line.staff_number and person.staff_number) and (
        line.staff_number.casefold() != person.staff_number.casefold()  # type: ignore[union-attr]
    )


def _change(line: StaffLine, person: Known | None, today: date) -> Change:
    if person is None or person.started_on is None:
        return _newcomer(line, today, person)
    texts = [_text_difference(field, getattr(person, field), getattr(line, field)) for field in TEXTS]
    differences = tuple(d for d in (*texts, *_days(line, person, person.started_on, today)) if d is not None)
    return Change(_kind(line, person, differences, today), line.name, person.id, line.number, differences)


def _kind(line: StaffLine, person: Known, differences: Sequence[Difference], today: date) -> Kind:
    if person.has_left(today) and (line.left_on is None or line.left_on >= today):
        return Kind.RETURNS
    if not person.has_left(today) and line.left_on is not None and line.left_on != person.left_on:
        return Kind.LEAVES
    return Kind.CHANGES if differences else Kind.STAYS


def _newcomer(line: StaffLine, today: date, candidate: Known | None) -> Change:
    """Who joins; a candidate keeps their row, and nothing here tells that they were one."""
    if line.left_on is not None and line.left_on < today:
        return Change(Kind.NOT_ADDED, line.name, None, line.number)
    values = {field: getattr(line, field) or "" for field in TEXTS}
    values["language"] = values["language"] or (candidate.language if candidate else "nl")
    values["started_on"] = (line.started_on or min(today, line.left_on or today)).isoformat()
    values["left_on"] = line.left_on.isoformat() if line.left_on else ""
    differences = tuple(Difference(field, "", value) for field, value in values.items() if value)
    return Change(Kind.JOINS, line.name, candidate.id if candidate else None, line.number, differences)


def _text_difference(field: str, before: str, after: str | None) -> Difference | None:
    """None when the list is silent. A number or language that is left empty stays what it was."""
    if after is None or after == before or (not after and field in {"staff_number", "language"}):
        return None
    if field == "team" and after.casefold() == before.casefold():
        return None
    return Difference(field, before, after)


def _days(line: StaffLine, person: Known, started_on: date, today: date) -> tuple[Difference | None, ...]:
    returns = person.has_left(today) and (line.left_on is None or line.left_on >= today)
    started, left = line.started_on or started_on, line.left_on
    if returns and person.left_on is not None and started <= person.left_on:
        started = min(today, left or today)
    if not returns and left is None and not line.tells_leavers:
        left = person.left_on
    return _day_difference("started_on", started_on, started), _day_difference("left_on", person.left_on, left)


def _day_difference(field: str, before: date | None, after: date | None) -> Difference | None:
    if before == after:
        return None
    return Difference(field, before.isoformat() if before else "", after.isoformat() if after else "")


def _may_be_missed(person: Known, today: date) -> bool:
    """Who works here and has begun; who leaves on a known day is left alone."""
    return person.left_on is None and person.started_on is not None and person.started_on < today


def _missing(person: Known, today: date) -> Change:
    last_day = (today - timedelta(days=1)).isoformat()
    return Change(Kind.LEAVES, person.name, person.id, None, (Difference("left_on", "", last_day),))


def _impossible_days(changes: Iterable[Change], people: Mapping[int, Known]) -> list[Fault]:
    faults = []
    for change in changes:
        person = people.get(change.person_id or 0)
        after = {difference.field: difference.after for difference in change.differences}
        started = after.get("started_on", person.started_on.isoformat() if person and person.started_on else "")
        left = after.get("left_on", person.left_on.isoformat() if person and person.left_on else "")
        if change.line and left and left < started:
            what = N_("De laatste werkdag ligt voor de eerste, die we kennen als %(started)s.")
            values = {"started": started}
            faults.append(Fault(change.line, "left_on", what, N_("Vul ook in wanneer iemand in dienst kwam."), values))
    return faults


def _protected(changes: Iterable[Change], people: Mapping[int, Known]) -> list[Fault]:
    faults = []
    for change in changes:
        person = people.get(change.person_id or 0)
        for difference in change.differences if person and person.is_protected else ():
            if difference.field in SIGN_IN and change.line:
                what = N_("%(name)s heeft een rol die alleen een beheerder zo aanpast.")
                remedy = N_("Laat hier staan wat er stond, of vraag het je beheerder.")
                faults.append(Fault(change.line, difference.field, what, remedy, {"name": change.name}))
    return faults


def _taken(changes: Iterable[Change], known: Iterable[Known]) -> list[Fault]:
    """Who would get the number or address of somebody that keeps it."""
    faults = []
    after = {c.person_id: {d.field: d.after for d in c.differences} for c in changes if c.person_id}
    for field in sorted(SIGN_IN):
        keepers = {
            getattr(person, field).casefold(): person
            for person in known
            if getattr(person, field) and field not in after.get(person.id, {})
        }
        for change in changes:
            wanted = next((d.after.casefold() for d in change.differences if d.field == field), "")
            if change.line and wanted in keepers:
                faults.append(_taken_by(keepers[wanted], change.line, field))
    return faults


def _taken_by(keeper: Known, line: int, field: str) -> Fault:
    """That somebody is a candidate is not told here."""
    if keeper.is_candidate:
        what, remedy = N_("Dit e-mailadres is al in gebruik."), N_("Vul een ander adres in, of laat het leeg.")
        return Fault(line, field, what, remedy)
    what, remedy = N_("Dit hoort al bij %(name)s."), N_("Kijk wie van de twee klopt en pas dat aan.")
    return Fault(line, field, what, remedy, {"name": keeper.name})


def _moved_teams(lines: Iterable[StaffLine], changes: Iterable[Change], locations: Mapping[str, str]) -> dict[str, str]:
    """New teams, and teams with another location: location by team, as typed first."""
    current = {team.casefold(): location for team, location in locations.items()}
    passed_over = {change.line for change in changes if change.kind is Kind.NOT_ADDED}
    named = [line for line in lines if line.team and line.number not in passed_over]
    moved: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for line in named:
        team, location = line.team or "", line.location or ""
        before = current.get(team.casefold())
        if before is None or (location and location.casefold() != before.casefold()):
            name = spelling.setdefault(team.casefold(), team)
            moved[name] = location or moved.get(name, "")
    return moved


def _digest(changes: Iterable[Change], teams: Mapping[str, str]) -> str:
    """SHA-256 over all that would change."""
    told = [
        [change.kind, change.person_id, change.name, [[d.field, d.before, d.after] for d in change.differences]]
        for change in changes
        if change.kind is not Kind.STAYS
    ]
    return hashlib.sha256(json.dumps([told, sorted(teams.items())]).encode()).hexdigest()
