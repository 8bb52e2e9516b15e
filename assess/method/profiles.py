"""A job profile, from the scores of the people who do the job to weights, their uncertainty and a status (METHOD).

`derive` is the whole of it; the formulas lie in the modules beside this one. What it returns is exact and stays on
the server: only what `disclosure.published` makes of it may be shown.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assess.method import leave_one_out, shrinkage
from assess.method.agreement import r_wg
from assess.method.change import standard_error_of_measurement
from assess.method.composite import composites, middle_half
from assess.method.criteria import Named
from assess.method.incumbents import FEWEST_FOR_Z, Estimates, Incumbents, estimates, estimates_without_each, incumbents
from assess.method.leave_one_out import Scoring
from assess.method.permutation import DRAWS, NO_LUCK, Luck

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

FEWEST_TOP = 5
FEWEST_FOR_PROVISIONAL = 85
MOST_BAND_CHANGES = 0.15


class Status(StrEnum):
    """How far a profile has come, lowest first (METHOD, "Status of a profile")."""

    HYPOTHESIS = "hypothesis"
    INDICATIVE = "indicative"
    PROVISIONAL = "provisional"
    FOLLOWED_UP = "followed_up"

    def may_have_composite(self) -> bool:
        """A hypothesis gives scores per competency and questions, never one total."""
        return self is not Status.HYPOTHESIS


@dataclass(frozen=True)
class Study:
    """What a profile is derived from: n incumbents by k scales. Raw scores; NaN where there is none.

    `relevance` is the experts' mean per scale (0–4), `validity` the published ρ of its kind of measure. The criterion
    is `figure` (NaN where there is none), else `is_top`; `top_share` is the share p that counts as the best. `rated`
    names the scales that two people rated; the others are tested.
    """

    scales: tuple[str, ...]
    scores: FloatArray
    reliability: FloatArray
    relevance: FloatArray
    validity: FloatArray
    is_top: BoolArray | None
    figure: FloatArray | None
    top_share: float
    rated: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScaleFigures:
    """Everything known about one scale. `effect` is Hedges g, or the figure's θ in d; None without a contrast."""

    code: str
    n: int
    mean: float
    sd: float
    reliability: float
    sem: float
    effect: float | None
    variance: float | None
    interval: tuple[float, float] | None
    p: float | None
    p_floor: float | None
    prior: float
    theta: float
    theta_sd: float
    own_share: float
    weight: float
    theta_at_narrow: float
    theta_at_wide: float
    agreement: float | None
    agreement_luck: float | None
    relevance: float
    validity: float


@dataclass(frozen=True)
class LeaveOneOut:
    """The two worst cases of leaving out each employee in turn, and whether a weighty θ̂ changes its sign."""

    smallest_cosine: float
    band_changes: float
    flips: bool


@dataclass(frozen=True)
class Profile:
    """A derived profile: exact, sealed. `reasons` are the codes why the status is no higher.

    `n` counts people with every scale scored, `n_judged` those of them with a criterion, `n_top` the named among them.
    `top_share` is the share p of d(p); `leverage` how far one person who moves by one SD can move an effect, in d.
    `middle_half` is of all scales together, `tested_half` of those without the `rated` ones.
    """

    status: Status
    criterion: str
    n: int
    n_judged: int
    n_top: int
    scales: tuple[ScaleFigures, ...]
    leave_one_out: LeaveOneOut | None
    reasons: tuple[str, ...]
    middle_half: tuple[float, float] | None
    is_standardised: bool
    top_share: float
    leverage: float | None
    rated: tuple[str, ...]
    tested_half: tuple[float, float] | None


def derive(study: Study, chance: np.random.Generator, draws: int = DRAWS) -> Profile:
    """METHOD's steps 1–6 for one study. `chance` serves the permutations alone, `draws` those that are not exact."""
    people = incumbents(study.scores, study.is_top, study.figure, study.top_share)
    found = estimates(people, study.relevance, study.validity, study.top_share)
    reliability = people.reliability(study.reliability)
    left_out = _leave_one_out(people, found, reliability)
    reasons = _reasons(people, found, left_out)
    luck = people.criterion.luck(people.scores, chance, draws) if people.criterion else NO_LUCK
    is_tested = np.array([code not in study.rated for code in study.scales])
    return Profile(
        status=_status(reasons),
        criterion=people.criterion.name if people.criterion else "none",
        n=len(people.scores),
        n_judged=people.n_judged,
        n_top=people.n_top,
        scales=_figures(study, people, found, reliability, luck),
        leave_one_out=left_out,
        reasons=reasons,
        middle_half=_middle_half(people, found.weight),
        is_standardised=people.is_standardised,
        top_share=people.criterion.share if people.criterion else study.top_share,
        leverage=people.criterion.leverage if people.criterion else None,
        rated=study.rated,
        tested_half=_middle_half(people, found.weight * is_tested),
    )


