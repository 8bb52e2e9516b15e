"""One comparison over many vacancies, or one item over many scores: Mantel–Haenszel, and the ETS rule for items.

A stratum is a focal and a reference group of one vacancy (or one total score). Pooling without strata misleads:
Berkeley 1973 chose far fewer women overall, and no department did beyond luck (Bickel, Hammel & O'Connell 1975).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from assess.method.change import critical_value
from assess.method.fairness import LEAST_CELL, Group, is_suppressed

FloatArray = npt.NDArray[np.float64]
Interval = tuple[float, float]
Strata = Sequence[tuple[Group, Group]]

DELTA = -2.35  # from a log odds ratio to the ETS delta scale (Holland & Thayer 1988)


def pooled_strata(strata: Strata) -> tuple[tuple[Group, Group], ...]:
    """The strata that may enter a pooled figure, in order; name the rest as excluded beside it.

    A stratum with a cell under 5 is not shown by itself. Those join the pool when there are at least two and their
    cells, added up, hold at least 5 each; otherwise the pooled figure minus the ones shown would give theirs.
    """
    hidden = [pair for pair in strata if is_suppressed(*pair)]
    if len(hidden) < 2 or (_cells(hidden).sum(axis=0) < LEAST_CELL).any():
        return tuple(pair for pair in strata if pair not in hidden)
    return tuple(strata)


def common_odds_ratio(strata: Strata) -> float | None:
    """Σ(ad/n) / Σ(bc/n): the odds of the focal group over those of the reference (Mantel & Haenszel 1959).

    None when a sum is zero.
    """
    above, below = _sums(strata)
    return float(above.sum() / below.sum()) if above.sum() and below.sum() else None


def log_odds_variance(strata: Strata) -> float | None:
    """Variance of the ln of the common odds ratio (Robins, Breslow & Greenland 1986). None where that has none."""
    a, b, c, d = _cells(strata).T
    n = a + b + c + d
    above, below = _sums(strata)
    r, s = above.sum(), below.sum()
    if not (r and s):
        return None
    p, q = (a + d) / n, (b + c) / n
    first, middle = (p * above).sum() / (2 * r**2), (p * below + q * above).sum() / (2 * r * s)
    return float(first + middle + (q * below).sum() / (2 * s**2))


def odds_ratio_interval(strata: Strata, level: float = 0.95) -> Interval | None:
    """Interval of the common odds ratio on the log scale (Robins, Breslow & Greenland 1986)."""
    ratio, variance = common_odds_ratio(strata), log_odds_variance(strata)
    if ratio is None or variance is None:
        return None
    half = critical_value(level) * sqrt(variance)
    return exp(log(ratio) - half), exp(log(ratio) + half)


def mantel_haenszel_chi2(strata: Strata, *, is_corrected: bool = True) -> float | None:
    """χ² with one degree of freedom that no stratum has a difference, with or without ½ off (Mantel & Haenszel 1959).

    None when no stratum could show one: all or none chosen, or only one group there.
    """
    a, b, c, d = _cells(strata).T
    n = a + b + c + d
    variance = float(((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * np.maximum(n - 1, 1))).sum())
    if variance == 0:
        return None
    away = abs(float((a - (a + b) * (a + c) / n).sum()))
    return (away - (0.5 if is_corrected and away >= 0.5 else 0.0)) ** 2 / variance


def chi2_p(chi2: float, df: int = 1) -> float:
    """Probability of a χ² this large or larger."""
    return float(chdtrc(df, chi2))


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """Differential functioning of one item; a negative delta is harder for the focal group.

    With its standard error, the p of the corrected χ², and the ETS class A (negligible), B or C (large).
    """

    delta: float
    error: float
    p: float
    category: str


def item_strata(is_right: npt.NDArray[np.bool_], is_focal: npt.NDArray[np.bool_], matching: FloatArray) -> Strata:
    """Strata of one item: right answers of the focal and the reference group, per matching score.

    A value that only one group has is left out: nothing can be compared there.
    """
    strata = []
    for value in np.unique(matching):
        here = matching == value
        sides = [is_right[here & side] for side in (is_focal, ~is_focal)]
        if all(len(side) for side in sides):
            strata.append((Group(int(sides[0].sum()), len(sides[0])), Group(int(sides[1].sum()), len(sides[1]))))
    return strata


def item_difference(strata: Strata) -> ItemDifference | None:
    """The ETS rule *with* its significance tests (Zieky 1993; Holland & Thayer 1988).

    A: |delta| < 1 or χ² not significant at 5 %. C: |delta| ≥ 1.5 and significantly above 1 (one-sided 5 %). B: other.
    None where there is no common odds ratio.
    """
    ratio, variance, chi2 = common_odds_ratio(strata), log_odds_variance(strata), mantel_haenszel_chi2(strata)
    if ratio is None or variance is None or chi2 is None:
        return None
    delta, error, p = -DELTA * log(ratio), abs(DELTA) * sqrt(variance), chi2_p(chi2)
    return ItemDifference(delta, error, p, ets_category(delta, error, p))


def ets_category(delta: float, error: float, p: float) -> str:
    """A, B or C of a delta with its standard error and the p of its χ² (Zieky 1993)."""
    if abs(delta) < 1 or p >= 0.05:
        return "A"
    return "C" if abs(delta) >= 1.5 and abs(delta) - 1 > critical_value(0.90) * error else "B"


def _cells(strata: Strata) -> FloatArray:
    """Per stratum a, b, c, d: focal chosen and not, reference chosen and not."""
    rows = [(focal.chosen, focal.others, reference.chosen, reference.others) for focal, reference in strata]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _sums(strata: Strata) -> tuple[FloatArray, FloatArray]:
    """ad/n and bc/n per stratum."""
    a, b, c, d = _cells(strata).T
    n = a + b + c + d
    return a * d / n, b * c / n
