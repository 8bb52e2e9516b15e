"""Who was rated reads how, before anybody else in the organisation may; a candidate lets it go or doesn't."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assess.errors.rated import ReportFirst
from assess.forms.rated import TICKS
from assess.queries import rated as queries
from assess.queries.candidacy import last_release
from assess.queries.rated_totals import total_of
from assess.rated_words import KINDS, said
from assess.services import rated as service
from assess.views.blueprint import assess
from assess.views.outcomes import language
from assess.views.preparing import instrument_of, own, page
from kernel.database import read_session, unit_of_work
from people import access
from people.permissions import Permission


@assess.get("/applications/<int:number>/rated-work")
@access.requires(Permission.TAKE_PART)
def rated_work(number: int) -> str:
    """Both ratings with their quotes; below it what the organisation reads of it."""
    session, applied = read_session(), own(number)
    last = last_release(session, applied)
    released_at = last.at if last is not None and last.outcome == "released" else None
    rated = queries.rated_of(session, applied)
    return page(
        "own_rated",
        applied,
        planned=queries.exercises_of(session, applied),
        rated=[(each, queries.is_released(each, released_at)) for each in rated],
        said=said(total_of(session, applied, rated), [each.exercise.kind for each in rated]),
        is_report_released=released_at is not None,
        call=instrument_of(applied).call,
        kinds=KINDS,
        ticks=TICKS,
        language=language(),
    )


@assess.post("/applications/<int:number>/exercises/<int:exercise_id>/release")
@access.requires(Permission.TAKE_PART)
def release_rated(number: int, exercise_id: int) -> Response:
    service.load()
    try:
        with unit_of_work() as session:
            service.release_rated(session, access.actor(session), number, exercise_id)
    except ReportFirst as refusal:
        flash(_(refusal.message), "warning")
    else:
        flash(_("Je gaf dit ook vrij."), "success")
    return redirect(url_for("assess.rated_work", number=number), 303)
