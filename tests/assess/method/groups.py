"""Made-up incumbents for the tests of the method: scores on a lattice of sixths, as six statements give them."""

import numpy as np
import numpy.typing as npt

from assess.method.profiles import Study

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
FEW_DRAWS = 99


def scores(people: int, scales: int, chance: np.random.Generator, spread: float = 0.55) -> FloatArray:
    """Raw scores (n, k), scales that hang together a little."""
    drawn = 0.5 * chance.standard_normal((people, 1)) + 0.85 * chance.standard_normal((people, scales))
    return np.clip(np.round((3.6 + spread * drawn) * 6) / 6, 1, 5)


def first(top: int, people: int) -> BoolArray:
    """The first `top` of `people` are the best."""
    return np.arange(people) < top


def study(
    raw: FloatArray,
    is_top: BoolArray | None = None,
    figure: FloatArray | None = None,
    relevance: FloatArray | None = None,
) -> Study:
    """A study with reliabilities of .80 and the experts' relevance falling from 4 to 0 over the scales."""
    count = raw.shape[1]
    rated = np.linspace(4, 0, count) if relevance is None else relevance
    codes = tuple(f"S{number}" for number in range(count))
    return Study(codes, raw, np.full(count, 0.8), rated, np.full(count, 0.19), is_top, figure, 0.15)
