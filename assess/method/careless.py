"""Indices of careless answering, one formula a function (Meade & Craig 2012; Curran 2016).

A sheet is the answers of one person in the order shown, as given (reverse-keyed ones not turned round) unless said
otherwise; NaN where one was left open. None where an index is not defined for these answers.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


def string_lengths(answers: FloatArray) -> list[int]:
    """Lengths of the runs of equal answers, in order; an open one counts as nothing and breaks no run."""
    return [len(list(run)) for _, run in groupby(answers[np.isfinite(answers)].tolist())]


def longest_string(answers: FloatArray) -> int:
    """How often in a row the same answer was given at most (Johnson 2005); 0 for an empty sheet."""
    return max(string_lengths(answers), default=0)


def average_string(answers: FloatArray) -> float | None:
    """Mean length of the runs of equal answers (Meade & Craig 2012)."""
    lengths = string_lengths(answers)
    return sum(lengths) / len(lengths) if lengths else None


def within_person_variability(answers: FloatArray) -> float | None:
    """IRV, the SD (n − 1) of one person's answers, in answer points (Dunn, Heggestad, Shanock & Theilgard 2018)."""
    present = answers[np.isfinite(answers)]
    return float(np.std(present, ddof=1)) if len(present) >= 2 else None


def even_odd_consistency(answers: FloatArray, scales: Sequence[str]) -> float | None:
    """Correlation over the scales of the means of their odd and even items, stepped up to full length, at least −1.

    `answers` are turned round where reverse-keyed; `scales` names the scale of each. 1 is consistent (the R package
    careless gives the negative). None with fewer than three scales that have both halves, or a half that doesn't vary
    (Jackson's individual reliability, in Johnson 2005).
    """
    halves: list[tuple[float, float]] = []
    for scale in dict.fromkeys(scales):
        items = answers[np.array([each == scale for each in scales])]
        odd, even = items[::2], items[1::2]
        if np.isfinite(odd).any() and np.isfinite(even).any():
            halves.append((float(np.nanmean(odd)), float(np.nanmean(even))))
    together = _correlation(np.array(halves).reshape(-1, 2))
    if together is None:
        return None
    return -1.0 if together <= -1 / 3 else 2 * together / (1 + together)


def synonym_pairs(answers: FloatArray, at_least: float = 0.60) -> IntArray:
    """Pairs of items (rows of two places) that correlate above `at_least` over n people × items (Meade & Craig 2012).

    Each correlation is over the people who answered both.
    """
    seen = np.isfinite(answers)
    filled, both = np.where(seen, answers, 0.0), seen.T.astype(np.float64) @ seen
    n = np.maximum(both, 1)
    sums, squares = filled.T @ seen, (filled**2).T @ seen
    spread = np.maximum(squares - sums**2 / n, 0)
    together, apart = filled.T @ filled - sums * sums.T / n, np.sqrt(spread * spread.T)
    correlations = np.where(apart > 1e-9, together / np.where(apart > 1e-9, apart, 1), 0.0)
    return np.argwhere(np.tril(correlations, -1) > at_least)


def synonym_consistency(answers: FloatArray, pairs: IntArray) -> float | None:
    """Psychometric synonyms: one person's correlation between the halves of the pairs that go together in others."""
    return _correlation(answers[pairs].reshape(-1, 2))


def mahalanobis(values: FloatArray, mean: FloatArray, covariance: FloatArray) -> float | None:
    """D² of one person's k values from a group's mean, in its covariance (k × k). None when that can't be inverted."""
    if not np.isfinite(values).all() or np.linalg.matrix_rank(covariance) < len(values):
        return None
    away = values - mean
    return float(away @ np.linalg.solve(covariance, away))


def mahalanobis_limit(k: int, n: int, alpha: float = 0.001) -> float | None:
    """The D² that one in 1/α new people exceeds, for k normal values and a reference of n others.

    k(n² − 1)/(n(n − k)) · F(1 − α; k, n − k), for large n the χ² limit in use (Hotelling 1931). None for n ≤ k.
    """
    return k * (n**2 - 1) / (n * (n - k)) * float(fdtri(k, n - k, 1 - alpha)) if n > k else None


def seconds_per_item(seconds: FloatArray) -> float | None:
    """Median time between one answer and the next, in seconds; the median, so that a break counts for nothing."""
    present = seconds[np.isfinite(seconds)]
    return float(np.median(present)) if len(present) else None


def _correlation(pairs: FloatArray) -> float | None:
    """Pearson's r of m × 2, complete pairs only. None below three pairs or when a side doesn't vary."""
    complete = pairs[np.isfinite(pairs).all(axis=1)]
    if len(complete) < 3:
        return None
    centred = complete - complete.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    if (lengths < 1e-12).any():
        return None
    return float(np.clip(centred[:, 0] @ centred[:, 1] / lengths.prod(), -1, 1))
