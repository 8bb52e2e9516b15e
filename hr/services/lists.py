"""The lists that leave the house as files: the register of a course, and the trail."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from courses.queries.content import course_revision, parsed
from courses.queries.learning import zone_of
from hr import queries_register, queries_trail, trail_words
from hr.queries_register import Narrowed
from hr.queries_trail import Wanted
from hr.services.exports import Arguments, List, offer
from hr.tables import Cell
from hr.words import REGISTER_STATES
from kernel import clock


def narrowed(arguments: Arguments) -> Narrowed:
    """Back from what stands in an address."""
    team, location = (int(arguments[name]) if name in arguments else None for name in ("team", "location"))
    course, state, query = (str(arguments.get(name, "")) for name in ("course", "state", "q"))
    return Narrowed(course, state, query, team, location)


def wanted(arguments: Arguments) -> Wanted:
    """Back from what stands in an address."""
    since, until = (
        date.fromisoformat(str(arguments[name])) if name in arguments else None for name in ("since", "until")
    )
    return Wanted(str(arguments.get("q", "")), str(arguments.get("action", "")), since, until)


def _register_heading() -> Sequence[str]:
    return (
        _("Naam"), _("Personeelsnummer"), _("Team"), _("Locatie"), _("Functie"), _("Cursus"), _("Staat"),
        _("Klaar voor"), _("Geslaagd op"), _("Getekend op"), _("Geldig tot en met"), _("Nummer van het certificaat"),
    )  # fmt: skip


def _register_rows(session: Session, arguments: Arguments) -> Iterator[Sequence[Cell]]:
    asked, zone = narrowed(arguments), zone_of(session)
    on = clock.day(clock.now(), zone)
    title = parsed(course_revision(session, asked.course, "nl")).title.nl
    people = queries_register.everybody(session, asked, on)
    for row in queries_register.rows_of(session, asked.course, people, on, zone):
        state = _(REGISTER_STATES[row.state][0])
        yield (
            row.name, row.staff_number, row.team, row.location, row.function, title, state, row.due_on,
            row.passed_on, row.signed_on, row.valid_until, row.number,
        )  # fmt: skip


def _register_size(session: Session, arguments: Arguments) -> int:
    return queries_register.size(session, narrowed(arguments), clock.day(clock.now(), zone_of(session)))


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


def _trail_rows(session: Session, arguments: Arguments) -> Iterator[Sequence[Cell]]:
    for row in queries_trail.whole_trail(session, wanted(arguments), zone_of(session)):
        words = " ".join(_(word) for word in trail_words.words_of(row.action))
        actor = row.actor or (_("gewist") if row.actor_id else _("Maatstaf"))
        at = row.at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        yield (at, actor, words, row.action, row.object, row.subject or "", row.reason)


def _trail_size(session: Session, arguments: Arguments) -> int:
    return queries_trail.size(session, wanted(arguments), zone_of(session))


offer("register", List(_register_size, lambda: _("Register"), _register_heading, _register_rows))
offer("trail", List(_trail_size, lambda: _("Logboek"), _trail_heading, _trail_rows))
