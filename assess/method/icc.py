"""Intraclass correlation: how much of what raters say is about the people they rate.

Ratings are n people × k raters, complete. The six forms and their names are Shrout & Fleiss 1979, the intervals theirs
and McGraw & Wong 1996. Two questions choose the form: are the raters the same for everyone (2, 3) or any two (1); and
is one rating used or the mean of k (k)? Form 3 leaves out that one rater is milder than another.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc, fdtri

FloatArray = npt.NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Intraclass:
    """An intraclass correlation with its one-sided F test against zero and its interval; error-free `f` is infinite.

    Of a mean of k ratings `value` and `low` can be −∞: raters who agree less than luck would.
    """

    value: float
    f: float
    df1: int
    df2: int
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Analysis of variance of n people × k raters: between people, within people, between raters, and what remains."""

    n: int
    k: int
    people: float
    within: float
    raters: float
    error: float


def mean_squares(ratings: FloatArray) -> MeanSquares:
    """The mean squares of n × k ratings (n, k ≥ 2, none missing); ValueError otherwise."""
    if ratings.ndim != 2 or min(ratings.shape) < 2 or not np.isfinite(ratings).all():
        raise ValueError("ratings are n people by k raters, both at least 2, none missing")
    n, k = ratings.shape
    centred = ratings - ratings.mean()
    of_people, of_raters = centred.mean(axis=1, keepdims=True), centred.mean(axis=0, keepdims=True)
    rounding = 1e-24 * float(np.abs(ratings).max() ** 2) * n * k

    def square(deviations: FloatArray, df: int) -> float:
        total = float((deviations**2).sum())
        return total / df if total > rounding else 0.0

    return MeanSquares(
        n,
        k,
        people=k * square(of_people, n - 1),
        within=square(centred - of_people, n * (k - 1)),
        raters=n * square(of_raters, k - 1),
        error=square(centred - of_people - of_raters, (n - 1) * (k - 1)),
    )


def icc_1(ratings: FloatArray, level: float = 0.95) -> Intraclass | None:
    """ICC(1): one rating by any rater, absolute agreement (Shrout & Fleiss 1979). None when the people don't differ."""
    squares = mean_squares(ratings)
    if squares.people == 0:
        return None
    value = (squares.people - squares.within) / (squares.people + (squares.k - 1) * squares.within)
    return _tested(squares, value, _one_way(squares), _by_ratio(squares, _one_way(squares), level))


def icc_1k(ratings: FloatArray, level: float = 0.95) -> Intraclass | None:
    """ICC(1,k): the mean of k ratings by any raters, absolute agreement. None when the people don't differ."""
    squares = mean_squares(ratings)
    if squares.people == 0:
        return None
    value = (squares.people - squares.within) / squares.people
    interval = _interval_stepped_up(_by_ratio(squares, _one_way(squares), level), squares.k)
    return _tested(squares, value, _one_way(squares), interval)


def icc_2(ratings: FloatArray, level: float = 0.95) -> Intraclass | None:
    """ICC(2,1): one rating, the same raters for all, drawn from many; a mild rater counts as error.

    None when the people don't differ.
    """
    squares = mean_squares(ratings)
    if squares.people == 0:
        return None
    value = _agreement(squares)
    return _tested(squares, value, _two_way(squares), _agreement_interval(squares, value, level))


def icc_2k(ratings: FloatArray, level: float = 0.95) -> Intraclass | None:
    """ICC(2,k): the mean of k ratings, the same raters for all, drawn from many. None when the people don't differ."""
    squares = mean_squares(ratings)
    if squares.people == 0:
        return None
    single = _agreement(squares)
    interval = _interval_stepped_up(_agreement_interval(squares, single, level), squares.k)
    return _tested(squares, _stepped_up(single, squares.k), _two_way(squares), interval)


