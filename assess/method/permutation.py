"""What luck does: the same people, the groups formed at random. Scores are (n, k), complete.

Up to 100,000 arrangements are all looked at; else 100,000 are drawn, once for all scales, by Floyd's algorithm (Bentley
& Floyd 1987), which makes every group equally likely. Above 1,000 people the distribution is taken from its limit: by
then it differs from 100,000 draws by no more than two series of draws do (Box & Andersen 1955; tested).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, islice
from math import comb

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from assess.method import contrast

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

DRAWS = 100_000
MOST_PEOPLE = 1_000
BLOCK = 4_000_000  # cells of a block of groups: tens of megabytes


@dataclass(frozen=True)
class Luck:
    """Per scale (k,): `p` two-sided for the difference, `agreement` how often a random group agrees as much.

    `p_floor` is the smallest p that could have come out.
    """

    p: FloatArray | None
    agreement: FloatArray | None
    p_floor: float | None


NO_LUCK = Luck(None, None, None)


def luck(scores: FloatArray, is_top: BoolArray, chance: np.random.Generator, draws: int = DRAWS) -> Luck:
    """p of |M_top − M_rest| and the luck of the top's agreement, by rearranging who is in the top (METHOD, 3 and 5).

    Exact: hits over all arrangements. Drawn: (k + 1)/(n + 1) (Phipson & Smyth 2010).
    """
    people, top = len(scores), int(is_top.sum())
    arrangements = comb(people, top)
    is_exact = arrangements <= draws
    if not is_exact and people > MOST_PEOPLE:
        return _limit(scores, is_top, draws)
    groups = _every_group(people, top) if is_exact else _random_groups(people, top, chance, draws)
    hits = np.sum([_hits(scores, is_top, block) for block in groups], axis=0)
    extra, total = (0, arrangements) if is_exact else (1, draws + 1)
    return Luck((hits[0] + extra) / total, (hits[1] + extra) / total, 1 / total)


def _hits(scores: FloatArray, is_top: BoolArray, groups: npt.NDArray[np.float32]) -> FloatArray:
    """How many groups (b, n) differ as much as the top does, and agree as much, (2, k)."""
    centred = scores - scores.mean(axis=0)
    values = np.hstack([centred, centred**2])
    size, scales = int(is_top.sum()), scores.shape[1]
    tolerance = 1e-6 * (1 + np.abs(values).sum(axis=0))  # equal sums, added in another order and in single precision
    sums, own = groups @ values.astype(np.float32), values[is_top].sum(axis=0)
    differs = np.abs(sums[:, :scales]) >= np.abs(own[:scales]) - tolerance[:scales]
    squares, limit = (_squares(each, size, scales) for each in (sums, own[None, :]))
    agrees = squares <= limit + tolerance[scales:]
    return np.array([differs.sum(axis=0), agrees.sum(axis=0)], dtype=np.float64)


def _squares(sums: npt.NDArray[np.floating], size: int, scales: int) -> FloatArray:
    """Σ(x − M)² of groups from their sums of x and x²."""
    return np.asarray(sums[:, scales:] - sums[:, :scales] ** 2 / size, dtype=np.float64)


def _every_group(people: int, size: int) -> Iterator[npt.NDArray[np.float32]]:
    """All groups as rows of 0 and 1, in blocks."""
    places = chain.from_iterable(combinations(range(people), size))
    numbers = max(1, BLOCK // people) * size
    while len(block := np.fromiter(islice(places, numbers), np.intp)):
        members = block.reshape(-1, size)
        groups = np.zeros((len(members), people), dtype=np.float32)
        np.put_along_axis(groups, members, 1, axis=1)
        yield groups


def _random_groups(
    people: int, size: int, chance: np.random.Generator, draws: int
) -> Iterator[npt.NDArray[np.float32]]:
    """`draws` random groups as rows of 0 and 1, in blocks: each newcomer a random person up to them, or themselves."""
    rows = max(1, BLOCK // people)
    for start in range(0, draws, rows):
        count = min(rows, draws - start)
        groups, each = np.zeros((count, people), dtype=np.float32), np.arange(count)
        for newcomer in range(people - size, people):
            chosen = chance.integers(0, newcomer + 1, count)
            chosen[groups[each, chosen] > 0] = newcomer
            groups[each, chosen] = 1
        yield groups


def _limit(scores: FloatArray, is_top: BoolArray, draws: int) -> Luck:
    """The limits: Student's t for the difference, a normal for the variance with its exact kurtosis term."""
    people, top = len(scores), int(is_top.sum())
    spread = np.maximum(scores.std(axis=0, ddof=1), contrast.FLAT)
    r = (scores[is_top].mean(axis=0) - scores[~is_top].mean(axis=0)) / spread
    r = r * np.sqrt(top * (people - top) / people / (people - 1))
    p = contrast.t_test_p(contrast.t_of_correlation(r, people), people - 2)
    kurtosis = (((scores - scores.mean(axis=0)) / spread) ** 4).mean(axis=0)
    error = np.sqrt(np.maximum(kurtosis - 1, contrast.FLAT) / top * (1 - top / people))
    agreement = ndtr((scores[is_top].var(axis=0, ddof=1) / spread**2 - 1) / error)
    floor = 1 / (draws + 1)
    return Luck(np.clip(p, floor, 1), np.clip(agreement, floor, 1), floor)
