"""The papers of a profile: the technical report and the works council's pack, as PDF made by the press."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template

from assess import council_words, formula_words, outcome_words
from assess.instruments import Instrument
from assess.models import InstrumentApproval, JobProfile
from assess.queries.candidacy import A_YEAR
from assess.queries.outcomes import Outcome
from certificates.canonical import Json, canonical
from certificates.paper import Attachment, attach, readable
from kernel import press
from kernel.errors import Unavailable
from kernel.press import PressError
from people.letter_sheets import pdf_of
from people.models import Organisation

STYLES = "dossier.css"
DOCUMENT = "profile.json"


@dataclass(frozen=True)
class Reader:
    """For whom a paper is drawn: of which organisation, in which language, on which day."""

    organisation: Organisation
    language: str
    on: date


@dataclass(frozen=True)
class Look:
    """How the organisation looks on paper."""

    name: str
    logo: str | None
    ink: str

    @classmethod
    def of(cls, organisation: Organisation) -> "Look":
        logo = None
        if organisation.logo is not None and organisation.logo_mime is not None:
            logo = f"data:{organisation.logo_mime};base64,{base64.b64encode(organisation.logo).decode()}"
        return cls(organisation.name, logo, readable(organisation.accent))


def technical_report(
    reader: Reader,
    profile: JobProfile,
    outcome: Outcome,
    instrument: Instrument,
    approvals: Sequence[InstrumentApproval],
) -> str:
    """The technical report as an HTML page for A4, in the current locale; `approvals` of the instrument."""
    return render_template(
        "assess/technical_report.html",
        look=Look.of(reader.organisation),
        profile=profile,
        told=outcome_words.told(outcome, instrument, reader.language),
        formulas=formula_words.formulas(outcome),
        figures=list(formula_words.figures(outcome, instrument, reader.language)),
        instrument=instrument,
        instrument_approvals=approvals,
        locale=reader.language,
        on=reader.on,
    )


def works_council(reader: Reader, profile: JobProfile, outcome: Outcome | None, instrument: Instrument) -> str:
    """The works council's pack as an HTML page for A4, in the current locale; the outcome once the scores are open."""
    return render_template(
        "assess/works_council.html",
        look=Look.of(reader.organisation),
        profile=profile,
        told=outcome_words.told(outcome, instrument, reader.language) if outcome else None,
        instrument=instrument,
        roles=council_words.roles(),
        matrix=list(council_words.matrix()),
        grounds=list(council_words.grounds()),
        keep_days=A_YEAR.days,
        locale=reader.language,
        on=reader.on,
    )


def printed(html: str, document: Json | None = None, seconds: float = press.LONGEST) -> bytes:
    """The page as a tagged PDF, with the approved document in it as `profile.json` (RFC 8785): who has the paper can
    check it against the log. Errors: `Unavailable` when the press can't now."""
    try:
        pdf = press.drawn(_drawn, html, seconds=seconds)
    except PressError as error:
        raise Unavailable from error
    return attach(pdf, [Attachment(DOCUMENT, "application/json", DOCUMENT, canonical(document))]) if document else pdf


def _drawn(html: str) -> bytes:
    return pdf_of([html], STYLES, tags=True)
