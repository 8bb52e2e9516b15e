"""Two raters beside each other: what they gave, when they talk, how far they agree."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from assess.method.agreement import krippendorff_alpha, ordinal
from assess.method.icc import icc_1, icc_2, icc_2k
from assess.method.rating import (
    Disclosed,
    RatedTwice,
    agreement,
    agreement_by_competency,
    agreement_of_exercise,
    asks_a_talk,
    capped,
    compared,
)

CODES = ("LUI", "EMP", "INT", "FLE", "ZOR")
ratings = st.one_of(st.none(), st.integers(1, 5))
all_scores = st.fixed_dictionaries(dict.fromkeys(CODES, ratings))


def test_the_mean_is_of_who_saw_it() -> None:
    rated = compared({"LUI": 4, "EMP": None, "INT": 2}, {"LUI": 5, "EMP": 3, "INT": None})
    assert [each.mean for each in rated] == [4.5, 3.0, 2.0]
    assert [each.seen_by for each in rated] == [2, 1, 1]
    assert RatedTwice("FLE", None, None).mean is None


@given(all_scores, all_scores)
def test_both_ratings_stay_and_two_points_ask_a_talk(
    first: dict[str, int | None], second: dict[str, int | None]
) -> None:
    rated = compared(first, second)
    assert {each.code: (each.first, each.second) for each in rated} == {
        code: (first[code], second[code]) for code in CODES
    }
    apart = [abs(one - two) for code in CODES if (one := first[code]) is not None and (two := second[code]) is not None]
    assert asks_a_talk(rated) is (max(apart, default=0) >= 2)


def test_not_seen_beside_a_rating_asks_no_talk() -> None:
    assert not RatedTwice("LUI", None, 5).asks_a_talk()
    assert RatedTwice("LUI", None, 5).difference is None
    assert not RatedTwice("LUI", 4, 5).asks_a_talk()
    assert RatedTwice("LUI", 3, 5).asks_a_talk()


def test_one_who_heard_it_given_away_and_one_who_did_not_talk() -> None:
    alike = compared({"INT": 2}, {"INT": 3})
    assert asks_a_talk(alike, (Disclosed.YES, Disclosed.NO))
    assert not asks_a_talk(alike, (Disclosed.UNSURE, Disclosed.NO))
    assert not asks_a_talk(alike, (Disclosed.YES, Disclosed.YES))


@given(all_scores, st.sampled_from(Disclosed))
def test_only_a_client_given_away_caps_and_only_integrity(scores: dict[str, int | None], disclosed: Disclosed) -> None:
    after = capped(scores, disclosed, "INT", 2)
    assert {code: after[code] for code in CODES if code != "INT"} == {
        code: scores[code] for code in CODES if code != "INT"
    }
    before = scores["INT"]
    expected = min(before, 2) if disclosed is Disclosed.YES and before is not None else before
    assert after["INT"] == expected
    assert capped(after, disclosed, "INT", 2) == after


def test_an_exercise_without_that_scale_has_no_cap() -> None:
    assert capped({"LUI": 5}, Disclosed.YES, "INT", 2) == {"LUI": 5}


def test_raters_rate_the_same_things_from_one_to_five() -> None:
    with pytest.raises(ValueError, match="same competencies"):
        compared({"LUI": 1}, {"EMP": 1})
    with pytest.raises(ValueError, match="1 to 5"):
        compared({"LUI": 0}, {"LUI": 1})


def test_fewer_than_five_people_tell_nothing() -> None:
    found = agreement([RatedTwice("LUI", 3, 4), RatedTwice("LUI", 2, 2), *[RatedTwice("LUI", 3, None)] * 9])
    assert found.people == 2
    assert not found.has_enough_people()
    assert (found.single, found.mean_of_two, found.any_pair, found.alpha) == (None,) * 4


def test_agreement_is_the_published_coefficients_over_who_was_rated_by_both() -> None:
    table = np.array([[1.0, 2], [4, 4], [3, 5], [5, 4], [2, 2], [3, 3]])
    rated = [RatedTwice("LUI", int(one), int(two)) for one, two in table]
    found = agreement([*rated, RatedTwice("LUI", None, 5)])
    assert found.people == 6
    assert found.has_enough_people()
    assert (found.single, found.mean_of_two, found.any_pair) == (icc_2(table), icc_2k(table), icc_1(table))
    assert found.alpha == krippendorff_alpha(table.T, ordinal)


def test_each_competency_of_an_exercise_and_the_exercise_itself() -> None:
    chance = np.random.default_rng(14)
    exercises = []
    for level in chance.normal(3, 1, size=40):
        first, second = (
            {code: int(np.clip(round(level + chance.normal(0, 0.6)), 1, 5)) for code in CODES} for _ in range(2)
        )
        exercises.append(compared(first, second))
    by_code, whole = agreement_by_competency(exercises), agreement_of_exercise(exercises)
    assert tuple(by_code) == CODES
    singles = [each.single.value for each in by_code.values() if each.single]
    assert len(singles) == 5
    assert whole.single is not None
    assert whole.mean_of_two is not None
    assert max(singles) < whole.single.value < whole.mean_of_two.value < 1


def test_nobody_rated_is_nobody() -> None:
    assert agreement_by_competency([]) == {}
    assert agreement_of_exercise([]).people == 0
    assert agreement_of_exercise([(RatedTwice("LUI", 3, None),)]).people == 0


def test_people_who_all_score_the_same_give_no_coefficient() -> None:
    found = agreement([RatedTwice("LUI", 3, 3)] * 6)
    assert found.has_enough_people()
    assert found.single is None
    assert found.alpha is None
