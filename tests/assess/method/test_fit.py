"""A candidate beside a profile: composite, bands, ties, and the picture of similarity."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from assess.method import composite as formulas, fit
from assess.method.profiles import Profile, derive
from tests.assess.method import groups
from tests.assess.method.test_profiles import profile_of

INDICATIVE = profile_of(34, 6)
HYPOTHESIS = profile_of(3, 3)
scores = st.lists(st.integers(6, 30), min_size=5, max_size=5).map(lambda points: [point / 6 for point in points])


def by_code(values: list[float], profile: Profile = INDICATIVE) -> dict[str, float]:
    return {scale.code: value for scale, value in zip(profile.scales, values, strict=True)}


def test_a_hypothesis_has_no_composite_whatever_the_scores() -> None:
    with pytest.raises(fit.NoCompositeForHypothesis):
        fit.composite(HYPOTHESIS, by_code([5.0] * 5))
    assert issubclass(fit.NoCompositeForHypothesis, ValueError)


def test_a_hypothesis_still_shows_every_competency_raw_and_without_a_band() -> None:
    found = fit.placements(HYPOTHESIS, by_code([5.0, 4, 3, 2, 1]))
    assert [placement.score for placement in found] == [5, 4, 3, 2, 1]
    assert {placement.band for placement in found} == {None}
    reach = 1.2816 * 0.5 * np.sqrt(0.2)
    assert found[0].interval == pytest.approx((5 - reach, 5 + reach), abs=1e-4)


@given(scores, st.integers(0, 4))
def test_nobody_is_too_good(values: list[float], raised: int) -> None:
    higher = [*values]
    higher[raised] += 1 / 6
    before, after = (fit.composite(INDICATIVE, by_code(each)) for each in (values, higher))
    assert before is not None
    assert after is not None
    assert after.value >= before.value


def test_the_composite_is_the_weighted_z() -> None:
    found = fit.composite(INDICATIVE, by_code([4.0, 3.5, 3, 4.5, 4]))
    assert found is not None
    expected = [
        max(0, scale.theta) * (value - scale.mean) / scale.sd
        for scale, value in zip(INDICATIVE.scales, [4.0, 3.5, 3, 4.5, 4], strict=True)
    ]
    assert found.value == pytest.approx(sum(expected))
    assert found.interval[1] - found.value == pytest.approx(1.2816 * found.sd, rel=1e-4)


def test_a_missing_scale_with_weight_leaves_no_composite_and_one_without_does() -> None:
    whole = by_code([4.0] * 5)
    weighty = max(INDICATIVE.scales, key=lambda scale: scale.theta)
    assert fit.composite(INDICATIVE, {**whole, weighty.code: float("nan")}) is None
    scales = (*INDICATIVE.scales[:4], replace(INDICATIVE.scales[4], theta=-0.1))
    weightless = replace(INDICATIVE, scales=scales)
    del whole[scales[4].code]
    assert fit.composite(weightless, whole) is not None
    assert fit.placements(weightless, whole)[4].score is None


@pytest.mark.parametrize(("value", "band"), [(1.0, "below"), (3.6, "around"), (5.0, "above")])
def test_a_band_is_below_or_above_only_when_the_interval_lies_outside(value: float, band: str) -> None:
    found = fit.composite(INDICATIVE, by_code([value] * 5))
    assert found is not None
    assert INDICATIVE.middle_half is not None
    low, high = INDICATIVE.middle_half
    assert found.band == band
    assert (found.interval[1] < low, found.interval[0] > high) == (band == "below", band == "above")
    assert {placement.band for placement in fit.placements(INDICATIVE, by_code([value] * 5))} == {band}


def test_the_interval_of_the_composite_covers_its_level() -> None:
    """True scores and true weights drawn as Σ_e and Σ_θ say: 80 % less three standard errors."""
    chance, runs, count = np.random.default_rng(7), 4_000, 5
    theta, theta_sd, error = np.linspace(0.4, 0.1, count), np.full(count, 0.14), np.full(count, 0.2)
    true_z = chance.standard_normal((runs, count)) * np.sqrt(1 - error)
    z = true_z + chance.standard_normal((runs, count)) * np.sqrt(error)
    truth = (true_z * (theta + theta_sd * chance.standard_normal((runs, count)))).sum(axis=1)
    reach = formulas.REACH * np.sqrt(formulas.composite_variance(z, theta, error, theta_sd))
    covered = np.abs(formulas.composites(z, theta) - truth) <= reach
    assert covered.mean() >= 0.80 - 3 * np.sqrt(0.16 / runs)


def test_scores_within_the_tie_are_ties() -> None:
    sem = fit.composite_sem(INDICATIVE)
    weight = np.array([max(0, scale.theta) for scale in INDICATIVE.scales])
    assert sem == pytest.approx(np.sqrt((weight**2 * 0.2).sum()))
    width = 1.959964 * sem * np.sqrt(2)
    assert fit.is_tie(1, 1 + 0.999 * width, sem)
    assert not fit.is_tie(1, 1 + 1.001 * width, sem)


@given(*[arrays(np.float64, 6, elements=st.integers(6, 30).map(lambda point: point / 6))] * 2)
def test_the_parts_of_similarity_add_up_to_the_distance(first: groups.FloatArray, second: groups.FloatArray) -> None:
    found = fit.similarity(first, second)
    assert found.squared == pytest.approx(((first - second) ** 2).sum())
    assert found.elevation + found.scatter + found.shape == pytest.approx(found.squared, abs=1e-9)


def test_shape_is_what_the_correlation_leaves() -> None:
    first, second = np.array([1.0, 4, 2, 5, 3, 3]), np.array([2.0, 4, 1, 3, 5, 2])
    spread = [np.sqrt(((each - each.mean()) ** 2).sum()) for each in (first, second)]
    shape = 2 * spread[0] * spread[1] * (1 - np.corrcoef(first, second)[0, 1])
    assert fit.similarity(first, second).shape == pytest.approx(shape)


def test_incumbents_placed_as_candidates_split_as_their_own_quartiles() -> None:
    chance = np.random.default_rng(21)
    raw = groups.scores(200, 4, chance)
    profile = derive(groups.study(raw, groups.first(30, 200)), chance, groups.FEW_DRAWS)
    assert profile.middle_half is not None
    found = [fit.composite(profile, dict(zip(("S0", "S1", "S2", "S3"), row, strict=True))) for row in raw]
    values = np.array([each.value for each in found if each])
    low, high = profile.middle_half
    assert ((values >= low) & (values <= high)).mean() == pytest.approx(0.5, abs=0.01)
