"""Two versions of a profile beside each other, in words: what changed for each competency."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from assess.instruments import SITUATIONS, Instrument
from assess.outcome_words import WORDS, name_of
from assess.queries.outcomes import Outcome
from assess.rated_work import Kind

if TYPE_CHECKING:
    from assess.method.published import Published, PublishedScale


def differences(before: Outcome, after: Outcome, instrument: Instrument, language: str) -> Iterator[dict[str, str]]:
    """Two versions beside each other, a scale a row; a scale that one of them lacks has a dash."""
    has_weights = all(each.shown.status.may_have_composite() for each in (before, after))
    old, new = ({scale.code: scale for scale in each.shown.scales} for each in (before, after))
    for code in [*new, *(code for code in old if code not in new)]:
        if code not in {*instrument.codes, SITUATIONS, *Kind}:
            continue
        yield {
            "name": name_of(code, instrument, language),
            "before": _said(old.get(code), before.shown),
            "after": _said(new.get(code), after.shown),
            "change": _change(old.get(code), new.get(code), has_weights=has_weights),
        }


def _said(scale: "PublishedScale | None", shown: "Published") -> str:
    if scale is None:
        return "–"
    weight = _("Telt voor %(weight)s %% mee.", weight=scale.weight) if shown.status.may_have_composite() else ""
    return f"{_(WORDS[scale.word])} {weight}".strip()


def _change(old: "PublishedScale | None", new: "PublishedScale | None", *, has_weights: bool) -> str:
    if old is None or new is None:
        return str(_("Niet in beide"))
    if old.word != new.word:
        return str(_("Anders"))
    if has_weights and old.weight != new.weight:
        return str(_("Telt meer mee") if new.weight > old.weight else _("Telt minder mee"))
    return str(_("Hetzelfde"))
