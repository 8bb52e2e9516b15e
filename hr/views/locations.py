"""Locations: where teams work."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hr import queries_teams as queries
from hr.forms.parts import refuse
from hr.forms.teams import LocationForm
from hr.services import teams as service
from hr.views.blueprint import hr
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned
from people import access
from people.errors import NameTaken
from people.permissions import Permission


@hr.get("/locations/new")
@access.requires(Permission.MANAGE_PEOPLE)
def new_location() -> str:
    return render_template("hr/teams_location.html", form=LocationForm(), location=None)


@hr.post("/locations")
@access.requires(Permission.MANAGE_PEOPLE)
def add_location() -> Response:
    form = LocationForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                service.add_location(session, access.actor(session), cleaned(form.name.data))
        except NameTaken as refusal:
            refuse(form, refusal)
        else:
            flash(_("De locatie is gemaakt."), "success")
            return redirect(url_for("hr.teams"), 303)
    return make_response(render_template("hr/teams_location.html", form=form, location=None), 422)


@hr.get("/locations/<int:location_id>")
@access.requires(Permission.MANAGE_PEOPLE)
def location_page(location_id: int) -> str:
    location = queries.location(read_session(), location_id)
    return render_template("hr/teams_location.html", form=LocationForm(obj=location), location=location)


@hr.post("/locations/<int:location_id>")
@access.requires(Permission.MANAGE_PEOPLE)
def rename_location(location_id: int) -> Response:
    location = queries.location(read_session(), location_id)
    form = LocationForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                location = queries.location(session, location_id)
                service.rename_location(session, access.actor(session), location, cleaned(form.name.data))
        except NameTaken as refusal:
            refuse(form, refusal)
            location = queries.location(read_session(), location_id)
        else:
            flash(_("De locatie is aangepast."), "success")
            return redirect(url_for("hr.teams"), 303)
    return make_response(render_template("hr/teams_location.html", form=form, location=location), 422)


@hr.post("/locations/<int:location_id>/deletion")
@access.requires(Permission.MANAGE_PEOPLE)
def delete_location(location_id: int) -> Response:
    with unit_of_work() as session:
        service.delete_location(session, access.actor(session), queries.location(session, location_id))
    flash(_("De locatie is weg."), "success")
    return redirect(url_for("hr.teams"), 303)
