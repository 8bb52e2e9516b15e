"""From answers to raw scores on 1–5. Arrays are n people by m items; NaN is an answer that was not given."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

LOWEST, HIGHEST = 1, 5
MIDDLE = (LOWEST + HIGHEST) / 2
ITEMS_PER_MISSING = 6  # METHOD, "What is measured with": one missing of six is prorated


@dataclass(frozen=True, slots=True)
class DistanceToKey:
    """The parts of the mean squared distance between ratings and key; each (n,). They add up to `squared`."""

    elevation: FloatArray
    dispersion: FloatArray
    shape: FloatArray
    squared: FloatArray


def reversed_keyed(answers: FloatArray, is_reversed: BoolArray) -> FloatArray:
    """(n, m) answers with x → min + max − x where `is_reversed` (m,) says so (METHOD; Likert 1932)."""
    return np.where(is_reversed, LOWEST + HIGHEST - answers, answers)


def scale_means(answers: FloatArray) -> FloatArray:
    """Mean of the answers given, (n, m) → (n,): prorated while one in six is missing, else NaN."""
    is_given = ~np.isnan(answers)
    given = is_given.sum(axis=1)
    total = np.where(is_given, answers, 0).sum(axis=1)
    return np.where(_is_enough(given, answers.shape[1]), total / np.maximum(given, 1), np.nan)


def within_person_z(ratings: FloatArray) -> FloatArray:
    """(n, m) ratings less the person's own mean, over their own SD: how somebody uses the scale drops out.

    Whoever gives every option the same rating has no shape and gets NaN (McDaniel et al. 2011).
    """
    mean, sd = _moments(ratings)
    return (ratings - mean[:, None]) / np.where(_is_flat(sd), np.nan, sd)[:, None]


def distance_to_key(ratings: FloatArray, key: FloatArray) -> DistanceToKey:
    """D² = (x̄ − k̄)² + (s_x − s_k)² + 2·s_x·s_k·(1 − r) per option: elevation, dispersion and shape.

    `ratings` (n, m), `key` (m,) the experts' mean ratings (Cronbach & Gleser 1953; Legree & Psotka 2010). Moments
    divide by the number of options rated.
    """
    keys = np.where(np.isnan(ratings), np.nan, key)
    (mean, sd), (key_mean, key_sd) = _moments(ratings), _moments(keys)
    elevation, dispersion = (mean - key_mean) ** 2, (sd - key_sd) ** 2
    squared = _nan_mean((ratings - keys) ** 2)
    return DistanceToKey(elevation, dispersion, squared - elevation - dispersion, squared)


def situations_total(ratings: FloatArray, key: FloatArray) -> FloatArray:
    """One total a person, (n, m) and (m,) → (n,), on 1–5: 3 + 2r, r between the ratings and the key.

    r is what is left of the distance to the key once within-person z has removed elevation and dispersion:
    D²_z = 2(1 − r), so a higher total is closer to the key. NaN when more than one rating in six is missing, or when
    every option got the same rating (McDaniel et al. 2011; Legree & Psotka 2010).
    """
    keys = np.where(np.isnan(ratings), np.nan, key)
    squared = _nan_mean((within_person_z(ratings) - within_person_z(keys)) ** 2)
    is_enough = _is_enough((~np.isnan(ratings)).sum(axis=1), ratings.shape[1])
    return np.where(is_enough, MIDDLE + (HIGHEST - MIDDLE) * (1 - squared / 2), np.nan)


def _is_enough(given: npt.NDArray[np.int_], asked: int) -> BoolArray:
    """Whether at most one in six is missing, and something was given."""
    return (given > 0) & (asked - given <= asked // ITEMS_PER_MISSING)


def _is_flat(sd: FloatArray) -> BoolArray:
    return sd < 1e-9


def _moments(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and SD (divided by the count) of each row, without its gaps; each (n,)."""
    mean = _nan_mean(values)
    return mean, np.sqrt(_nan_mean((values - mean[:, None]) ** 2))


def _nan_mean(values: FloatArray) -> FloatArray:
    """Mean of each row without its gaps, NaN for a row of gaps; np.nanmean would warn."""
    is_given = ~np.isnan(values)
    given = is_given.sum(axis=1)
    return np.asarray(np.where(is_given, values, 0).sum(axis=1) / np.where(given == 0, np.nan, given))
