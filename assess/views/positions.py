"""Positions and the versions of their profiles: the list, a new one, one position."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import get_locale, gettext as _
from werkzeug.wrappers import Response

from assess.errors.positions import NoSuchInstrument, PositionTaken, VersionOpen
from assess.forms.positions import NewProfileForm, PositionForm
from assess.models import Position
from assess.queries import positions as queries
from assess.queries.instruments import instrument_of, instrument_slugs, published_revision
from assess.queries.positions import Stage, stage_of
from assess.services import positions as service
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned
from kernel.words import N_
from people import access
from people.forms import refuse
from people.permissions import Permission

STAGES = {
    Stage.SET_UP: (N_("In de maak"), "busy"),
    Stage.FROZEN: (N_("Wacht op de scores"), "busy"),
    Stage.OPENED: (N_("Wacht op goedkeuring"), "busy"),
    Stage.APPROVED: (N_("In gebruik"), "good"),
}


@assess.get("/positions")
@access.requires(Permission.MAKE_PROFILES)
def positions() -> str:
    return render_template("assess/positions.html", rows=queries.positions(read_session()), stages=STAGES)


@assess.get("/positions/new")
@access.requires(Permission.MAKE_PROFILES)
def new_position() -> str:
    return render_template("assess/position_new.html", form=PositionForm())


@assess.post("/positions")
@access.requires(Permission.MAKE_PROFILES)
def add_position() -> Response:
    form = PositionForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                made = service.add_position(session, access.actor(session), cleaned(form.title.data))
        except PositionTaken as refusal:
            refuse(form, refusal)
        else:
            return redirect(url_for("assess.position", position_id=made.id), 303)
    return make_response(render_template("assess/position_new.html", form=form), 422)


@assess.get("/positions/<int:position_id>")
@access.requires(Permission.MAKE_PROFILES)
def position(position_id: int) -> str:
    """Its versions, the newest first, and a new one when the last has its criterion."""
    session = read_session()
    shown = queries.position_of(session, position_id)
    versions = queries.versions(session, shown)
    return render_template(
        "assess/position.html",
        position=shown,
        versions=[(each, stage_of(each)) for each in versions],
        stages=STAGES,
        may_start=not versions or stage_of(versions[0]) is not Stage.SET_UP,
        has_instruments=bool(instrument_slugs(session)),
    )


@assess.get("/positions/<int:position_id>/profiles/new")
@access.requires(Permission.MAKE_PROFILES)
def new_profile(position_id: int) -> str:
    shown = queries.position_of(read_session(), position_id)
    return _new_page(NewProfileForm(_instruments()), shown)


@assess.post("/positions/<int:position_id>/profiles")
@access.requires(Permission.MAKE_PROFILES)
def start_profile(position_id: int) -> Response:
    shown = queries.position_of(read_session(), position_id)
    form = NewProfileForm(_instruments())
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                actor = access.actor(session)
                made = service.start_profile(session, actor, position_id, form.instrument.data)
        except (NoSuchInstrument, VersionOpen) as refusal:
            refuse(form, refusal)
        else:
            flash(
                _("Versie %(version)s is begonnen. Hieronder staat wat er te doen is.", version=made.version), "success"
            )
            return redirect(url_for("assess.profile", profile_id=made.id), 303)
    return make_response(_new_page(form, shown), 422)


def _new_page(form: NewProfileForm, shown: Position) -> str:
    versions = queries.versions(read_session(), shown)
    return render_template("assess/profile_new.html", form=form, position=shown, last=versions[0] if versions else None)


def _instruments() -> dict[str, str]:
    """{name: title} of what can be measured with."""
    session, language = read_session(), str(get_locale() or "nl")
    return {
        slug: instrument_of(published_revision(session, slug)).title.in_(language) for slug in instrument_slugs(session)
    }