def _middle_half(people: Incumbents, weight: FloatArray) -> tuple[float, float] | None:
    """None without z, or when nothing carries weight."""
    return middle_half(composites(people.z, weight)) if people.is_standardised and weight.any() else None


def _leave_one_out(people: Incumbents, found: Estimates, reliability: FloatArray) -> LeaveOneOut | None:
    """Only with z, a contrast, and enough people to lose one; None otherwise."""
    others = estimates_without_each(people, found.prior) if people.is_standardised else None
    if others is None:
        return None
    error = 1 - reliability
    return LeaveOneOut(
        leave_one_out.smallest_cosine(found.theta, others.theta),
        leave_one_out.largest_band_change(
            people.z, Scoring(found.theta, found.theta_sd, error), Scoring(others.theta, others.theta_sd, error)
        ),
        leave_one_out.has_sign_flip(found.theta, others.theta),
    )


def _reasons(people: Incumbents, found: Estimates, left_out: LeaveOneOut | None) -> tuple[str, ...]:
    """Why the status is no higher: first what makes it a hypothesis, then what keeps it lower (METHOD, "Status")."""
    is_named = people.criterion is None or isinstance(people.criterion, Named)
    holds = {
        "no_contrast": people.criterion is None,
        "few_tested": len(people.scores) < FEWEST_FOR_Z or people.n_judged < FEWEST_FOR_Z,
        "few_top": is_named and people.n_top < FEWEST_TOP,
        "no_weight": not found.weight.any(),
        "sign_flip": left_out is not None and left_out.flips,
        "bands_change": left_out is not None and left_out.band_changes > MOST_BAND_CHANGES,
        "fewer_than_85": people.n_judged < FEWEST_FOR_PROVISIONAL,
        "no_follow_up": True,
    }
    return tuple(reason for reason, does_hold in holds.items() if does_hold)


def _known(values: FloatArray | None, scale: int) -> float | None:
    return None if values is None or np.isnan(values[scale]) else float(values[scale])


def _status(reasons: tuple[str, ...]) -> Status:
    if set(reasons) - {"fewer_than_85", "no_follow_up"}:
        return Status.HYPOTHESIS
    return Status.INDICATIVE if "fewer_than_85" in reasons else Status.PROVISIONAL


def _figures(
    study: Study, people: Incumbents, found: Estimates, reliability: FloatArray, luck: Luck
) -> tuple[ScaleFigures, ...]:
    criterion, share = people.criterion, shrinkage.shares(found.weight)
    intervals = criterion.intervals(found.effect) if criterion else [None] * len(study.scales)
    narrow, wide = found.theta_at(shrinkage.NARROW), found.theta_at(shrinkage.WIDE)
    return tuple(
        ScaleFigures(
            code=code,
            n=len(people.scores),
            mean=float(people.mean[j]),
            sd=float(people.sd[j]),
            reliability=float(reliability[j]),
            sem=standard_error_of_measurement(float(people.sd[j]), float(reliability[j])),
            effect=_known(found.effect, j),
            variance=_known(found.variance, j),
            interval=intervals[j],
            p=_known(luck.p, j),
            p_floor=luck.p_floor,
            prior=float(found.prior[j]),
            theta=float(found.theta[j]),
            theta_sd=float(found.theta_sd[j]),
            own_share=float(found.own_share[j]),
            weight=float(share[j]),
            theta_at_narrow=float(narrow[j]),
            theta_at_wide=float(wide[j]),
            agreement=None if people.top_scores is None else r_wg(people.top_scores[:, j]),
            agreement_luck=_known(luck.agreement, j),
            relevance=float(study.relevance[j]),
            validity=float(study.validity[j]),
        )
        for j, code in enumerate(study.scales)
    )
