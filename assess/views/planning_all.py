"""HR plans rated work with everybody who does the work: once filled in, once looked at, then mailed some at a time."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _, ngettext
from werkzeug.wrappers import Response

from assess.errors.rated import NoRater, ScoresAreOpen, TopicsNeeded, TwoRatersNeeded
from assess.forms.rated import PlanAllForm
from assess.models import JobProfile
from assess.queries import exercises as queries
from assess.queries.instruments import instrument_of
from assess.queries.positions import profile_of
from assess.rated_words import KINDS
from assess.rated_work import Kind, codes_of, minutes_of, moments
from assess.services import planning_all as service
from assess.services.planning_all import AT_ONCE, Plan
from assess.views.blueprint import assess
from assess.views.planning import topic_names
from kernel.database import read_session, unit_of_work
from people import access
from people.forms import refuse
from people.models import Organisation
from people.permissions import Permission
from people.queries import today

REFUSALS = (NoRater, TwoRatersNeeded, TopicsNeeded, ScoresAreOpen)
MOST_SHOWN = 100


@assess.get("/profiles/<int:profile_id>/exercises/everybody")
@access.requires(Permission.MAKE_PROFILES)
def plan_with_everybody(profile_id: int) -> str:
    profile = profile_of(read_session(), profile_id)
    return _form_page(profile, _form(profile))


@assess.post("/profiles/<int:profile_id>/exercises/everybody")
@access.requires(Permission.MAKE_PROFILES)
def plan_with_everybody_post(profile_id: int) -> Response:
    """First what it comes to, with how many; sent from there it is planned. Sent twice plans nothing twice."""
    profile = profile_of(read_session(), profile_id)
    form = _form(profile)
    if not form.validate_on_submit():
        return make_response(_form_page(profile, form), 422)
    plan = Plan(Kind(form.kind.data), form.raters.data, form.chosen_topics())
    waiting = service.waiting(read_session(), access.me(), profile_id, plan.kind)
    if not waiting:
        return _back(profile_id, 0)
    taken = queries.moments_of(read_session(), plan.raters)
    at = moments(_first(form), len(waiting), apart=form.apart.data, a_day=form.a_day.data, taken=taken)
    if request.form.get("is_sure") != "1":
        rows = [{"name": each.person.name, "at": moment} for each, moment in zip(waiting, at, strict=True)]
        return make_response(_check_page(profile, form, plan, rows))
    try:
        count = _plan(profile_id, plan, at)
    except REFUSALS as refusal:
        refuse(form, refusal)
        return make_response(_form_page(profile_of(read_session(), profile_id), form), 422)
    return _back(profile_id, count)


def _back(profile_id: int, count: int) -> Response:
    words = ngettext("%(num)s gesprek is gepland.", "%(num)s gesprekken zijn gepland.", count)
    flash(words if count else _("Met iedereen was dit al gepland."), "success")
    return redirect(url_for("assess.profile_exercises", profile_id=profile_id), 303)


def _plan(profile_id: int, plan: Plan, at: Sequence[datetime]) -> int:
    """Some at a time, so that nobody else waits long."""
    count = 0
    for start in range(0, len(at), AT_ONCE):
        with unit_of_work() as session:
            actor, some = access.actor(session), at[start : start + AT_ONCE]
            made = service.plan_some(session, actor, profile_id, plan, some)
            if made and not count:
                service.tell_raters(session, plan, profile_id)
            count += made
    return count


def _form(profile: JobProfile) -> PlanAllForm:
    session = read_session()
    raters = queries.raters_of_colleagues(session, profile.id)
    so_far = queries.topics_so_far(session, profile_id=profile.id)
    instrument = instrument_of(profile.revision)

    def minutes(kind: str, chosen: Sequence[str]) -> int:
        return minutes_of(instrument, kind, codes_of(instrument, kind, so_far or chosen))

    return PlanAllForm(today(session), raters, None if so_far else topic_names(profile), minutes=minutes)


def _form_page(profile: JobProfile, form: PlanAllForm) -> str:
    session, me = read_session(), access.me()
    invited = queries.invited_people(session, profile.id, but=0)
    so_far = queries.topics_so_far(session, profile_id=profile.id)
    return render_template(
        "assess/plan_everybody.html",
        profile=profile,
        form=form,
        count=len(invited),
        is_one_of_them=any(each.person_id == me.id for each in invited),
        fixed=[name for _code, name in topic_names(profile, so_far)],
    )


def _check_page(profile: JobProfile, form: PlanAllForm, plan: Plan, rows: Sequence[dict[str, object]]) -> str:
    raters = {each.value: each.label for each in form.raters.choices}
    return render_template(
        "assess/plan_everybody_check.html",
        profile=profile,
        kind=_(KINDS[plan.kind]),
        kept=[(name, value) for name, value in request.form.items(multi=True) if name in form._fields],
        raters=[raters[number] for number in plan.raters],
        rows=rows,
        most_shown=MOST_SHOWN,
    )


def _first(form: PlanAllForm) -> datetime:
    return form.moment(read_session().get_one(Organisation, 1).zone)
