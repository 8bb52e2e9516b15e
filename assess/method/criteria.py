"""What the incumbents are compared by: named top performers, or a figure. Both give effects in d, all or all but one.

Scores are (n, k), complete; effects and variances (k,), or (n, k) where each row leaves one person out. NaN: no effect.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assess.method import contrast
from assess.method.permutation import Luck, luck

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Effects = tuple[FloatArray, FloatArray]
Interval = tuple[float, float]
SMALLEST_GROUP = 2


class Criterion(Protocol):
    """Where effects come from. `leverage` is how far one person who moves by one SD can move an effect."""

    @property
    def name(self) -> str: ...
    @property
    def share(self) -> float: ...
    @property
    def leverage(self) -> float: ...
    @property
    def can_lose_one(self) -> bool: ...
    def effects(self, scores: FloatArray) -> Effects: ...
    def effects_without_each(self, scores: FloatArray) -> Effects: ...
    def intervals(self, effect: FloatArray) -> list[Interval | None]: ...
    def luck(self, scores: FloatArray, chance: np.random.Generator, draws: int) -> Luck: ...


@dataclass(frozen=True)
class Named:
    """Some people were named as the best, (n,); the others are the rest."""

    is_top: BoolArray
    name: str = "named"

    @property
    def sizes(self) -> tuple[int, int]:
        top = int(self.is_top.sum())
        return top, len(self.is_top) - top

    @property
    def share(self) -> float:
        """The top share p is the share that was named."""
        return float(self.is_top.mean())

    @property
    def leverage(self) -> float:
        """1/n of the smaller group: that is how far its mean goes along."""
        return 1 / min(self.sizes)

    @property
    def can_lose_one(self) -> bool:
        return min(self.sizes) > SMALLEST_GROUP

    def effects(self, scores: FloatArray) -> Effects:
        """Hedges g and its variance per scale."""
        means, squares = self._moments(scores)
        sizes = self.sizes
        sd = contrast.pooled_sd(squares[0] + squares[1], sum(sizes) - 2)
        effect = contrast.hedges_g(means[0] - means[1], sd, sum(sizes) - 2)
        return effect, contrast.hedges_variance(effect, *sizes)

    def effects_without_each(self, scores: FloatArray) -> Effects:
        """The same without each person in turn, from the moments of all; both groups are left with two or more."""
        means, squares = self._moments(scores)
        totals, sizes, middles = np.zeros_like(scores), [], []
        for members, size, mean, square in zip(self._groups(), self.sizes, means, squares, strict=True):
            one = members[:, None].astype(np.float64)
            left = size - one
            middles.append(mean + one * (mean - scores) / left)
            totals = totals + square - one * (scores - mean) ** 2 * size / left
            sizes.append(left)
        m = sizes[0] + sizes[1] - 2
        effect = contrast.hedges_g(middles[0] - middles[1], contrast.pooled_sd(totals, m), m)
        return effect, contrast.hedges_variance(effect, sizes[0], sizes[1])

    def intervals(self, effect: FloatArray) -> list[Interval | None]:
        return [None if np.isnan(g) else contrast.hedges_interval(float(g), *self.sizes) for g in effect]

    def luck(self, scores: FloatArray, chance: np.random.Generator, draws: int) -> Luck:
        return luck(scores, self.is_top, chance, draws)

    def _groups(self) -> tuple[BoolArray, BoolArray]:
        return self.is_top, ~self.is_top

    def _moments(self, scores: FloatArray) -> tuple[list[FloatArray], list[FloatArray]]:
        groups = [scores[members] for members in self._groups()]
        means = [group.mean(axis=0) for group in groups]
        return means, [((group - mean) ** 2).sum(axis=0) for group, mean in zip(groups, means, strict=True)]


@dataclass(frozen=True)
class Figured:
    """Everybody has a figure, (n,), NaN where there is none; the best are the top `share` by it."""

    figure: FloatArray
    share: float
    name: str = "figure"

    @property
    def count(self) -> int:
        return int(self._is_judged.sum())

    @property
    def leverage(self) -> float:
        """d(p)·max|z_y|/N: r is the mean product of standard scores, and the most extreme figure weighs most."""
        figure = self.figure[self._is_judged]
        away = np.abs(figure - figure.mean()).max() / max(float(figure.std()), contrast.FLAT)
        return contrast.top_separation(self.share) * float(away) / self.count

    @property
    def can_lose_one(self) -> bool:
        return self.count > 2 * SMALLEST_GROUP

    def effects(self, scores: FloatArray) -> Effects:
        """θ = d(p)·r and its variance per scale."""
        x, y = self._deviations(scores)
        return self._from_sums((x * y).sum(axis=0), (x * x).sum(axis=0), (y * y).sum(axis=0), self.count)

    def effects_without_each(self, scores: FloatArray) -> Effects:
        """The same without each person in turn; who has no figure changes nothing."""
        x, y = self._deviations(scores)
        one = self._is_judged[:, None].astype(np.float64)
        factor = one * self.count / (self.count - 1)
        xy, xx, yy = ((a * b).sum(axis=0) - a * b * factor for a, b in ((x, y), (x, x), (y, y)))
        return self._from_sums(xy, xx, yy, self.count - one)

    def intervals(self, effect: FloatArray) -> list[Interval | None]:
        return [
            None if np.isnan(theta) else contrast.figure_interval(float(theta), self.share, self.count)
            for theta in effect
        ]

    def luck(self, scores: FloatArray, chance: np.random.Generator, draws: int) -> Luck:  # noqa: ARG002 - drawn by `Named`
        """Student's t test of r: Pitman (1937) showed that permutation gives it the same first four moments."""
        r = self.effects(scores)[0] / contrast.top_separation(self.share)
        return Luck(contrast.t_test_p(contrast.t_of_correlation(r, self.count), self.count - 2), None, None)

    @property
    def _is_judged(self) -> BoolArray:
        return np.isfinite(self.figure)

    def _deviations(self, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Scores (n, k) and figures (n, 1) less their means over the judged; 0 for who has no figure."""
        judged = self._is_judged
        x = np.where(judged[:, None], scores - scores[judged].mean(axis=0), 0.0)
        return x, np.where(judged, self.figure - self.figure[judged].mean(), 0.0)[:, None]

    def _from_sums(self, xy: FloatArray, xx: FloatArray, yy: FloatArray, count: FloatArray | int) -> Effects:
        spread = np.sqrt(np.maximum(xx * yy, 0))
        r = xy / np.where(spread < contrast.FLAT, np.nan, spread)
        return contrast.figure_effect(r, self.share), contrast.figure_variance(r, self.share, count)


def criterion_of(is_top: BoolArray | None, figure: FloatArray | None, share: float) -> Criterion | None:
    """The criterion there is, a figure before names; None when nobody can be compared with anybody.

    A figure takes four people at least (its interval does), names two in either group.
    """
    if figure is not None:
        figured = Figured(figure, share)
        return figured if figured.count >= 2 * SMALLEST_GROUP and np.nanstd(figure) > contrast.FLAT else None
    named = None if is_top is None else Named(is_top)
    return named if named and min(named.sizes) >= SMALLEST_GROUP else None
