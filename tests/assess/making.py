"""What tests of assessment need, made the shortest way that the database allows. Need an application context."""

from collections.abc import Mapping
from typing import Any, TypeVar

from assess.answers import Answer
from assess.instrument_library import shipped
from assess.instruments import Instrument, Statement
from assess.models import Application, Derivation, Incumbent, InstrumentRevision, JobProfile, Position, Sitting, Vacancy
from assess.queries import sittings as queries
from assess.queries.instruments import current_revision, instrument_of
from assess.services import instruments, sittings
from assess.services.sittings import Page, Saved
from kernel import audit, clock
from kernel.database import Base, read_session, unit_of_work
from people.models import Person
from people.services import files
from tests import factories

SLUG = "contactcentrum"
Row = TypeVar("Row", bound=Base)


def add(thing: Row) -> Row:
    """Put a row in the database."""
    with unit_of_work() as session:
        session.add(thing)
        audit.record(session, "test", actor=None)
    return thing


def publish() -> InstrumentRevision:
    """Import the instruments that ship; return the revision that is current."""
    with unit_of_work() as session:
        audit.record(session, "test", actor=None)
        instruments.import_library(session, shipped(), actor=None)
    revision = current_revision(read_session(), SLUG)
    assert revision is not None
    return revision


def instrument() -> Instrument:
    """The one that is published."""
    revision = current_revision(read_session(), SLUG)
    assert revision is not None
    return instrument_of(revision)


def profile(title: str = "Medewerker contactcentrum", revision: InstrumentRevision | None = None) -> JobProfile:
    """The next version of a position's profile, just begun; the position is made when there is none."""
    at, measured = clock.now(), revision or current_revision(read_session(), SLUG) or publish()
    with unit_of_work() as session:
        position = session.query(Position).filter_by(title=title).one_or_none() or Position(title=title, made_at=at)
        versions = session.query(JobProfile).filter_by(position_id=position.id).count()
        made = JobProfile(position=position, version=versions + 1, revision_id=measured.id, started_at=at)
        session.add(made)
        audit.record(session, "test", actor=None)
    return made


def incumbent(of: JobProfile | None = None, person: Person | None = None, *, is_invited: bool = True) -> Incumbent:
    """Somebody who is asked to take part."""
    who, asked = person or factories.person(), of or profile()
    with unit_of_work() as session:
        file = files.open_file(session, session.get_one(Person, who.id), "benchmark")
        made = Incumbent(profile_id=asked.id, person_id=who.id, file_id=file.id)
        made.invited_at = clock.now() if is_invited else None
        session.add(made)
        audit.record(session, "test", actor=None)
    return made


def vacancy(of: JobProfile | None = None, **values: Any) -> Vacancy:
    """A vacancy that is open; its profile is whatever it is."""
    given: dict[str, Any] = {
        "title": "Medewerker contactcentrum, 24 uur",
        "profile_id": (of or profile()).id,
        "contact_reach": "010 555 01 20",
        "promised_days": 5,
        "retention_days": 28,
        "opened_at": clock.now(),
        **values,
    }
    given.setdefault("contact_id", factories.person().id)
    return add(Vacancy(**given))


def candidate(**values: Any) -> Person:
    """Somebody who does not work here."""
    given = {"started_on": None, "staff_number": None, "password_hash": None, **values}
    return factories.person(**given)


def application(to: Vacancy | None = None, person: Person | None = None, **values: Any) -> Application:
    """A candidate who was invited, has read everything and practised, and may begin."""
    who, at, place = person or candidate(), clock.now(), to or vacancy()
    with unit_of_work() as session:
        file = files.new_file(session, session.get_one(Person, who.id))
        read = {"invited_at": at, "notice_read_at": at, "needs_told_at": at, "preview_read_at": at, "practised_at": at}
        made = Application(vacancy_id=place.id, person_id=who.id, file_id=file.id, **{**read, **values})
        session.add(made)
        audit.record(session, "test", actor=None)
    return made


def begin(what: Incumbent | Application) -> Sitting:
    """Start the sitting of an incumbent or an application."""
    reason = {"incumbent": what.id} if isinstance(what, Incumbent) else {"application": what.id}
    with unit_of_work() as session:
        begun = sittings.start(session, session.get_one(Person, what.person_id), **reason)
    return queries.own_sitting(read_session(), read_session().get_one(Person, what.person_id), begun.id)


def answer(sitting: Sitting, item: str, given: Answer, event: str = "", seen: list[str] | None = None) -> Saved:
    """Save one answer, as the autosave script does."""
    with unit_of_work() as session:
        me = session.get_one(Person, sitting.person_id)
        name = event or f"{item}-{given}"[:36]
        return sittings.save_answer(session, me, sitting.id, item=item, answer=given, event=name, seen=seen)


def send_page(sitting: Sitting, given: Answer | None, event: str, seen: str = "", place: int = 1) -> Page:
    """Send the page of an item as it is sent without scripts."""
    with unit_of_work() as session:
        me = session.get_one(Person, sitting.person_id)
        return sittings.save_page(session, me, sitting.id, place=place, answer=given, event=event, seen=seen)


def hand_in(sitting: Sitting) -> None:
    with unit_of_work() as session:
        sittings.hand_in(session, session.get_one(Person, sitting.person_id), sitting.id)


def sensible(measured: Instrument) -> dict[str, Answer]:
    """A careful answer to everything: agreeing with what says more of a competency, and the author's own ratings."""
    key = measured.key
    return {
        each.item_id: (2 if each.is_reversed else 4) if isinstance(each, Statement) else dict(key[each.id])
        for each in measured.items
    }


def finish(sitting: Sitting, answers: Mapping[str, Answer] | None = None) -> Sitting:
    """Answer everything (in one unit of work) and hand in; the statements vary a little, so that nothing is flagged."""
    given = answers if answers is not None else sensible(instrument_of(sitting.revision))
    with unit_of_work() as session:
        me = session.get_one(Person, sitting.person_id)
        for item, said in given.items():
            sittings.save_answer(session, me, sitting.id, item=item, answer=said, event=f"{item}-only")
    hand_in(sitting)
    return queries.own_sitting(read_session(), read_session().get_one(Person, sitting.person_id), sitting.id)


def close(place: Vacancy) -> None:
    """The vacancy is closed now."""
    with unit_of_work() as session:
        session.get_one(Vacancy, place.id).closed_at = clock.now()
        audit.record(session, "test", actor=None)


def derived(of: JobProfile, **values: Any) -> Derivation:
    """A profile whose scores were opened."""
    given: dict[str, Any] = {"status": "hypothesis", "published": "{}", "sealed": b"", "sealed_salt": b"", **values}
    return add(Derivation(profile_id=of.id, derived_at=clock.now(), **given))
