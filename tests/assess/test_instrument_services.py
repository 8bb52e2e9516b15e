"""Instruments become revisions in the log, once; five experts who keyed the situations take the author's place."""

import json
from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.errors.instruments import AlreadyKeyed, InstrumentPublishedBefore, KeyingIncomplete, NoInstrument
from assess.instrument_library import Library, shipped
from assess.instruments import Instrument
from assess.models import InstrumentRevision
from assess.queries.instruments import (
    EXPERTS_NEEDED,
    current_revision,
    instrument_of,
    instrument_slugs,
    key_of,
    published_revision,
    shown,
)
from assess.services import instruments
from assess.services.instruments import content_document, hand_in_keying
from certificates.ledger.entries import EntryType, commitment, parse
from certificates.ledger.models import Head, LogEntry
from kernel import jobs
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people.models import Person
from tests import factories
from tests.assess.shipped_library import SLUG

Ratings = Mapping[str, Mapping[str, int]]


def publish(library: Library | None = None) -> instruments.Imported:
    with unit_of_work() as session:
        return instruments.import_library(session, library or shipped(), actor=None)


def changed(field: str, words: str, place: int = 0) -> Library:
    """The library with one Dutch text changed: of a `statement`, a `situation`, or the reason of its first `option`."""
    content = shipped().instrument(SLUG).content()
    if field == "statement":
        content["statements"][place]["text"]["nl"] = words
    elif field == "situation":
        content["situations"][place]["text"]["nl"] = words
    else:
        content["situations"][place]["options"][0]["why"]["nl"] = words
    return Library(instruments=(Instrument.model_validate(content),))


def revision(session: Session | None = None) -> InstrumentRevision:
    return published_revision(session or read_session(), SLUG)


def all_rated(rating: int) -> Ratings:
    return {situation: dict.fromkeys(options, rating) for situation, options in shipped().instrument(SLUG).key.items()}


def hand_in(ratings: Ratings, person: Person | None = None) -> Person:
    expert = person or factories.person()
    with unit_of_work() as session:
        hand_in_keying(session, session.get_one(Person, expert.id), revision(session).id, ratings)
    return expert


def test_an_import_publishes_what_changed_and_leaves_the_rest_alone(either_app: Flask) -> None:
    with either_app.app_context():
        assert current_revision(read_session(), SLUG) is None
        first = publish()
        assert ([each.slug for each in first.published], first.unchanged) == ([SLUG], 0)
        again = publish()
        assert (again.published, again.unchanged) == ((), 1)
        publish(changed("statement", "Ik luister eerst."))
        assert instrument_slugs(read_session()) == [SLUG]
        assert instrument_of(revision()).statements[0].text.nl == "Ik luister eerst."
        assert read_session().scalar(select(func.count()).select_from(InstrumentRevision)) == 2


def test_a_revision_keeps_the_whole_instrument_under_its_hash(either_app: Flask) -> None:
    with either_app.app_context():
        publish()
        kept, instrument = revision(), shipped().instrument(SLUG)
        assert kept.content_hash == instrument.content_hash()
        assert json.loads(kept.content) == instrument.content()
        assert instrument_of(kept) == instrument


def test_the_log_commits_to_what_was_published(either_app: Flask) -> None:
    with either_app.app_context():
        publish()
        session, kept = read_session(), revision()
        origin = session.scalars(select(Head.origin)).one()
        entry = parse(session.scalars(select(LogEntry.entry).where(LogEntry.idx == kept.entry_index)).one())
        assert entry.type == EntryType.CONTENT
        assert entry.body == commitment(kept.salt, origin, content_document(kept))
        row = session.scalars(select(AuditRow).where(AuditRow.action == "instrument.published")).one()
        assert row.object == f"instrument:{kept.id}"


def test_an_old_version_is_not_published_as_a_new_one(either_app: Flask) -> None:
    with either_app.app_context():
        publish()
        publish(changed("statement", "Ik luister eerst."))
        with pytest.raises(InstrumentPublishedBefore, match=SLUG):
            publish()


