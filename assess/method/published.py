"""The shapes of what may be shown of a profile; `disclosure` fills them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from assess.method.profiles import LeaveOneOut, Status


class Word(StrEnum):
    """What one plain sentence says about a competency."""

    MATTERS = "matters"
    PROBABLY_MATTERS = "probably_matters"
    UNCLEAR = "unclear"
    HARDLY = "hardly"


class Detail(IntEnum):
    """How much of the own people is shown."""

    NOTHING = 0
    RANGES = 1
    VALUES = 2


@dataclass(frozen=True)
class PublishedScale:
    """One competency as it may be shown. `theta` and its 95 % interval in d; None where only ranges are shown.

    `weight` and `own_share` are whole per cents; `effect`, its interval and `p` belong to the rounded effect.
    """

    code: str
    word: Word
    weight: int
    theta: float | None
    interval: tuple[float, float]
    own_share: int
    effect: float | None
    effect_interval: tuple[float, float] | None
    p: float | None
    p_floor: float | None
    prior: float
    theta_at_narrow: float | None
    theta_at_wide: float | None
    agreement: float | None
    agrees_more_than_luck: bool | None
    reliability: float
    relevance: float
    validity: float


@dataclass(frozen=True)
class Published:
    """A profile as it may be shown to HR, experts and managers, exported and printed.

    `step` is the effects' grid; `agreeing` on how many scales the best agree more than 95 % of random groups do.
    """

    status: Status
    criterion: str
    n: int
    n_judged: int
    n_top: int
    scales: tuple[PublishedScale, ...]
    leave_one_out: LeaveOneOut | None
    reasons: tuple[str, ...]
    is_standardised: bool
    detail: Detail
    step: float | None
    agreeing: int | None
