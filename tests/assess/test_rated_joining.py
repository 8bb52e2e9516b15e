"""Rated work joins a profile when everybody who was invited was rated; then a candidate's total has it in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import rfc8785
from flask import Flask
from sqlalchemy import select

from assess.errors.rated import MomentIsOver
from assess.method.fit import composite, without_rated
from assess.method.frozen import frozen, thawed
from assess.method.icc import icc_1k, icc_2k
from assess.method.profiles import Profile, Study, derive
from assess.method.rating import compared, overall, reliability
from assess.models import Application, Derivation, Exercise, Incumbent, JobProfile
from assess.queries.exercises import topics_so_far
from assess.queries.outcomes import Outcome, document_of, outcome_of
from assess.queries.rated import exercises_of, rated_of, released_of
from assess.queries.rated_totals import total_of
from assess.queries.reports import exact_profile, report_of
from assess.rated_work import Kind, RatedTotal
from assess.services import derivations, exercises, releasing, taking_part
from assess.services.guides import importance_in
from assess.services.studying import inputs_of, outcome_of as computed
from kernel import audit, clock
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import NotFound
from kernel.jobs import Job
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making, rating, reporting
from tests.assess.method import groups
from tests.conftest import BASE_URL, make_app
from tests.people.parallel import at_once


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def invite_silent(of: JobProfile) -> Incumbent:
    """Somebody who was invited and handed nothing in."""
    return making.incumbent(of)


def numbers(of: JobProfile) -> list[int]:
    return list(
        read_session().scalars(select(Incumbent.id).where(Incumbent.profile_id == of.id).order_by(Incumbent.id))
    )


def withdraw(number: int) -> None:
    with unit_of_work() as session:
        person = session.get_one(Person, session.get_one(Incumbent, number).person_id)
        taking_part.withdraw(session, person, number)


def counted(of: JobProfile) -> tuple[str, ...]:
    """What would join if the scores were opened now."""
    return tuple(each.kind.value for each in inputs_of(read_session(), deriving.again(of)).counted)


def outcome(of: JobProfile) -> Outcome:
    found = outcome_of(read_session(), deriving.again(of))
    assert found is not None
    return found


def total(applied: Application, *, by_hr: bool = False) -> RatedTotal:
    found = reporting.again(applied)
    rated = (released_of if by_hr else rated_of)(read_session(), found)
    return total_of(read_session(), found, rated)


def derived(study: Study) -> Profile:
    return derive(study, np.random.default_rng(1), groups.FEW_DRAWS)


def candidate_of(profile: JobProfile) -> Application:
    """Whose assessment is in."""
    return reporting.reported(making.application(making.vacancy(profile)))


# from 34 colleagues to a candidate's total


def test_where_everybody_was_rated_a_candidate_gets_a_total_with_rated_work_in_it(house: Flask) -> None:
    profile = deriving.profile(34, 5)
    rating.everybody(profile)
    deriving.derive(profile)
    deriving.approve(profile)
    found, instrument = outcome(profile), making.instrument()
    shown = {scale.code: scale for scale in found.shown.scales}
    assert list(shown) == [*instrument.scales, "call"]
    assert shown["call"].validity == 0.29
    assert shown["call"].relevance == pytest.approx(np.mean([shown[code].relevance for code in rating.CALL]))
    assert (found.shown.n, found.counted[0].codes) == (34, rating.CALL)

    applied = candidate_of(profile)
    facts = report_of(read_session(), reporting.again(applied))
    assert facts is not None
    assert facts.composite_band is not None  # what was tested has a total of its own
    assert [score.code for score in facts.scores] == list(instrument.scales)
    assert total(applied) == RatedTotal(("call",), ("call",), None)

    rating.both(reporting.again(applied), 4, 5)
    mine = total(applied)
    assert (mine.missing, mine.band is not None) == ((), True)
    assert total(applied, by_hr=True).band is None
    reporting.do(applied, releasing.release)
    assert total(applied, by_hr=True) == mine
    assert "call" in importance_in(read_session(), deriving.again(profile))


def test_where_one_colleague_was_not_rated_it_stands_beside_and_nobody_is_dropped(house: Flask) -> None:
    profile = deriving.profile(34, 5, has_answers=False)
    rating.everybody(profile, unrated=numbers(profile)[-1:])
    deriving.derive(profile)
    deriving.approve(profile)
    found = outcome(profile)
    assert (found.counted, found.shown.n, len(found.shown.scales)) == ((), 34, 13)
    applied = candidate_of(profile)
    rating.both(reporting.again(applied))
    assert total(applied) == RatedTotal((), (), None)


def test_better_ratings_never_lower_the_total_and_they_move_it(app: Flask) -> None:
    with app.app_context():
        profile = deriving.profile(34, 5, has_answers=False)
        rating.everybody(profile)
        deriving.derive(profile)
        exact = exact_profile(read_session(), profile)
        scores = {scale.code: scale.mean for scale in exact.scales}
        found = [composite(exact, {**scores, "call": value}) for value in (1.0, 3.0, 5.0)]
        values = [each.value for each in found if each]
        assert values == sorted(values)
        assert len(set(values)) == 3


def test_a_hypothesis_gives_no_total(house: Flask) -> None:
    profile = deriving.profile(5, 2, has_answers=False)
    rating.everybody(profile)
    assert deriving.derive(profile).status == "hypothesis"
    deriving.approve(profile)
    applied = candidate_of(profile)
    rating.both(reporting.again(applied))
    assert total(applied) == RatedTotal(("call",), (), None)


def test_candidates_are_interviewed_about_what_the_colleagues_were(house: Flask) -> None:
    profile = deriving.profile(3, 1, has_answers=False)
    rating.everybody(profile, Kind.INTERVIEW)
    place = making.vacancy(profile)
    assert topics_so_far(read_session(), vacancy_id=place.id) == []
    deriving.derive(profile)
    assert topics_so_far(read_session(), vacancy_id=place.id) == list(rating.TOPICS)
    other = rating.planned(making.application(place), kind=Kind.INTERVIEW, topics=("ZOR", "FLE", "EMP"))
    assert other.codes == list(rating.TOPICS)


# when it joins


def test_both_kinds_join_each_by_itself(house: Flask) -> None:
    profile = deriving.profile(4, 2, has_answers=False)
    rating.everybody(profile, Kind.INTERVIEW)
    assert counted(profile) == ("interview",)
    rating.everybody(profile, Kind.CALL)
    assert counted(profile) == ("interview", "call")
    study = inputs_of(read_session(), deriving.again(profile)).study
    assert study.rated == ("interview", "call")
    assert list(study.validity[-2:]) == [0.42, 0.29]


def test_it_joins_only_when_it_was_planned_with_everybody_who_was_invited(house: Flask) -> None:
    profile = deriving.profile(4, 2, has_answers=False)
    assert counted(profile) == ()
    who = rating.everybody(profile)
    assert counted(profile) == ("call",)
    late = invite_silent(profile)
    assert counted(profile) == ()
    exercise = rating.planned(late, who)
    for rater in who:
        rating.hand_in(exercise, rater, rating.given(exercise))
    assert counted(profile) == ("call",)


def test_whether_it_joins_tells_nobody_who_answered_the_questions(house: Flask) -> None:
    """Rated or not decides, and that the raters know; who handed in doesn't."""
    profile = deriving.profile(4, 2, has_answers=False)
    silent = invite_silent(profile)
    rating.everybody(profile, unrated=[silent.id])
    assert counted(profile) == ()
    instrument, chance = making.instrument(), np.random.default_rng(2)
    with unit_of_work() as session:
        part = session.get_one(Incumbent, silent.id)
        about = deriving.simulated(instrument, chance)
        deriving._respond(session, session.get_one(JobProfile, profile.id), part, about, has_answers=False)
        audit.record(session, "test", actor=None)
    assert counted(profile) == ()
    other = deriving.profile(4, 2, has_answers=False, title="Planner")
    invite_silent(other)
    rating.everybody(other)
    assert counted(other) == ("call",)
    assert len(inputs_of(read_session(), deriving.again(other)).participants) == 4


