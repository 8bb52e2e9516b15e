"""A figure, what it stands beside, and whether it reaches its goal. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A limit: at most `figure`, or at least when it is a floor."""

    figure: float
    is_floor: bool = False

    def is_met_by(self, value: float) -> bool:
        return value >= self.figure if self.is_floor else value <= self.figure

    def words(self, unit: str) -> str:
        """As a reader says it: "≤ 60 ms"."""
        return f"{'≥' if self.is_floor else '≤'} {self.figure:,g} {unit}"


@dataclass(frozen=True)
class Result:
    """One line of build/bench.json; `ratio` is the value over that of the peer or limit in `against`."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float
    goal: str | None = None
    goal_met: bool | None = None


def beside(name: str, value: float, unit: str, peer: float, against: str, *, goal: Goal | None = None) -> Result:
    """A figure beside that of a peer measured in the same run; the goal, if any, is about the figure itself."""
    words = goal.words(unit) if goal else None
    return Result(name, value, unit, against, value / peer, words, goal.is_met_by(value) if goal else None)


def within(name: str, value: float, unit: str, goal: Goal, source: str) -> Result:
    """A figure beside the limit it has to keep; `source` says who set it."""
    return beside(name, value, unit, goal.figure, f"the limit of {source}", goal=goal)


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that at least `share` percent do not exceed (nearest rank). Errors: ValueError when empty."""
    if not values or not 0 < share <= 100:
        raise ValueError("a percentile needs values, and a share above 0 and up to 100")
    rank = -(-len(values) * share // 100)
    return sorted(values)[rank - 1]
