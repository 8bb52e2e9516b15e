"""Where a candidate is, as far as the organisation may know. Pure.

It is told whether the report was released, never whether it was blocked: who blocked it and who has not chosen yet
stand in the same place, and only the promised day moves either of them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """In the order in which a candidate passes them."""

    INVITED = "invited"
    STARTED = "started"
    HANDED_IN = "handed_in"
    WITH_CANDIDATE = "with_candidate"
    NOT_RELEASED = "not_released"
    RELEASED = "released"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one application. `promised_on` is None until it is handed in."""

    is_erased: bool = False
    is_withdrawn: bool = False
    is_decided: bool = False
    is_started: bool = False
    promised_on: date | None = None
    has_report: bool = False
    is_released: bool = False


def state_of(facts: Facts, on: date) -> State:
    """The furthest that was reached by `on`."""
    ends = ((facts.is_erased, State.ERASED), (facts.is_withdrawn, State.WITHDRAWN), (facts.is_decided, State.DECIDED))
    for is_so, state in ends:
        if is_so:
            return state
    return report_state(facts, on) or (State.STARTED if facts.is_started else State.INVITED)


def report_state(facts: Facts, on: date) -> State | None:
    """Where the report is, whatever was decided; None before the assessment is handed in."""
    if facts.is_erased or facts.promised_on is None:
        return None
    if facts.is_released:
        return State.RELEASED
    if on > facts.promised_on:
        return State.NOT_RELEASED
    return State.WITH_CANDIDATE if facts.has_report else State.HANDED_IN
