"""Rated work: what two raters who didn't see each other gave, where they should talk, and how far raters agree.

A rating is 1–5 on a behaviourally anchored scale, None for "not seen", per competency code. Both ratings always stay;
nothing here changes one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assess.method.agreement import krippendorff_alpha, ordinal
from assess.method.icc import Intraclass, icc_1, icc_1k, icc_2, icc_2k

FloatArray = npt.NDArray[np.float64]
Scores = Mapping[str, int | None]

LOWEST, HIGHEST = 1, 5
TALK_FROM = 2  # the raters' guide of the simulated call: two points or more
LEAST_PEOPLE = 5  # a choice: below it an intraclass interval spans nearly everything


class Disclosed(StrEnum):
    """The fixed tick of the simulated call: whether the candidate gave away what stays inside."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


OPPOSITE = {Disclosed.YES, Disclosed.NO}


@dataclass(frozen=True, slots=True)
class RatedTwice:
    """One competency of one exercise by two raters."""

    code: str
    first: int | None
    second: int | None

    @property
    def seen_by(self) -> int:
        """How many of the two saw it."""
        return (self.first is not None) + (self.second is not None)

    @property
    def mean(self) -> float | None:
        """The mean of who saw it: of two, or the one; None when neither did."""
        seen = [score for score in (self.first, self.second) if score is not None]
        return sum(seen) / len(seen) if seen else None

    @property
    def difference(self) -> int | None:
        """How far apart, in scale points; None unless both saw it."""
        return None if self.first is None or self.second is None else abs(self.first - self.second)

    def asks_a_talk(self) -> bool:
        """Whether the two differ by two points or more: they talk about the evidence."""
        return self.difference is not None and self.difference >= TALK_FROM


def capped(scores: Scores, disclosed: Disclosed, code: str, at_most: int) -> dict[str, int | None]:
    """One rater's scores with the call's rule applied: who ticks yes gives `code` (INT) `at_most` (2).

    Only a yes caps; unsure doesn't, and what was not seen stays not seen. It is no rejection: a person decides.
    """
    score = scores.get(code)
    if disclosed is not Disclosed.YES or score is None:
        return dict(scores)
    return {**scores, code: min(score, at_most)}


def compared(first: Scores, second: Scores) -> tuple[RatedTwice, ...]:
    """Both ratings side by side, in the first rater's order.

    ValueError unless both rated the same competencies, each 1–5 or None.
    """
    if first.keys() != second.keys():
        raise ValueError("two raters rate the same competencies")
    if any(score is not None and not LOWEST <= score <= HIGHEST for score in (*first.values(), *second.values())):
        raise ValueError("a rating is 1 to 5, or None for not seen")
    return tuple(RatedTwice(code, first[code], second[code]) for code in first)


def asks_a_talk(rated: Sequence[RatedTwice], ticks: tuple[Disclosed, Disclosed] | None = None) -> bool:
    """Whether the two should talk: a competency two points or more apart, or one ticked yes and the other no."""
    return any(each.asks_a_talk() for each in rated) or (ticks is not None and set(ticks) == OPPOSITE)


def overall(rated: Sequence[RatedTwice]) -> float | None:
    """One score for the whole exercise, 1–5: the mean over its competencies; None when neither saw one of them."""
    means = [each.mean for each in rated if each.mean is not None]
    return sum(means) / len(means) if means and len(means) == len(rated) else None


def reliability(exercises: Sequence[Sequence[RatedTwice]], *, has_same_raters: bool) -> float:
    """How reliable that score is over people, 0 … 1: ICC(2,k), or ICC(1,k) when the two were not the same for everyone
    (Shrout & Fleiss 1979). NaN for fewer than two people, or when they don't differ."""
    ratings = _means_by_rater(exercises)
    if len(ratings) < 2:
        return float("nan")
    found = (icc_2k if has_same_raters else icc_1k)(ratings)
    return min(max(found.value, 0.0), 1.0) if found else float("nan")


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """How far raters agree on one competency, or on an exercise's mean, over the `people` whom both rated.

    `single` is ICC(2,1), `mean_of_two` ICC(2,k), `any_pair` ICC(1): when the raters were not the same two for everyone,
    `any_pair` is the one that holds. `alpha` is Krippendorff's, ordinal. All None below five people, or when the
    people didn't differ.
    """

    people: int
    single: Intraclass | None
    mean_of_two: Intraclass | None
    any_pair: Intraclass | None
    alpha: float | None

    def has_enough_people(self) -> bool:
        """Five or more; with fewer, say that there are too few to tell."""
        return self.people >= LEAST_PEOPLE


def agreement_by_competency(exercises: Sequence[Sequence[RatedTwice]]) -> dict[str, RaterAgreement]:
    """How far raters agree per competency over all people rated on one kind of exercise, codes as they first occur."""
    codes = dict.fromkeys(each.code for rated in exercises for each in rated)
    return {code: agreement([each for rated in exercises for each in rated if each.code == code]) for code in codes}


def agreement_of_exercise(exercises: Sequence[Sequence[RatedTwice]]) -> RaterAgreement:
    """How far raters agree on a whole exercise: on each person's mean of the competencies that both saw."""
    return _agreement(_means_by_rater(exercises))


def agreement(rated: Sequence[RatedTwice]) -> RaterAgreement:
    """How far raters agree on one competency, one element a person; who was not seen by both doesn't count."""
    both = [(each.first, each.second) for each in rated if each.seen_by == 2]
    return _agreement(np.array(both, dtype=np.float64).reshape(-1, 2))


def _means_by_rater(exercises: Sequence[Sequence[RatedTwice]]) -> FloatArray:
    """n people × 2 raters: the mean of the competencies that both saw; without whom they saw nothing of together."""
    pairs = [[(each.first, each.second) for each in rated if each.seen_by == 2] for rated in exercises]
    means = [np.array(scores, dtype=np.float64).mean(axis=0) for scores in pairs if scores]
    return np.array(means, dtype=np.float64).reshape(-1, 2)


def _agreement(ratings: FloatArray) -> RaterAgreement:
    """From n people × 2 ratings."""
    if len(ratings) < LEAST_PEOPLE:
        return RaterAgreement(len(ratings), None, None, None, None)
    return RaterAgreement(
        len(ratings), icc_2(ratings), icc_2k(ratings), icc_1(ratings), krippendorff_alpha(ratings.T, ordinal)
    )
