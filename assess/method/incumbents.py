"""The people a profile is derived from, and what they and the experts say together about every competency."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assess.method import shrinkage
from assess.method.criteria import Criterion, Named, criterion_of
from assess.method.scoring import MIDDLE

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

FEWEST_FOR_Z = 30
# Assumptions, printed as such, until thirty people were tested: what six statements on 1–5 usually give.
PLANNED_RELIABILITY = 0.80
PLANNED_SD = 0.50


@dataclass(frozen=True)
class Incumbents:
    """Those with every scale scored: raw scores (n, k), and by what they are compared, if they can be."""

    scores: FloatArray
    criterion: Criterion | None
    n_judged: int
    n_top: int

    @property
    def is_standardised(self) -> bool:
        """With fewer than thirty there is no z: scores stay raw, SD and reliability are planning values."""
        return len(self.scores) >= FEWEST_FOR_Z

    @property
    def top_scores(self) -> FloatArray | None:
        """Scores of the named top performers; None when nobody was named or there is no rest."""
        return self.scores[self.criterion.is_top] if isinstance(self.criterion, Named) else None

    @cached_property
    def mean(self) -> FloatArray:
        """Mean per scale (k,); the middle of the scale when nobody was tested."""
        return self.scores.mean(axis=0) if len(self.scores) else np.full(self.scores.shape[1], MIDDLE)

    @cached_property
    def sd(self) -> FloatArray:
        """SD (n − 1) per scale (k,), or the planning value."""
        if not self.is_standardised:
            return np.full(self.scores.shape[1], PLANNED_SD)
        return np.asarray(self.scores.std(axis=0, ddof=1), dtype=np.float64)

    @cached_property
    def z(self) -> FloatArray:
        return standardised(self.scores, self.mean, self.sd)

    def reliability(self, found: FloatArray) -> FloatArray:
        """What was found (k,), NaN where nothing was; or the planning value."""
        is_known = np.isfinite(found) & self.is_standardised
        return np.where(is_known, found, PLANNED_RELIABILITY)


@dataclass(frozen=True)
class Estimates:
    """Effects, what the experts promise, and θ̂ of the two; each (k,), or (n, k) without each. NaN: no effect."""

    effect: FloatArray
    variance: FloatArray
    prior: FloatArray

    @property
    def theta(self) -> FloatArray:
        return self.theta_at(shrinkage.TAU)

    @property
    def theta_sd(self) -> FloatArray:
        return shrinkage.shrunk_sd(self.variance)

    @property
    def own_share(self) -> FloatArray:
        return shrinkage.own_share(self.variance)

    @property
    def weight(self) -> FloatArray:
        return shrinkage.weights(self.theta)

    def theta_at(self, tau: float) -> FloatArray:
        return shrinkage.shrunk(self.effect, self.variance, self.prior, tau)


def incumbents(scores: FloatArray, is_top: BoolArray | None, figure: FloatArray | None, top_share: float) -> Incumbents:
    """From raw scores (n, k): whoever lacks a scale (NaN) is left out whole, so that all figures are of one group."""
    whole = ~np.isnan(scores).any(axis=1)
    top = None if is_top is None else is_top[whole]
    numbers = None if figure is None else figure[whole]
    judged = int(np.isfinite(numbers).sum()) if numbers is not None else len(top) if top is not None else 0
    n_top = int(top.sum()) if top is not None and numbers is None else 0
    return Incumbents(scores[whole], criterion_of(top, numbers, top_share), judged, n_top)


def standardised(scores: FloatArray, mean: FloatArray, sd: FloatArray) -> FloatArray:
    """z = (x − M)/SD over the last axis; 0 on a scale where nobody differs."""
    return np.where(sd > 0, (scores - mean) / np.where(sd > 0, sd, 1.0), 0.0)


def estimates(people: Incumbents, relevance: FloatArray, validity: FloatArray, top_share: float) -> Estimates:
    """Contrast and priors of METHOD's steps 1–4; without a contrast the prior is all there is.

    Among named top performers the share p is the one that was named, else the preset one.
    """
    nothing = np.full(people.scores.shape[1], np.nan)
    if people.criterion is None:
        return Estimates(nothing, nothing, shrinkage.prior(relevance, validity, top_share))
    effect, variance = people.criterion.effects(people.scores)
    return Estimates(effect, variance, shrinkage.prior(relevance, validity, people.criterion.share))


def estimates_without_each(people: Incumbents, prior: FloatArray) -> Estimates | None:
    """The same without each person in turn, (n, k); p and the priors stay as they are. None when too few are left."""
    if people.criterion is None or not people.criterion.can_lose_one:
        return None
    return Estimates(*people.criterion.effects_without_each(people.scores), prior)
