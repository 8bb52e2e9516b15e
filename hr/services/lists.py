"""The lists that leave the house as files: the register of a course, the people, and the trail."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from courses.queries.content import course_revision, parsed
from courses.queries.learning import zone_of
from hr import queries_people, queries_register, queries_trail, trail_words
from hr.queries_people import HERE, Filter
from hr.queries_register import Narrowed, RegisterRow
from hr.queries_trail import Wanted
from hr.services.exports import Arguments, Line, List, offer
from hr.staff_columns import COLUMNS
from hr.words import PERSON_STATES, REGISTER_STATES
from kernel import clock
from people.models import Person
from people.permissions import Permission


def narrowed(arguments: Arguments) -> Narrowed:
    """Back from what stands in an address."""
    team, location = (int(arguments[name]) if name in arguments else None for name in ("team", "location"))
    course, state, query = (str(arguments.get(name, "")) for name in ("course", "state", "q"))
    return Narrowed(course, state, query, team, location)


def sought(arguments: Arguments) -> Filter:
    """Back from what stands in an address."""
    team, location = (int(arguments[name]) if name in arguments else None for name in ("team", "location"))
    words, function = (str(arguments.get(name, "")) for name in ("q", "function"))
    state = str(arguments.get("state", HERE))
    return Filter(words, team, location, function, "" if state == "all" else state, str(arguments.get("sort", "name")))


def wanted(arguments: Arguments) -> Wanted:
    """Back from what stands in an address."""
    since, until = (
        date.fromisoformat(str(arguments[name])) if name in arguments else None for name in ("since", "until")
    )
    return Wanted(str(arguments.get("q", "")), str(arguments.get("action", "")), since, until)


def _register_heading() -> Sequence[str]:
    return (
        _("Naam"), _("Personeelsnummer"), _("Team"), _("Locatie"), _("Functie"), _("Cursus"), _("Staat"),
        _("Klaar voor"), _("Geslaagd op"), _("Getekend op"), _("Versie van de verklaring"), _("Geldig tot en met"),
        _("Nummer van het certificaat"), _("Inhoud goedgekeurd door"),
    )  # fmt: skip


def _register_rows(session: Session, _reader: Person, arguments: Arguments) -> Iterator[Line]:
    asked, zone = narrowed(arguments), zone_of(session)
    on = clock.day(clock.now(), zone)
    title = parsed(course_revision(session, asked.course, "nl")).title.nl
    people = queries_register.everybody(session, asked, on)
    for row in queries_register.rows_of(session, asked.course, people, on, zone):
        state = _(REGISTER_STATES[row.state][0])
        yield row.id, (
            row.name, row.staff_number, row.team, row.location, row.function, title, state, row.due_on,
            row.passed_on, row.signed_on, row.statement, row.valid_until, row.number, _approved_by(row, zone),
        )  # fmt: skip


def _approved_by(row: RegisterRow, zone: ZoneInfo) -> str:
    """Who put their name under what somebody was certified on: name, role and day."""
    if row.approvals is None:
        return ""
    named = (f"{each.name}, {each.role}, {clock.day(each.approved_at, zone)}" for each in row.approvals)
    return "; ".join(named) or _("Niemand: concept")


def _register_size(session: Session, _reader: Person, arguments: Arguments) -> int:
    return queries_register.size(session, narrowed(arguments), _today(session))


def _people_heading() -> Sequence[str]:
    """The names of the columns as the import knows them, and the state."""
    return (*(_(name) for name in COLUMNS.values()), _("Staat"))


def _people_rows(session: Session, _reader: Person, arguments: Arguments) -> Iterator[Line]:
    for row in queries_people.everyone(session, sought(arguments), _today(session)):
        person, team = row.person, row.person.team
        place = team.location.name if team and team.location else ""
        yield None, (
            person.staff_number, person.name, person.email, person.function, team.name if team else "", place,
            person.started_on, person.left_on, person.language, _(PERSON_STATES[row.state][0]),
        )  # fmt: skip


def _people_size(session: Session, _reader: Person, arguments: Arguments) -> int:
    return queries_people.size(session, sought(arguments), _today(session))


def _today(session: Session) -> date:
    return clock.day(clock.now(), zone_of(session))


def _trail_heading() -> Sequence[str]:
    return (
        _("Wanneer (UTC)"),
        _("Wie"),
        _("Wat"),
        _("Naam van de handeling"),
        _("Waaraan"),
        _("Over wie"),
        _("Waarom"),
    )


def _trail_rows(session: Session, reader: Person, arguments: Arguments) -> Iterator[Line]:
    for row in queries_trail.whole_trail(session, reader, wanted(arguments), zone_of(session)):
        words = " ".join(_(word) for word in trail_words.words_of(row.action))
        actor = row.actor or (_("gewist") if row.actor_id else _("Maatstaf"))
        at = row.at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        yield None, (at, actor, words, row.action, row.object, row.subject or "", row.reason)


def _trail_size(session: Session, reader: Person, arguments: Arguments) -> int:
    return queries_trail.size(session, reader, wanted(arguments), zone_of(session))


MAY_SEE, MAY_MANAGE, MAY_READ = Permission.SEE_REGISTER, Permission.MANAGE_PEOPLE, Permission.READ_TRAIL
offer("register", List(MAY_SEE, _register_size, lambda: _("Register"), _register_heading, _register_rows))
offer("people", List(MAY_MANAGE, _people_size, lambda: _("Mensen"), _people_heading, _people_rows))
offer("trail", List(MAY_READ, _trail_size, lambda: _("Logboek"), _trail_heading, _trail_rows))
