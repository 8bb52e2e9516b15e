"""The contrast of the best with the rest: published figures, coverage, permutation."""

import csv
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.special import ndtr

from assess.method import contrast, permutation
from assess.method.criteria import Figured, Named, criterion_of
from tests.assess.method import groups
from tests.assess.method.reference import FOLDER, expected


def sleep() -> tuple[groups.FloatArray, groups.BoolArray]:
    with (FOLDER / "sleep.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row["extra"])] for row in rows]), np.array([row["group"] == "1" for row in rows])


def test_hedges_g_is_as_published() -> None:
    case = expected("hedges_g")["sleep_1_minus_2"]
    named = Named(sleep()[1])
    g, v = named.effects(sleep()[0])
    assert contrast.small_sample_correction(18) == pytest.approx(case["J_exact"], abs=1e-12)
    assert g[0] == pytest.approx(case["g"], abs=1e-12)
    assert v[0] == pytest.approx(case["var_g_metafor_LS"], abs=1e-12)
    assert named.intervals(g)[0] == pytest.approx(case["ci_g_noncentral_t"], abs=1e-6)
    assert contrast.t_of_effect(g, 10, 10)[0] == pytest.approx(case["t_pooled"], abs=1e-12)
    assert contrast.t_test_p(contrast.t_of_effect(g, 10, 10), 18)[0] == pytest.approx(case["p_pooled"], abs=1e-12)


@pytest.mark.parametrize(("share", "figure"), [(0.5, 1.5958), (0.158655, 1.8127), (0.15, 1.8287)])
def test_the_top_share_parts_a_normal_criterion_so_far(share: float, figure: float) -> None:
    assert contrast.top_separation(share) == pytest.approx(figure, abs=1e-4)


def test_what_a_correlation_stands_for_is_the_difference_between_the_shares() -> None:
    chance, share, r = np.random.default_rng(5), 0.2, 0.3
    y = chance.standard_normal(400_000)
    x = r * y + np.sqrt(1 - r * r) * chance.standard_normal(len(y))
    is_top = y > np.quantile(y, 1 - share)
    found = contrast.figure_effect(np.array([r]), share)[0]
    assert x[is_top].mean() - x[~is_top].mean() == pytest.approx(found, abs=0.015)


def test_a_figure_gives_the_effect_and_variance_of_method() -> None:
    chance = np.random.default_rng(2)
    raw, figure = groups.scores(40, 3, chance), chance.standard_normal(40)
    theta, variance = Figured(figure, 0.15).effects(raw)
    r, d = np.array([np.corrcoef(column, figure)[0, 1] for column in raw.T]), contrast.top_separation(0.15)
    np.testing.assert_allclose(theta, d * r)
    np.testing.assert_allclose(variance, d**2 * (1 - r**2) ** 2 / 39)


@pytest.mark.parametrize("delta", [0.0, 0.8])
def test_intervals_cover_at_least_their_level(delta: float) -> None:
    """4,000 staffs of 5 and 29: 95 % less three standard errors of the simulation."""
    chance, is_top = np.random.default_rng(11), groups.first(5, 34)
    scores = chance.standard_normal((34, 4_000)) + delta * is_top[:, None]
    named = Named(is_top)
    covered = [low <= delta <= high for low, high in named.intervals(named.effects(scores)[0]) if low is not None]
    assert np.mean(covered) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 4_000)


def test_intervals_of_a_figure_cover_about_their_level() -> None:
    chance, r, share = np.random.default_rng(12), 0.25, 0.15
    figure = chance.standard_normal(34)
    scores = r * figure[:, None] + np.sqrt(1 - r * r) * chance.standard_normal((34, 4_000))
    figured = Figured(figure, share)
    # The figure is standardised to what it is in this staff: r among them is what the interval is of.
    covered = [
        low <= contrast.top_separation(share) * r <= high for low, high in figured.intervals(figured.effects(scores)[0])
    ]
    assert np.mean(covered) >= 0.93


@given(st.integers(0, 2**32), st.floats(-3, 3), st.floats(0.1, 4))
def test_effects_stay_when_everybody_moves_along_or_spreads_out(seed: int, shift: float, stretch: float) -> None:
    chance = np.random.default_rng(seed)
    raw, figure = groups.scores(34, 3, chance), chance.standard_normal(34)
    for criterion in (Named(groups.first(5, 34)), Figured(figure, 0.15)):
        np.testing.assert_allclose(criterion.effects(shift + stretch * raw)[0], criterion.effects(raw)[0], atol=1e-9)


@pytest.mark.parametrize("kind", ["named", "figure"])
def test_effects_without_each_are_those_of_the_others(kind: str) -> None:
    chance = np.random.default_rng(3)
    raw, figure, is_top = groups.scores(31, 4, chance), chance.standard_normal(31), groups.first(6, 31)
    figure[30] = np.nan
    found = (Named(is_top) if kind == "named" else Figured(figure, 0.15)).effects_without_each(raw)
    for person in range(31):
        rest = np.arange(31) != person
        alone = (Named(is_top[rest]) if kind == "named" else Figured(figure[rest], 0.15)).effects(raw[rest])
        np.testing.assert_allclose([found[0][person], found[1][person]], alone, rtol=1e-9)


