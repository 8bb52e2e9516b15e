"""Reliability as R's psych finds it in bfi (tests/reference/assess), and for any answers."""

import csv
from typing import Any

import numpy as np
import pytest

from assess.method.reliability import (
    FloatArray,
    alpha_if_dropped,
    complete_covariances,
    cronbach_alpha,
    item_rest_correlations,
    omega_total,
    one_factor_loadings,
    pairwise_covariances,
)
from tests.assess.method.reference import FOLDER, expected

CASES = ("agree", "conscientious")


def items(case: dict[str, Any]) -> FloatArray:
    """The items of a case, those with a minus reversed (7 − x)."""
    with (FOLDER / "bfi.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [np.array([float(row[name.strip("-")] or "nan") for row in rows]) for name in case["items"]]
    return np.column_stack(
        [7 - x if name.startswith("-") else x for name, x in zip(case["items"], columns, strict=True)]
    )


@pytest.mark.parametrize("name", CASES)
def test_alpha_is_that_of_psych(name: str) -> None:
    case = expected("cronbach_alpha")[name]
    answers = items(case)
    covariances = pairwise_covariances(answers)
    assert cronbach_alpha(covariances) == pytest.approx(case["raw_alpha"], abs=1e-12)
    assert cronbach_alpha(complete_covariances(answers)) == pytest.approx(case["alpha_complete_cases"], abs=1e-12)
    np.testing.assert_allclose(alpha_if_dropped(covariances), list(case["alpha_if_dropped"].values()), atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_each_item_goes_with_the_rest_as_in_psych(name: str) -> None:
    case = expected("cronbach_alpha")[name]
    found = item_rest_correlations(pairwise_covariances(items(case)))
    np.testing.assert_allclose(found, [item["r_drop"] for item in case["item_stats"]], atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_omega_is_that_of_psych_but_for_where_its_search_stops(name: str) -> None:
    """psych turns its one factor by Schmid–Leiman and rounds on the way; .0005 is no difference that can be shown."""
    case = expected("cronbach_alpha")[name]
    assert omega_total(pairwise_covariances(items(case))) == pytest.approx(case["omega_total_1factor"], abs=5e-4)


def test_one_factor_is_found_back_exactly() -> None:
    loadings = np.array([0.8, 0.7, 0.6, 0.5, 0.3])
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1)
    np.testing.assert_allclose(one_factor_loadings(correlations), loadings, atol=1e-5)
    share = loadings.sum() ** 2
    assert omega_total(correlations) == pytest.approx(share / (share + (1 - loadings**2).sum()), abs=1e-5)


def test_items_that_measure_alike_give_omega_and_alpha_alike() -> None:
    covariances = np.full((6, 6), 0.4) + 0.6 * np.eye(6)
    assert omega_total(covariances) == pytest.approx(cronbach_alpha(covariances), abs=1e-6)
    assert cronbach_alpha(covariances) == pytest.approx(6 * 0.4 / (1 + 5 * 0.4))


def test_the_same_answer_everywhere_has_no_alpha() -> None:
    assert np.isnan(cronbach_alpha(complete_covariances(np.full((5, 4), 3.0))))
