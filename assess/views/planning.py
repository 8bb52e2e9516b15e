"""HR plans rated work: of a candidate of a vacancy, or of a colleague for a profile. Never a score."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from assess.errors.rated import NoRater, NotInvited, ScoresAreOpen, TopicsNeeded, TwoRatersNeeded
from assess.errors.selection import VacancyShut
from assess.forms.rated import PlanForm, named
from assess.models import Application, Exercise, Incumbent, JobProfile
from assess.queries import exercises as queries
from assess.queries.instruments import instrument_of
from assess.queries.needs import needs_of
from assess.queries.positions import profile_of
from assess.rated_words import KINDS
from assess.rated_work import Kind
from assess.services import applications, exercises as service
from assess.views import ways
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel.database import read_session, unit_of_work
from people import access
from people.forms import refuse
from people.models import Organisation
from people.permissions import Permission
from people.queries import today

REFUSALS = (NoRater, TwoRatersNeeded, TopicsNeeded, VacancyShut, NotInvited, ScoresAreOpen)


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/exercises")
@access.requires(Permission.SELECT)
def plan_exercise(vacancy_id: int, application_id: int) -> str:
    return _candidate_page(vacancy_id, application_id)


@assess.post("/vacancies/<int:vacancy_id>/applications/<int:application_id>/exercises")
@access.requires(Permission.SELECT)
def plan_exercise_post(vacancy_id: int, application_id: int) -> Response:
    form = _candidates_form(ways.candidate_on(ways.HR, vacancy_id, application_id).application)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                application = applications.locked(session, access.actor(session), vacancy_id, application_id)
                made = _plan(session, application, form).id
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return _planned(made)
    return make_response(_candidate_page(vacancy_id, application_id, form), 422)


def _candidate_page(vacancy_id: int, application_id: int, form: PlanForm | None = None) -> str:
    found = ways.candidate_on(ways.HR, vacancy_id, application_id)
    application = found.application
    so_far = queries.topics_so_far(read_session(), vacancy_id=vacancy_id)
    return render_template(
        "assess/plan_exercise.html",
        form=form or _candidates_form(application),
        back=url_for("assess.candidate", vacancy_id=vacancy_id, application_id=application_id),
        name=found.name,
        are_scores_open=False,
        needs=needs_of(application),
        fixed=[name for _code, name in topic_names(application.vacancy.profile, so_far)],
    )


@assess.get("/profiles/<int:profile_id>/exercises")
@access.requires(Permission.MAKE_PROFILES)
def profile_exercises(profile_id: int) -> str:
    """What was planned with the people who do the work."""
    session = read_session()
    profile = profile_of(session, profile_id)
    planned = [each for each in queries.planned_in(session, profile_id) if each.person.id != access.me().id]
    return render_template("assess/profile_exercises.html", profile=profile, planned=planned, kinds=KINDS)


@assess.get("/profiles/<int:profile_id>/exercises/new")
@access.requires(Permission.MAKE_PROFILES)
def plan_with_colleague(profile_id: int) -> str:
    return _colleague_page(profile_of(read_session(), profile_id))


@assess.post("/profiles/<int:profile_id>/exercises")
@access.requires(Permission.MAKE_PROFILES)
def plan_with_colleague_post(profile_id: int) -> Response:
    form = _colleagues_form(profile_of(read_session(), profile_id))
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                made = _plan(session, service.colleague(session, profile_id, form.person.data), form).id
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return _planned(made)
    return make_response(_colleague_page(profile_of(read_session(), profile_id), form), 422)


def _colleague_page(profile: JobProfile, form: PlanForm | None = None) -> str:
    so_far = queries.topics_so_far(read_session(), profile_id=profile.id)
    return render_template(
        "assess/plan_exercise.html",
        form=form or _colleagues_form(profile),
        back=url_for("assess.profile_exercises", profile_id=profile.id),
        name="",
        are_scores_open=profile.derivation is not None,
        needs=None,
        fixed=[name for _code, name in topic_names(profile, so_far)],
    )


def _candidates_form(application: Application) -> PlanForm:
    session = read_session()
    raters = queries.raters_of(session, application)
    so_far = queries.topics_so_far(session, vacancy_id=application.vacancy_id)
    return PlanForm(today(session), raters, None if so_far else topic_names(application.vacancy.profile))


def _colleagues_form(profile: JobProfile) -> PlanForm:
    session, me = read_session(), access.me()
    people = [(each.id, named(each.person)) for each in queries.invited_people(session, profile.id, me.id)]
    so_far = queries.topics_so_far(session, profile_id=profile.id)
    raters = queries.raters_of_colleagues(session, profile.id)
    return PlanForm(today(session), raters, None if so_far else topic_names(profile), people)


def topic_names(profile: JobProfile, only: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """Competencies as (code, name)."""
    competencies = instrument_of(profile.revision).competencies
    return [(each.code, each.name.in_(language())) for each in competencies if only is None or each.code in only]


def _plan(session: Session, about: Application | Incumbent, form: PlanForm) -> Exercise:
    return service.plan(
        session,
        access.actor(session),
        about,
        Kind(form.kind.data),
        raters=form.raters.data,
        at=form.moment(session.get_one(Organisation, 1).zone),
        topics=form.chosen_topics(),
    )


def _planned(exercise_id: int) -> Response:
    flash(_("Gepland. De beoordelaars krijgen een mail, en wie beoordeeld wordt ook."), "success")
    return redirect(url_for("assess.planned_exercise", exercise_id=exercise_id), 303)
