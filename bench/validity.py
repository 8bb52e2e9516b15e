"""METHOD's simulation, through the product's own functions: what each way of choosing predicts in fresh applicants."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from time import perf_counter

import numpy as np
import numpy.typing as npt

from assess.method.incumbents import Estimates, estimates, incumbents, standardised
from bench import practices
from bench.results import Goal, Result, beside, within
from bench.staff import MATTERS, TOP_SHARE, TRAITS, Job, judged
from web.config import ROOT

FloatArray = npt.NDArray[np.float64]

SEED = 20_261_126
RUNS = 400
APPLICANTS = 1_000
SELF_REPORT = 0.19
RAW_MIDDLE, RAW_SPREAD = 3.5, 0.5
STAFF = (30, 100, 300)
EXPERTS = ("good", "noisy", "clueless")
PRACTICES = ("min–max bands", "distance", "correlation", "top versus rest")
BASELINES = ("equal weights", "experts alone")
RIDGE = "ridge"
FIGURE, NAMED = "ours, by a figure", "ours, by named top performers"
WAYS = (*PRACTICES, RIDGE, *BASELINES, FIGURE, NAMED)
LIMIT = 90
SOURCE = "issue 3"


@dataclass(frozen=True)
class Condition:
    """A job, how many staff, and what the experts know of it; `values` holds a validity per run and way."""

    staff: int
    matters: str
    experts: str
    values: FloatArray

    @property
    def words(self) -> str:
        return f"{self.staff} staff, {self.matters}, {self.experts} experts"

    def mean(self, way: str) -> float:
        return float(self.values[:, WAYS.index(way)].mean())

    def error(self, *ways: str) -> float:
        """Monte-Carlo standard error of a mean, or of the difference between the means of two ways."""
        columns = [self.values[:, WAYS.index(way)] for way in ways]
        apart = columns[0] - columns[1] if len(columns) > 1 else columns[0]
        return float(apart.std(ddof=1)) / float(np.sqrt(len(apart)))

    def best(self, ways: tuple[str, ...]) -> str:
        return max(ways, key=self.mean)


def measure() -> Iterator[Result]:
    """METHOD's table (34 staff, good experts), the worst of 27 conditions, the time taken; ± is one standard error."""
    began, chance = perf_counter(), np.random.default_rng(SEED)
    table = [simulated(34, matters, "good", chance) for matters in MATTERS]
    conditions = [simulated(*each, chance) for each in product(STAFF, MATTERS, EXPERTS)]
    for condition, way in product(table, WAYS):
        yield beside(
            f"{way}: {condition.words} (±{condition.error(way):.4f})", condition.mean(way), "r",
            condition.mean("experts alone"), "experts alone",
        )  # fmt: skip
    yield _lead(conditions, PRACTICES, Goal(0, is_floor=True))
    yield _lead(conditions, (RIDGE,), None)
    yield _cost(conditions, FIGURE, 0.015)
    yield _cost(conditions, NAMED, 0.025)
    yield within("the whole simulation", perf_counter() - began, "s", Goal(LIMIT), SOURCE)
    _keep([*table, *conditions])


def simulated(staff: int, matters: str, experts: str, chance: np.random.Generator) -> Condition:
    """One condition, RUNS times over."""
    job = Job.of(matters)
    return Condition(staff, matters, experts, np.array([_run(job, staff, experts, chance) for _ in range(RUNS)]))


def _run(job: Job, staff: int, experts: str, chance: np.random.Generator) -> list[float]:
    """The validity of every way, with one staff and one set of experts."""
    scores, criterion = job.people(staff, chance)
    figure, relevance = judged(criterion, chance), job.relevance(experts, chance)
    is_top = np.zeros(staff, dtype=np.bool_)
    is_top[np.argsort(-figure)[: round(TOP_SHARE * staff)]] = True
    applicants, outcome = job.people(APPLICANTS, chance)
    mean, sd = scores.mean(axis=0), scores.std(axis=0, ddof=1)
    top, z = standardised(scores[is_top], mean, sd), standardised(applicants, mean, sd)
    shown = [practice(top, z) for practice in (practices.within_bands, practices.nearness, practices.likeness)]
    ours = [_estimates(scores, relevance, *by) for by in ((None, figure), (is_top, None))]
    linear = [ours[1].effect, practices.ridge(standardised(scores, mean, sd), figure), np.ones(TRAITS), relevance]
    weights = [*linear, *(each.weight for each in ours)]
    return [_correlation(each, outcome) for each in shown] + [job.validity_of(each / sd) for each in weights]


def _estimates(
    scores: FloatArray, relevance: FloatArray, is_top: npt.NDArray[np.bool_] | None, figure: FloatArray | None
) -> Estimates:
    people = incumbents(RAW_MIDDLE + RAW_SPREAD * scores, is_top, figure, TOP_SHARE)
    return estimates(people, relevance, np.full(TRAITS, SELF_REPORT), TOP_SHARE)


def _correlation(scores: FloatArray, outcome: FloatArray) -> float:
    return float(np.corrcoef(scores, outcome)[0, 1]) if scores.std() > 0 else 0.0


def _lead(conditions: list[Condition], ways: tuple[str, ...], goal: Goal | None) -> Result:
    """Where ours, by a figure, is least above the best of some other ways."""

    def lead(condition: Condition) -> float:
        return condition.mean(FIGURE) - condition.mean(condition.best(ways))

    worst = min(conditions, key=lead)
    other = worst.best(ways)
    return beside(
        f"smallest lead of {FIGURE}: {worst.words} (±{worst.error(FIGURE, other):.4f})", lead(worst), "r",
        worst.mean(other), other, goal=goal,
    )  # fmt: skip


def _cost(conditions: list[Condition], way: str, most: float) -> Result:
    """Where a way of ours is furthest below the better of experts alone and equal weights."""

    def cost(condition: Condition) -> float:
        return condition.mean(condition.best(BASELINES)) - condition.mean(way)

    worst = max(conditions, key=cost)
    error = worst.error(way, worst.best(BASELINES))
    return within(f"largest cost of {way}: {worst.words} (±{error:.4f})", cost(worst), "r", Goal(most), SOURCE)


def _keep(conditions: list[Condition]) -> None:
    """Every condition and way, with its Monte-Carlo error, in build/validity.csv."""
    path = ROOT / "build" / "validity.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["staff", "traits", "experts", "way", "validity", "error"])
        for condition, way in product(conditions, WAYS):
            figures = (f"{condition.mean(way):.4f}", f"{condition.error(way):.4f}")
            rows.writerow([condition.staff, condition.matters, condition.experts, way, *figures])