def test_who_withdrew_is_not_waited_for(house: Flask) -> None:
    profile = deriving.profile(5, 2, has_answers=False)
    last = numbers(profile)[-1]
    rating.everybody(profile, unrated=[last])
    assert counted(profile) == ()
    withdraw(last)
    assert counted(profile) == ("call",)
    deriving.derive(profile)
    assert outcome(profile).shown.n == 4


def test_two_who_differ_talk_first(house: Flask) -> None:
    profile = deriving.profile(3, 1, has_answers=False)
    last = numbers(profile)[-1]
    who = rating.everybody(profile, unrated=[last])
    differing = rating.planned(read_session().get_one(Incumbent, last), who)
    for rater, score in zip(who, (1, 4), strict=True):
        rating.hand_in(differing, rater, rating.given(differing, score))
    assert counted(profile) == ()
    rating.talk(differing, who[0])
    assert counted(profile) == ("call",)


@pytest.mark.parametrize(("second", "kinds"), [(None, ()), (3, ("call",))])
def test_what_nobody_saw_is_no_score(house: Flask, second: int | None, kinds: tuple[str, ...]) -> None:
    profile = deriving.profile(3, 1, has_answers=False)
    last = numbers(profile)[-1]
    who = rating.everybody(profile, unrated=[last])
    unseen = rating.planned(read_session().get_one(Incumbent, last), who)
    for rater, score in zip(who, (None, second), strict=True):
        rating.hand_in(unseen, rater, rating.given(unseen, 3, LUI=score))
    assert counted(profile) == kinds


