"""How far a candidate is, from what is there: one thing at a time."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What a candidate does, in its order."""

    NOTICE = "notice"
    NEEDS = "needs"
    PREVIEW = "preview"
    PRACTICE = "practice"
    SITTING = "sitting"
    REPORT = "report"
    RELEASE = "release"


class Stage(StrEnum):
    """How far one step is. A report that is being made keeps its reader waiting; a closed step won't come any more."""

    DONE = "done"
    BEGUN = "begun"
    OPEN = "open"
    WAITING = "waiting"
    LATER = "later"
    CLOSED = "closed"


@dataclass(frozen=True)
class Candidacy:
    """The facts of one application. `outcome` is that of the last release: "released", "blocked" or None."""

    prepared: frozenset[Step]
    is_begun: bool = False
    is_handed_in: bool = False
    has_report: bool = False
    outcome: str | None = None
    is_closed: bool = False
    is_decided: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the vacancy closed before anything was handed in."""
        return self.is_closed and not self.is_handed_in

    @property
    def may_begin(self) -> bool:
        """Whether the assessment is open: what comes before it was read, told and tried."""
        return self.prepared >= PREPARATIONS and not self.is_over

    def stage(self, step: Step) -> Stage:
        """How far one step is."""
        if (step is Step.SITTING and self.is_handed_in) or step in self.prepared:
            return Stage.DONE
        if step in AFTERWARDS:
            return self._afterwards(step)
        if self.is_over:
            return Stage.CLOSED
        if step is Step.SITTING and self.is_begun:
            return Stage.BEGUN
        return Stage.OPEN if step is self.next_step else Stage.LATER

    def _afterwards(self, step: Step) -> Stage:
        if self.is_over:
            return Stage.CLOSED
        if not self.is_handed_in:
            return Stage.LATER
        if not self.has_report:
            return Stage.WAITING if step is Step.REPORT else Stage.LATER
        return Stage.DONE if self.outcome else Stage.OPEN

    @property
    def next_step(self) -> Step | None:
        """What to do now; None when there is nothing."""
        if self.is_handed_in:
            return Step.REPORT if self.has_report and self.outcome is None else None
        if self.is_over:
            return None
        return next((step for step in ORDER if step in PREPARATIONS and step not in self.prepared), Step.SITTING)


ORDER = tuple(Step)
PREPARATIONS = frozenset({Step.NOTICE, Step.NEEDS, Step.PREVIEW, Step.PRACTICE})
AFTERWARDS = frozenset({Step.REPORT, Step.RELEASE})


def may_release(outcome: str | None) -> bool:
    """Whether the report can still be released: what was blocked can, what was released is."""
    return outcome != "released"


def may_block(outcome: str | None) -> bool:
    """Whether it can still be blocked: never back."""
    return outcome is None
