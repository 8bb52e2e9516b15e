"""What may be answered to an item: 1–5 to a statement; 1–5 to each option of a situation, or to some as yet."""

from collections.abc import Mapping

from assess.instruments import HIGHEST, LOWEST, Situation, Statement

Answer = int | Mapping[str, int]
Item = Statement | Situation


def fits(item: Item, answer: object) -> bool:
    """Whether this can be an answer to that item."""
    if isinstance(item, Statement):
        return _is_on_the_scale(answer)
    if not isinstance(answer, Mapping) or not answer:
        return False
    return answer.keys() <= {option.key for option in item.options} and all(map(_is_on_the_scale, answer.values()))


def is_complete(item: Item, answer: Answer | None) -> bool:
    """Whether nothing of the item is open any more."""
    if isinstance(item, Statement) or not isinstance(answer, Mapping):
        return answer is not None
    return len(answer) == len(item.options)


def _is_on_the_scale(number: object) -> bool:
    return type(number) is int and LOWEST <= number <= HIGHEST
