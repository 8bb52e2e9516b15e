"""What may be shown of a profile, so that nobody's score can be found back (METHOD, step 5 and the last section).

A profile is made from few people, some of whom know each other's place in it; all may know the formulas, and one knows
their own scores. Rounding each figure by itself is no defence: figures that hang together are intersected. Hence:

1. **One number a scale.** Of all that the scores say about a competency only the effect leaves, rounded to a grid. θ̂,
   its interval, share, weight, sensitivity, p and the word are computed *from the rounded effect* and from what all may
   know (counts, the experts' ratings). Together they hold no more than the grid cell does. Effects are rounded, not θ̂:
   else experts could move the cells by rating anew.
2. **The grid is set by counts, never by scores.** Moving one person by one SD moves an effect by `leverage`, and a
   little by what it does to the spread; one raw point is two SD at the planning value of .5. The step is at least twice
   all that, 5·leverage: between two versions that differ by one person there is room for two raw points up and down,
   or, where people differ less than planned, for four SD up and down, which is beyond the group's own range.
3. **No anchor.** No mean, SD, SEM or raw figure of the group is shown. An effect stays what it is when everybody moves
   along or spreads out, so by itself it says nothing about where anybody stands.

Groups under three are not shown, groups under five as ranges only. A scale on which a group is all alike is shown as
one without a difference: to say so would tell each of them the scores of the others.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from assess.method import contrast, shrinkage
from assess.method.profiles import MOST_BAND_CHANGES, LeaveOneOut, Profile, ScaleFigures
from assess.method.published import Detail, Published, PublishedScale, Word

FloatArray = npt.NDArray[np.float64]

FEWEST_SHOWN = 3
FEWEST_WITH_VALUES = 5
FINEST_STEP = 0.05
WIDEST_STEP = 2.0
LARGEST_EFFECT = 2.0
THETA_GRID = 0.05
EFFECT_GRID = 0.1
WEIGHT_STEP = 5
SMALL_EFFECT = 0.2  # Cohen 1988: below it a difference hardly matters
LUCKY = 0.05
REACH_95, REACH_80 = float(ndtri(0.975)), float(ndtri(0.90))
MOVES_AGREEMENT = 8  # one person can move r_wg by up to 8/n: s² by 16/n, over σ² = 2
FEWEST_WITH_AGREEMENT = 2 * MOVES_AGREEMENT
PER_LEVERAGE = 5
MOVES_BANDS = 8  # one person takes a few others along over an edge: twice four of them
BANDS_GRID = 0.05
MOVES_RELIABILITY = 4
SCORES_DECIDE = {"no_weight", "sign_flip", "bands_change"}


@dataclass(frozen=True)
class _Rounded:
    """Effects on the grid (k,), and everything that follows from them alone."""

    effect: FloatArray
    variance: FloatArray
    prior: FloatArray

    def theta(self, tau: float = shrinkage.TAU) -> FloatArray:
        return shrinkage.shrunk(self.effect, self.variance, self.prior, tau)

    @property
    def sd(self) -> FloatArray:
        return shrinkage.shrunk_sd(self.variance)

    @property
    def own_share(self) -> FloatArray:
        return shrinkage.own_share(self.variance)


def published(profile: Profile) -> Published:
    """The profile as it may be shown; the rules stand at the top of this module."""
    step = effect_step(profile)
    detail = _detail(profile, step)
    rounded = _rounded(profile, step, detail)
    return Published(
        status=profile.status,
        criterion=profile.criterion,
        n=profile.n,
        n_judged=profile.n_judged,
        n_top=profile.n_top,
        scales=_scales(profile, rounded, step, detail),
        leave_one_out=_worst_cases(profile, detail),
        reasons=tuple(each for each in profile.reasons if detail is not Detail.NOTHING or each not in SCORES_DECIDE),
        is_standardised=profile.is_standardised,
        detail=detail,
        step=None if detail is Detail.NOTHING else step,
        agreeing=_agreeing(profile, detail),
    )


def effect_step(profile: Profile) -> float | None:
    """The grid of effects, from counts alone: 5·leverage, up to the next of 1, 2 or 5; None without a contrast."""
    return None if profile.leverage is None else max(FINEST_STEP, next_round(PER_LEVERAGE * profile.leverage))


def next_round(number: float) -> float:
    """The smallest of …, .1, .2, .5, 1, 2, 5, … that is at least `number`, which is above 0."""
    unit = 10.0 ** floor(log10(number))
    return next(round(unit * digit, 9) for digit in (1, 2, 5, 10) if unit * digit >= number * (1 - 1e-9))


def word_for(lowest: float, highest: float, sd: float) -> Word:
    """By the 95 and 80 % intervals of θ, which lies between `lowest` and `highest`: above 0, below a small effect, or
    neither."""
    if lowest > REACH_95 * sd:
        return Word.MATTERS
    if lowest > REACH_80 * sd:
        return Word.PROBABLY_MATTERS
    return Word.HARDLY if highest + REACH_80 * sd < SMALL_EFFECT else Word.UNCLEAR


def rounded_weights(theta: FloatArray) -> list[int]:
    """Weights in per cents, in steps of five that add up to 100: each rounded down, the largest remainders up."""
    share = shrinkage.shares(shrinkage.weights(theta)) * 100 / WEIGHT_STEP
    whole = np.floor(share + 1e-9)
    left = round(float(share.sum() - whole.sum()))
    whole[np.argsort(whole - share, kind="stable")[:left]] += 1
    return [int(each) * WEIGHT_STEP for each in whole]


def _detail(profile: Profile, step: float | None) -> Detail:
    is_named = profile.criterion == "named"
    smallest = min(profile.n_top, profile.n_judged - profile.n_top) if is_named else profile.n_judged
    if step is None or step > WIDEST_STEP or smallest < FEWEST_SHOWN:
        return Detail.NOTHING
    return Detail.RANGES if step > WIDEST_STEP / 2 or smallest < FEWEST_WITH_VALUES else Detail.VALUES


def _rounded(profile: Profile, step: float | None, detail: Detail) -> _Rounded:
    """The effects on the grid, no further than ±2; 0 where nothing may be known, or a group is all alike."""
    prior = np.array([scale.prior for scale in profile.scales])
    if step is None:
        nothing = np.full(len(prior), np.nan)
        return _Rounded(nothing, nothing, prior)
    found = np.array([scale.effect or 0.0 for scale in profile.scales]) * (detail is not Detail.NOTHING)
    limit = step * floor(LARGEST_EFFECT / step + 1e-9)
    effect = np.clip(np.round(np.round(found / step) * step, 9), -limit, limit) + 0.0
    return _Rounded(effect, _variance(profile, effect), prior)


def _variance(profile: Profile, effect: FloatArray) -> FloatArray:
    if profile.criterion == "named":
        return contrast.hedges_variance(effect, profile.n_top, profile.n_judged - profile.n_top)
    r = np.clip(effect / contrast.top_separation(profile.top_share), -0.99, 0.99)
    return contrast.figure_variance(r, profile.top_share, profile.n_judged)


def _scales(profile: Profile, rounded: _Rounded, step: float | None, detail: Detail) -> tuple[PublishedScale, ...]:
    theta, narrow, wide = (rounded.theta(tau) for tau in (shrinkage.TAU, shrinkage.NARROW, shrinkage.WIDE))
    sd, has_values = rounded.sd, detail is Detail.VALUES
    weight = rounded_weights(theta if has_values else rounded.prior)
    cell = rounded.own_share * (step or 0) / 2 * (detail is Detail.RANGES)
    low, high = theta - cell, theta + cell
    return tuple(
        PublishedScale(
            code=scale.code,
            word=word_for(float(low[j]), float(high[j]), float(sd[j])),
            weight=weight[j],
            theta=_on_grid(theta[j], THETA_GRID) if has_values else None,
            interval=_outward(low[j] - REACH_95 * sd[j], high[j] + REACH_95 * sd[j], THETA_GRID),
            own_share=round(100 * float(rounded.own_share[j])),
            effect=float(rounded.effect[j]) if has_values else None,
            effect_interval=_effect_interval(profile, float(rounded.effect[j]), step, detail),
            p=_p(profile, float(rounded.effect[j])) if has_values else None,
            p_floor=scale.p_floor,
            prior=_on_grid(scale.prior, 0.01),
            theta_at_narrow=_on_grid(narrow[j], THETA_GRID) if has_values else None,
            theta_at_wide=_on_grid(wide[j], THETA_GRID) if has_values else None,
            agreement=_agreement(profile, scale),
            agrees_more_than_luck=_agrees(profile, scale),
            reliability=_reliability(profile, scale),
            relevance=scale.relevance,
            validity=scale.validity,
        )
        for j, scale in enumerate(profile.scales)
    )


def _effect_interval(profile: Profile, effect: float, step: float | None, detail: Detail) -> tuple[float, float] | None:
    """95 % of the rounded effect; as a range, that of the whole grid cell."""
    if step is None or detail is Detail.NOTHING:
        return None
    ends = (effect,) if detail is Detail.VALUES else (effect - step / 2, effect + step / 2)
    found = [_interval(profile, end) for end in ends]
    return _outward(found[0][0], found[-1][1], EFFECT_GRID)


def _interval(profile: Profile, effect: float) -> tuple[float, float]:
    if profile.criterion == "named":
        return contrast.hedges_interval(effect, profile.n_top, profile.n_judged - profile.n_top)
    return contrast.figure_interval(effect, profile.top_share, profile.n_judged)


def _p(profile: Profile, effect: float) -> float:
    """p of the rounded effect by Student's t: the permutation's own p would give the effect away."""
    if profile.criterion == "named":
        top, rest = profile.n_top, profile.n_judged - profile.n_top
        t, m = contrast.t_of_effect(np.array(effect), top, rest), top + rest - 2
    else:
        m = profile.n_judged - 2
        r = np.clip(effect / contrast.top_separation(profile.top_share), -0.99, 0.99)
        t = contrast.t_of_correlation(np.array(r), profile.n_judged)
    return max(_on_grid(float(contrast.t_test_p(t, m)), 0.01), 0.01)


def _agreement(profile: Profile, scale: ScaleFigures) -> float | None:
    """r_wg, down to a grid that one person can move by one step at most; None while that is coarser than .5."""
    if scale.agreement is None or profile.n_top < FEWEST_WITH_AGREEMENT:
        return None
    grid = next_round(MOVES_AGREEMENT / profile.n_top)
    return round(floor(scale.agreement / grid + 1e-9) * grid, 9)


def _agrees(profile: Profile, scale: ScaleFigures) -> bool | None:
    """Per scale only in larger groups: of five people it would tell each how near the others are."""
    if scale.agreement_luck is None or profile.n_top < FEWEST_WITH_AGREEMENT:
        return None
    return scale.agreement_luck <= LUCKY


def _agreeing(profile: Profile, detail: Detail) -> int | None:
    """On how many scales, without saying on which."""
    found = [scale.agreement_luck <= LUCKY for scale in profile.scales if scale.agreement_luck is not None]
    return sum(found) if found and detail is Detail.VALUES else None


def _reliability(profile: Profile, scale: ScaleFigures) -> float:
    """The planning value as it is, what was found on a grid of 4/n: twice what one raw point of one person does."""
    return (
        _on_grid(scale.reliability, next_round(MOVES_RELIABILITY / profile.n))
        if profile.is_standardised
        else scale.reliability
    )


def _worst_cases(profile: Profile, detail: Detail) -> LeaveOneOut | None:
    """Both worst cases, to the worse side of a grid; of the bands, in a small group, only whether the limit holds.

    One person can change the band of several: with 34 people a share by the person would tell who is near an edge.
    """
    found = profile.leave_one_out
    if found is None or detail is Detail.NOTHING:
        return None
    grid = 0.05 if detail is Detail.VALUES else 0.25
    cosine = floor(found.smallest_cosine / grid + 1e-9) * grid
    limit = MOST_BAND_CHANGES if MOVES_BANDS / profile.n > BANDS_GRID else BANDS_GRID
    changes = max(1, ceil(found.band_changes / limit - 1e-9)) * limit
    return LeaveOneOut(round(cosine, 9), min(1.0, round(changes, 9)), found.flips)


def _on_grid(number: float, grid: float) -> float:
    return round(round(float(number) / grid) * grid, 9) + 0.0


def _outward(low: float, high: float, grid: float) -> tuple[float, float]:
    """An interval on the grid that holds the one given."""
    return (
        round(floor(float(low) / grid + 1e-9) * grid, 9) + 0.0,
        round(ceil(float(high) / grid - 1e-9) * grid, 9) + 0.0,
    )
