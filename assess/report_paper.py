"""The report on paper: the same words and drawing as the page, as a PDF made by the press."""

from flask import current_app

from assess.instruments import Instrument
from assess.report_facts import Facts
from assess.report_words import shown
from kernel import press
from people.letter_sheets import pdf_of
from people.models import Organisation

STYLES = "report.css"


def page(organisation: Organisation, facts: Facts, instrument: Instrument, language: str) -> str:
    """The report as an HTML page for A4, in the language that is forced now; needs no request."""
    template = current_app.jinja_env.get_template("assess/report_paper.html")
    return template.render(organisation=organisation, report=shown(facts, instrument, language), locale=language)


def printed(html: str, seconds: float = press.LONGEST) -> bytes:
    """The page as a tagged PDF. Errors: `PressError`."""
    return press.drawn(_drawn, html, seconds=seconds)


def _drawn(html: str) -> bytes:
    return pdf_of([html], STYLES, tags=True)
