"""What a score is worth and when two differ, as published and for any scores."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from assess.method.change import (
    band_width,
    change,
    critical_value,
    expected_regression,
    kelley_true_score,
    reliable_change_index,
    standard_error_of_difference,
    standard_error_of_estimate,
    standard_error_of_measurement,
)
from assess.method.fit import is_tie
from tests.assess.method.reference import expected

scores = st.floats(-100, 100)
shares = st.floats(0, 1)


def test_the_published_example_gives_the_published_figures() -> None:
    cases, sem = expected("sem_rci"), standard_error_of_measurement(10, 0.80)
    assert sem == pytest.approx(cases["jt_sem"], abs=1e-12)
    assert standard_error_of_difference(sem) == pytest.approx(cases["jt_sdiff"], abs=1e-12)
    assert reliable_change_index(32.5, 47.5, sem) == pytest.approx(cases["jt_rci"], abs=1e-12)


@given(scores, scores, shares)
def test_the_true_score_lies_between_the_mean_and_the_score(score: float, mean: float, reliability: float) -> None:
    true = kelley_true_score(score, mean, reliability)
    assert min(score, mean) - 1e-9 <= true <= max(score, mean) + 1e-9
    assert true - score == pytest.approx(expected_regression(score, mean, reliability), abs=1e-9)


@given(st.floats(0.01, 50), shares)
def test_the_errors_are_nothing_at_perfect_reliability_and_estimate_never_beyond_measurement(
    sd: float, reliability: float
) -> None:
    sem, estimate = standard_error_of_measurement(sd, reliability), standard_error_of_estimate(sd, reliability)
    assert 0 <= estimate <= sem + 1e-12
    assert sem <= sd
    assert standard_error_of_measurement(sd, 1) == standard_error_of_estimate(sd, 1) == 0
    assert standard_error_of_measurement(sd, 0) == sd


@given(scores, scores, st.floats(0.1, 20))
def test_rising_and_falling_are_mirrors(before: float, after: float, sem: float) -> None:
    there, back = reliable_change_index(before, after, sem), reliable_change_index(after, before, sem)
    assert there == pytest.approx(-back)


@given(scores, scores, st.floats(0.1, 20), st.floats(0.5, 0.99))
def test_a_tie_is_a_change_that_is_not_reliable(one: float, other: float, sd: float, reliability: float) -> None:
    found = change(one, other, mean=0, sd=sd, reliability=reliability)
    sem = standard_error_of_measurement(sd, reliability)
    assert found.is_reliable is not is_tie(one, other, sem) or abs(abs(one - other) - band_width(sem)) < 1e-9
    assert found.difference == other - one


def test_a_band_at_95_per_cent_is_two_and_three_quarters_sem() -> None:
    assert critical_value(0.95) == pytest.approx(1.959963984540054)
    assert band_width(1) == pytest.approx(2.7718, abs=1e-4)
    assert band_width(1, level=0.80) < band_width(1)


def test_people_chosen_for_a_low_score_rise_as_far_as_is_said() -> None:
    chance, reliability = np.random.default_rng(7), 0.8
    true = chance.normal(size=200_000) * np.sqrt(reliability)
    first, second = (true + chance.normal(size=true.size) * np.sqrt(1 - reliability) for _ in range(2))
    low = first < -1
    said = np.mean([expected_regression(score, 0, reliability) for score in first[low]])
    assert said > 0.2
    assert (second - first)[low].mean() == pytest.approx(said, abs=0.02)


def test_an_unchanged_person_is_called_changed_one_time_in_twenty() -> None:
    chance, reliability = np.random.default_rng(8), 0.8
    first, second = chance.normal(size=(2, 20_000)) * np.sqrt(1 - reliability)
    called = [
        change(one, other, mean=0, sd=1, reliability=reliability).is_reliable
        for one, other in zip(first, second, strict=True)
    ]
    assert np.mean(called) == pytest.approx(0.05, abs=0.006)
