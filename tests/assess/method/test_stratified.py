"""One comparison over many strata, as published and for any counts; and the ETS rule for items."""

from math import log

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from assess.method.fairness import Group, two_sd
from assess.method.stratified import (
    chi2_p,
    common_odds_ratio,
    ets_category,
    item_difference,
    item_strata,
    log_odds_variance,
    mantel_haenszel_chi2,
    odds_ratio_interval,
    pooled_strata,
)
from tests.assess.method.reference import expected, rows
from tests.assess.method.test_fairness import groups

BERKELEY = expected("mantel_haenszel")
several = st.lists(st.tuples(groups, groups), min_size=1, max_size=6)


def departments(first: str, second: str) -> list[tuple[Group, Group]]:
    """Berkeley 1973: who of each gender was admitted, per department."""
    counts = {(admitted, gender, dept): int(freq) for admitted, gender, dept, freq in rows("ucb_admissions.csv")}

    def group(gender: str, dept: str) -> Group:
        chosen = counts["Admitted", gender, dept]
        return Group(chosen, chosen + counts["Rejected", gender, dept])

    return [(group(first, dept), group(second, dept)) for dept in "ABCDEF"]


def test_berkeley_per_department_is_as_published() -> None:
    strata = departments("Male", "Female")
    corrected, plain = mantel_haenszel_chi2(strata), mantel_haenszel_chi2(strata, is_corrected=False)
    assert corrected == pytest.approx(BERKELEY["mh_chi2_corrected"], rel=1e-12)
    assert plain == pytest.approx(BERKELEY["mh_chi2_uncorrected"], rel=1e-12)
    assert chi2_p(corrected or 0) == pytest.approx(BERKELEY["p"], rel=1e-9)
    assert common_odds_ratio(strata) == pytest.approx(BERKELEY["common_or"], rel=1e-12)
    assert odds_ratio_interval(strata) == pytest.approx(BERKELEY["ci"], rel=1e-12)


def test_pooling_without_departments_would_mislead() -> None:
    strata = departments("Female", "Male")
    women, men = (
        Group(sum(each[side].chosen for each in strata), sum(each[side].total for each in strata)) for side in (0, 1)
    )
    pooled, fair = two_sd(women, men), common_odds_ratio(strata)
    assert pooled is not None
    assert fair is not None
    assert pooled < -9
    assert fair > 1


@given(several)
def test_the_other_group_first_gives_one_over_the_odds(strata: list[tuple[Group, Group]]) -> None:
    back = [(reference, focal) for focal, reference in strata]
    ratio, other = common_odds_ratio(strata), common_odds_ratio(back)
    assert (ratio is None) == (other is None)
    if ratio is not None and other is not None:
        assert ratio == pytest.approx(1 / other)
        assert log_odds_variance(strata) == pytest.approx(log_odds_variance(back))
    one, again = mantel_haenszel_chi2(strata), mantel_haenszel_chi2(back)
    assert (one is None and again is None) or one == pytest.approx(again, abs=1e-9)


@given(several)
def test_the_correction_never_finds_more_and_the_interval_holds_the_ratio(strata: list[tuple[Group, Group]]) -> None:
    corrected, plain = mantel_haenszel_chi2(strata), mantel_haenszel_chi2(strata, is_corrected=False)
    assert (corrected is None) == (plain is None)
    if corrected is not None and plain is not None:
        assert 0 <= corrected <= plain
    ratio, interval = common_odds_ratio(strata), odds_ratio_interval(strata)
    assert (ratio is None) == (interval is None)
    if ratio and interval:
        assert interval[0] <= ratio * (1 + 1e-9)
        assert ratio <= interval[1] * (1 + 1e-9)


