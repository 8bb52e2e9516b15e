"""Every figure of a profile that may be shown, with its formula and source: for the psychologist and on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import format_decimal, gettext as _

from assess.instruments import Instrument
from assess.outcome_words import name_of
from assess.queries.outcomes import Outcome
from kernel.words import N_

if TYPE_CHECKING:
    from assess.method.published import PublishedScale


@dataclass(frozen=True)
class Formula:
    """One quantity: its sign, what it is, how it is computed, and who published that."""

    sign: str
    name: str
    formula: str
    source: str


DOCS = "docs/method.md"
COMMON = (
    Formula("rel", N_("Relevantie: wat de deskundigen zeggen, gemiddeld"), "rel = 0 … 4", DOCS),
    Formula("ρ", N_("Validiteit van de soort meting"), "ρ = {validities}", "Sackett et al. 2022"),
    Formula("p", N_("Aandeel van de besten"), "p = n₁/n", DOCS),
    Formula("μ", N_("Wat de deskundigen beloven, in d"), "μ = d(p)·ρ·rel/4,  d(p) = φ(z_p)/(p(1−p))", DOCS),
)
NAMED = (
    Formula("g", N_("Verschil tussen de besten en de anderen"), "g = J·(M₁−M₂)/S_p", "Hedges 1981"),
    Formula("v", N_("Variantie van het verschil"), "v = 1/n₁ + 1/n₂ + g²/(2(n₁+n₂))", "Hedges 1981"),
    Formula("95 %", N_("Interval van het verschil"), "t(m, δ)⁻¹", "Cumming & Finch 2001"),
    Formula(
        "p-waarde",
        N_("Kans op zo’n verschil bij toeval, bij het afgeronde verschil"),
        "t = g/(J·√(1/n₁+1/n₂))",
        "Student 1908",
    ),
)
FIGURED = (
    Formula("g", N_("Samenhang met het cijfer, in d"), "g = d(p)·r", DOCS),
    Formula("v", N_("Variantie van het verschil"), "v = d(p)²·(1−r²)²/(N−1)", DOCS),
    Formula("95 %", N_("Interval van het verschil"), "tanh(atanh r ± 1.96/√(N−3))·d(p)", "Fisher 1921"),
    Formula(
        "p-waarde",
        N_("Kans op zo’n samenhang bij toeval, bij het afgeronde verschil"),
        "t = r·√((N−2)/(1−r²))",
        "Pitman 1937",
    ),
)
AFTER = (
    Formula(
        "θ̂",
        N_("Verwacht verschil: deskundigen en eigen mensen samen"),
        "θ̂ = (g/v + μ/τ²)/(1/v + 1/τ²),  τ = .15",
        "Gelman et al. 2013, 5.17",
    ),
    Formula("B", N_("Aandeel van de eigen mensen"), "B = τ²/(τ² + v)", DOCS),
    Formula("w", N_("Gewicht, als deel van het geheel"), "w = max(0, θ̂)", DOCS),
    Formula("θ̂₁₀, θ̂₂₅", N_("Gevoeligheid: hetzelfde met een andere τ"), "τ = .10 / .25", DOCS),
    Formula("r_wg", N_("Hoe eens de besten het zijn"), "1 − s²/σ²,  σ² = 2", "James et al. 1984"),
    Formula("α", N_("Betrouwbaarheid"), "α = m/(m−1)·(1 − Σs_j²/s²)", "Cronbach 1951"),
    Formula("cos", N_("Zonder één collega: kleinste gelijkenis van de gewichten"), "w·w₋ᵢ/(|w|·|w₋ᵢ|)", DOCS),
    Formula(
        "Δband",
        N_("Zonder één collega: grootste deel dat op een andere plaats komt"),
        "#{i : band₋ᵢ ≠ band}/n",
        DOCS,
    ),
)
RATED = {  # by whether the two raters were the same for everybody: ICC(2,k) or ICC(1,k)
    True: Formula(
        "ICC",
        N_("Betrouwbaarheid van beoordeeld werk: het gemiddelde van twee beoordelaars"),
        "(MSP − MSE) / (MSP + (MSR − MSE)/n)",
        "Shrout & Fleiss 1979",
    ),
    False: Formula(
        "ICC",
        N_("Betrouwbaarheid van beoordeeld werk: het gemiddelde van twee beoordelaars, niet bij iedereen dezelfde"),
        "(MSP − MSW) / MSP",
        "Shrout & Fleiss 1979",
    ),
}
MODULES = {
    "rel": "queries.advisers", "ρ": "services.studying", "p": "method.criteria", "μ": "method.shrinkage.prior",
    "g": "method.contrast", "v": "method.contrast", "95 %": "method.contrast", "p-waarde": "method.disclosure",
    "θ̂": "method.shrinkage.shrunk", "B": "method.shrinkage.own_share", "w": "method.shrinkage.weights",
    "θ̂₁₀, θ̂₂₅": "method.disclosure", "r_wg": "method.agreement", "α": "method.reliability",
    "cos": "method.leave_one_out", "Δband": "method.leave_one_out", "ICC": "method.rating.reliability",
}  # fmt: skip


def formulas(outcome: Outcome) -> list[dict[str, str]]:
    """The formulas that belong to what is shown, each with the module that computes it."""
    contrast = {"named": NAMED, "figure": FIGURED}.get(outcome.shown.criterion, ())
    rated = [RATED[each] for each in (True, False) if each in {one.has_same_raters for one in outcome.counted}]
    validities = " / ".join(f".{each:.0f}" for each in sorted({100 * each.validity for each in outcome.shown.scales}))
    return [
        {
            "sign": _(each.sign),
            "name": _(each.name),
            "formula": each.formula.replace("{validities}", validities),
            "source": each.source,
            "module": MODULES[each.sign],
        }
        for each in (*COMMON, *contrast, *AFTER, *rated)
    ]


def figures(outcome: Outcome, instrument: Instrument, language: str) -> Iterator[dict[str, str]]:
    """Every figure that may be shown, a scale a row, as text; a dash where there is none."""
    has_weights, rated = outcome.shown.status.may_have_composite(), {each.kind for each in outcome.counted}
    for scale in outcome.shown.scales:
        weight = f"{scale.weight}\u00a0%" if has_weights else "–"
        sign, name = "ICC" if scale.code in rated else "α", name_of(scale.code, instrument, language)
        yield {"name": name, "weight": weight, "reliability_sign": sign, **_figures(scale)}


def _figures(scale: "PublishedScale") -> dict[str, str]:
    return {
        "relevance": _text(scale.relevance),
        "validity": _text(scale.validity),
        "prior": _text(scale.prior),
        "effect": _text(scale.effect),
        "effect_interval": _pair(scale.effect_interval),
        "p": _text(scale.p),
        "theta": _text(scale.theta),
        "interval": _pair(scale.interval),
        "own_share": f"{scale.own_share}\u00a0%",
        "narrow": _text(scale.theta_at_narrow),
        "wide": _text(scale.theta_at_wide),
        "agreement": _text(scale.agreement),
        "luck": "–" if scale.agrees_more_than_luck is None else _("ja") if scale.agrees_more_than_luck else _("nee"),
        "reliability": _text(scale.reliability),
    }


def _text(number: float | None) -> str:
    return "–" if number is None else str(format_decimal(number, "0.00"))


def _pair(numbers: tuple[float, float] | None) -> str:
    if numbers is None:
        return "–"
    low, high = (format_decimal(number, "0.00") for number in numbers)
    return str(_("%(low)s tot %(high)s", low=low, high=high))
