"""Adverse impact: how often people of one group are chosen beside another, with what luck would give.

Only for answers given freely and kept apart from the file, per vacancy (over vacancies: `stratified`). The focal group
is the one asked about, the reference the one it is compared with; both counts stand beside every figure. Ratios are
focal over reference, differences focal minus reference.
"""

from dataclasses import dataclass
from math import asin, exp, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from assess.method.change import critical_value

FloatArray = npt.NDArray[np.float64]
Interval = tuple[float, float]

LEAST_CELL = 5
SAME = 1e-7  # R's fisher.test: probabilities this close, relatively, are equal


@dataclass(frozen=True, slots=True)
class Group:
    """`chosen` of `total` people, 0 ≤ chosen ≤ total and total ≥ 1; ValueError otherwise."""

    chosen: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.chosen <= self.total or self.total < 1:
            raise ValueError(f"{self.chosen} of {self.total} is no group")

    @property
    def rate(self) -> float:
        """The selection rate, 0–1."""
        return self.chosen / self.total

    @property
    def others(self) -> int:
        """How many were not chosen."""
        return self.total - self.chosen


def is_suppressed(*groups: Group) -> bool:
    """Whether a table of these groups stays hidden whole: a cell, chosen or not chosen, holds fewer than 5 people.

    Whole, because one hidden cell follows from the others and the totals.
    """
    return any(cell < LEAST_CELL for group in groups for cell in (group.chosen, group.others))


def impact_ratio(focal: Group, reference: Group) -> float | None:
    """Rate over rate (UGESP 1978, § 4D). None when nobody of the reference group was chosen."""
    return focal.rate / reference.rate if reference.chosen else None


def is_below_four_fifths(focal: Group, reference: Group) -> bool:
    """Whether the impact ratio is below 4/5, in whole numbers; it says nothing of luck (UGESP 1978, § 4D)."""
    return 5 * focal.chosen * reference.total < 4 * reference.chosen * focal.total


def katz_interval(focal: Group, reference: Group, level: float = 0.95) -> Interval | None:
    """Interval of the impact ratio on the log scale (Katz, Baptista, Azen & Pike 1978).

    None when nobody was chosen in a group.
    """
    if not (focal.chosen and reference.chosen):
        return None
    return _log_interval(focal.chosen, focal.total, reference.chosen, reference.total, level)


def haldane_ratio(focal: Group, reference: Group) -> float:
    """Impact ratio with ½ added to chosen and total, for when nobody was chosen (Walter 1975, after Haldane 1956)."""
    return (focal.chosen + 0.5) / (focal.total + 0.5) / ((reference.chosen + 0.5) / (reference.total + 0.5))


def haldane_interval(focal: Group, reference: Group, level: float = 0.95) -> Interval:
    """Katz' interval around Haldane's ratio."""
    return _log_interval(focal.chosen + 0.5, focal.total + 0.5, reference.chosen + 0.5, reference.total + 0.5, level)


def wilson_interval(group: Group, level: float = 0.95) -> Interval:
    """Score interval of one rate (Wilson 1927)."""
    z, n = critical_value(level), group.total
    middle, below = group.rate + z**2 / (2 * n), 1 + z**2 / n
    half = z * sqrt(group.rate * (1 - group.rate) / n + z**2 / (4 * n**2))
    return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)


def rate_difference(focal: Group, reference: Group) -> float:
    """Focal rate minus reference rate."""
    return focal.rate - reference.rate


def newcombe_interval(focal: Group, reference: Group, level: float = 0.95) -> Interval:
    """Interval of the difference of two rates from their Wilson intervals (Newcombe 1998, method 10)."""
    low, high = wilson_interval(focal, level)
    reference_low, reference_high = wilson_interval(reference, level)
    difference = rate_difference(focal, reference)
    return (
        difference - sqrt((focal.rate - low) ** 2 + (reference_high - reference.rate) ** 2),
        difference + sqrt((high - focal.rate) ** 2 + (reference.rate - reference_low) ** 2),
    )


def two_sd(focal: Group, reference: Group) -> float | None:
    """z of the difference with the pooled rate; beyond ±2 the courts' "two standard deviations" (Hazelwood 1977).

    Its square is the χ² without correction. None when all or none were chosen.
    """
    pooled = (focal.chosen + reference.chosen) / (focal.total + reference.total)
    spread = pooled * (1 - pooled) * (1 / focal.total + 1 / reference.total)
    return rate_difference(focal, reference) / sqrt(spread) if spread > 0 else None


def cohens_h(focal: Group, reference: Group) -> float:
    """2·asin√p₁ − 2·asin√p₂, a difference of rates that weighs alike along the scale (Cohen 1988, ch. 6)."""
    return 2 * asin(sqrt(focal.rate)) - 2 * asin(sqrt(reference.rate))


def fisher_p(focal: Group, reference: Group) -> float:
    """Two-sided exact p: all tables with these margins that are no likelier than this one (Fisher 1935)."""
    probabilities, here = table_probabilities(focal, reference)
    return min(1.0, float(probabilities[probabilities <= here * (1 + SAME)].sum()))


def mid_p(focal: Group, reference: Group) -> float:
    """Two-sided mid-P: as Fisher's, tables exactly as likely as this one counting half (Lancaster 1961)."""
    probabilities, here = table_probabilities(focal, reference)
    alike = np.abs(probabilities - here) <= here * SAME
    return float(probabilities[(probabilities < here) & ~alike].sum() + probabilities[alike].sum() / 2)


def table_probabilities(focal: Group, reference: Group) -> tuple[FloatArray, float]:
    """Hypergeometric probability of each number of chosen in the focal group given all margins, and of this table."""
    chosen = focal.chosen + reference.chosen
    lowest, highest = max(0, chosen - reference.total), min(focal.total, chosen)
    possible = np.arange(lowest, highest + 1, dtype=np.float64)
    logs = _log_choose(focal.total, possible) + _log_choose(reference.total, chosen - possible)
    probabilities = np.exp(logs - _log_choose(focal.total + reference.total, np.array(float(chosen))))
    return probabilities, float(probabilities[focal.chosen - lowest])


def _log_choose(n: int, k: FloatArray) -> FloatArray:
    """ln of n over k."""
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)


def _log_interval(chosen: float, total: float, others_chosen: float, others_total: float, level: float) -> Interval:
    """Katz: ln RR ± z√(1/a − 1/n₁ + 1/b − 1/n₂)."""
    middle = log(chosen / total) - log(others_chosen / others_total)
    half = critical_value(level) * sqrt(max(0.0, 1 / chosen - 1 / total + 1 / others_chosen - 1 / others_total))
    return exp(middle - half), exp(middle + half)
