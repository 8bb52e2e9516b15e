"""Intraclass correlation, as published and for any ratings."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from assess.method.icc import Intraclass, icc_1, icc_1k, icc_2, icc_2k, icc_3, icc_3k, mean_squares
from tests.assess.method.reference import expected, numbers

FloatArray = npt.NDArray[np.float64]
Form = Callable[[FloatArray], Intraclass | None]
FORMS: dict[str, Form] = {
    "ICC1": icc_1,
    "ICC2": icc_2,
    "ICC3": icc_3,
    "ICC1k": icc_1k,
    "ICC2k": icc_2k,
    "ICC3k": icc_3k,
}
ratings = arrays(
    np.float64, st.tuples(st.integers(3, 12), st.integers(2, 4)), elements=st.integers(1, 5).map(float)
).filter(lambda table: mean_squares(table).people > 0)


@pytest.mark.parametrize("case", expected("icc"), ids=lambda case: case["type"])
def test_the_published_ratings_give_the_published_coefficients(case: dict[str, float | str]) -> None:
    found = FORMS[str(case["type"])](numbers("irr_anxiety.csv"))
    assert found is not None
    figures = (found.value, found.f, found.df1, found.df2, found.p, found.low, found.high)
    named = (case[name] for name in ("ICC", "F", "df1", "df2", "p", "lower bound", "upper bound"))
    assert figures == pytest.approx(tuple(map(float, named)), abs=1e-9)


@given(ratings, st.sampled_from(list(FORMS.values())), st.floats(0.1, 10), st.integers(-50, 50))
def test_another_unit_and_another_zero_change_nothing(table: FloatArray, form: Form, unit: float, zero: int) -> None:
    one, other = form(table), form(unit * table + zero)
    assert one is not None
    assert other is not None
    assert np.arctan(other.value) == pytest.approx(np.arctan(one.value), abs=1e-6)


@given(ratings, st.sampled_from(list(FORMS.values())))
def test_the_interval_holds_the_value_and_a_wider_level_is_wider(table: FloatArray, form: Form) -> None:
    found = form(table)
    assert found is not None
    assert found.value <= 1 + 1e-9
    assert 0 <= found.p <= 1
    if found.value > 0:
        assert found.low <= found.value + 1e-9
        assert found.value <= found.high + 1e-9


@given(ratings)
def test_a_milder_rater_costs_agreement_and_no_consistency(table: FloatArray) -> None:
    milder = table + np.arange(table.shape[1]) * 3.0
    one, other = icc_3(table), icc_3(milder)
    agreed, agreed_less = icc_2(table), icc_2(milder)
    assert one is not None
    assert other is not None
    assert agreed is not None
    assert agreed_less is not None
    assert other.value == pytest.approx(one.value, abs=1e-6)
    # Where raters were already apart the other way, the mildness may bring them together.
    if one.value > 0 and mean_squares(table).raters < mean_squares(milder).raters:
        assert agreed_less.value < agreed.value + 1e-9


def test_raters_without_error_agree_wholly() -> None:
    table = np.repeat(np.array([[1.0], [2], [4], [5], [3]]), 2, axis=1)
    for form in FORMS.values():
        found = form(table)
        assert found is not None
        assert (found.value, found.low, found.high, found.p) == pytest.approx((1, 1, 1, 0))
        assert found.f == float("inf")


def test_a_rater_who_is_always_one_milder_gives_an_interval_too() -> None:
    table = np.array([[1.0, 2], [2, 3], [3, 4], [4, 5], [1, 2]])
    found, agreed = icc_3(table), icc_2(table)
    assert found is not None
    assert found.value == 1
    assert agreed is not None
    assert 0 < agreed.low < agreed.value < agreed.high <= 1


def test_people_who_dont_differ_give_no_coefficient() -> None:
    assert [form(np.full((6, 2), 3.0)) for form in FORMS.values()] == [None] * 6
    assert [form(np.tile([[1.0, 3, 5]], (6, 1))) for form in FORMS.values()] == [None] * 6
    assert [form(np.full((6, 3), 0.1)) for form in FORMS.values()] == [None] * 6


@pytest.mark.parametrize("table", [np.ones((1, 3)), np.ones((3, 1)), np.array([[1, np.nan], [2, 3]]), np.ones(3)])
def test_ratings_are_a_whole_table(table: FloatArray) -> None:
    with pytest.raises(ValueError, match="people by k raters"):
        icc_2(table)


def test_the_interval_covers_its_level() -> None:
    chance = np.random.default_rng(11)
    truth, held = 0.5, 0
    for _ in range(600):
        people = chance.normal(size=(15, 1)) * np.sqrt(truth)
        found = icc_1(people + chance.normal(size=(15, 2)) * np.sqrt(1 - truth))
        assert found is not None
        held += found.low <= truth <= found.high
    assert held / 600 == pytest.approx(0.95, abs=0.025)


def test_raters_who_agree_less_than_luck_would_have_no_reliable_mean() -> None:
    found = icc_2k(np.array([[1.0, 1], [3, 1], [1, 3]]))
    assert found is not None
    assert (found.value, found.low) == (float("-inf"), float("-inf"))
    assert found.high < 1


@given(ratings, st.sampled_from(list(FORMS.values())))
def test_the_bounds_are_in_order_for_any_ratings(table: FloatArray, form: Form) -> None:
    found = form(table)
    assert found is not None
    assert found.low <= found.high <= 1 + 1e-9
