"""Signals that an answer sheet may not say what the person thinks. Two that agree ask a person to look; never more.

Nothing is rejected, scored or left out by a signal, and speed is never a score. Each cut-off names its source; where
the literature has none, it says that it is a choice, made so that people who answer with care seldom meet it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
import numpy.typing as npt

from assess.method.careless import (
    even_odd_consistency,
    longest_string,
    mahalanobis,
    mahalanobis_limit,
    seconds_per_item,
    synonym_consistency,
    synonym_pairs,
    within_person_variability,
)
from assess.method.scoring import reversed_keyed

FloatArray = npt.NDArray[np.float64]

# Curran 2016 takes half the sheet as beyond doubt. Ours is a choice: as many items as two competencies have, of which
# half are reverse-keyed, so that no opinion asks for the same answer to all.
LONG_STRING = 12
# A choice, as Dunn et al. 2018 give no limit: with half the items reverse-keyed, one step off the middle gives about 1.
LOW_VARIABILITY = 0.5
# Jackson 1977, in Johnson 2005.
EVEN_ODD = 0.30
# A choice, as there is no agreed limit: below zero, what goes together in others goes apart here.
SYNONYMS = 0.0
# Huang, Curran, Keeney, Poposki & DeShon 2012.
SECONDS = 2.0
# One in a thousand, as is usual for multivariate outliers (Tabachnick & Fidell 2007).
OUTLYING = 0.001
# Choices: on a shorter sheet, over fewer pairs or in a smaller group these indices are mostly luck.
LEAST_ANSWERS, LEAST_PAIRS, LEAST_PEOPLE = 24, 10, 100


class Signal(StrEnum):
    """What was noticed."""

    LONG_STRING = "long_string"
    LOW_VARIABILITY = "low_variability"
    INCONSISTENT = "inconsistent"
    SYNONYMS_APART = "synonyms_apart"
    OUTLYING = "outlying"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Flag:
    """A signal with the figure and the cut-off that it passed, in the unit of its index."""

    signal: Signal
    value: float
    cutoff: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's answers in the order shown, NaN where open.

    Per answer its scale, whether it is reverse-keyed, and the seconds it took (None when not kept).
    """

    answers: FloatArray
    scales: tuple[str, ...]
    is_reversed: npt.NDArray[np.bool_]
    seconds: FloatArray | None = None

    def keyed(self) -> FloatArray:
        """The answers with the reverse-keyed turned round."""
        return reversed_keyed(self.answers, self.is_reversed)

    def scale_means(self, order: Sequence[str]) -> FloatArray:
        """Mean keyed answer per scale in `order`; NaN where none was answered."""
        keyed, names = self.keyed(), np.array(self.scales)
        found = [keyed[(names == scale) & np.isfinite(keyed)] for scale in order]
        return np.array([each.mean() if len(each) else np.nan for each in found])


@dataclass(frozen=True, slots=True)
class Reference:
    """Others who took the same instrument, without the person who is looked at.

    Means and covariance of their scales, of complete sheets only, and the pairs of items that go together in them, as
    places in one fixed order of items.
    """

    scales: tuple[str, ...]
    people: int
    mean: FloatArray
    covariance: FloatArray
    pairs: npt.NDArray[np.intp]

    @classmethod
    def of(cls, scales: Sequence[str], scale_means: FloatArray, answers: FloatArray) -> Self:
        """From n people × k scale means and n × items, answers as given in one fixed order."""
        complete = scale_means[np.isfinite(scale_means).all(axis=1)]
        few, k = len(complete) < 2, len(scales)
        return cls(
            tuple(scales),
            len(complete),
            np.zeros(k) if few else complete.mean(axis=0),
            np.zeros((k, k)) if few else np.cov(complete, rowvar=False).reshape(k, k),
            synonym_pairs(answers) if len(answers) >= LEAST_PEOPLE else np.empty((0, 2), np.intp),
        )


def flags(
    sheet: Sheet, reference: Reference | None = None, in_fixed_order: FloatArray | None = None
) -> tuple[Flag, ...]:
    """The signals of one answer sheet, in the order of `Signal`; none on a sheet of fewer than 24 answers.

    Outlying needs a `reference`, synonyms also the answers as given in the reference's order of items.
    """
    if int(np.isfinite(sheet.answers).sum()) < LEAST_ANSWERS:
        return ()
    found = (
        _from(Signal.LONG_STRING, longest_string(sheet.answers), LONG_STRING),
        _below(Signal.LOW_VARIABILITY, within_person_variability(sheet.answers), LOW_VARIABILITY),
        _below(Signal.INCONSISTENT, even_odd_consistency(sheet.keyed(), sheet.scales), EVEN_ODD),
        _synonyms(reference, in_fixed_order),
        _outlying(sheet, reference),
        _below(Signal.FAST, None if sheet.seconds is None else seconds_per_item(sheet.seconds), SECONDS),
    )
    return tuple(flag for flag in found if flag)


def asks_a_look(flags: Sequence[Flag]) -> bool:
    """Whether a person is asked to look: two different signals agree (METHOD). It rejects nothing."""
    return len({flag.signal for flag in flags}) >= 2


def _from(signal: Signal, value: float, cutoff: float) -> Flag | None:
    return Flag(signal, value, cutoff) if value >= cutoff else None


def _below(signal: Signal, value: float | None, cutoff: float) -> Flag | None:
    return Flag(signal, value, cutoff) if value is not None and value < cutoff else None


def _synonyms(reference: Reference | None, in_fixed_order: FloatArray | None) -> Flag | None:
    if reference is None or in_fixed_order is None or len(reference.pairs) < LEAST_PAIRS:
        return None
    return _below(Signal.SYNONYMS_APART, synonym_consistency(in_fixed_order, reference.pairs), SYNONYMS)


def _outlying(sheet: Sheet, reference: Reference | None) -> Flag | None:
    if reference is None:
        return None
    limit = mahalanobis_limit(len(reference.scales), reference.people, OUTLYING)
    distance = mahalanobis(sheet.scale_means(reference.scales), reference.mean, reference.covariance)
    return Flag(Signal.OUTLYING, distance, limit) if limit and distance is not None and distance > limit else None
