"""The decision about a candidate: written by who is signed in; and the letter about it, for both sides."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import force_locale, gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from assess.errors.selection import DecidedAlready
from assess.forms.selection import DecisionForm
from assess.models import Application
from assess.queries.candidacy import decision_of, reasons_of
from assess.queries.sittings import own_application
from assess.selection_words import OUTCOMES
from assess.services import applications, decisions
from assess.views import ways
from assess.views.blueprint import assess
from assess.views.ways import Way
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.forms import cleaned
from people import access, letters, mails
from people.forms import refuse
from people.models import Organisation
from people.permissions import Permission


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/decision")
@access.requires(Permission.SELECT)
def decision(vacancy_id: int, application_id: int) -> str:
    return _decision_page(ways.HR, vacancy_id, application_id)


@assess.post("/vacancies/<int:vacancy_id>/applications/<int:application_id>/decision")
@access.requires(Permission.SELECT)
def decide(vacancy_id: int, application_id: int) -> Response:
    return _decide(ways.HR, vacancy_id, application_id)


@assess.get("/my-vacancies/<int:vacancy_id>/applications/<int:application_id>/decision")
@access.requires(Permission.ADVISE)
def managed_decision(vacancy_id: int, application_id: int) -> str:
    return _decision_page(ways.MANAGER, vacancy_id, application_id)


@assess.post("/my-vacancies/<int:vacancy_id>/applications/<int:application_id>/decision")
@access.requires(Permission.ADVISE)
def managed_decide(vacancy_id: int, application_id: int) -> Response:
    return _decide(ways.MANAGER, vacancy_id, application_id)


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/letter")
@access.requires(Permission.SELECT)
def decision_letter(vacancy_id: int, application_id: int) -> str:
    return _letter(ways.candidate_on(ways.HR, vacancy_id, application_id).application)


@assess.get("/my-vacancies/<int:vacancy_id>/applications/<int:application_id>/letter")
@access.requires(Permission.ADVISE)
def managed_letter(vacancy_id: int, application_id: int) -> str:
    return _letter(ways.candidate_on(ways.MANAGER, vacancy_id, application_id).application)


@assess.get("/applications/<int:number>/decision/letter")
@access.requires(Permission.TAKE_PART)
def my_letter(number: int) -> str:
    return _letter(own_application(read_session(), access.me(), number))


def _decision_page(way: Way, vacancy_id: int, application_id: int, form: DecisionForm | None = None) -> str:
    """The form; or once it is decided, what was decided."""
    found = ways.candidate_on(way, vacancy_id, application_id)
    made, form = decision_of(read_session(), found.application), form or DecisionForm()
    letters = {_(words): _preview(found.application, each, form) for each, words in OUTCOMES.items()}
    return render_template(
        "assess/decision.html",
        way=way,
        candidate=found,
        vacancy=found.application.vacancy,
        form=form,
        decision=made,
        outcomes=OUTCOMES,
        reasons=reasons_of(found.application, made) if made else None,
        letters=letters,
    )


def _preview(application: Application, outcome: str, form: DecisionForm) -> Markup:
    """What the letter would say, in the candidate's language, with the reasons as far as they are written."""
    with force_locale(application.person.language):
        words = render_template(
            "assess/decision_letter_words.html",
            person=application.person,
            vacancy=application.vacancy,
            outcome=outcome,
            reasons=cleaned(form.reasons.data) or _("[Hier komt wat je bij “Waarom?” schrijft.]"),
            decided_by=access.me(),
        )
    return Markup(words)  # noqa: S704 -- a template of ours, escaped


def _decide(way: Way, vacancy_id: int, application_id: int) -> Response:
    form, found = DecisionForm(), ways.candidate_on(way, vacancy_id, application_id)
    if not form.validate_on_submit():
        return make_response(_decision_page(way, vacancy_id, application_id, form), 422)
    try:
        with unit_of_work() as session:
            actor = access.actor(session)
            way.fetch(session, actor, vacancy_id)
            application = applications.locked(session, actor, vacancy_id, application_id)
            decisions.decide(session, actor, application, form.outcome.data, cleaned(form.reasons.data))
    except DecidedAlready as refusal:
        refuse(form, refusal)
        return make_response(_decision_page(way, vacancy_id, application_id, form), refusal.status)
    flash(_("Je besluit over %(name)s staat vast. De brief is onderweg.", name=found.name), "success")
    return redirect(url_for(way.decision, vacancy_id=vacancy_id, application_id=application_id), 303)


def _letter(application: Application) -> str:
    """The letter as a page for paper, in the candidate's language. Errors: `NotFound` before a decision."""
    session = read_session()
    made = decision_of(session, application)
    if made is None:
        raise NotFound
    organisation, person = session.get_one(Organisation, 1), application.person
    with force_locale(person.language):
        return render_template(
            "assess/decision_letter.html",
            organisation=letters.sender_of(organisation),
            locale=person.language,
            recipient=person.name,
            date=mails.day(made.decided_at, organisation, person.language),
            person=person,
            vacancy=application.vacancy,
            outcome=made.outcome,
            reasons=reasons_of(application, made),
            decided_by=made.person,
        )
