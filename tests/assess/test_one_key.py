"""One key for the situations of everybody who is compared: experts who rate later change nobody's score."""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

from assess.answers import Answer
from assess.instruments import SITUATIONS, Key
from assess.models import Application, InstrumentRevision, JobProfile, Sitting
from assess.queries.instruments import EXPERTS_NEEDED, key_in_force, key_of
from assess.queries.sittings import scores_of, sitting_for
from assess.services import reports, scoring
from assess.services.instruments import hand_in_keying
from assess.services.studying import inputs_of
from kernel.database import read_session, unit_of_work
from people.models import Person
from tests import factories
from tests.assess import deriving, making


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def upside_down() -> dict[str, dict[str, int]]:
    """What experts would say who think the contrary of the author."""
    return {name: {option: 6 - round(given) for option, given in all_.items()} for name, all_ in proposal().items()}


def proposal() -> Key:
    return making.instrument().key


def experts_key(of: JobProfile, count: int = EXPERTS_NEEDED) -> None:
    ratings = upside_down()
    for _ in range(count):
        expert = factories.person()
        with unit_of_work() as session:
            hand_in_keying(session, session.get_one(Person, expert.id), of.revision_id, ratings)


def situations(of: Sitting | None) -> str | None:
    assert of is not None
    told = scores_of(read_session(), of)
    assert told is not None
    score: str | None = told["scales"][SITUATIONS]
    return score


def expected(key: Key, answers: Mapping[str, Answer]) -> str | None:
    return scoring.scale_scores(making.instrument(), key, answers)[SITUATIONS]


def candidate_of(of: JobProfile) -> Application:
    applied = making.application(making.vacancy(of))
    making.finish(making.begin(applied))
    return applied


def test_who_handed_in_before_the_experts_is_scored_anew_with_their_key(house: Flask) -> None:
    profile = deriving.profile(4)
    place = making.instrument().scales.index(SITUATIONS)
    before = inputs_of(read_session(), deriving.again(profile)).study.scores[:, place]
    experts_key(profile)
    inputs = inputs_of(read_session(), deriving.again(profile))
    after = inputs.study.scores[:, place]
    assert (inputs.key.experts, inputs.key.is_proposal) == (EXPERTS_NEEDED, False)
    assert after == pytest.approx(6 - before, abs=1e-5), "the contrary key is the mirror image"


def test_those_who_hand_in_before_and_after_the_experts_are_compared_on_one_key(house: Flask) -> None:
    profile = deriving.profile(3)
    early = making.begin(making.incumbent(profile))
    making.finish(early)
    experts_key(profile)
    late = making.begin(making.incumbent(profile))
    making.finish(late)
    place = making.instrument().scales.index(SITUATIONS)
    scores = inputs_of(read_session(), deriving.again(profile)).study.scores[-2:, place]
    assert scores[0] == scores[1] == pytest.approx(1)


def test_a_candidate_is_scored_with_the_key_that_the_profile_froze(house: Flask) -> None:
    profile = deriving.profile(4)
    deriving.derive(profile)
    experts_key(profile)
    revision = read_session().get_one(InstrumentRevision, profile.revision_id)
    assert not key_of(read_session(), revision).is_proposal
    assert key_in_force(read_session(), deriving.again(profile)) == (proposal(), 0, True)
    applied = candidate_of(profile)
    sitting = sitting_for(read_session(), application=applied.id)
    assert situations(sitting) == expected(proposal(), making.sensible(making.instrument())) == "5.000000"


def test_the_report_says_whose_key_it_was(house: Flask) -> None:
    profile = deriving.profile(4)
    experts_key(profile)
    deriving.derive(profile)
    deriving.approve(profile)
    experts_key(profile, 1)
    applied = candidate_of(profile)
    facts = reports.facts_of(read_session(), read_session().get_one(Application, applied.id))
    assert facts is not None
    assert (facts.experts, facts.key_is_proposal) == (EXPERTS_NEEDED, False)
    assert situations(sitting_for(read_session(), application=applied.id)) == "1.000000"