def icc_3(ratings: FloatArray, level: float = 0.95) -> Intraclass | None:
    """ICC(3,1): one rating by these raters and no others, consistency. None when the people don't differ."""
    squares = mean_squares(ratings)
    if squares.people == 0:
        return None
    value = (squares.people - squares.error) / (squares.people + (squares.k - 1) * squares.error)
    return _tested(squares, value, _two_way(squares), _by_ratio(squares, _two_way(squares), level))


def icc_3k(ratings: FloatArray, level: float = 0.95) -> Intraclass | None:
    """ICC(3,k): the mean of these k raters, consistency (α over raters). None when the people don't differ."""
    squares = mean_squares(ratings)
    if squares.people == 0:
        return None
    value = (squares.people - squares.error) / squares.people
    interval = _interval_stepped_up(_by_ratio(squares, _two_way(squares), level), squares.k)
    return _tested(squares, value, _two_way(squares), interval)


def _one_way(squares: MeanSquares) -> tuple[float, int]:
    """What people are compared with when raters differ from person to person: mean square and df."""
    return squares.within, squares.n * (squares.k - 1)


def _two_way(squares: MeanSquares) -> tuple[float, int]:
    """What people are compared with when the raters are the same for all: mean square and df."""
    return squares.error, (squares.n - 1) * (squares.k - 1)


def _tested(squares: MeanSquares, value: float, noise: tuple[float, int], interval: Interval) -> Intraclass:
    """The coefficient with F = people/noise and its one-sided p."""
    error, df2 = noise
    f = squares.people / error if error else float("inf")
    return Intraclass(value, f, squares.n - 1, df2, float(fdtrc(squares.n - 1, df2, f)), *interval)


def _by_ratio(squares: MeanSquares, noise: tuple[float, int], level: float) -> Interval:
    """Interval of one rating by inverting the F ratio: (F/q − 1)/(F/q + k − 1), without dividing by the error."""
    (error, df2), df1, tail = noise, squares.n - 1, 0.5 + level / 2
    q_low, q_high = fdtri(df1, df2, tail), 1 / fdtri(df2, df1, tail)
    low, high = ((squares.people - q * error) / (squares.people + (squares.k - 1) * q * error) for q in (q_low, q_high))
    return float(low), float(high)


def _stepped_up(single: float, k: int) -> float:
    """Spearman–Brown: from one rating to the mean of k; −∞ from −1/(k − 1) down, where a mean has no reliability."""
    below = 1 + (k - 1) * single
    return k * single / below if below > 1e-12 else float("-inf")


def _interval_stepped_up(interval: Interval, k: int) -> Interval:
    """Both bounds, from one rating to the mean of k."""
    low, high = interval
    return _stepped_up(low, k), _stepped_up(high, k)


def _agreement(squares: MeanSquares) -> float:
    """ICC(2,1): (MSP − MSE) / (MSP + (k−1)MSE + k(MSR − MSE)/n)."""
    n, k = squares.n, squares.k
    below = squares.people + (k - 1) * squares.error + k * (squares.raters - squares.error) / n
    return (squares.people - squares.error) / below


def _agreement_interval(squares: MeanSquares, value: float, level: float) -> Interval:
    """Interval of ICC(2,1) with Satterthwaite's degrees of freedom (Shrout & Fleiss 1979, p. 424).

    A negative value counts as zero in those degrees: their sum is of variances, which no negative part may cancel.
    """
    n, k, tail, value = squares.n, squares.k, 0.5 + level / 2, max(value, 0.0)
    if squares.error == 0 and squares.raters == 0:
        return 1.0, 1.0
    raters = k * value * squares.raters
    rest = (n * (1 + (k - 1) * value) - k * value) * squares.error
    df = (k - 1) * (n - 1) * (raters + rest) ** 2 / ((n - 1) * raters**2 + rest**2)
    q_low, q_high = fdtri(n - 1, df, tail), fdtri(df, n - 1, tail)
    spread = k * squares.raters + (k * n - k - n) * squares.error
    low = n * (squares.people - q_low * squares.error) / (q_low * spread + n * squares.people)
    high = n * (q_high * squares.people - squares.error) / (spread + n * q_high * squares.people)
    return float(low), float(high)
