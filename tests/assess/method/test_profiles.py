"""The derivation as a whole: status, norms, leave-one-out, and what may not change it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from assess.method import leave_one_out, shrinkage
from assess.method.composite import bands, composite_variance, composites, middle_half
from assess.method.criteria import Figured, Named
from assess.method.frozen import frozen, thawed
from assess.method.incumbents import (
    PLANNED_RELIABILITY,
    PLANNED_SD,
    Estimates,
    Incumbents,
    estimates,
    incumbents,
)
from assess.method.profiles import Profile, Status, derive
from tests.assess.method import groups


def profile_of(people: int, top: int, seed: int = 1, scales: int = 5) -> Profile:
    chance = np.random.default_rng(seed)
    study = groups.study(groups.scores(people, scales, chance), groups.first(top, people))
    return derive(study, chance, groups.FEW_DRAWS)


@pytest.mark.parametrize(
    ("people", "top", "status", "reason"),
    [
        (3, 3, Status.HYPOTHESIS, "no_contrast"),
        (20, 6, Status.HYPOTHESIS, "few_tested"),
        (34, 3, Status.HYPOTHESIS, "few_top"),
        (34, 5, Status.INDICATIVE, "fewer_than_85"),
        (84, 10, Status.INDICATIVE, "fewer_than_85"),
        (85, 10, Status.PROVISIONAL, "no_follow_up"),
    ],
)
def test_the_status_follows_from_the_counts(people: int, top: int, status: Status, reason: str) -> None:
    profile = profile_of(people, top)
    assert profile.status is status
    assert reason in profile.reasons
    assert (profile.n, profile.n_top, profile.n_judged) == (people, top, people)


def test_a_figure_needs_no_named_best() -> None:
    chance = np.random.default_rng(2)
    figure = chance.standard_normal(90)
    figure[:3] = np.nan
    profile = derive(groups.study(groups.scores(90, 5, chance), figure=figure), chance)
    assert (profile.status, profile.criterion, profile.n_judged) == (Status.PROVISIONAL, "figure", 87)
    assert all(scale.p is not None and scale.agreement is None for scale in profile.scales)


def test_three_people_without_a_rest_rest_on_the_experts_alone() -> None:
    profile = profile_of(3, 3)
    assert not profile.is_standardised
    assert profile.leave_one_out is None
    assert profile.middle_half is None
    for scale in profile.scales:
        assert scale.theta == scale.prior
        assert (scale.effect, scale.own_share, scale.theta_sd) == (None, 0, shrinkage.TAU)
        assert (scale.reliability, scale.sd) == (PLANNED_RELIABILITY, PLANNED_SD)


def test_nobody_tested_is_a_hypothesis_too() -> None:
    profile = derive(groups.study(np.full((4, 3), np.nan), groups.first(2, 4)), np.random.default_rng(1))
    assert (profile.status, profile.n) == (Status.HYPOTHESIS, 0)


def test_who_lacks_a_scale_is_left_out_whole() -> None:
    chance = np.random.default_rng(5)
    raw, is_top = groups.scores(40, 4, chance), groups.first(8, 40)
    raw[[0, 39], [1, 3]] = np.nan
    whole = ~np.isnan(raw).any(axis=1)
    found, alone = (
        derive(groups.study(raw[rows], is_top[rows]), np.random.default_rng(0), groups.FEW_DRAWS)
        for rows in (np.ones(40, bool), whole)
    )
    assert found == alone
    assert (found.n, found.n_top) == (38, 7)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(-4, 4))
def test_the_same_for_everybody_moves_no_weight(seed: int, shift: int) -> None:
    chance = np.random.default_rng(seed)
    raw, is_top = groups.scores(34, 4, chance), groups.first(5, 34)
    before, after = (
        derive(groups.study(each, is_top), np.random.default_rng(0), groups.FEW_DRAWS) for each in (raw, raw + shift)
    )
    for one, other in zip(before.scales, after.scales, strict=True):
        assert other.weight == pytest.approx(one.weight, abs=1e-9)
        assert other.mean == pytest.approx(one.mean + shift)


def test_the_sensitivity_line_lies_on_either_side() -> None:
    for scale in profile_of(34, 5).scales:
        assert scale.effect is not None
        away = [abs(theta - scale.prior) for theta in (scale.theta_at_narrow, scale.theta, scale.theta_at_wide)]
        assert away == sorted(away)


def test_weights_are_shares_of_one_whole() -> None:
    assert sum(scale.weight for scale in profile_of(34, 5).scales) == pytest.approx(1)


def test_a_profile_without_any_weight_is_a_hypothesis() -> None:
    chance = np.random.default_rng(3)
    raw = groups.scores(40, 3, chance)
    raw[:8] -= 0.8
    profile = derive(groups.study(raw, groups.first(8, 40), relevance=np.zeros(3)), chance, groups.FEW_DRAWS)
    assert profile.status is Status.HYPOTHESIS
    assert "no_weight" in profile.reasons
    assert profile.middle_half is None


def test_a_weighty_competency_that_changes_sign_without_somebody_keeps_it_a_hypothesis() -> None:
    chance = np.random.default_rng(4)
    raw = groups.scores(34, 2, chance)
    raw[:5, 1] = raw[:, 1].mean() + np.array([2.4, -0.5, -0.6, -0.5, -0.55])  # one carries the whole difference
    profile = derive(groups.study(raw, groups.first(5, 34), relevance=np.array([0.1, 0])), chance, groups.FEW_DRAWS)
    assert profile.leave_one_out is not None
    assert profile.leave_one_out.flips
    assert "sign_flip" in profile.reasons
    assert profile.status is Status.HYPOTHESIS


def brute_force(people: Incumbents, prior: groups.FloatArray, error: groups.FloatArray) -> tuple[float, float, bool]:
    """Leave-one-out as METHOD says it: everything derived anew, for each person in turn."""
    found = estimates_of(people, prior)
    before, cosines, changes, flips = banded(people, found, error), [], [], False
    weighty = shrinkage.shares(found.weight) >= 0.05
    for person in range(len(people.scores)):
        rest = np.arange(len(people.scores)) != person
        criterion = people.criterion
        assert isinstance(criterion, Named | Figured)
        others = (
            Named(criterion.is_top[rest]) if isinstance(criterion, Named) else Figured(criterion.figure[rest], 0.15)
        )
        left = Incumbents(people.scores[rest], others, people.n_judged, people.n_top)
        without = estimates_of(left, prior)
        cosines.append(without.weight @ found.weight / np.linalg.norm(without.weight) / np.linalg.norm(found.weight))
        changes.append((banded(left, without, error) != before[rest]).mean())
        flips |= bool((without.theta[weighty] <= 0).any())
    return min(cosines), max(changes), flips


def estimates_of(people: Incumbents, prior: groups.FloatArray) -> Estimates:
    assert people.criterion is not None
    return Estimates(*people.criterion.effects(people.scores), prior)


def banded(people: Incumbents, found: Estimates, error: groups.FloatArray) -> leave_one_out.Bands:
    values = composites(people.z, found.weight)
    spread = np.sqrt(composite_variance(people.z, found.weight, error, found.theta_sd))
    return bands(values, spread, *middle_half(values))


@pytest.mark.parametrize("count", [31, 32, 47, 90, 600])
@pytest.mark.parametrize("kind", ["named", "figure"])
def test_leave_one_out_is_what_deriving_anew_gives(count: int, kind: str) -> None:
    chance = np.random.default_rng(count)
    raw = groups.scores(count, 4, chance)
    figure = None if kind == "named" else raw[:, 0] + chance.standard_normal(count)
    study = groups.study(raw, groups.first(6, count), figure)
    study = replace(study, reliability=np.full(4, 0.95))
    profile = derive(study, chance, groups.FEW_DRAWS)
    people = incumbents(raw, study.is_top, figure, 0.15)
    prior = estimates(people, study.relevance, study.validity, 0.15).prior
    cosine, changes, flips = brute_force(people, prior, np.full(4, 0.05))
    assert profile.leave_one_out is not None
    assert profile.leave_one_out.smallest_cosine == pytest.approx(cosine)
    assert profile.leave_one_out.band_changes == pytest.approx(changes)
    assert profile.leave_one_out.flips is flips


def test_a_frozen_profile_thaws_figure_for_figure_and_holds_no_float() -> None:
    for profile in (profile_of(3, 3), profile_of(34, 5), profile_of(90, 12)):
        text = json.dumps(frozen(profile))
        assert thawed(json.loads(text)) == profile
        assert not any(isinstance(value, float) for value in leaves(json.loads(text)))


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


def test_small_numbers_are_written_out_and_infinite_ones_refused() -> None:
    profile = profile_of(34, 5)
    tiny = replace(profile, scales=(replace(profile.scales[0], p=1.5e-7),))
    assert frozen(tiny)["scales"][0]["p"] == "0.00000015"
    assert thawed(frozen(tiny)) == tiny
    with pytest.raises(ValueError, match="finite"):
        frozen(replace(profile, top_share=float("inf")))
