"""The final test: what is drawn, what is right, and what proves which answers were given."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

import rfc8785

from courses.content import Question

Thing = TypeVar("Thing")


class Chance(Protocol):
    """Where randomness comes from, such as `random.SystemRandom()`."""

    def sample(self, population: Sequence[Thing], k: int) -> list[Thing]:
        """`k` different things in random order."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of an attempt, with its options in the order shown."""

    question: str
    options: tuple[str, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Read back from an attempt's row."""
        return cls(row["question"], tuple(row["options"]))

    def row(self) -> dict[str, object]:
        """As an attempt's row keeps it."""
        return {"question": self.question, "options": list(self.options)}


@dataclass(frozen=True, slots=True)
class Grade:
    """What came of a test; `right` holds the questions answered rightly."""

    right: frozenset[str]
    asked_count: int
    is_passed: bool

    @property
    def right_count(self) -> int:
        return len(self.right)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that counts: what was chosen, and the random name of the event that saved it."""

    chosen: frozenset[str]
    event: str


def draw(questions: Mapping[str, Sequence[Question]], per_lesson: int, chance: Chance) -> tuple[Drawn, ...]:
    """`per_lesson` questions of each lesson (all, where there are fewer), lessons in order, options shuffled."""
    drawn = (question for bank in questions.values() for question in chance.sample(bank, min(per_lesson, len(bank))))
    return tuple(
        Drawn(question.id, tuple(chance.sample([option.key for option in question.options], len(question.options))))
        for question in drawn
    )


def needed(asked: int, pass_mark: int) -> int:
    """How many of `asked` have to be right at a pass mark in per cent, rounded up."""
    return -(-asked * pass_mark // 100)


def grade(
    questions: Mapping[str, Question], drawn: Sequence[Drawn], answers: Mapping[str, Given], pass_mark: int
) -> Grade:
    """Each question drawn is right when exactly its right options were chosen; an unanswered one is not."""
    right = frozenset(
        each.question
        for each in drawn
        if each.question in answers and questions[each.question].is_right(answers[each.question].chosen)
    )
    return Grade(right, len(drawn), len(right) >= needed(len(drawn), pass_mark))


def answers_digest(drawn: Sequence[Drawn], answers: Mapping[str, Given]) -> str:
    """SHA-256 (hexadecimal) over the questions, order shown and answers that count, in JCS (RFC 8785).

    The events' random names are in it, so that nobody can guess the answers from the digest once they are gone.
    """
    nothing = Given(frozenset(), "")
    series: list[Any] = [
        each.row() | {"chosen": sorted(answer.chosen), "event": answer.event}
        for each, answer in ((each, answers.get(each.question, nothing)) for each in drawn)
    ]
    return hashlib.sha256(rfc8785.dumps(series)).hexdigest()
