"""An append-only series of saved answers to one question, of which the one with the highest place counts."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeVar

LONGEST_EVENT = 36


class Entry(Protocol):
    """One saved answer: its place, and the client's name for it."""

    sequence: int
    event: str


Saved = TypeVar("Saved", bound=Entry)


def is_event(name: str) -> bool:
    """Whether a client may give an answer this name."""
    return 0 < len(name) <= LONGEST_EVENT


def named(series: Sequence[Saved], event: str) -> Saved | None:
    """The answer that came as this event, so that sending it twice is harmless."""
    return next((each for each in series if each.event == event), None)


def counting(series: Sequence[Saved]) -> Saved | None:
    """The answer that counts; None of an empty series."""
    return max(series, key=lambda each: each.sequence, default=None)


def next_place(series: Sequence[Saved], seen: Collection[str] | None, says_the_same: Callable[[Saved], bool]) -> int:
    """Last, or before the first when the answer that counts says otherwise and the page had not seen it.

    `seen`: the events at this question that the page knew of; None knows them all.
    """
    last = counting(series)
    if last is None:
        return 1
    is_behind = seen is not None and last.event not in seen and not says_the_same(last)
    return min(each.sequence for each in series) - 1 if is_behind else last.sequence + 1
