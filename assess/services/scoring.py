"""From saved answers to what is kept of them: a score a scale, and signs of how the answers were given."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from itertools import pairwise
from math import isnan
from typing import TYPE_CHECKING, Any

from assess.answers import Answer
from assess.instruments import SITUATIONS, Instrument, Key

if TYPE_CHECKING:
    from assess.method.quality import Sheet

METHOD = ("assess.method.scoring", "assess.method.quality")
OPEN = float("nan")


def load() -> None:
    """Have the formulas at hand before a lock is taken: loading them the first time takes a moment."""
    for module in METHOD:
        import_module(module)


def scale_scores(instrument: Instrument, key: Key, answers: Mapping[str, Answer]) -> dict[str, str | None]:
    """Raw score 1–5 of each scale as a decimal; None where too many answers are missing (METHOD, scoring)."""
    scores = {code: _self_report(instrument, code, answers) for code in instrument.codes}
    return {**scores, SITUATIONS: _situations(instrument, key, answers)}


def quality_of(
    instrument: Instrument, answers: Mapping[str, Answer], first_saved: Mapping[str, datetime]
) -> dict[str, Any]:
    """Which signals the statements gave: {"flags": [{"signal", "value", "cutoff"}], "asks_a_look": bool}.

    The signals that need others to compare with are not among them.
    """
    from assess.method.quality import asks_a_look, flags

    found = flags(sheet_of(instrument, answers, first_saved))
    told = [
        {"signal": str(flag.signal), "value": decimal(flag.value), "cutoff": decimal(flag.cutoff)} for flag in found
    ]
    return {"flags": told, "asks_a_look": asks_a_look(found)}


def sheet_of(instrument: Instrument, answers: Mapping[str, Answer], first_saved: Mapping[str, datetime]) -> "Sheet":
    """The statements in the order shown, as given; NaN where open."""
    import numpy as np

    from assess.method.quality import Sheet

    shown, seconds = instrument.statements, _seconds(first_saved)
    return Sheet(
        answers=np.array([answers.get(each.item_id, OPEN) for each in shown], dtype=float),
        scales=tuple(each.competency for each in shown),
        is_reversed=np.array([each.is_reversed for each in shown]),
        seconds=np.array([seconds.get(each.item_id, OPEN) for each in shown], dtype=float),
    )


def _self_report(instrument: Instrument, code: str, answers: Mapping[str, Answer]) -> str | None:
    import numpy as np

    from assess.method.scoring import reversed_keyed, scale_means

    asked = instrument.statements_of(code)
    given = np.array([[answers.get(each.item_id, OPEN) for each in asked]], dtype=float)
    return decimal(scale_means(reversed_keyed(given, np.array([each.is_reversed for each in asked])))[0])


def _situations(instrument: Instrument, key: Key, answers: Mapping[str, Answer]) -> str | None:
    import numpy as np

    from assess.method.scoring import situations_total

    options = [(situation, option.key) for situation in instrument.situations for option in situation.options]
    ratings = [_rating(answers.get(situation.item_id), option) for situation, option in options]
    keyed = [key[situation.id][option] for situation, option in options]
    return decimal(situations_total(np.array([ratings], dtype=float), np.array(keyed, dtype=float))[0])


def _rating(answer: Answer | None, option: str) -> float:
    return answer.get(option, OPEN) if isinstance(answer, Mapping) else OPEN


def _seconds(first_saved: Mapping[str, datetime]) -> dict[str, float]:
    """From one answer to the next, in the order in which they were given."""
    in_time = sorted(first_saved.items(), key=lambda each: each[1])
    return {item: (at - before).total_seconds() for (_, before), (item, at) in pairwise(in_time)}


def decimal(value: float) -> str | None:
    """A score as it is kept; None for one that is missing."""
    return None if isnan(value) else f"{value:.6f}"