def test_other_topics_do_not_join(house: Flask) -> None:
    profile = deriving.profile(3, 1, has_answers=False)
    rating.everybody(profile, Kind.INTERVIEW)
    last = numbers(profile)[-1]
    with unit_of_work() as session:
        (theirs,) = exercises_of(session, session.get_one(Incumbent, last))
        theirs.codes = ["ZOR", "FLE", "EMP"]
        audit.record(session, "test", actor=None)
    assert counted(profile) == ()


def test_the_yes_of_a_call_caps_the_score_that_joins(house: Flask) -> None:
    profile = deriving.profile(3, 1, has_answers=False)
    first = numbers(profile)[0]
    who = rating.everybody(profile, unrated=[first])
    told = rating.planned(read_session().get_one(Incumbent, first), who)
    for rater in who:
        rating.hand_in(told, rater, rating.given(told, 4, disclosed="yes"))
    study = inputs_of(read_session(), deriving.again(profile)).study
    assert study.scores[0, -1] == pytest.approx((4 + 4 + 2 + 4 + 4) / 5)


# frozen


def test_a_rating_changes_the_seed_and_after_the_opening_nothing(house: Flask) -> None:
    profile = deriving.profile(4, 2, has_answers=False)
    who = rating.everybody(profile, seed=1)
    before = inputs_of(read_session(), deriving.again(profile)).seed
    other = deriving.profile(4, 2, has_answers=False, title="Planner")
    others = rating.everybody(other, unrated=numbers(other)[:1])
    derivation = deriving.derive(other)
    stored = derivation.published
    (late,) = exercises_of(read_session(), read_session().get_one(Incumbent, numbers(other)[0]))
    for rater in others:
        rating.hand_in(late, rater, rating.given(late))
    close_read_session()
    assert read_session().get_one(Derivation, other.id).published == stored
    assert outcome(other).counted == ()
    first = read_session().get_one(Incumbent, numbers(profile)[0])
    (theirs,) = exercises_of(read_session(), first)
    hr = factories.person(Role.HR)
    with unit_of_work() as session:
        exercises.cancel(session, session.get_one(Person, hr.id), theirs.id)
    anew = rating.planned(first, who)
    for rater in who:
        rating.hand_in(anew, rater, rating.given(anew, 5))
    assert counted(profile) == ("call",)
    assert inputs_of(read_session(), deriving.again(profile)).seed != before


def test_the_document_says_which_work_counts_and_names_nobody(house: Flask) -> None:
    profile = deriving.profile(3, 1, has_answers=False)
    who = rating.everybody(profile)
    told = document_of(deriving.derive(profile))
    counted = {"kind": "call", "topics": list(rating.CALL), "raters": 2, "hasSameRaters": True}
    assert told["ratedWork"] == [counted]
    assert not any(each.name in str(told) for each in who)