def test_a_group_all_alike_has_no_effect() -> None:
    raw = np.array([[4.0], [4.0], [2.0], [2.0]])
    named = Named(groups.first(2, 4))
    assert np.isnan(named.effects(raw)[0]).all()
    assert named.intervals(named.effects(raw)[0]) == [None]


@pytest.mark.parametrize(("top", "people"), [(0, 5), (1, 5), (4, 5), (5, 5)])
def test_fewer_than_two_on_either_side_is_no_contrast(top: int, people: int) -> None:
    assert criterion_of(groups.first(top, people), None, 0.15) is None


def test_figures_of_three_people_or_all_alike_are_no_contrast() -> None:
    assert criterion_of(None, np.array([1.0, 2, 3, np.nan]), 0.15) is None
    assert criterion_of(None, np.ones(9), 0.15) is None


def test_the_permutation_is_exact_when_every_arrangement_can_be_seen() -> None:
    raw, is_top = groups.scores(9, 2, np.random.default_rng(4)), groups.first(3, 9)
    found = permutation.luck(raw, is_top, np.random.default_rng(0))
    differences, variances = [], []
    for members in combinations(range(9), 3):
        inside = np.isin(np.arange(9), members)
        differences.append(np.abs(raw[inside].mean(axis=0) - raw[~inside].mean(axis=0)))
        variances.append(raw[inside].var(axis=0))
    own = np.abs(raw[is_top].mean(axis=0) - raw[~is_top].mean(axis=0))
    np.testing.assert_allclose(found.p, (np.array(differences) >= own - 1e-9).mean(axis=0))
    np.testing.assert_allclose(found.agreement, (np.array(variances) <= raw[is_top].var(axis=0) + 1e-9).mean(axis=0))
    assert found.p_floor == pytest.approx(1 / 84)


def test_drawn_arrangements_come_out_as_all_of_them_would() -> None:
    """8 of 20 are 125,970 arrangements, too many to see them all; a t test is near and 20,000 draws nearer."""
    raw, is_top = groups.scores(20, 3, np.random.default_rng(6)), groups.first(8, 20)
    first, second = (permutation.luck(raw, is_top, np.random.default_rng(seed), 20_000) for seed in (1, 2))
    every = np.array([raw[list(members)].sum(axis=0) for members in combinations(range(20), 8)])
    middle = raw.sum(axis=0) * 8 / 20
    exact = (np.abs(every - middle) >= np.abs(raw[:8].sum(axis=0) - middle) - 1e-9).mean(axis=0)
    for found in (first, second):
        assert np.abs(found.p - exact).max() < 4 * np.sqrt(0.25 / 20_000)
        assert found.p_floor == 1 / 20_001


def test_a_difference_nobody_else_could_show_has_the_floor_as_p() -> None:
    raw = np.r_[np.full(8, 5.0), np.full(22, 1.0)][:, None]
    found = permutation.luck(raw, groups.first(8, 30), np.random.default_rng(1), 999)
    assert found.p is not None
    assert found.p[0] == found.p_floor == 1 / 1000


def test_above_a_thousand_people_the_limit_differs_no_more_than_draws_do() -> None:
    chance = np.random.default_rng(8)
    raw = groups.scores(1_100, 4, chance)
    is_top = groups.first(120, 1_100)
    raw[is_top] += np.array([0, 0.05, 0.1, 0.02])
    limit = permutation.luck(raw, is_top, chance, 4_000)
    hits = [permutation._hits(raw, is_top, block) for block in permutation._random_groups(1_100, 120, chance, 4_000)]
    drawn = (np.sum(hits, axis=0) + 1) / 4_001
    assert np.abs(np.array([limit.p, limit.agreement]) - drawn).max() < 4 * np.sqrt(0.25 / 4_000)


def test_every_group_is_equally_likely_to_be_drawn() -> None:
    blocks = permutation._random_groups(5, 2, np.random.default_rng(9), 10_000)
    rows = np.concatenate(list(blocks))
    assert (rows.sum(axis=1) == 2).all()
    _groups, counts = np.unique(rows, axis=0, return_counts=True)
    assert len(counts) == 10
    assert np.abs(counts - 1_000).max() < 4 * np.sqrt(900)


def test_the_interval_level_is_that_of_the_normal_in_large_groups() -> None:
    low, high = contrast.hedges_interval(0.0, 5_000, 5_000)
    assert ndtr(high / np.sqrt(2 / 5_000)) == pytest.approx(0.975, abs=1e-4)
    assert low == pytest.approx(-high, abs=1e-6)
