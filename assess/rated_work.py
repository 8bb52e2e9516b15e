"""Rated work: an interview or a played call, on which scales, and what one rater hands in. Pure.

What two raters come to stands in `assess.method.rating`, which is loaded only where it is used.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from assess.instruments import BehaviourScale, Instrument

RATERS_NEEDED = 2
FEWEST_TOPICS, MOST_TOPICS = 3, 6
MINUTES_A_TOPIC = 10  # two questions with their probes
SATURDAY = 5  # as datetime.weekday counts


class Kind(StrEnum):
    """How somebody is seen at work."""

    INTERVIEW = "interview"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of exercise that counts in a profile, on these topics."""

    kind: Kind
    codes: tuple[str, ...]
    has_same_raters: bool = True

    def as_json(self) -> dict[str, Any]:
        """As it stands in the published document."""
        told = {"kind": self.kind.value, "topics": list(self.codes), "raters": RATERS_NEEDED}
        return {**told, "hasSameRaters": self.has_same_raters}


@dataclass(frozen=True, slots=True)
class RatedTotal:
    """The kinds that count in a profile, which of them somebody was not rated in, and the band of all together.

    `band` is of assess.method.fit.Band; None where one is missing or the profile allows no total.
    """

    counted: tuple[str, ...]
    missing: tuple[str, ...]
    band: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """One rater's scores (1–5, None for not seen) and quotes per competency.

    Of a call also whether the candidate gave away what stays inside ("yes", "no", "unsure"), and the words.
    """

    scores: Mapping[str, int | None]
    quotes: Mapping[str, str]
    disclosed: str | None = None
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        """To be sealed; `Given(**json)` reads it."""
        return asdict(self)


def scales_of(instrument: Instrument, kind: str, codes: Sequence[str]) -> tuple[BehaviourScale, ...]:
    """The behaviour scales of an exercise: the call's own, or those of the competencies that are talked about."""
    if kind == Kind.CALL:
        return tuple(scale for scale in instrument.call.scales if scale.code in codes)
    return tuple(each.scale for each in instrument.competencies if each.code in codes)


def codes_of(instrument: Instrument, kind: str, chosen: Sequence[str]) -> list[str]:
    """What is rated: every scale of the call, or the chosen competencies in the order of the library."""
    if kind == Kind.CALL:
        return [scale.code for scale in instrument.call.scales]
    return [code for code in instrument.codes if code in chosen]


def relevance_of(codes: Sequence[str], relevance: Mapping[str, float]) -> float:
    """The mean relevance of the competencies that an exercise rates."""
    return sum(relevance[code] for code in codes) / len(codes)


def moments(first: datetime, count: int, *, apart: int, a_day: int, taken: Collection[datetime] = ()) -> list[datetime]:
    """When each of so many begins: `a_day` of them on a working day, so many minutes apart, from `first` on; none less
    than that from a moment that is `taken`."""
    day, found, between = first, list[datetime](), timedelta(minutes=apart)
    while len(found) < count:
        if day.weekday() < SATURDAY:
            on_it = [day + place * between for place in range(a_day)]
            found += [each for each in on_it if all(abs(each - other) >= between for other in taken)]
        day += timedelta(days=1)
    return found[:count]


def minutes_of(instrument: Instrument, kind: str, codes: Sequence[str]) -> int:
    """How long it takes."""
    return instrument.call.minutes if kind == Kind.CALL else len(codes) * MINUTES_A_TOPIC
