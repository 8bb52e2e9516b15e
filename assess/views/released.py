"""A released report and the guide made from it, for HR and for who decides along. Each look is written down first.

Blocked or not chosen yet: one page, the same words, nothing else.
"""

from typing import NamedTuple

from flask import render_template
from flask_babel import get_locale

from assess.guides import Reason
from assess.queries.candidates import Candidate
from assess.queries.instruments import shown as instrument_shown
from assess.queries.rated import released_of
from assess.queries.rated_totals import total_of
from assess.queries.reports import report_of
from assess.queries.requests import comments_of
from assess.queries.sittings import asks_a_look
from assess.rated_words import KINDS, said
from assess.report_facts import Facts
from assess.report_words import shown
from assess.selection_words import STATUS_FORBIDS
from assess.services.guides import guide_of
from assess.status_words import STATUS_NAMES
from assess.views import ways
from assess.views.blueprint import assess
from assess.views.ways import Way
from kernel import audit
from kernel.database import read_session
from kernel.words import N_
from people import access
from people.permissions import Permission
from people.trail import Why

REASONS = {
    Reason.LOWER: N_("De score ligt waarschijnlijk lager dan bij de meeste collega’s. Vraag hoe het in het echt gaat."),
    Reason.LOW: N_("De kandidaat zegt dat dit weinig past. Vraag hoe het in het echt gaat."),
    Reason.MISSING: N_("Hier is geen score. Alleen het gesprek zegt hier iets over."),
    Reason.EITHER_WAY: N_("De score kan twee kanten op. Het gesprek kan het duidelijker maken."),
    Reason.MATTERS: N_("Het rapport laat hier weinig open. Vraag naar een voorbeeld."),
}
WEIGHTS = {
    "matters": N_("Doet er in dit werk toe"),
    "probably_matters": N_("Doet er in dit werk waarschijnlijk toe"),
    "unclear": N_("Niet zeker of dit er in dit werk toe doet"),
    "hardly": N_("Doet er in dit werk weinig toe"),
}


class Opened(NamedTuple):
    """A released report, opened for who looks at it."""

    candidate: Candidate
    facts: Facts
    language: str


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/report")
@access.requires(Permission.SELECT)
def released_report(vacancy_id: int, application_id: int) -> str:
    return _report_page(ways.HR, vacancy_id, application_id)


@assess.get("/my-vacancies/<int:vacancy_id>/applications/<int:application_id>/report")
@access.requires(Permission.ADVISE)
def managed_report(vacancy_id: int, application_id: int) -> str:
    return _report_page(ways.MANAGER, vacancy_id, application_id)


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/interview-guide")
@access.requires(Permission.SELECT)
def interview_guide(vacancy_id: int, application_id: int) -> str:
    return _guide_page(ways.HR, vacancy_id, application_id)


@assess.get("/my-vacancies/<int:vacancy_id>/applications/<int:application_id>/interview-guide")
@access.requires(Permission.ADVISE)
def managed_guide(vacancy_id: int, application_id: int) -> str:
    return _guide_page(ways.MANAGER, vacancy_id, application_id)


def _opened(way: Way, vacancy_id: int, application_id: int, action: str) -> Opened | None:
    """None unless it was released, also when that changed while the look was written down."""
    found = ways.candidate_on(way, vacancy_id, application_id)
    if not found.facts.is_released:
        return None
    who, about = found.application.person_id, f"application:{found.id}"
    audit.note(action, actor=access.me().id, subject=who, object=about, reason=Why.SELECTION)
    found = ways.candidate_on(way, vacancy_id, application_id)
    facts = report_of(read_session(), found.application) if found.facts.is_released else None
    language = "en" if str(get_locale()).startswith("en") else "nl"
    return Opened(found, facts, language) if facts else None


def _not_released(way: Way, vacancy_id: int, application_id: int) -> str:
    found = ways.candidate_on(way, vacancy_id, application_id)
    return render_template("assess/not_released.html", way=way, candidate=found, vacancy=found.application.vacancy)


def _report_page(way: Way, vacancy_id: int, application_id: int) -> str:
    opened = _opened(way, vacancy_id, application_id, "report.looked")
    if opened is None:
        return _not_released(way, vacancy_id, application_id)
    session, application = read_session(), opened.candidate.application
    vacancy = application.vacancy
    instrument = instrument_shown(session, vacancy.profile.revision, vacancy.contact.name)
    rated = released_of(session, application)
    return render_template(
        "assess/released_report.html",
        way=way,
        candidate=opened.candidate,
        vacancy=vacancy,
        report=shown(opened.facts, instrument, opened.language),
        forbids=STATUS_FORBIDS[opened.facts.status],
        rated=rated,
        said=said(total_of(session, application, rated), [each.exercise.kind for each in rated]),
        kinds=KINDS,
        comments=comments_of(session, application),
        asks_a_look=asks_a_look(session, application),
    )


def _guide_page(way: Way, vacancy_id: int, application_id: int) -> str:
    opened = _opened(way, vacancy_id, application_id, "guide.looked")
    if opened is None:
        return _not_released(way, vacancy_id, application_id)
    application = opened.candidate.application
    return render_template(
        "assess/interview_guide.html",
        way=way,
        candidate=opened.candidate,
        vacancy=application.vacancy,
        topics=guide_of(read_session(), application, opened.facts),
        reasons=REASONS,
        weights=WEIGHTS,
        language=opened.language,
        status=STATUS_NAMES[opened.facts.status],
        forbids=STATUS_FORBIDS[opened.facts.status],
    )
