"""One exercise that HR planned: when, by whom, how far; taking it back, asking another rater."""

from flask import flash, g, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assess.errors.rated import MomentIsOver, NoRater, RatedByNow
from assess.forms.rated import RaterForm
from assess.forms.sittings import ButtonForm
from assess.queries import exercises as queries
from assess.queries.exercises import Planned
from assess.queries.rated import about_whom, instrument_behind
from assess.rated_words import KINDS
from assess.rated_work import scales_of
from assess.services import exercises as service
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people import access
from people.forms import refuse
from people.permissions import Permission


@assess.get("/planned-exercises/<int:exercise_id>")
@access.requires(Permission.SELECT)
def planned_exercise(exercise_id: int) -> str:
    """When, by whom, how far; and what can still be changed."""
    found = queries.planned_exercise(read_session(), access.me(), exercise_id)
    instrument = instrument_behind(read_session(), found.exercise)
    scales = scales_of(instrument, found.exercise.kind, found.exercise.codes)
    g.page_above = back = _back(found)
    return render_template(
        "assess/planned_exercise.html",
        planned=found,
        back=back,
        kinds=KINDS,
        names=[scale.name.in_(language()) for scale in scales],
        may_be_cancelled=found.may_be_cancelled(clock.now()),
        form=ButtonForm(),
    )


@assess.post("/planned-exercises/<int:exercise_id>/cancellation")
@access.requires(Permission.SELECT)
def cancel_exercise(exercise_id: int) -> Response:
    back = _back(queries.planned_exercise(read_session(), access.me(), exercise_id))
    try:
        with unit_of_work() as session:
            service.cancel(session, access.actor(session), exercise_id)
    except (RatedByNow, MomentIsOver) as refusal:
        flash(_(refusal.message), "warning")
        return redirect(url_for("assess.planned_exercise", exercise_id=exercise_id), 303)
    flash(_("Het gaat niet door. Iedereen krijgt een mail."), "success")
    return redirect(back, 303)


@assess.get("/planned-exercises/<int:exercise_id>/raters/<int:person_id>")
@access.requires(Permission.SELECT)
def replace_rater(exercise_id: int, person_id: int) -> str:
    return _replacing(exercise_id, person_id)


@assess.post("/planned-exercises/<int:exercise_id>/raters/<int:person_id>")
@access.requires(Permission.SELECT)
def replace_rater_post(exercise_id: int, person_id: int) -> Response:
    form = _replacement(queries.planned_exercise(read_session(), access.me(), exercise_id), person_id)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                name = service.replace(session, access.actor(session), exercise_id, person_id, form.rater.data).name
        except (NoRater, RatedByNow) as refusal:
            refuse(form, refusal)
        else:
            flash(_("%(name)s is gevraagd.", name=name), "success")
            return redirect(url_for("assess.planned_exercise", exercise_id=exercise_id), 303)
    return make_response(_replacing(exercise_id, person_id, form), 422)


def _replacing(exercise_id: int, person_id: int, form: RaterForm | None = None) -> str:
    found = queries.planned_exercise(read_session(), access.me(), exercise_id)
    rater = next((each for each in found.raters if each.person.id == person_id), None)
    if rater is None:
        raise NotFound
    form = form or _replacement(found, person_id)
    g.page_above = _back(found)
    return render_template("assess/replace_rater.html", kinds=KINDS, planned=found, rater=rater.person, form=form)


def _replacement(found: Planned, person_id: int) -> RaterForm:
    asked = [each.person.id for each in found.raters]
    if person_id not in asked:
        raise NotFound
    free = queries.raters_of(read_session(), about_whom(found.exercise))
    return RaterForm([each for each in free if each.id not in asked])


def _back(found: Planned) -> str:
    application, incumbent = found.exercise.application, found.exercise.incumbent
    if application is not None:
        return url_for("assess.candidate", vacancy_id=application.vacancy_id, application_id=application.id)
    assert incumbent is not None
    return url_for("assess.profile_exercises", profile_id=incumbent.profile_id)
