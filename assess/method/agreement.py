"""Agreement: between observers on one thing each (Krippendorff's α), and within a group on one scale (r_wg).

How often a random group agrees as much as the best do is counted in `permutation.luck`, in one pass with the contrast.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Difference = Callable[[FloatArray, FloatArray], FloatArray]


def nominal(values: FloatArray, _counts: FloatArray) -> FloatArray:
    """Squared difference between named values (v × v): 1 unless equal."""
    return np.asarray(values[:, None] != values[None, :], dtype=np.float64)


def ordinal(_values: FloatArray, counts: FloatArray) -> FloatArray:
    """Squared difference between ranks (v × v): how often the values from one to the other were used, ends halved."""
    middle = np.cumsum(counts) - counts / 2
    return (middle[:, None] - middle[None, :]) ** 2


def interval(values: FloatArray, _counts: FloatArray) -> FloatArray:
    """Squared difference between numbers (v × v)."""
    return (values[:, None] - values[None, :]) ** 2


def ratio(values: FloatArray, _counts: FloatArray) -> FloatArray:
    """Squared difference relative to the sum (v × v), for numbers ≥ 0 with a true zero."""
    total = values[:, None] + values[None, :]
    return ((values[:, None] - values[None, :]) / np.where(total == 0, 1, total)) ** 2


def krippendorff_alpha(ratings: FloatArray, difference: Difference) -> float | None:
    """Krippendorff's α of observers × units, NaN where an observer didn't see a unit; 1 is perfect, 0 is luck.

    `difference` is the level of measurement: `nominal`, `ordinal`, `interval` or `ratio`. Units seen by one observer
    don't count. None when nothing can be paired or every pairable value is the same (Krippendorff 2011).
    """
    values, coincidences = coincidence_matrix(ratings)
    counts = coincidences.sum(axis=1)
    apart = difference(values, counts)
    expected = float((np.outer(counts, counts) * apart).sum())
    if expected == 0:
        return None
    return 1 - float((counts.sum() - 1) * (coincidences * apart).sum()) / expected


def coincidence_matrix(ratings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The pairable values, ascending (v), and how often two observers gave each pair (v × v; Krippendorff 2011).

    Each unit's ordered pairs weigh 1/(m − 1), m being how many observers saw it.
    """
    seen = np.isfinite(ratings)
    paired = seen & (seen.sum(axis=0) >= 2)
    values = np.unique(ratings[paired])
    used = np.array([((ratings == value) & paired).sum(axis=0) for value in values], dtype=np.float64)
    used = used.reshape(len(values), ratings.shape[1])
    weight = 1 / np.maximum(paired.sum(axis=0) - 1, 1)
    return values, (used * weight) @ used.T - np.diag((used * weight).sum(axis=1))


def r_wg(scores: FloatArray, options: int = 5) -> float | None:
    """r_wg = 1 − s²/σ², agreement of a group on one scale (James, Demaree & Wolf 1984, formula 1).

    `scores` is one number a person (NaN left out), s² their variance (n − 1), σ² = (A² − 1)/12 what evenly spread
    answers on A options would give. Less agreement than that gives 0, as the authors advise. None below two people.
    """
    present = scores[np.isfinite(scores)]
    if len(present) < 2:
        return None
    return max(0.0, 1 - float(np.var(present, ddof=1)) / even_variance(options))


def even_variance(options: int) -> float:
    """Variance of evenly spread answers on `options` points: (A² − 1)/12."""
    return (options**2 - 1) / 12
