"""Adverse impact and Mantel–Haenszel, as published and for any counts."""

from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from assess.method.fairness import (
    Group,
    cohens_h,
    fisher_p,
    haldane_interval,
    haldane_ratio,
    impact_ratio,
    is_below_four_fifths,
    is_suppressed,
    katz_interval,
    mid_p,
    newcombe_interval,
    rate_difference,
    table_probabilities,
    two_sd,
    wilson_interval,
)
from tests.assess.method.reference import expected

BERKELEY = expected("mantel_haenszel")
CASES = [expected("adverse_impact")["ugesp_qa_60_45"], BERKELEY["aggregate"], *BERKELEY["per_dept"]]


@st.composite
def group(draw: st.DrawFn) -> Group:
    total = draw(st.integers(1, 60))
    return Group(draw(st.integers(0, total)), total)


groups = group()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['focal']} beside {case['ref']}")
def test_the_published_counts_give_the_published_figures(case: dict[str, Any]) -> None:
    focal, reference = Group(*case["focal"]), Group(*case["ref"])
    z = two_sd(focal, reference)
    assert z is not None
    found = {
        "rate_focal": focal.rate,
        "rate_ref": reference.rate,
        "impact_ratio": impact_ratio(focal, reference),
        "ci_katz_log": katz_interval(focal, reference),
        "ratio_haldane": haldane_ratio(focal, reference),
        "ci_haldane": haldane_interval(focal, reference),
        "fisher_p_two_sided": fisher_p(focal, reference),
        "chi2_nocorr": z**2,
        "z_2sd": z,
        "wilson_focal": wilson_interval(focal),
        "wilson_ref": wilson_interval(reference),
        "risk_diff": rate_difference(focal, reference),
        "ci_newcombe": newcombe_interval(focal, reference),
        "cohen_h": cohens_h(focal, reference),
    }
    for name, figure in found.items():
        assert figure == pytest.approx(case[name], rel=1e-9), name
    # The reference counts all probabilities below 1e-12 as equal to one another; ours is exact.
    assert mid_p(focal, reference) == pytest.approx(case["lancaster_midp"], rel=1e-9, abs=1e-11)
    assert is_below_four_fifths(focal, reference) is case["four_fifths_flag"]


def test_four_fifths_exactly_is_not_below() -> None:
    assert not is_below_four_fifths(Group(48, 100), Group(60, 100))
    assert is_below_four_fifths(Group(4799, 10000), Group(60, 100))
    assert not is_below_four_fifths(Group(0, 5), Group(0, 5))


@given(groups, groups)
def test_every_interval_holds_its_figure_and_a_wider_level_is_wider(focal: Group, reference: Group) -> None:
    for group in (focal, reference):
        low, high = wilson_interval(group)
        assert 0 <= low <= group.rate + 1e-12
        assert group.rate - 1e-12 <= high <= 1
    low, high = newcombe_interval(focal, reference)
    assert low - 1e-12 <= rate_difference(focal, reference) <= high + 1e-12
    assert -1 - 1e-9 <= low <= high <= 1 + 1e-9
    low, high = haldane_interval(focal, reference)
    assert low * (1 - 1e-9) <= haldane_ratio(focal, reference) <= high * (1 + 1e-9)
    wide_low, wide_high = haldane_interval(focal, reference, level=0.99)
    assert wide_low <= low <= high <= wide_high
    katz, ratio = katz_interval(focal, reference), impact_ratio(focal, reference)
    assert (katz is None) == (focal.chosen == 0 or reference.chosen == 0)
    if katz and ratio:
        assert katz[0] * (1 - 1e-9) <= ratio <= katz[1] * (1 + 1e-9)


@given(groups, groups)
def test_the_other_group_first_turns_everything_round(focal: Group, reference: Group) -> None:
    assert fisher_p(focal, reference) == pytest.approx(fisher_p(reference, focal))
    assert mid_p(focal, reference) == pytest.approx(mid_p(reference, focal))
    assert cohens_h(focal, reference) == pytest.approx(-cohens_h(reference, focal))
    assert haldane_ratio(focal, reference) == pytest.approx(1 / haldane_ratio(reference, focal))
    low, high = newcombe_interval(focal, reference)
    assert newcombe_interval(reference, focal) == pytest.approx((-high, -low))
    z, back = two_sd(focal, reference), two_sd(reference, focal)
    assert (z is None and back is None) or z == pytest.approx(-(back or 0.0))


@given(groups, groups)
def test_mid_p_is_the_milder_of_two_probabilities(focal: Group, reference: Group) -> None:
    probabilities, here = table_probabilities(focal, reference)
    assert probabilities.sum() == pytest.approx(1)
    assert 0 < here <= fisher_p(focal, reference) <= 1
    assert 0 < mid_p(focal, reference) <= fisher_p(focal, reference) - here / 2 + 1e-12


def test_luck_alone_is_called_a_difference_no_more_often_than_is_said() -> None:
    chance = np.random.default_rng(9)
    called = {fisher_p: 0, mid_p: 0}
    for _ in range(1500):
        focal, reference = (Group(int(chance.binomial(25, 0.4)), 25) for _ in range(2))
        for test in called:
            called[test] += test(focal, reference) < 0.05
    assert called[fisher_p] / 1500 <= 0.05
    assert called[fisher_p] <= called[mid_p]
    assert called[mid_p] / 1500 <= 0.065


def test_a_table_with_a_cell_under_five_stays_hidden_whole() -> None:
    assert not is_suppressed(Group(5, 10), Group(6, 12))
    assert is_suppressed(Group(4, 10), Group(6, 12))
    assert is_suppressed(Group(5, 10), Group(8, 12))
    assert is_suppressed(Group(0, 40), Group(20, 40))


@pytest.mark.parametrize(("chosen", "total"), [(-1, 5), (6, 5), (0, 0)])
def test_no_more_are_chosen_than_there_are(chosen: int, total: int) -> None:
    with pytest.raises(ValueError, match="is no group"):
        Group(chosen, total)


@given(groups, groups)
def test_more_of_the_focal_group_chosen_raises_every_figure(focal: Group, reference: Group) -> None:
    assume(focal.chosen < focal.total and reference.chosen)
    more = Group(focal.chosen + 1, focal.total)
    one, other = impact_ratio(focal, reference), impact_ratio(more, reference)
    assert one is not None
    assert other is not None
    assert other > one
    assert haldane_ratio(more, reference) > haldane_ratio(focal, reference)
    assert log(haldane_ratio(more, reference)) < log(haldane_ratio(more, Group(0, reference.total))) + 1e-9
