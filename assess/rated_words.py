"""Rated work in words: what a kind is called, whether it counts in a profile, and what all together comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _, ngettext

from assess.instruments import Instrument
from assess.rated_work import RATERS_NEEDED, Counted, Kind, RatedTotal, scales_of
from kernel.words import N_

KINDS = {Kind.INTERVIEW: N_("Interview"), Kind.CALL: N_("Gespeeld gesprek")}
TOGETHER = {
    "below": N_("Alles samen, met beoordeeld werk: waarschijnlijk lager dan de middelste helft van de collega’s."),
    "around": N_("Alles samen, met beoordeeld werk: rond de middelste helft van de collega’s, of niet zeker erbuiten."),
    "above": N_("Alles samen, met beoordeeld werk: waarschijnlijk hoger dan de middelste helft van de collega’s."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What stands above somebody's ratings. `is_beside`: none of it counts in the profile."""

    is_beside: bool
    together: str | None
    more: tuple[str, ...]


def said(total: RatedTotal, rated: Iterable[str]) -> Said:
    """`rated` are the kinds that are shown below it."""
    if not total.counted:
        return Said(is_beside=True, together=None, more=())
    beside = [kind for kind in dict.fromkeys(rated) if kind not in total.counted]
    more = [_why_not(total)] if total.band is None else []
    if beside:
        more.append(_("Naast het profiel staat: %(kinds)s. Dat telt er niet in mee.", kinds=names(beside)))
    return Said(is_beside=False, together=_(TOGETHER[total.band]) if total.band else None, more=tuple(more))


def in_profile(counted: Sequence[Counted], people: int, instrument: Instrument, language: str) -> list[str]:
    """Whether rated work counts in a profile, in a sentence; then of each kind how many were rated, and on what."""
    if not counted:
        return [_("Beoordeeld werk staat naast dit profiel en telt er niet in mee.")]
    first = _("Ook beoordeeld werk telt in dit profiel mee: %(kinds)s.", kinds=names(each.kind for each in counted))
    return [first, *(_counts(each, people, instrument, language) for each in counted)]


def _counts(each: Counted, people: int, instrument: Instrument, language: str) -> str:
    topics = ", ".join(scale.name.in_(language) for scale in scales_of(instrument, each.kind, each.codes))
    words = ngettext(
        "%(kind)s: %(num)s collega is beoordeeld door %(raters)s mensen, op %(topics)s.",
        "%(kind)s: %(num)s collega’s zijn ieder beoordeeld door %(raters)s mensen, op %(topics)s.",
        people,
        kind=names([each.kind]),
        raters=RATERS_NEEDED,
        topics=topics,
    )
    return str(words)


def names(kinds: Iterable[str]) -> str:
    return ", ".join(_(KINDS[Kind(kind)]) for kind in kinds)


def _why_not(total: RatedTotal) -> str:
    if total.missing:
        words = _("In dit profiel telt ook mee: %(kinds)s. Pas als dat er is, is er een totaal met beoordeeld werk.")
        return str(words % {"kinds": names(total.missing)})
    return str(_("Een totaal met beoordeeld werk geven we niet. Daarvoor weten we te weinig."))