def test_what_was_never_published_is_not_there(app: Flask) -> None:
    with app.app_context(), pytest.raises(NoInstrument):
        revision()


def test_the_set_up_publishes_the_instruments_once(app: Flask) -> None:
    with app.app_context():
        for _ in range(2):
            with unit_of_work() as session:
                jobs.enqueue(session, "publish_instruments", {})
            jobs.run_all()
        assert read_session().scalar(select(func.count()).select_from(InstrumentRevision)) == 1


def test_people_see_the_organisations_name_and_whom_to_call(app: Flask) -> None:
    with app.app_context():
        publish()
        seen = shown(read_session(), revision(), contact="Mira, 010 555 01 40")
        assert "{" not in seen.preview.text.nl + seen.call.card.nl
        assert "Mira" in seen.preview.text.nl
        assert seen.statements == instrument_of(revision()).statements


def test_the_key_is_the_authors_proposal_until_five_experts_have_keyed(either_app: Flask) -> None:
    with either_app.app_context():
        publish()
        proposal = shipped().instrument(SLUG).key
        for expected in range(EXPERTS_NEEDED):
            assert key_of(read_session(), revision()) == (proposal, expected, True)
            hand_in(all_rated(1 + expected % 2))
        ratings, experts, is_proposal = key_of(read_session(), revision())
        assert (experts, is_proposal) == (5, False)
        assert {each for options in ratings.values() for each in options.values()} == {(1 + 2 + 1 + 2 + 1) / 5}


def test_an_expert_keys_once(either_app: Flask) -> None:
    with either_app.app_context():
        publish()
        expert = hand_in(all_rated(2))
        with pytest.raises(AlreadyKeyed):
            hand_in(all_rated(3), expert)
        assert key_of(read_session(), revision()).experts == 1


@pytest.mark.parametrize("wrong", [0, 6, 2.5, "3", None, True])
def test_every_option_is_rated_on_the_scale_or_nothing_is_kept(app: Flask, wrong: object) -> None:
    with app.app_context():
        publish()
        ratings = {situation: dict(options) for situation, options in all_rated(3).items()}
        ratings["S01"]["A"] = wrong  # type: ignore[assignment]  # what a form could send
        del ratings["S12"]
        with pytest.raises(KeyingIncomplete, match="Bij 6 keuzes"):
            hand_in(ratings)
        assert key_of(read_session(), revision()).experts == 0


def test_what_was_not_asked_is_not_kept(app: Flask) -> None:
    with app.app_context():
        publish()
        ratings = {situation: dict(options) | {"Z": 5} for situation, options in all_rated(3).items()} | {
            "S99": {"A": 1}
        }
        for _ in range(EXPERTS_NEEDED):
            hand_in(ratings)
        kept = key_of(read_session(), revision()).ratings
        assert kept.keys() == all_rated(3).keys()
        assert set(kept["S01"]) == set("ABCDE")


def test_a_keying_of_a_revision_that_is_not_there_is_refused(app: Flask) -> None:
    with app.app_context():
        expert = factories.person()
        with pytest.raises(NotFound), unit_of_work() as session:
            hand_in_keying(session, session.get_one(Person, expert.id), 99, all_rated(3))


def test_keyings_count_for_a_revision_that_asks_the_same_situations_and_for_no_other(either_app: Flask) -> None:
    with either_app.app_context():
        publish()
        expert = hand_in(all_rated(2))
        publish(changed("statement", "Ik luister eerst."))
        assert key_of(read_session(), revision()).experts == 1
        publish(changed("option", "Omdat het zo beter is."))
        assert key_of(read_session(), revision()).experts == 1
        hand_in(all_rated(4), expert)
        assert key_of(read_session(), revision()).experts == 1
        publish(changed("situation", "Er belt iemand anders."))
        assert key_of(read_session(), revision()) == (instrument_of(revision()).key, 0, True)
