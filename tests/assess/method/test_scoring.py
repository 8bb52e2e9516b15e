"""From answers to scores: reversed items, gaps, and ratings beside a key."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from assess.method.scoring import (
    FloatArray,
    distance_to_key,
    reversed_keyed,
    scale_means,
    situations_total,
    within_person_z,
)

answers = arrays(np.float64, (3, 6), elements=st.integers(1, 5).map(float))
ratings = arrays(np.float64, (4, 12), elements=st.integers(1, 5).map(float))
KEY = np.array([1, 4.5, 2, 5, 3, 1.5, 4, 2.5, 1, 5, 3.5, 2])


@given(answers, arrays(np.bool_, 6))
def test_reverse_keying_twice_is_nothing(given_answers: FloatArray, is_reversed: FloatArray) -> None:
    twice = reversed_keyed(reversed_keyed(given_answers, is_reversed), is_reversed)
    np.testing.assert_array_equal(twice, given_answers)


@given(answers)
def test_reversed_answers_stay_on_the_scale(given_answers: FloatArray) -> None:
    found = reversed_keyed(given_answers, np.ones(6, dtype=bool))
    assert found.min() >= 1
    assert found.max() <= 5


@given(answers, st.integers(0, 5))
def test_a_higher_answer_never_lowers_the_score(given_answers: FloatArray, item: int) -> None:
    higher = given_answers.copy()
    higher[:, item] = np.minimum(higher[:, item] + 1, 5)
    assert (scale_means(higher) >= scale_means(given_answers)).all()


def test_one_missing_of_six_is_prorated_and_two_give_no_score() -> None:
    whole, one, two, none = [5.0, 4, 4, 3, 2, 3], [5, np.nan, 4, 3, 2, 3], [5, np.nan, np.nan, 3, 2, 3], [np.nan] * 6
    found = scale_means(np.array([whole, one, two, none]))
    np.testing.assert_allclose(found[:2], [3.5, 3.4])
    assert np.isnan(found[2:]).all()


def test_of_five_items_none_may_be_missing() -> None:
    assert np.isnan(scale_means(np.array([[5, np.nan, 4, 3, 2.0]]))).all()


@given(ratings)
def test_the_parts_of_the_distance_add_up_and_none_is_below_nothing(rated: FloatArray) -> None:
    found = distance_to_key(rated, KEY)
    np.testing.assert_allclose(found.elevation + found.dispersion + found.shape, ((rated - KEY) ** 2).mean(axis=1))
    assert (np.stack([found.elevation, found.dispersion, found.shape]) > -1e-9).all()


def test_shape_is_the_part_that_correlation_leaves() -> None:
    rated = np.random.default_rng(1).integers(1, 6, (5, 12)).astype(float)
    r = np.array([np.corrcoef(row, KEY)[0, 1] for row in rated])
    np.testing.assert_allclose(distance_to_key(rated, KEY).shape, 2 * rated.std(axis=1) * KEY.std() * (1 - r))
    np.testing.assert_allclose(situations_total(rated, KEY), 3 + 2 * r)


@given(ratings, st.floats(0.2, 1), st.floats(-1, 1))
def test_how_somebody_uses_the_scale_changes_nothing(rated: FloatArray, spread: float, shift: float) -> None:
    moved = 3 + spread * (rated - 3) + shift
    np.testing.assert_allclose(situations_total(moved, KEY), situations_total(rated, KEY), atol=1e-7)
    np.testing.assert_allclose(within_person_z(moved), within_person_z(rated), atol=1e-7)


def test_closer_to_the_key_is_a_higher_total() -> None:
    other = np.array([3, 1, 5, 2, 3, 4, 2, 4, 4, 1, 2, 5.0])
    totals = situations_total(np.array([KEY + share * (other - KEY) for share in np.linspace(0, 1, 6)]), KEY)
    assert totals[0] == pytest.approx(5)
    assert (np.diff(totals) < 0).all()


def test_ratings_all_alike_and_too_many_gaps_give_no_total() -> None:
    alike, gaps, few = np.full(12, 3.0), KEY.copy(), KEY.copy()
    gaps[:3], few[:2] = np.nan, np.nan
    found = situations_total(np.array([alike, gaps, few]), KEY)
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(5)
