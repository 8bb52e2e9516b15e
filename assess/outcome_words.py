"""What came out of a profile in words: what pages and papers say of it. Reads only what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from flask_babel import format_decimal, gettext as _, ngettext

from assess.instruments import SITUATIONS, Instrument
from assess.queries.outcomes import Outcome
from assess.rated_words import KINDS as EXERCISES, in_profile
from assess.rated_work import Kind
from assess.selection_words import STATUS_FORBIDS
from assess.status_words import STATUS_NAMES
from kernel.words import N_

if TYPE_CHECKING:
    from assess.method.published import Published, PublishedScale

STATUS_KINDS = {"hypothesis": "todo", "indicative": "busy", "provisional": "busy", "followed_up": "good"}
REASONS = {
    "no_contrast": N_("Er zijn geen twee groepen om te vergelijken."),
    "few_tested": N_("Er deden minder dan 30 collega’s mee."),
    "few_top": N_("Minder dan 5 van de besten deden mee."),
    "no_weight": N_("Geen enkele competentie krijgt gewicht."),
    "sign_flip": N_("Zonder één collega slaat een competentie om die zwaar telt."),
    "bands_change": N_("Zonder één collega krijgt meer dan 15 procent van de collega’s een andere plaats."),
    "fewer_than_85": N_("Er deden minder dan 85 collega’s mee."),
    "no_follow_up": N_("Niemand heeft nog gekeken of het klopt bij nieuwe collega’s."),
}
LATER = frozenset({"fewer_than_85", "no_follow_up"})
WORDS = {
    "matters": N_("Doet ertoe."),
    "probably_matters": N_("Doet er waarschijnlijk toe."),
    "unclear": N_("Niet duidelijk of dit ertoe doet."),
    "hardly": N_("Doet er waarschijnlijk weinig toe."),
}
KINDS = {
    "figure": N_("een cijfer per persoon"),
    "named": N_("aangewezen door twee beoordelaars, die elkaars lijst niet zagen"),
    "none": N_("er is geen maatstaf: het profiel rust alleen op de deskundigen"),
}
MAY = {
    "hypothesis": (
        N_("Vragen voor een gesprek kiezen bij de competenties die ertoe doen."),
        N_("Per competentie laten zien hoe iemand antwoordde."),
    ),
    "indicative": (
        N_("Scores per competentie naast elkaar leggen, elk met zijn onzekerheid."),
        N_("Eén totaal gebruiken als aanwijzing, naast een gesprek en iemands ervaring."),
        N_("Vragen voor een gesprek kiezen bij de competenties die ertoe doen."),
    ),
}
MAY_NOT = {
    "hypothesis": (
        N_("Scores bij elkaar tellen, of kandidaten op een rij zetten."),
        N_("Iemand afwijzen omdat een score laag is."),
        N_("Zeggen dat de besten dit gemeen hebben: dat kan toeval zijn."),
    ),
    "indicative": (
        N_("Iemand afwijzen op een score alleen."),
        N_("Een klein verschil tussen twee kandidaten een verschil noemen."),
        N_("Zeggen dat dit voorspelt hoe iemand het werk gaat doen."),
        N_("Dit profiel voor een andere functie gebruiken."),
    ),
}
GRID = 0.5


@dataclass(frozen=True)
class Row:
    """One line of components/interval_chart.html; `value` is None where only a range may be shown."""

    code: str
    label: str
    value: float | None
    low: float
    high: float
    words: str
    about: None = None
    band_low: None = None
    band_high: None = None


@dataclass(frozen=True)
class Ends:
    """Where the scale of the drawing begins and ends, with its marks."""

    low: float
    high: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / GRID)
        return [self.low + GRID * number for number in range(count + 1)]


@dataclass(frozen=True)
class Told:
    """All that a page or a paper says of an outcome, in the current locale; see templates/assess/outcome_parts.html."""

    outcome: Outcome
    rows: list[Row]
    ends: Ends
    status: str
    status_kind: str
    forbids: str
    reasons: list[str]
    people: list[str]
    rated_work: list[str]
    criterion: str
    own_shares: str
    may: list[str]
    may_not: list[str]
    worst_cases: list[str]
    sensitivity: str
    agreement: str

    @property
    def is_experts_alone(self) -> bool:
        """Whether nothing of the own people is in it."""
        return not any(scale.own_share for scale in self.outcome.shown.scales)

    @property
    def has_ranges_only(self) -> bool:
        return all(row.value is None for row in self.rows)


def told(outcome: Outcome, instrument: Instrument, language: str) -> Told:
    """`outcome` in words, the competencies named in `language`."""
    shown, lines = outcome.shown, rows(outcome, instrument, language)
    kind = "hypothesis" if shown.status == "hypothesis" else "indicative"
    return Told(
        outcome=outcome,
        rows=lines,
        ends=ends(lines),
        status=_(STATUS_NAMES[shown.status]),
        status_kind=STATUS_KINDS[shown.status],
        forbids=_(STATUS_FORBIDS[shown.status]),
        reasons=_reasons(shown),
        people=people(outcome),
        rated_work=in_profile(outcome.counted, shown.n, instrument, language),
        criterion=_(KINDS[outcome.kind]),
        own_shares=own_shares(shown),
        may=[_(words) for words in MAY[kind]],
        may_not=[_(words) for words in MAY_NOT[kind]],
        worst_cases=worst_cases(shown),
        sensitivity=sensitivity(shown),
        agreement=agreement(shown),
    )


def name_of(code: str, instrument: Instrument, language: str) -> str:
    if code in set(Kind):
        return str(_(EXERCISES[Kind(code)]))
    return str(_("Situaties uit het werk")) if code == SITUATIONS else instrument.competency(code).name.in_(language)


def rows(outcome: Outcome, instrument: Instrument, language: str) -> list[Row]:
    """Every scale, what is expected to matter most first."""
    shown = outcome.shown
    made = [_row(each, shown, instrument, language) for each in shown.scales]
    return sorted(made, key=lambda row: (-(row.low + row.high), row.label))


def ends(chart: Sequence[Row]) -> Ends:
    """A scale that holds every interval and the nought, in halves."""
    low = min([0.0, *(row.low for row in chart)])
    high = max([GRID, *(row.high for row in chart)])
    return Ends(floor(low / GRID + 1e-9) * GRID, ceil(high / GRID - 1e-9) * GRID)


def _reasons(shown: "Published") -> list[str]:
    """Why the status is no higher; of a hypothesis only what makes it one."""
    later = LATER if shown.status == "hypothesis" else frozenset()
    return [_(REASONS[reason]) for reason in shown.reasons if reason not in later]


def _row(scale: "PublishedScale", shown: "Published", instrument: Instrument, language: str) -> Row:
    name = name_of(scale.code, instrument, language)
    return Row(scale.code, name, scale.theta, *scale.interval, sentence(scale, shown))


def sentence(scale: "PublishedScale", shown: "Published") -> str:
    """What one may know of a competency, how heavy it counts where that is allowed, and whose word it is."""
    said = [_(WORDS[scale.word]), whose(scale.own_share)]
    if shown.status.may_have_composite():
        said.append(_("Telt voor %(weight)s %% mee.", weight=scale.weight))
    return " ".join(said)


def whose(own_share: int) -> str:
    """Whose word it is, in per cents."""
    if not own_share:
        return str(_("Dit komt helemaal van de deskundigen."))
    said = _(
        "%(own)s %% hiervan komt van je eigen mensen, %(experts)s %% van de deskundigen.",
        own=own_share,
        experts=100 - own_share,
    )
    return str(said)


def own_shares(shown: "Published") -> str:
    """The share of own data over all competencies."""
    low, high = (end(scale.own_share for scale in shown.scales) for end in (min, max))
    if low == high:
        return whose(low)
    said = _(
        "Per competentie komt %(low)s tot %(high)s %% van je eigen mensen. De rest komt van de deskundigen.",
        low=low,
        high=high,
    )
    return str(said)


def people(outcome: Outcome) -> list[str]:
    """Who took part, as counts."""
    shown = outcome.shown
    if shown.criterion == "figure":  # of who has none it isn't told whether they took part
        said = [
            ngettext(
                "%(num)s collega met een cijfer deed mee.",
                "%(num)s collega’s met een cijfer deden mee.",
                shown.n_judged,
            )
        ]
    else:
        said = [ngettext("%(num)s collega deed mee.", "%(num)s collega’s deden mee.", shown.n)]
    if shown.criterion == "named":
        said.append(
            ngettext("%(num)s van hen is een van de besten.", "%(num)s van hen horen bij de besten.", shown.n_top)
        )
    elif shown.criterion == "none":
        said.append(_("Er was geen vergelijking mogelijk tussen de besten en de anderen."))
    said.append(
        ngettext(
            "%(num)s deskundige zei wat belangrijk is.",
            "%(num)s deskundigen zeiden wat belangrijk is.",
            outcome.experts,
        )
    )
    return said


def worst_cases(shown: "Published") -> list[str]:
    """What happens when one colleague is left out: the two worst cases, never whose."""
    found = shown.leave_one_out
    if found is None:
        return [_("Er deden te weinig mensen mee om dit te laten zien.")]
    said = [
        _(
            "In het ergste geval lijken de gewichten nog minstens %(cosine)s op deze (1 is helemaal gelijk).",
            cosine=_number(found.smallest_cosine),
        ),
        _(
            "In het ergste geval krijgt hoogstens %(share)s %% van de collega’s een andere plaats: "
            "lager dan, rond of hoger dan de middelste helft.",
            share=round(100 * found.band_changes),
        ),
    ]
    flips = (
        _("Dan slaat een competentie om die zwaar telt.")
        if found.flips
        else _("Geen competentie die zwaar telt, slaat dan om.")
    )
    return [*said, flips]


def sensitivity(shown: "Published") -> str:
    """How far θ̂ moves when the own people count less (τ = .10) or more (τ = .25)."""
    moves = [
        abs(other - scale.theta)
        for scale in shown.scales
        for other in (scale.theta_at_narrow, scale.theta_at_wide)
        if scale.theta is not None and other is not None
    ]
    if not moves:
        return str(_("Hoe zwaar de eigen mensen tellen, laten we hier niet zien: er zijn te weinig mensen."))
    words = _("Laten we de eigen mensen minder of meer tellen, dan verschuift geen competentie verder dan %(most)s.")
    return str(words % {"most": _number(max(moves))})


def agreement(shown: "Published") -> str:
    """On how many scales the best agree more than 95 % of random groups do; empty where nothing may be said."""
    if shown.agreeing is None:
        return ""
    said = _(
        "Op %(count)s van de %(scales)s onderdelen lijken de besten meer op elkaar dan 95 %% van de groepen die je zou "
        "loten. Door toeval verwacht je dat bij ongeveer één onderdeel.",
        count=shown.agreeing,
        scales=len(shown.scales),
    )
    return str(said)


def _number(value: float) -> str:
    return str(format_decimal(value, "0.00"))
