"""How far somebody is, derived from what they did; never stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=14)


class State(StrEnum):
    """How far a round is."""

    NOT_STARTED = "not_started"
    READING = "reading"
    READY_TO_TEST = "ready_to_test"
    TESTING = "testing"
    FAILED = "failed"
    PASSED_UNSIGNED = "passed_unsigned"
    CERTIFIED = "certified"
    CLOSED = "closed"


class Timing(StrEnum):
    """How the due date stands to today."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"


class Step(StrEnum):
    """What is asked next."""

    READ = "read"
    TEST = "test"
    CONTINUE_TEST = "continue_test"
    REREAD = "reread"
    SIGN = "sign"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Round:
    """The facts of one enrolment. `closed_why` as its row says; counts are of lessons and of failed attempts."""

    lessons: int
    lessons_read: int
    failed_attempts: int = 0
    has_open_attempt: bool = False
    is_passed: bool = False
    closed_why: str | None = None
    due_on: date | None = None
    is_renewal: bool = False

    @property
    def may_test(self) -> bool:
        """Whoever renews may go straight to the test; others read first."""
        return self.is_renewal or self.lessons_read >= self.lessons


NEXT = {
    State.NOT_STARTED: Step.READ,
    State.READING: Step.READ,
    State.READY_TO_TEST: Step.TEST,
    State.TESTING: Step.CONTINUE_TEST,
    State.FAILED: Step.REREAD,
    State.PASSED_UNSIGNED: Step.SIGN,
    State.CERTIFIED: Step.NOTHING,
    State.CLOSED: Step.NOTHING,
}


def state(facts: Round) -> State:
    """How far the round is; the last thing reached decides."""
    if facts.closed_why is not None:
        return State.CERTIFIED if facts.closed_why == "certified" else State.CLOSED
    if facts.is_passed:
        return State.PASSED_UNSIGNED
    if facts.has_open_attempt:
        return State.TESTING
    if facts.failed_attempts:
        return State.FAILED
    if facts.lessons_read >= facts.lessons:
        return State.READY_TO_TEST
    return State.READING if facts.lessons_read else State.NOT_STARTED


def next_step(facts: Round) -> Step:
    """The one thing asked now; whoever may go straight to the test is not sent to the lessons."""
    step = NEXT[state(facts)]
    return Step.TEST if step is Step.READ and facts.may_test else step


def timing(due_on: date | None, today: date, *, is_closed: bool) -> Timing:
    """The due day itself is still on time."""
    if is_closed:
        return Timing.DONE
    if due_on is None or due_on > today + SOON:
        return Timing.OPEN
    return Timing.OVERDUE if due_on < today else Timing.DUE_SOON
