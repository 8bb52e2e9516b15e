"""A candidate beside a frozen profile: a score per competency with its uncertainty, and one total where that may be.

What comes out is raw scores, intervals and bands. The composite's value is for computing: a screen shows its band.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from assess.method import composite as formulas
from assess.method.change import band_width
from assess.method.incumbents import standardised
from assess.method.profiles import Profile, ScaleFigures
from assess.method.shrinkage import weights

FloatArray = npt.NDArray[np.float64]

QUARTILE = float(ndtri(0.75))  # in SD: half of a normal group lies within it


class NoCompositeForHypothesis(ValueError):
    """A hypothesis gives scores per competency and questions for the interview, never one total."""


class Band(StrEnum):
    """Where somebody stands to the middle half of the incumbents; `AROUND` whenever it is not certain."""

    BELOW = "below"
    AROUND = "around"
    ABOVE = "above"


BANDS = {formulas.BELOW: Band.BELOW, formulas.AROUND: Band.AROUND, formulas.ABOVE: Band.ABOVE}


@dataclass(frozen=True)
class Placement:
    """One competency of a candidate, on the raw scale 1–5: the score, its 80 % interval, and the band if there is z."""

    code: str
    score: float | None
    sem: float
    interval: tuple[float, float] | None
    band: Band | None


@dataclass(frozen=True)
class Composite:
    """One total, in weighted z: its value, how far it may be off, its 80 % interval, and its band."""

    value: float
    sd: float
    interval: tuple[float, float]
    band: Band


@dataclass(frozen=True)
class Similarity:
    """D² between two series of scores, in its three parts. A picture, never a score."""

    squared: float
    elevation: float
    scatter: float
    shape: float


def placements(profile: Profile, scores: Mapping[str, float]) -> tuple[Placement, ...]:
    """Every competency of the profile, for any status; a scale without a score keeps its place, empty."""
    return tuple(_placement(profile, figures, scores.get(figures.code)) for figures in profile.scales)


def composite(profile: Profile, scores: Mapping[str, float]) -> Composite | None:
    """c = Σ w_j·z_j with its interval and band (METHOD, step 6). None when a scale that carries weight has no score.

    Errors: NoCompositeForHypothesis, and it has no way round.
    """
    if not profile.status.may_have_composite() or profile.middle_half is None:
        raise NoCompositeForHypothesis("a hypothesis has no composite")
    weight = weights(np.array([figures.theta for figures in profile.scales]))
    z = _z(profile, scores)
    if np.isnan(z[weight > 0]).any():
        return None
    z = np.nan_to_num(z)
    value = float(formulas.composites(z[None, :], weight)[0])
    theta_sd = np.array([figures.theta_sd for figures in profile.scales])
    sd = sqrt(float(formulas.composite_variance(z[None, :], weight, _error(profile), theta_sd)[0]))
    reach = formulas.REACH * sd
    return Composite(value, sd, (value - reach, value + reach), _band(value, sd, *profile.middle_half))


def without_rated(profile: Profile) -> Profile:
    """The same profile without what people rate, for who has only been tested: c and its middle half over the rest.

    Weights need no new sum: c and the middle half are of the same scales.
    """
    scales = tuple(figures for figures in profile.scales if figures.code not in profile.rated)
    return replace(profile, scales=scales, middle_half=profile.tested_half, rated=())


def composite_sem(profile: Profile) -> float:
    """SEM of the composite: √(w'Σ_e·w), what the measure alone leaves open between two candidates."""
    weight = weights(np.array([figures.theta for figures in profile.scales]))
    return sqrt(float(formulas.error_variance(weight, _error(profile))))


def is_tie(first: float, second: float, sem: float) -> bool:
    """Whether two scores lie within C·SEM·√2, C for 95 %: then nobody is ahead (Cascio et al. 1991)."""
    return abs(first - second) <= band_width(sem)


def similarity(first: FloatArray, second: FloatArray) -> Similarity:
    """D² = k(ΔM)² + (S₁ − S₂)² + 2·S₁·S₂(1 − r), both (k,), S the root of the summed squares about the own mean.

    Elevation, scatter and shape (Cronbach & Gleser 1953, equation 8). What it hides when used as a score: Edwards 1993.
    """
    squared, elevation = float(((first - second) ** 2).sum()), len(first) * float(first.mean() - second.mean()) ** 2
    spreads = [float(np.linalg.norm(each - each.mean())) for each in (first, second)]
    scatter = (spreads[0] - spreads[1]) ** 2
    return Similarity(squared, elevation, scatter, max(0.0, squared - elevation - scatter))


def _placement(profile: Profile, figures: ScaleFigures, score: float | None) -> Placement:
    if score is None or np.isnan(score):
        return Placement(figures.code, None, figures.sem, None, None)
    reach = formulas.REACH * figures.sem
    band = None
    if profile.is_standardised:
        half = QUARTILE * figures.sd
        band = _band(score, figures.sem, figures.mean - half, figures.mean + half)
    return Placement(figures.code, score, figures.sem, (score - reach, score + reach), band)


def _band(value: float, sd: float, low: float, high: float) -> Band:
    return BANDS[int(formulas.bands(np.array(value), np.array(sd), low, high))]


def _z(profile: Profile, scores: Mapping[str, float]) -> FloatArray:
    """z per scale (k,), NaN where there is no score."""
    raw = np.array([scores.get(figures.code, np.nan) for figures in profile.scales], dtype=np.float64)
    mean = np.array([figures.mean for figures in profile.scales])
    return standardised(raw, mean, np.array([figures.sd for figures in profile.scales]))


def _error(profile: Profile) -> FloatArray:
    """Σ_e on z: 1 − r_j per scale (k,)."""
    return 1 - np.array([figures.reliability for figures in profile.scales])
