"""A report in words: what a page, a PDF and HR's page show of its facts, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from assess.instruments import SITUATIONS, Instrument
from assess.report_facts import Facts, Score
from assess.status_words import STATUS_MEANS, STATUS_NAMES
from kernel.words import N_

MISSING = N_("Te weinig antwoorden voor een score.")
COMPARED = {
    "below": N_("Waarschijnlijk lager dan bij de meeste collega’s."),
    "around": N_("Niet zeker anders dan bij collega’s."),
    "above": N_("Waarschijnlijk hoger dan bij de meeste collega’s."),
}
SAID = {
    "low": N_("Je zegt: dit past weinig bij mij."),
    "middle": N_("Je zegt: soms wel, soms niet."),
    "high": N_("Je zegt: dit past goed bij mij."),
}
JUDGED = {
    "low": N_("Je beoordeelt de situaties vaak anders dan de deskundigen."),
    "middle": N_("Je beoordeelt de situaties soms zoals de deskundigen."),
    "high": N_("Je beoordeelt de situaties vaak zoals de deskundigen."),
}
TOGETHER = {
    "below": N_("Alles samen: waarschijnlijk lager dan de middelste helft van de collega’s."),
    "around": N_("Alles samen: rond de middelste helft van de collega’s, of niet zeker erbuiten."),
    "above": N_("Alles samen: waarschijnlijk hoger dan de middelste helft van de collega’s."),
}
LOW, HIGH = 2.5, 3.5


@dataclass(frozen=True)
class Row:
    """One line of components/interval_chart.html; `meaning` says in a sentence what was measured."""

    label: str
    value: str | None
    low: str | None
    high: str | None
    words: str
    meaning: str
    band_low: None = None
    band_high: None = None


@dataclass(frozen=True)
class Shown:
    """The whole report, ready for templates/assess/report_body.html."""

    facts: Facts
    rows: tuple[Row, ...]
    measured: str
    status: str
    status_means: str
    together: str | None

    @property
    def missing(self) -> int:
        """On how many scales too few answers were given."""
        return sum(row.value is None for row in self.rows)

    @property
    def is_drawn(self) -> bool:
        """Whether there is a score to draw."""
        return self.missing < len(self.rows)


def shown(facts: Facts, instrument: Instrument, language: str) -> Shown:
    """`facts` in words of the current locale, the competencies named in `language`."""
    return Shown(
        facts=facts,
        rows=tuple(_rows(facts, instrument, language)),
        measured=_measured(facts),
        status=_(STATUS_NAMES[facts.status]),
        status_means=_(STATUS_MEANS[facts.status]),
        together=_(TOGETHER[facts.composite_band]) if facts.composite_band else None,
    )


def _measured(facts: Facts) -> str:
    """How much of the questions was answered."""
    counts = {"statements": facts.statements, "situations": facts.situations}
    if facts.statements_answered is None or facts.situations_answered is None:
        words = N_(
            "De vragenlijst heeft %(statements)s zinnen, over hoe goed ze bij je passen, en %(situations)s situaties, "
            "over wat iemand dan kan doen."
        )
        return str(_(words, **counts))
    answered = {"answered": facts.statements_answered, "judged": facts.situations_answered}
    words = N_(
        "Bij %(answered)s van de %(statements)s zinnen zei je hoe goed ze bij je passen. In %(judged)s van de "
        "%(situations)s situaties beoordeelde je wat iemand kan doen."
    )
    return str(_(words, **counts, **answered))


def _rows(facts: Facts, instrument: Instrument, language: str) -> Iterator[Row]:
    for score in facts.scores:
        if score.code == SITUATIONS:
            name = _("Situaties uit het werk")
            about = _("Hoe goed je inschat wat werkt, in %(count)s situaties.", count=facts.situations)
        else:
            competency = instrument.competency(score.code)
            name, about = competency.name.in_(language), competency.definition.in_(language)
        yield Row(name, score.value, score.low, score.high, _words(score), about)


def _words(score: Score) -> str:
    """What the score says by itself, and beside colleagues where there are enough of them."""
    if score.value is None:
        return str(_(MISSING))
    level = "low" if float(score.value) < LOW else "high" if float(score.value) > HIGH else "middle"
    said: str = _((JUDGED if score.code == SITUATIONS else SAID)[level])
    return f"{said} {_(COMPARED[score.band])}" if score.band else said