@given(groups, groups)
def test_one_stratum_gives_the_plain_odds_ratio_and_woolfs_variance(focal: Group, reference: Group) -> None:
    cells = (focal.chosen, focal.others, reference.chosen, reference.others)
    assume(all(cells))
    a, b, c, d = cells
    assert common_odds_ratio([(focal, reference)]) == pytest.approx(a * d / (b * c))
    assert log_odds_variance([(focal, reference)]) == pytest.approx(1 / a + 1 / b + 1 / c + 1 / d)
    n = sum(cells)
    z = two_sd(focal, reference)
    assert z is not None
    assert mantel_haenszel_chi2([(focal, reference)], is_corrected=False) == pytest.approx(z**2 * (n - 1) / n)


def test_strata_without_a_choice_say_nothing() -> None:
    nobody = [(Group(0, 5), Group(0, 7)), (Group(5, 5), Group(7, 7))]
    assert mantel_haenszel_chi2(nobody) is None
    assert common_odds_ratio(nobody) is None
    assert log_odds_variance(nobody) is None
    assert odds_ratio_interval(nobody) is None
    assert item_difference(nobody) is None
    assert mantel_haenszel_chi2([]) is None


def test_the_interval_covers_its_level_over_small_strata() -> None:
    chance, truth, held, counted = np.random.default_rng(12), 0.5, 0, 0
    for _ in range(800):
        strata = []
        for rate in (0.2, 0.4, 0.6):
            odds = rate / (1 - rate) * truth
            focal = Group(int(chance.binomial(20, odds / (1 + odds))), 20)
            strata.append((focal, Group(int(chance.binomial(20, rate)), 20)))
        interval = odds_ratio_interval(strata)
        if interval:
            counted += 1
            held += interval[0] <= truth <= interval[1]
    assert counted > 780
    assert held / counted >= 0.93


def test_a_lone_hidden_vacancy_stays_out_of_the_pool_and_several_together_join_it() -> None:
    shown, small = (Group(10, 30), Group(12, 30)), (Group(1, 8), Group(3, 12))
    assert pooled_strata([shown, shown]) == (shown, shown)
    assert pooled_strata([shown, small, shown]) == (shown, shown)
    assert pooled_strata([shown, small, small]) == (shown,)
    assert pooled_strata([small, shown, *[small] * 4]) == (small, shown, *[small] * 4)
    assert pooled_strata([]) == ()


def test_size_alone_is_not_enough_for_class_c() -> None:
    assert ets_category(0.9, 0.1, 0.001) == "A"
    assert ets_category(1.8, 0.9, 0.06) == "A"
    assert ets_category(1.2, 0.1, 0.001) == "B"
    assert ets_category(1.8, 0.9, 0.04) == "B"
    assert ets_category(-2.6, 0.9, 0.004) == "C"
    assert ets_category(1.5, 0.1, 0.001) == "C"


def test_an_item_that_is_harder_for_one_group_has_a_negative_delta() -> None:
    chance = np.random.default_rng(13)
    ability, is_focal = chance.normal(size=1500), np.arange(1500) % 2 == 0
    fair = chance.random((1500, 10)) < 1 / (1 + np.exp(-ability[:, None]))
    hard = chance.random(1500) < 1 / (1 + np.exp(-(ability - 1.2 * is_focal)))
    matching = fair.sum(axis=1).astype(float)
    found, other = item_difference(item_strata(hard, is_focal, matching)), None
    other = item_difference(item_strata(fair[:, 0], is_focal, matching))
    assert found is not None
    assert other is not None
    assert (found.category, other.category) == ("C", "A")
    assert found.delta == pytest.approx(-2.35 * 1.2, abs=0.8)
    assert found.p < 0.001


def test_a_score_that_only_one_group_has_is_left_out() -> None:
    is_right, is_focal = np.array([1, 0, 1, 1], bool), np.array([1, 0, 0, 1], bool)
    assert item_strata(is_right, is_focal, np.array([3.0, 3, 4, 5])) == [(Group(1, 1), Group(0, 1))]


@given(several)
def test_delta_is_the_log_odds_on_another_scale(strata: list[tuple[Group, Group]]) -> None:
    ratio, item = common_odds_ratio(strata), item_difference(strata)
    if ratio is not None and item is not None:
        assert item.delta == pytest.approx(2.35 * log(ratio))
        assert item.category in {"A", "B", "C"}
