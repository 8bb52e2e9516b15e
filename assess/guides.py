"""What to ask this candidate: the competencies of the profile where the report leaves most open. Pure.

A guide opens a conversation; it adds up nothing, so it is as good for a profile that is a hypothesis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from assess.instruments import Competency, Instrument
from assess.report_facts import Facts, Score
from assess.report_words import LOW

MOST_TOPICS = 5
MIDDLE = 3.0


class Reason(IntEnum):
    """Why to ask about a competency, what leaves most open first."""

    LOWER = 0  # certainly below the middle half of those who do the work
    LOW = 1  # low by itself, where there is nobody to compare with
    MISSING = 2  # no score
    EITHER_WAY = 3  # its interval holds the middle of the scale
    MATTERS = 4  # nothing open, but it counts in this work


@dataclass(frozen=True, slots=True)
class Importance:
    """How much a competency counts in the profile. `word`: assess.method.published.Word; `weight` in whole per cents;
    `relevance`: the experts' mean, 0–4."""

    word: str
    weight: int
    relevance: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One competency to talk about, with the questions of the instrument."""

    competency: Competency
    reason: Reason
    importance: Importance


def topics(instrument: Instrument, facts: Facts, importance: Mapping[str, Importance]) -> tuple[Topic, ...]:
    """At most five: what leaves most open first, then what counts most. What hardly matters here is left out."""
    found = [
        Topic(instrument.competency(score.code), reason_for(score), importance[score.code])
        for score in facts.scores
        if score.code in instrument.codes and score.code in importance and importance[score.code].word != "hardly"
    ]
    return tuple(sorted(found, key=_urgency)[:MOST_TOPICS])


def reason_for(score: Score) -> Reason:
    """What the report leaves open about one competency."""
    if score.value is None or score.low is None or score.high is None:
        return Reason.MISSING
    if score.band == "below":
        return Reason.LOWER
    if score.band is None and float(score.value) < LOW:
        return Reason.LOW
    return Reason.EITHER_WAY if float(score.low) < MIDDLE < float(score.high) else Reason.MATTERS


def _urgency(topic: Topic) -> tuple[int, int, float, str]:
    weighs = topic.importance
    return int(topic.reason), -weighs.weight, -weighs.relevance, topic.competency.code
