"""Agreement between observers and within a group, for any ratings, and as published."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from assess.method.agreement import (
    Difference,
    coincidence_matrix,
    interval,
    krippendorff_alpha,
    nominal,
    ordinal,
    r_wg,
    ratio,
)
from assess.method.permutation import luck
from tests.assess.method.reference import expected, numbers

FloatArray = npt.NDArray[np.float64]
LEVELS = (nominal, ordinal, interval, ratio)
cells = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, np.nan])
tables = arrays(np.float64, st.tuples(st.integers(2, 4), st.integers(2, 8)), elements=cells)
groups_of_staff = arrays(np.float64, st.integers(5, 9), elements=st.integers(6, 30).map(float))


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.__name__)
def test_four_observers_with_gaps_agree_as_krippendorff_says(level: Difference) -> None:
    alpha = krippendorff_alpha(numbers("krippendorff_c.csv", skip=1), level)
    assert alpha == pytest.approx(expected("krippendorff_alpha")["C"][level.__name__], abs=1e-12)


def test_two_observers_agree_as_krippendorff_says() -> None:
    alpha = krippendorff_alpha(numbers("krippendorff_b.csv", skip=1), nominal)
    assert alpha == pytest.approx(expected("krippendorff_alpha")["B_nominal"], abs=1e-12)


@given(tables, st.sampled_from(LEVELS), st.integers(0, 99))
def test_alpha_doesnt_mind_who_is_who_nor_the_order_of_units(table: FloatArray, level: Difference, seed: int) -> None:
    chance = np.random.default_rng(seed)
    shuffled = chance.permuted(chance.permutation(table.T), axis=1).T
    assert_same(krippendorff_alpha(shuffled, level), krippendorff_alpha(table, level))


@given(tables)
def test_ranks_stay_under_stretching_intervals_under_another_unit_ratios_under_another_size(table: FloatArray) -> None:
    assert_same(krippendorff_alpha(np.exp(table), ordinal), krippendorff_alpha(table, ordinal))
    assert_same(krippendorff_alpha(3 * table - 7, interval), krippendorff_alpha(table, interval))
    assert_same(krippendorff_alpha(3 * table, ratio), krippendorff_alpha(table, ratio))
    assert_same(krippendorff_alpha(7 - table, nominal), krippendorff_alpha(table, nominal))


@given(tables, st.sampled_from(LEVELS))
def test_alpha_is_at_most_one_and_one_only_without_a_difference(table: FloatArray, level: Difference) -> None:
    alpha = krippendorff_alpha(table, level)
    differ = any(np.nanmin(unit) < np.nanmax(unit) for unit in table.T if np.isfinite(unit).sum() >= 2)
    assert alpha is None or (alpha == pytest.approx(1) if not differ else alpha < 1)


def test_alpha_says_nothing_where_nothing_can_be_paired_or_all_is_the_same() -> None:
    assert krippendorff_alpha(np.array([[1, np.nan], [np.nan, 2]]), ordinal) is None
    assert krippendorff_alpha(np.full((2, 5), 3.0), ordinal) is None
    assert krippendorff_alpha(np.zeros((2, 5)), ratio) is None


def test_a_unit_seen_by_one_doesnt_count() -> None:
    table = numbers("krippendorff_c.csv", skip=1)
    without = np.delete(table, 11, axis=1)
    assert_same(krippendorff_alpha(without, ordinal), krippendorff_alpha(table, ordinal))
    assert coincidence_matrix(table)[1].sum() == pytest.approx(40)


def test_a_group_that_scores_the_same_agrees_wholly_and_one_that_is_spread_evenly_not_at_all() -> None:
    assert r_wg(np.full(5, 4.0)) == 1
    assert r_wg(np.array([1.0, 5, 1, 5])) == 0
    assert r_wg(np.array([3.0, 4, 4, 5])) == pytest.approx(1 - (2 / 3) / 2)
    assert r_wg(np.array([3.0, np.nan, 4, 4, 5])) == pytest.approx(1 - (2 / 3) / 2)
    assert r_wg(np.array([3.0, np.nan])) is None


@given(groups_of_staff, st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_the_luck_of_a_groups_agreement_is_the_share_of_groups_with_as_high_an_r_wg(
    sums: FloatArray, size: int
) -> None:
    values = sums / 6
    is_top = np.arange(len(values)) < size
    agreed = [r_wg(values[list(group)], options=99) or 0 for group in combinations(range(len(values)), size)]
    as_much = sum(each >= agreed[0] - 1e-9 for each in agreed) / len(agreed)
    found = luck(values[:, None], is_top, np.random.default_rng(0)).agreement
    assert found is not None
    assert found[0] == pytest.approx(as_much)


def assert_same(one: float | None, other: float | None) -> None:
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one == pytest.approx(other, abs=1e-9)
