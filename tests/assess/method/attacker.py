"""Somebody who knows the code, who is in which group, the experts' ratings and perhaps their own scores.

Wants the score of another. Searches the worlds (raw scores, on the lattice that six statements make) in which
*everything* published of one or more versions would have been published too. Two such worlds in which the wanted score
is two raw points apart prove that nobody can tell it to within one: no estimate is that near to both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.method.criteria import Criterion, criterion_of
from assess.method.disclosure import published
from assess.method.profiles import Profile, derive
from tests.assess.method import groups

LATTICE = np.arange(6, 31) / 6
TRIES, STEPS = 3, 150
Publication = Callable[[Profile], object]


@dataclass(frozen=True)
class Version:
    """A profile that was published: which of all the people were in it, which of them as the best, or their figures."""

    rows: groups.BoolArray
    is_top: groups.BoolArray | None
    figure: groups.FloatArray | None = None

    def study_of(self, world: groups.FloatArray) -> Profile:
        top = None if self.is_top is None else self.is_top[self.rows]
        figure = None if self.figure is None else self.figure[self.rows]
        return derive(groups.study(world[self.rows], top, figure), np.random.default_rng(0), groups.FEW_DRAWS)

    def effect(self, column: groups.FloatArray) -> float:
        """The effect on one scale: what a search can look at a thousand times a second."""
        x = column[self.rows]
        return float(np.nan_to_num(self.criterion.effects(x[:, None])[0])[0])

    @cached_property
    def criterion(self) -> Criterion:
        top = None if self.is_top is None else self.is_top[self.rows]
        figure = None if self.figure is None else self.figure[self.rows]
        found = criterion_of(top, figure, 0.15)
        assert found is not None
        return found


@dataclass(frozen=True)
class Attacker:
    """`world` is the truth (n, k), read for what was published and for `own`, the row of the attacker, if any.

    `grid` is how coarse the effects are that were published; it only tells the search where to look.
    """

    world: groups.FloatArray
    versions: tuple[Version, ...]
    own: int | None = None
    publication: Publication = published
    grid: float = 1.0

    @cached_property
    def seen(self) -> list[object]:
        return [self.publication(version.study_of(self.world)) for version in self.versions]

    def is_consistent(self, world: groups.FloatArray) -> bool:
        return all(
            self.publication(version.study_of(world)) == seen
            for version, seen in zip(self.versions, self.seen, strict=True)
        )

    def span(self, person: int, scale: int, chance: np.random.Generator) -> float:
        """How far apart two consistent worlds put this score, as far as the search gets: never more than is true."""
        truth = float(self.world[person, scale])
        found = [truth]
        for ordered in (LATTICE, LATTICE[::-1]):
            for value in ordered:
                if abs(value - truth) < 1e-9 or (value - truth) * (ordered[0] - truth) <= 0:
                    break
                if self.may_be(person, scale, float(value), chance):
                    found.append(float(value))
                    break
        return max(found) - min(found)

    def may_be(self, person: int, scale: int, value: float, chance: np.random.Generator) -> bool:
        """Whether a consistent world with this value is found, the other people of the scale moving as need be."""
        free = np.array([row for row in range(len(self.world)) if row not in {person, self.own}])
        for start in self._starts(person, scale, value) * TRIES:
            world = self.world.copy()
            world[:, scale] = self._repaired(start, scale, free, chance)
            if self.is_consistent(world):
                return True
        return False

    def _starts(self, person: int, scale: int, value: float) -> list[groups.FloatArray]:
        """Everybody moves along; everybody spreads out, or draws in, about the attacker; nobody else moves."""
        column = self.world[:, scale]
        along = column + value - column[person]
        own = column.mean() if self.own is None else column[self.own]
        away = column[person] - own
        about = own + (column - own) * ((value - own) / away if abs(away) > 0.1 else 1)
        starts = [along, about, column.copy()]
        for start in starts:
            start[:] = np.clip(np.round(start * 6) / 6, 1, 5)
            start[person] = value
            if self.own is not None:
                start[self.own] = column[self.own]
        return starts

    def _repaired(
        self, column: groups.FloatArray, scale: int, free: np.ndarray, chance: np.random.Generator
    ) -> groups.FloatArray:
        """The effects of all versions brought back into their cells, one person a step, keeping what helps."""
        wanted = np.array([version.effect(self.world[:, scale]) for version in self.versions])
        cells = np.round(wanted / self.grid) * self.grid

        def away(each: groups.FloatArray) -> float:
            found = np.array([version.effect(each) for version in self.versions])
            return float(np.maximum(np.abs(found - cells) - 0.49 * self.grid, 0).max())

        now = away(column)
        for _step in range(STEPS):
            if now == 0:
                break
            trial = column.copy()
            trial[chance.choice(free)] = chance.choice(LATTICE)
            if (then := away(trial)) <= now:
                column, now = trial, then
        return column
