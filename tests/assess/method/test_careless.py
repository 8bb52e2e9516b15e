"""Indices of careless answering, as the R package careless computes them and for any answers."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from assess.method.careless import (
    average_string,
    even_odd_consistency,
    longest_string,
    mahalanobis,
    mahalanobis_limit,
    seconds_per_item,
    string_lengths,
    synonym_consistency,
    synonym_pairs,
    within_person_variability,
)
from tests.assess.method.reference import expected, numbers

FloatArray = npt.NDArray[np.float64]
SHEETS = numbers("careless_dataset.csv")
SCALES = [letter for letter in "ABCDEFGHIJ" for _ in range(5)]
CASES = expected("careless")
answers = arrays(np.float64, st.integers(0, 40), elements=st.sampled_from([1.0, 2, 3, 4, 5, np.nan]))


@pytest.mark.parametrize("case", CASES["first10"], ids=lambda case: f"sheet {case['row']}")
def test_the_first_sheets_give_the_published_indices(case: dict[str, float]) -> None:
    sheet, pairs = SHEETS[int(case["row"]) - 1], synonym_pairs(SHEETS)
    distance = mahalanobis(sheet, SHEETS.mean(axis=0), np.cov(SHEETS, rowvar=False))
    assert longest_string(sheet) == case["longstr"]
    assert average_string(sheet) == pytest.approx(case["avgstr"])
    assert within_person_variability(sheet) == pytest.approx(case["irv"], abs=1e-12)
    assert even_odd_consistency(sheet, SCALES) == pytest.approx(-case["evenodd"], abs=1e-9)
    assert synonym_consistency(sheet, pairs) == pytest.approx(case["psychsyn"], abs=1e-9)
    assert distance == pytest.approx(case["mahad"], abs=1e-9)


def test_all_200_sheets_together_give_the_published_figures() -> None:
    pairs, mean, covariance = synonym_pairs(SHEETS), SHEETS.mean(axis=0), np.cov(SHEETS, rowvar=False)
    strings = [longest_string(sheet) for sheet in SHEETS]
    assert (len(SHEETS), sum(strings), max(strings)) == (CASES["n"], CASES["sum_longstr"], CASES["max_longstr"])
    assert mean_of([within_person_variability(sheet) for sheet in SHEETS]) == pytest.approx(CASES["mean_irv"])
    consistencies = [even_odd_consistency(sheet, SCALES) for sheet in SHEETS]
    assert mean_of(consistencies) == pytest.approx(-CASES["mean_evenodd"], abs=1e-9)
    assert mean_of([mahalanobis(sheet, mean, covariance) for sheet in SHEETS]) == pytest.approx(CASES["mean_mahad"])
    together = [synonym_consistency(sheet, pairs) for sheet in SHEETS]
    assert mean_of(together) == pytest.approx(CASES["mean_psychsyn"], abs=1e-9)


@given(answers)
def test_the_runs_together_are_the_whole_sheet(sheet: FloatArray) -> None:
    lengths, answered = string_lengths(sheet), int(np.isfinite(sheet).sum())
    assert sum(lengths) == answered
    assert longest_string(sheet) == max(lengths, default=0)
    average = average_string(sheet)
    assert (average is None) == (answered == 0)
    assert average is None or 1 <= average <= longest_string(sheet)


@given(answers)
def test_turning_every_answer_round_changes_no_run_and_no_variability(sheet: FloatArray) -> None:
    assert string_lengths(6 - sheet) == string_lengths(sheet)
    one, other = within_person_variability(sheet), within_person_variability(6 - sheet)
    assert one == other or one == pytest.approx(other)


@given(arrays(np.float64, 24, elements=st.integers(1, 5).map(float)))
def test_consistency_lies_between_minus_one_and_one(sheet: FloatArray) -> None:
    consistency = even_odd_consistency(sheet, SCALES[:20] + ["K"] * 4)
    assert consistency is None or -1 <= consistency <= 1 + 1e-12


def test_a_sheet_whose_halves_say_the_same_is_wholly_consistent() -> None:
    sheet = np.repeat([1.0, 3, 5, 2], 5)
    assert even_odd_consistency(sheet, SCALES[:20]) == pytest.approx(1)
    assert even_odd_consistency(sheet[:10], SCALES[:10]) is None
    assert even_odd_consistency(np.full(20, 3.0), SCALES[:20]) is None
    assert even_odd_consistency(np.full(20, np.nan), SCALES[:20]) is None
    sheet[::7] = np.nan
    assert even_odd_consistency(sheet, SCALES[:20]) == pytest.approx(1)


def test_pairs_are_found_among_the_people_who_answered_both() -> None:
    table = SHEETS.copy()
    table[np.random.default_rng(1).random(table.shape) < 0.1] = np.nan
    with_gaps = {tuple(pair) for pair in synonym_pairs(table, 0.60)}
    by_hand = set()
    for one in range(50):
        for other in range(one):
            both = np.isfinite(table[:, [one, other]]).all(axis=1)
            first, second = table[both][:, one], table[both][:, other]
            spread = np.sqrt((both.sum() * np.var(table[both][:, one])) * (both.sum() * np.var(table[both][:, other])))
            if ((first - first.mean()) @ (second - second.mean())) / spread > 0.60:
                by_hand.add((one, other))
    assert with_gaps == by_hand
    assert len(by_hand) > 20
    assert len(synonym_pairs(np.ones((30, 4)))) == 0


def test_the_distance_doesnt_depend_on_the_unit_and_needs_more_people_than_scales() -> None:
    chance = np.random.default_rng(2)
    table, mixing = chance.normal(size=(40, 4)), chance.normal(size=(4, 4))
    one = mahalanobis(table[0], table.mean(axis=0), np.cov(table, rowvar=False))
    mixed = table @ mixing + 5
    assert mahalanobis(mixed[0], mixed.mean(axis=0), np.cov(mixed, rowvar=False)) == pytest.approx(one)
    few = table[:4]
    assert mahalanobis(few[0], few.mean(axis=0), np.cov(few, rowvar=False)) is None
    assert mahalanobis(np.array([1, np.nan, 1, 1]), table.mean(axis=0), np.cov(table, rowvar=False)) is None
    assert mahalanobis_limit(4, 4) is None


def test_one_new_person_in_a_hundred_lies_beyond_its_limit() -> None:
    chance, k, n, beyond = np.random.default_rng(3), 4, 20, 0
    limit = mahalanobis_limit(k, n, alpha=0.01)
    assert limit is not None
    for _ in range(4000):
        others = chance.normal(size=(n, k))
        distance = mahalanobis(chance.normal(size=k), others.mean(axis=0), np.cov(others, rowvar=False))
        assert distance is not None
        beyond += distance > limit
    assert beyond / 4000 == pytest.approx(0.01, abs=0.005)
    assert mahalanobis_limit(12, 10**6, 0.001) == pytest.approx(32.909, abs=0.01)


def test_a_break_doesnt_make_anyone_slow() -> None:
    assert seconds_per_item(np.array([3.0, 4, 5, 4, 3, 900])) == 4
    assert seconds_per_item(np.array([np.nan])) is None


def mean_of(values: list[float | None]) -> float:
    found = [value for value in values if value is not None]
    return sum(found) / len(found)
