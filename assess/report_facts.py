"""What a candidate's report says, as frozen facts: what was measured, each score with its interval, what it rests on.

Numbers are decimal strings. Of the people whom a candidate is compared with nothing is in it but the band: neither mean
nor spread, and no composite but its band (assess.method.disclosure, "No anchor").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any, Self

VERSION = 1
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
LOWEST, HIGHEST = Decimal(1), Decimal(5)


@dataclass(frozen=True)
class Score:
    """One competency on the scale 1–5: the score, the ends of its 80 % interval, and the band where there is one.

    All None where too few answers were given; no band where there are too few people to compare with.
    """

    code: str
    value: str | None
    low: str | None
    high: str | None
    band: str | None

    @classmethod
    def measured(cls, code: str, value: float, reach: float, band: str | None) -> Self:
        """To hundredths, so that scores that are told apart look apart.

        The reach is rounded up to tenths: no interval is narrower than it is, and the group's spread stays unsaid.
        """
        middle = Decimal(str(value)).quantize(HUNDREDTH, ROUND_HALF_UP)
        wide = Decimal(str(reach)).quantize(TENTH, ROUND_CEILING)
        low, high = max(LOWEST, middle - wide), min(HIGHEST, middle + wide)
        return cls(code, str(middle), str(low), str(high), band)

    @classmethod
    def missing(cls, code: str) -> Self:
        return cls(code, None, None, None, None)


@dataclass(frozen=True)
class Facts:
    """The report of one application. Days in ISO 8601; hashes SHA-256 in hexadecimal."""

    organisation: str
    candidate: str
    vacancy: str
    position: str
    taken_on: date
    valid_until: date
    instrument_hash: str
    statements: int
    situations: int
    experts: int
    key_is_proposal: bool
    profile_version: int
    profile_hash: str
    status: str
    is_compared: bool
    scores: tuple[Score, ...]
    composite_band: str | None
    has_large_print: bool = False
    instrument_is_concept: bool = True  # of a report from before instruments were approved, too
    statements_answered: int | None = None  # of a report from before they were counted
    situations_answered: int | None = None  # idem

    @property
    def places(self) -> int:
        """How many digits behind the comma the scores have; older reports have one."""
        return max((len(score.value.partition(".")[2]) for score in self.scores if score.value), default=2)

    def content(self) -> dict[str, Any]:
        """As JSON, to be sealed."""
        plain = {name: value for name, value in vars(self).items() if name not in {"scores", "taken_on", "valid_until"}}
        scores = [vars(score) for score in self.scores]
        days = {"taken_on": self.taken_on.isoformat(), "valid_until": self.valid_until.isoformat()}
        return {"version": VERSION, **plain, **days, "scores": scores}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """Back from what was sealed."""
        given = {name: value for name, value in content.items() if name != "version"}
        given["scores"] = tuple(Score(**score) for score in content["scores"])
        given |= {name: date.fromisoformat(content[name]) for name in ("taken_on", "valid_until")}
        return cls(**given)

    def by_value(self) -> Sequence[Score]:
        """The highest first, those without a score last."""
        return sorted(self.scores, key=lambda score: -Decimal(score.value) if score.value else Decimal(0))
