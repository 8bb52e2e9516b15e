"""The situations total, situation by situation: what its consistency is estimated from."""

import numpy as np
import numpy.typing as npt

from assess.method.scoring import HIGHEST, MIDDLE, within_person_z

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int_]


def situation_scores(ratings: FloatArray, key: FloatArray, situation: IntArray) -> FloatArray:
    """(n, m) ratings, (m,) key and the number of each option's situation → (n, s) scores, 0 … s − 1 in their order.

    A score is 3 + 2(1 − D²_z/2) over that situation's options, z over all options of the person: where situations have
    equally many options, and none is missing, their mean is `scoring.situations_total`.
    """
    keys = np.where(np.isnan(ratings), np.nan, key)
    squared = (within_person_z(ratings) - within_person_z(keys)) ** 2
    is_given = ~np.isnan(squared)
    members = (situation[:, None] == np.arange(situation.max() + 1)).astype(np.float64)
    totals, counts = np.where(is_given, squared, 0.0) @ members, is_given.astype(np.float64) @ members
    mean = np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)
    return np.asarray(MIDDLE + (HIGHEST - MIDDLE) * (1 - mean / 2), dtype=np.float64)
