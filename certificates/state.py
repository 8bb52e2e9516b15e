"""What a certificate is worth on a day, from what became of it."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """One word for the whole; of two endings the one that a stranger has to know first."""

    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    ERASED = "erased"
    EXPIRED = "expired"
    UPCOMING = "upcoming"
    VALID = "valid"


ENDED = (State.REVOKED, State.SUPERSEDED, State.ERASED)
UNTRUE = (State.REVOKED, State.SUPERSEDED)


def state_of(endings: Collection[str], valid_from: date, valid_until: date, today: date) -> State:
    """The state on `today`, in the organisation's zone; the last day is a valid one."""
    for ending in ENDED:
        if ending in endings:
            return ending
    if today > valid_until:
        return State.EXPIRED
    return State.UPCOMING if today < valid_from else State.VALID
