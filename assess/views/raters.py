"""The psychologist: how far raters agree, per kind of exercise and per competency, without names."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import format_decimal, gettext as _

from assess.queries.instruments import instrument_of, instrument_slugs, published_revision
from assess.queries.raters import Agreement, agreement_on, in_steps
from assess.rated_words import KINDS
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel.database import read_session
from kernel.errors import NotFound
from kernel.words import N_
from people import access
from people.permissions import Permission

if TYPE_CHECKING:
    from assess.method.icc import Intraclass
    from assess.method.rating import RaterAgreement

FORMULAS = (
    ("ICC(1)", N_("Eén beoordelaar, wie dan ook"), "(MSP − MSW) / (MSP + (k−1)·MSW)", "Shrout & Fleiss 1979"),
    (
        "ICC(2,1)",
        N_("Eén beoordelaar, als steeds dezelfde twee beoordelen"),
        "(MSP − MSE) / (MSP + (k−1)·MSE + k·(MSR − MSE)/n)",
        "Shrout & Fleiss 1979",
    ),
    ("ICC(2,k)", N_("Het gemiddelde van die twee"), "k·ICC(2,1) / (1 + (k−1)·ICC(2,1))", "Shrout & Fleiss 1979"),
    ("α", N_("Krippendorffs α, ordinaal"), "1 − D_o/D_e", "Krippendorff 2019"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table, in words."""

    name: str
    people: str
    any_pair: str
    single: str
    mean_of_two: str
    alpha: str


@assess.get("/figures/raters/<slug>")
@access.requires(Permission.READ_FIGURES)
def raters(slug: str) -> str:
    session = read_session()
    if slug not in instrument_slugs(session):
        raise NotFound
    found = agreement_on(session, access.me(), slug)
    return render_template(
        "assess/raters.html",
        title=instrument_of(published_revision(session, slug)).title.in_(language()),
        in_steps=in_steps,
        found=[(each, _(KINDS[each.kind]), _lines(each)) for each in found],
        formulas=[
            {"sign": sign, "name": _(name), "formula": formula, "source": source}
            for sign, name, formula, source in FORMULAS
        ],
    )


def _lines(found: Agreement) -> list[Line]:
    whole = _line(_("Alles samen (gemiddelde)"), found.whole)
    return [whole, *(_line(scale.name.in_(language()), agreed) for scale, agreed in found.scales)]


def _line(name: str, agreed: "RaterAgreement") -> Line:
    if not agreed.has_enough_people():
        few = _("te weinig")
        return Line(name, "–", few, few, few, few)
    people = str(_("%(num)s of meer", num=in_steps(agreed.people)))
    alpha = _figure(agreed.alpha) if agreed.alpha is not None else _("geen verschil")
    single, mean = _interval(agreed.single), _interval(agreed.mean_of_two)
    return Line(name, people, _interval(agreed.any_pair), single, mean, alpha)


def _interval(found: "Intraclass | None") -> str:
    """The value with its 95 % interval."""
    if found is None:
        return str(_("geen verschil"))
    return f"{_figure(found.value)} [{_figure(found.low)}; {_figure(found.high)}]"


def _figure(value: float) -> str:
    return "−∞" if value == float("-inf") else str(format_decimal(value, "0.00")).replace("-", "−")
