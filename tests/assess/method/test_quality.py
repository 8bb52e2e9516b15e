"""Which sheets ask a look, and how seldom one that was filled in with care."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from assess.method.quality import Flag, Reference, Sheet, Signal, asks_a_look, flags

FloatArray = npt.NDArray[np.float64]
CODES = tuple("ABCDEFGHIJKL")
SCALES = CODES * 6
REVERSED = (np.arange(72) // 12 + np.arange(72)) % 2 == 1
SLOW = np.full(72, 6.0)


def attentive(chance: np.random.Generator, people: int) -> FloatArray:
    """People with opinions: a general level, a level per competency, and some doubt at each item."""
    level = 3.7 + 0.3 * chance.normal(size=(people, 1)) + 0.45 * chance.normal(size=(people, 12))
    keyed = np.clip(np.rint(np.tile(level, 6) + 0.7 * chance.normal(size=(people, 72))), 1, 5)
    return np.where(REVERSED, 6 - keyed, keyed)


def sheet_of(answers: FloatArray, seconds: FloatArray | None = SLOW) -> Sheet:
    return Sheet(answers, SCALES, REVERSED, seconds)


def reference_of(answers: FloatArray) -> Reference:
    means = np.array([sheet_of(each).scale_means(CODES) for each in answers])
    return Reference.of(CODES, means, answers)


def signals(answers: FloatArray, seconds: FloatArray | None = SLOW) -> set[Signal]:
    return {flag.signal for flag in flags(sheet_of(answers, seconds))}


def test_people_who_answer_with_care_seldom_meet_a_look() -> None:
    others = attentive(np.random.default_rng(1), 200)
    reference, sheets = reference_of(others), attentive(np.random.default_rng(2), 500)
    asked = [asks_a_look(flags(sheet_of(each), reference, each)) for each in sheets]
    assert np.mean(asked) <= 0.02


def test_the_same_answer_to_everything_asks_a_look() -> None:
    for answer in (1.0, 3.0, 5.0):
        found = flags(sheet_of(np.full(72, answer)))
        assert {flag.signal for flag in found} >= {Signal.LONG_STRING, Signal.LOW_VARIABILITY}
        assert asks_a_look(found)


def test_answers_by_chance_at_a_rush_ask_a_look() -> None:
    chance = np.random.default_rng(3)
    sheets = chance.integers(1, 6, size=(300, 72)).astype(float)
    asked = [asks_a_look(flags(sheet_of(each, np.full(72, 1.1)))) for each in sheets]
    assert np.mean(asked) >= 0.65


def test_haste_alone_asks_nothing() -> None:
    sheet = attentive(np.random.default_rng(4), 1)[0]
    found = flags(sheet_of(sheet, np.full(72, 1.5)))
    assert [flag.signal for flag in found] == [Signal.FAST]
    assert found[0] == Flag(Signal.FAST, 1.5, 2.0)
    assert not asks_a_look(found)
    assert Signal.FAST not in signals(sheet, np.full(72, 2.0))
    assert Signal.FAST not in signals(sheet, None)


def test_a_profile_unlike_anyones_is_noticed_only_beside_others() -> None:
    others = attentive(np.random.default_rng(5), 200)
    keyed = np.tile([1.0, 5.0], 36)
    strange = np.where(REVERSED, 6 - keyed, keyed)
    assert Signal.OUTLYING not in signals(strange)
    found = flags(sheet_of(strange), reference_of(others), strange)
    assert Signal.OUTLYING in {flag.signal for flag in found}
    assert all(flag.value > flag.cutoff for flag in found if flag.signal is Signal.OUTLYING)


def test_what_goes_together_in_others_and_apart_here_is_noticed() -> None:
    chance = np.random.default_rng(6)
    moods = chance.normal(size=(150, 12))
    others = np.clip(np.rint(3 + 1.3 * np.tile(moods, 6) + 0.3 * chance.normal(size=(150, 72))), 1, 5)
    reference = reference_of(others)
    assert len(reference.pairs) >= 100
    half = np.tile([1.0, 5, 2, 4, 1, 5, 3, 4, 2, 5, 1, 4], 3)
    apart = np.concatenate([half, 6 - half])
    names = {flag.signal for flag in flags(sheet_of(apart), reference, apart)}
    assert Signal.SYNONYMS_APART in names
    together = others[0]
    assert Signal.SYNONYMS_APART not in {flag.signal for flag in flags(sheet_of(together), reference, together)}
    assert Signal.SYNONYMS_APART not in {flag.signal for flag in flags(sheet_of(apart), reference)}


def test_a_small_group_is_no_measure_of_anyone() -> None:
    few = reference_of(attentive(np.random.default_rng(7), 8))
    assert len(few.pairs) == 0
    strange = np.tile([1.0, 5.0], 36)
    assert Signal.OUTLYING not in {flag.signal for flag in flags(sheet_of(strange), few, strange)}
    nobody = Reference.of(CODES, np.empty((0, 12)), np.empty((0, 72)))
    assert flags(sheet_of(strange), nobody, strange) == flags(sheet_of(strange))


def test_a_sheet_hardly_begun_says_nothing() -> None:
    answers = np.full(72, np.nan)
    answers[:23] = 5
    assert flags(sheet_of(answers, np.full(72, 0.5))) == ()
    answers[23] = 5
    assert Signal.LONG_STRING in signals(answers)


@given(arrays(np.float64, 72, elements=st.sampled_from([1.0, 2, 3, 4, 5, np.nan])))
def test_no_sheet_is_too_strange_to_read_and_each_signal_comes_once(answers: FloatArray) -> None:
    found = flags(sheet_of(answers))
    assert len({flag.signal for flag in found}) == len(found)
    assert all(np.isfinite([flag.value, flag.cutoff]).all() for flag in found)


def test_turning_reverse_keyed_answers_round_twice_is_nothing() -> None:
    sheet = sheet_of(attentive(np.random.default_rng(8), 1)[0])
    again = Sheet(sheet.keyed(), SCALES, REVERSED)
    assert again.keyed() == pytest.approx(sheet.answers)


def test_two_that_agree_are_two_different_signals() -> None:
    fast, long_string = Flag(Signal.FAST, 1, 2), Flag(Signal.LONG_STRING, 20, 12)
    assert not asks_a_look([])
    assert not asks_a_look([fast, fast])
    assert asks_a_look([fast, long_string])