def test_profiles_from_before_still_open(house: Flask) -> None:
    chance = np.random.default_rng(1)
    made = groups.study(groups.scores(34, 3, chance), groups.first(6, 34))
    exact = derived(made)
    row = frozen(exact)
    del row["rated"], row["tested_half"]
    old = thawed(row)
    assert old == exact
    assert without_rated(old) == old
    profile = making.profile()
    deriving.freeze(profile, {}, "none")
    other = deriving.profile(3, 1, has_answers=False, title="Planner")
    told = document_of(deriving.derive(other))
    del told["ratedWork"]
    shown = rfc8785.dumps(told).decode()
    making.derived(profile, published=shown, status="hypothesis", sealed=b"nothing", sealed_salt=b"nothing")
    assert outcome(profile).counted == ()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_rating_and_a_withdrawal_that_meet_the_sums_leave_one_profile(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    app = make_app(tmp_path, request.getfixturevalue(f"{database}_url"))
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        profile = deriving.profile(6, 2, has_answers=False)
        first, *_others, last = numbers(profile)
        who = rating.everybody(profile, unrated=[last])
        exercise = rating.planned(read_session().get_one(Incumbent, last), who)
        what = rating.given(exercise)
        rating.hand_in(exercise, who[0], what)
        computed(inputs_of(read_session(), deriving.again(profile)))
        job = Job(kind=derivations.DERIVE, payload={"profile": profile.id}, owner_id=deriving.maker().id)
    acts = [
        partial(derivations.derive_job, job),
        partial(rating.hand_in, exercise, who[1], what),
        partial(withdraw, first),
    ]

    def act() -> None:
        acts.pop()()

    got = at_once(app, 3, act)
    with app.app_context():
        refused = {type(each).__name__ for each in got if each is not None}
        assert refused <= {"PeopleChanged"}  # the job is done again
        derivations.derive_job(job)
        close_read_session()
        found = outcome(profile)
        assert len(found.shown.scales) == 13 + len(found.counted)
    app.extensions["database"].engine.dispose()


# the method


def test_a_profile_without_its_rated_scales_has_the_middle_half_of_the_others() -> None:
    chance = np.random.default_rng(3)
    raw, top = groups.scores(40, 4, chance), groups.first(8, 40)
    whole = groups.study(raw, top, relevance=np.array([4.0, 3, 1, 4]))
    made = derived(replace(whole, rated=("S3",)))
    alone = derived(groups.study(raw[:, :3], top, relevance=whole.relevance[:3]))
    assert without_rated(made).middle_half == pytest.approx(alone.middle_half)
    assert [scale.code for scale in without_rated(made).scales] == ["S0", "S1", "S2"]
    scores = dict(zip(("S0", "S1", "S2"), (4.0, 3.0, 5.0), strict=True))
    first, second = composite(without_rated(made), scores), composite(alone, scores)
    assert first is not None
    assert second is not None
    assert (first.value, first.band) == (pytest.approx(second.value), second.band)
    weight = next(scale.weight for scale in made.scales if scale.code == "S3")
    assert weight > 0
    assert composite(made, scores) is None


def test_one_score_is_the_mean_of_what_two_gave_over_all_topics() -> None:
    assert overall(compared({"A": 2, "B": 4}, {"A": 3, "B": None})) == (2.5 + 4) / 2
    assert overall(compared({"A": 2, "B": None}, {"A": 3, "B": None})) is None
    assert overall(()) is None


def test_reliability_is_the_icc_that_fits_who_rated() -> None:
    rows = [(1, 2), (2, 3), (3, 4), (4, 5), (3, 4)]
    people = [compared({"A": first}, {"A": second}) for first, second in rows]
    ratings = np.array(rows, dtype=float)
    for same, icc in ((True, icc_2k), (False, icc_1k)):
        expected = icc(ratings)
        assert expected is not None
        assert reliability(people, has_same_raters=same) == pytest.approx(expected.value)
    assert np.isnan(reliability(people[:1], has_same_raters=True))
    assert np.isnan(reliability([people[0]] * 5, has_same_raters=True))
    at_odds = [compared({"A": first}, {"A": 6 - first}) for first in (1, 2, 4, 5)]
    assert np.isnan(reliability(at_odds, has_same_raters=True))  # every mean is 3: nobody differs
    worse = [compared({"A": first}, {"A": second}) for first, second in ((1, 5), (5, 2), (2, 5), (5, 1))]
    assert reliability(worse, has_same_raters=True) == 0


# HR learns nothing


def test_of_a_colleague_a_plan_goes_back_by_its_moment_never_by_who_was_rated(house: Flask) -> None:
    hr, who, profile = factories.person(Role.HR), rating.raters(3), making.profile()
    parts = [making.incumbent(profile) for _ in range(2)]
    planned = [rating.planned(part, who[:2], hr=hr) for part in parts]
    for rater in who[:2]:
        rating.hand_in(planned[0], rater, rating.given(planned[0]))
    for exercise in planned:
        with pytest.raises(NotFound), unit_of_work() as session:
            exercises.replace(session, session.get_one(Person, hr.id), exercise.id, who[0].id, who[2].id)
        over = clock.moved_to(clock.now() + timedelta(days=2))
        with over, pytest.raises(MomentIsOver), unit_of_work() as session:
            exercises.cancel(session, session.get_one(Person, hr.id), exercise.id)
    for exercise in planned:
        with unit_of_work() as session:
            exercises.cancel(session, session.get_one(Person, hr.id), exercise.id)
    assert read_session().query(Exercise).count() == 0
