"""A rater's own pages: the guide, the rating, and once both handed in both ratings side by side."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assess.errors.rated import QuoteMissing, RatedAlready, RatingIncomplete, TalkedAlready, TalkEmpty
from assess.forms.rated import TICKS, RatingForm, TalkForm
from assess.models import Exercise, Rater
from assess.queries import rated as queries
from assess.queries.rated import HandedIn, instrument_behind
from assess.rated_words import KINDS
from assess.rated_work import Kind, scales_of
from assess.services import rated as service
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel import audit
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.forms import cleaned
from people import access
from people.forms import refuse
from people.models import Person
from people.permissions import Permission


@assess.get("/exercises/<int:exercise_id>")
@access.requires(Permission.RATE)
def exercise(exercise_id: int) -> str:
    """The guide until one handed in; then one's own rating, and once both did both."""
    found = _own(exercise_id)
    mine = queries.own_rating(read_session(), found, access.me())
    return _after(found, mine) if mine else _guide(found)


@assess.get("/exercises/<int:exercise_id>/card")
@access.requires(Permission.RATE)
def exercise_card(exercise_id: int) -> str:
    """What the candidate gets on paper before a call, in their own language. Errors: `NotFound` for an interview."""
    found = _own(exercise_id)
    if found.kind != Kind.CALL:
        raise NotFound
    person = queries.about_whom(found).person
    return render_template(
        "assess/exercise_card.html",
        call=instrument_behind(read_session(), found).call,
        locale=person.language,
        is_large=queries.needs_for_rater(found).large_print,
    )


@assess.get("/exercises/<int:exercise_id>/rating")
@access.requires(Permission.RATE)
def rating(exercise_id: int) -> Response:
    found = _own(exercise_id)
    if queries.own_rating(read_session(), found, access.me()):
        return _back(exercise_id)
    return make_response(_rating_page(exercise_id))


@assess.post("/exercises/<int:exercise_id>/rating")
@access.requires(Permission.RATE)
def rating_post(exercise_id: int) -> Response:
    form = _rating_form(_own(exercise_id))
    if not form.validate_on_submit():
        return make_response(_rating_page(exercise_id, form), 422)
    service.load()
    try:
        with unit_of_work() as session:
            service.hand_in_rating(session, access.actor(session), exercise_id, form.given())
    except RatedAlready as refusal:
        flash(_(refusal.message), "warning")
    except (RatingIncomplete, QuoteMissing) as refusal:
        refuse(form, refusal)
        return make_response(_rating_page(exercise_id, form), refusal.status)
    else:
        flash(_("Dank je wel. Je beoordeling is ingeleverd."), "success")
    return _back(exercise_id)


@assess.post("/exercises/<int:exercise_id>/talk")
@access.requires(Permission.RATE)
def talk_post(exercise_id: int) -> Response:
    found, form = _own(exercise_id), TalkForm()
    mine = queries.own_rating(read_session(), found, access.me())
    if mine is None:
        raise NotFound
    if not form.validate_on_submit():
        return make_response(_after(found, mine, form), 422)
    service.load()
    try:
        with unit_of_work() as session:
            about, changed = cleaned(form.about.data), cleaned(form.changed.data)
            service.hold_talk(session, access.actor(session), exercise_id, about, changed)
    except TalkedAlready as refusal:
        flash(_(refusal.message), "warning")
    except TalkEmpty as refusal:
        refuse(form, refusal)
        return make_response(_after(_own(exercise_id), mine, form), refusal.status)
    else:
        flash(_("Jullie gesprek staat erbij. Beide beoordelingen bleven zoals ze waren."), "success")
    return _back(exercise_id)


def _own(exercise_id: int) -> Exercise:
    return queries.own_exercise(read_session(), access.me(), exercise_id)


def _guide(found: Exercise) -> str:
    session = read_session()
    instrument = instrument_behind(session, found)
    return render_template(
        "assess/exercise.html",
        exercise=found,
        person=queries.about_whom(found).person,
        other=_other(found),
        kinds=KINDS,
        needs=queries.needs_for_rater(found),
        call=instrument.call,
        competencies=[each for each in instrument.competencies if each.code in found.codes],
        scales=scales_of(instrument, found.kind, found.codes),
        language=language(),
    )


def _after(found: Exercise, mine: HandedIn, form: TalkForm | None = None) -> str:
    """One's own alone; or both, and that look is written down first."""
    both = queries.together(read_session(), found)
    if both is not None:
        who, about = queries.about_whom(found).person_id, f"exercise:{found.id}"
        audit.note("exercise.looked", actor=access.me().id, subject=who, object=about)
        found = _own(found.id)
        both = queries.together(read_session(), found)
    instrument = instrument_behind(read_session(), found)
    return render_template(
        "assess/exercise_rated.html",
        exercise=found,
        person=queries.about_whom(found).person,
        other=_other(found),
        kinds=KINDS,
        ticks=TICKS,
        mine=mine,
        both=both,
        call=instrument.call,
        scales=scales_of(instrument, found.kind, found.codes),
        form=form or TalkForm(),
        language=language(),
    )


def _rating_page(exercise_id: int, form: RatingForm | None = None) -> str:
    """Always through the rater: this may come after a unit of work."""
    found = _own(exercise_id)
    instrument = instrument_behind(read_session(), found)
    return render_template(
        "assess/rating.html",
        exercise=found,
        person=queries.about_whom(found).person,
        kinds=KINDS,
        call=instrument.call,
        scales=scales_of(instrument, found.kind, found.codes),
        form=form or _rating_form(found),
        language=language(),
    )


def _rating_form(found: Exercise) -> RatingForm:
    instrument = instrument_behind(read_session(), found)
    tick = instrument.call.tick if found.kind == Kind.CALL else None
    return RatingForm.of(scales_of(instrument, found.kind, found.codes), tick, language())


def _other(found: Exercise) -> Person | None:
    """Who rates beside me."""
    session = read_session()
    others = session.query(Rater).filter(Rater.exercise_id == found.id, Rater.person_id != access.me().id)
    other = others.first()
    return other.person if other else None


def _back(exercise_id: int) -> Response:
    return redirect(url_for("assess.exercise", exercise_id=exercise_id), 303)
