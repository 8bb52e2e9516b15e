"""The stated model that the demo's answers come from. No person is behind any of them.

Somebody has one general level G and, for each competency c, a level T_c = λ·G + √(1−λ²)·S_c, with λ = .5: two
competencies correlate .25. G and S_c are standard normal.

* A statement about c: A = 3.5 + .85·(√.45·T_c + √.55·E) + B, rounded to 1–5; what says less of c gets 6 − (A − B) + B.
  E is new for each statement, B (SD .2) is how easily somebody agrees with anything. Six of them give α ≈ .8.
* An option of a situation: the author's rating + (1.1 − .3·K)·E + D, rounded to 1–5. K is the mean of T over the
  competencies that the situation touches; D (SD .3) is how mildly somebody rates.
* How well the work is done: Y = .15·(T_INT + T_EMP + T_ZOR + T_LUI) + U; the four together explain 16 % of Y (R = .4,
  the best possible in METHOD). A rater sees Y + .5·E. A client's mark is 7.4 + .6·Y, with one decimal.
* A statement takes about 7 seconds, a situation about 50 (lognormal, .35).
* Who is careless clicks 4 at every statement in a second, and reads nothing.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

from assess.answers import Answer
from assess.instruments import HIGHEST, LOWEST, Instrument, Statement

LOADING = 0.5
OF_THE_COMPETENCY = 0.45
MATTERS = ("INT", "EMP", "ZOR", "LUI")
EACH_MATTERS = 0.15
SECONDS = {True: 7.0, False: 50.0}


@dataclass(frozen=True)
class Simulated:
    """Somebody's levels by competency, how they answer, and how well they do the work."""

    levels: Mapping[str, float]
    agrees: float
    is_mild: float
    does_well: float
    is_careless: bool = False


def somebody(codes: tuple[str, ...], rng: random.Random) -> Simulated:
    """A person drawn from the model."""
    general = rng.gauss(0, 1)
    levels = {code: LOADING * general + sqrt(1 - LOADING**2) * rng.gauss(0, 1) for code in codes}
    does_well = EACH_MATTERS * sum(levels[code] for code in MATTERS) + sqrt(1 - 0.16) * rng.gauss(0, 1)
    return Simulated(levels, rng.gauss(0, 0.2), rng.gauss(0, 0.3), does_well)


def answers(who: Simulated, instrument: Instrument, rng: random.Random) -> Iterator[tuple[str, Answer, timedelta]]:
    """(item, answer, time it took) of everything, in the order in which it is asked."""
    for item in instrument.items:
        took = timedelta(seconds=SECONDS[isinstance(item, Statement)] * rng.lognormvariate(0, 0.35))
        if isinstance(item, Statement) and who.is_careless:
            yield item.item_id, 4, timedelta(seconds=1)
        elif isinstance(item, Statement):
            yield item.item_id, _agreement(who, item, rng), took
        else:
            skill = sum(who.levels[code] for code in item.competencies) / len(item.competencies)
            spread = max(0.3, 1.1 - 0.3 * skill)
            rated = {each.key: each.rating + spread * rng.gauss(0, 1) + who.is_mild for each in item.options}
            yield item.item_id, {key: _on_the_scale(value) for key, value in rated.items()}, took


def seen_by(who: Simulated, rng: random.Random) -> float:
    """How well a rater thinks that the work is done."""
    return who.does_well + rng.gauss(0, 0.5)


def mark_of(who: Simulated) -> float:
    """The mean mark that clients give, out of ten."""
    return min(10.0, max(1.0, round(7.4 + 0.6 * who.does_well, 1)))


def _agreement(who: Simulated, item: Statement, rng: random.Random) -> int:
    level = sqrt(OF_THE_COMPETENCY) * who.levels[item.competency] + sqrt(1 - OF_THE_COMPETENCY) * rng.gauss(0, 1)
    says_more = 3.5 + 0.85 * level
    return _on_the_scale((LOWEST + HIGHEST - says_more if item.is_reversed else says_more) + who.agrees)


def _on_the_scale(value: float) -> int:
    return min(HIGHEST, max(LOWEST, round(value)))
