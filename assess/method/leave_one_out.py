"""What a profile becomes without each employee in turn, all at once, and exactly.

n × n composites would be 100 million for 10,000 people. But without one of them hardly anything moves: bounds on how
far (Cauchy–Schwarz) show who can't change band and who can't be a quartile, and only the others are computed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.method.composite import REACH, bands, composite_variance, composites, error_variance, middle_half
from assess.method.shrinkage import shares, weights

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int_]
Bands = npt.NDArray[np.int8]

WEIGHTY = 0.05
QUARTILES = (0.25, 0.75)
BLOCK = 2_000_000  # cells computed at a time: tens of megabytes
SLACK = 1e-9


@dataclass(frozen=True)
class Scoring:
    """What composites are made with: θ̂ and its sd, of all (k,) or without each (n, k); Σ_e of z is 1 − r (k,)."""

    theta: FloatArray
    theta_sd: FloatArray
    error: FloatArray


@dataclass(frozen=True)
class _Others:
    """Scoring without each (n rows), on the z of all: c = slope·z less what moves everybody alike."""

    z: FloatArray
    mean: FloatArray
    slope: FloatArray
    error: FloatArray
    curve: FloatArray  # Var(c) = error + Σ curve·(z − mean)²

    @classmethod
    def of(cls, z: FloatArray, scoring: Scoring) -> "_Others":
        weight, sd = weights(scoring.theta), _sd_without_each(z)
        error, curve = error_variance(weight, scoring.error), (scoring.theta_sd / sd) ** 2
        return cls(z, -z / (len(z) - 1), weight / sd, error, curve)


def smallest_cosine(theta: FloatArray, thetas: FloatArray) -> float:
    """Smallest cosine between the weights (k,) and those without each (n, k); 0 when one has no weight at all."""
    weight, others = weights(theta), weights(thetas)
    lengths = np.linalg.norm(others, axis=1) * np.linalg.norm(weight)
    return float(np.min(np.where(lengths > 0, others @ weight / np.where(lengths > 0, lengths, 1), 0.0)))


def has_sign_flip(theta: FloatArray, thetas: FloatArray) -> bool:
    """Whether θ̂ of a scale with 5 % of the weight or more loses its sign without somebody (METHOD, step 5)."""
    weighty = shares(weights(theta)) >= WEIGHTY
    return bool((thetas[:, weighty] <= 0).any())


def largest_band_change(z: FloatArray, scoring: Scoring, without: Scoring) -> float:
    """The largest share of the other incumbents whose band changes when one is left out (METHOD, step 5).

    Norms, weights, their uncertainty and the middle half are all derived anew without that person.
    """
    weight = weights(scoring.theta)
    now = composites(z, weight)
    spread = np.sqrt(composite_variance(z, weight, scoring.error, scoring.theta_sd))
    before = bands(now, spread, *middle_half(now))
    others = _Others.of(z, without)
    away = np.linalg.norm(others.slope - weight, axis=1).max() * np.linalg.norm(z, axis=1) + SLACK
    low, high = (_quartile_without_each(others, now, away, share) for share in QUARTILES)
    people = np.flatnonzero(_may_differ(others, before, (now - away, now + away), low, high))
    changes = np.zeros(len(z), dtype=np.int_)
    for rows in _blocks(len(z), len(people)):
        differs = _bands_without(others, rows, people, low, high) != before[people]
        changes[rows] = (differs & (rows[:, None] != people)).sum(axis=1)
    return float(changes.max()) / (len(z) - 1)


def _sd_without_each(z: FloatArray) -> FloatArray:
    """SD (n − 1) of the others, (n, k), of scores whose mean is 0; 1 where the others are all alike."""
    count = len(z)
    squares = (z**2).sum(axis=0) - z**2 * count / (count - 1)
    return np.where(squares < SLACK, 1.0, np.sqrt(np.maximum(squares, SLACK) / (count - 2)))


def _quartile_without_each(others: _Others, now: FloatArray, away: FloatArray, share: float) -> FloatArray:
    """A quartile of the others' composites, (n,): type 7, from those few who can be one."""
    place = share * (len(now) - 2)
    rank, ordered = int(place), np.sort(now)
    is_below = now + away < ordered[rank] - away.max()
    window = np.flatnonzero(~is_below & (now - away <= ordered[rank + 2] + away.max()))
    first, found = rank - int(is_below.sum()), np.empty(len(now))
    for rows in _blocks(len(now), len(window)):
        values = others.slope[rows] @ others.z[window].T
        values[rows[:, None] == window] = np.inf
        nearest = np.sort(np.partition(values, (first, first + 2), axis=1)[:, first : first + 3], axis=1)
        each, skipped = np.arange(len(rows)), is_below[rows].astype(np.int_)
        under, over = nearest[each, skipped], nearest[each, skipped + 1]
        found[rows] = under + (place - rank) * (over - under)
    return found


def _may_differ(
    others: _Others, before: Bands, reach: tuple[FloatArray, FloatArray], low: FloatArray, high: FloatArray
) -> BoolArray:
    """Whose band is not certain to stay the same (n,), from the bounds `reach` on their composites."""
    shift = np.abs(others.mean).max(axis=0)
    least = others.error.min() + np.maximum(np.abs(others.z) - shift, 0) ** 2 @ others.curve.min(axis=0)
    most = others.error.max() + (np.abs(others.z) + shift) ** 2 @ others.curve.max(axis=0)
    near, far = REACH * np.sqrt(least), REACH * np.sqrt(most)
    lowest, highest = reach
    is_below, is_above = highest + far < low.min(), lowest - far > high.max()
    is_neither = (lowest + near >= low.max()) & (highest - near <= high.min())
    certain = is_above.astype(np.int8) - is_below.astype(np.int8)
    return np.asarray(~(is_below | is_above | is_neither) | (certain != before), dtype=np.bool_)


def _bands_without(others: _Others, rows: IntArray, people: IntArray, low: FloatArray, high: FloatArray) -> Bands:
    """The bands of `people` without each of `rows`: (rows, people)."""
    z, mean, curve = others.z[people], others.mean[rows], others.curve[rows]
    constant = others.error[rows] + (curve * mean**2).sum(axis=1)
    variance = curve @ (z**2).T - 2 * (curve * mean) @ z.T + constant[:, None]
    values = others.slope[rows] @ z.T
    return bands(values, np.sqrt(variance), low[rows, None], high[rows, None])


def _blocks(count: int, width: int) -> Iterator[IntArray]:
    """Row numbers in blocks of at most BLOCK cells of `width`."""
    size = max(1, BLOCK // max(1, width))
    for start in range(0, count, size):
        yield np.arange(start, min(start + size, count))
