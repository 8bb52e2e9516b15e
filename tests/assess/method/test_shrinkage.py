"""Experts and own people together: published figures, METHOD's own examples, limits."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from assess.method import contrast, shrinkage
from assess.method.change import band_width, standard_error_of_measurement
from tests.assess.method.reference import expected, numbers


@pytest.mark.parametrize("place", range(3))
def test_eight_schools_shrink_as_published(place: int) -> None:
    case = expected("normal_shrinkage")["conditional_on_tau"][place]
    table = numbers("eight_schools.csv", skip=1)
    found = shrinkage.shrunk(table[:, 0], table[:, 1] ** 2, np.full(8, case["mu"]), case["tau"])
    np.testing.assert_allclose(found, case["theta"], atol=1e-9)


@pytest.mark.parametrize(("top", "rest", "share"), [(3, 27, 6), (5, 29, 9), (10, 20, 13), (30, 70, 32)])
def test_the_own_share_is_that_of_method(top: int, rest: int, share: int) -> None:
    variance = contrast.hedges_variance(np.zeros(1), top, rest)
    assert round(100 * float(shrinkage.own_share(variance)[0])) == share


def test_the_prior_is_what_relevance_and_validity_promise() -> None:
    found = shrinkage.prior(np.array([0, 2, 4.0]), np.array([0.19, 0.26, 0.42]), 0.15)
    np.testing.assert_allclose(found, contrast.top_separation(0.15) * np.array([0, 0.13, 0.42]))


def test_without_an_effect_the_prior_stays_and_nothing_is_own() -> None:
    nothing, mu = np.array([np.nan]), np.array([0.3])
    assert shrinkage.shrunk(nothing, nothing, mu) == mu
    assert shrinkage.shrunk_sd(nothing) == shrinkage.TAU
    assert shrinkage.own_share(nothing) == 0


@given(st.floats(-3, 3), st.floats(0.001, 2), st.floats(0, 1), st.floats(0.05, 0.5))
def test_theta_lies_between_prior_and_effect_and_its_sd_is_that_of_both(
    g: float, v: float, mu: float, tau: float
) -> None:
    effect, variance, prior = np.array([g]), np.array([v]), np.array([mu])
    theta = float(shrinkage.shrunk(effect, variance, prior, tau)[0])
    assert min(g, mu) - 1e-9 <= theta <= max(g, mu) + 1e-9
    assert theta == pytest.approx((g / v + mu / tau**2) / (1 / v + 1 / tau**2))
    assert shrinkage.shrunk_sd(variance, tau)[0] == pytest.approx((1 / v + 1 / tau**2) ** -0.5)


def test_weights_are_never_below_nothing_and_shares_make_a_whole() -> None:
    weight = shrinkage.weights(np.array([[0.3, -0.2, 0.1], [-1, -1, -1]]))
    np.testing.assert_allclose(shrinkage.shares(weight), [[0.75, 0, 0.25], [0, 0, 0]])


def test_precision_is_as_published() -> None:
    case = expected("sem_rci")
    assert standard_error_of_measurement(10, 0.80) == pytest.approx(case["jt_sem"])
    assert band_width(case["jt_sem"]) == pytest.approx(1.959964 * case["jt_sdiff"], rel=1e-6)
