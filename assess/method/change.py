"""Precision and change: what a score is worth, and when two scores differ.

Scores, means and SDs are in one unit (raw points or z); reliabilities lie between 0 and 1.
"""

from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri


@dataclass(frozen=True, slots=True)
class Change:
    """From a first score to a second, with what was to be expected without any change at all."""

    difference: float
    expected: float
    index: float
    is_reliable: bool


def kelley_true_score(score: float, mean: float, reliability: float) -> float:
    """T̂ = M + r(X − M), the best guess of the true score of someone from a group with mean M (Kelley 1927)."""
    return mean + reliability * (score - mean)


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """SEM = SD√(1 − r), how far a score strays from the true score (Lord & Novick 1968)."""
    return sd * sqrt(1 - reliability)


def standard_error_of_estimate(sd: float, reliability: float) -> float:
    """SD√(r(1 − r)), how far a true score strays from Kelley's T̂ (Lord & Novick 1968)."""
    return sd * sqrt(reliability * (1 - reliability))


def standard_error_of_difference(sem: float) -> float:
    """S_diff = SEM√2, how far two scores of an unchanged person stray apart (Jacobson & Truax 1991)."""
    return sem * sqrt(2)


def reliable_change_index(before: float, after: float, sem: float) -> float:
    """RCI = (X₂ − X₁)/S_diff; beyond ±1.96 measurement error alone seldom explains it (Jacobson & Truax 1991).

    `sem` is above zero: with perfect reliability every difference is a change, and no index says how much.
    """
    return (after - before) / standard_error_of_difference(sem)


def expected_regression(before: float, mean: float, reliability: float) -> float:
    """−(1 − r)(X₁ − M), the difference to expect at a second taking when nothing changed: low scores rise anyway.

    It holds for people who were chosen, or came, for the height of their first score (Campbell & Kenny 1999).
    """
    return -(1 - reliability) * (before - mean)


def band_width(sem: float, level: float = 0.95) -> float:
    """C·SEM·√2: scores no further apart than this are a tie at `level`, two-sided (Cascio et al. 1991)."""
    return critical_value(level) * standard_error_of_difference(sem)


def critical_value(level: float) -> float:
    """The normal deviate that holds `level` of a distribution between plus and minus itself; 1.96 for 95 %."""
    return float(ndtri(0.5 + level / 2))


def change(before: float, after: float, *, mean: float, sd: float, reliability: float, level: float = 0.95) -> Change:
    """Two scores of one person beside the regression to be expected; reliable when the index is beyond its deviate.

    `mean`, `sd` and `reliability` are those of the group whose first scores these are; `sd` > 0, `reliability` < 1.
    """
    index = reliable_change_index(before, after, standard_error_of_measurement(sd, reliability))
    return Change(
        difference=after - before,
        expected=expected_regression(before, mean, reliability),
        index=index,
        is_reliable=abs(index) > critical_value(level),
    )
