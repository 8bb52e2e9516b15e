"""Teams and locations, and who sees a team's progress."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hr import queries_people, queries_teams as queries
from hr.forms.parts import refuse
from hr.forms.teams import MoveForm, TeamForm
from hr.services import teams as service
from hr.services.departures import today
from hr.views.blueprint import hr
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned
from people import access
from people.errors import NameTaken
from people.models import Location, Team
from people.permissions import Permission


@hr.get("/teams")
@access.requires(Permission.MANAGE_PEOPLE)
def teams() -> str:
    session = read_session()
    return render_template(
        "hr/teams.html", teams=queries.teams(session, today(session)), locations=queries.locations(session)
    )


@hr.get("/teams/new")
@access.requires(Permission.MANAGE_PEOPLE)
def new_team() -> str:
    return _team_form(TeamForm(), None)


@hr.post("/teams")
@access.requires(Permission.MANAGE_PEOPLE)
def add_team() -> Response:
    form = TeamForm()
    form.offer(queries_people.locations(read_session()))
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                location = _location(session, form)
                made = service.add_team(session, access.actor(session), cleaned(form.name.data), location)
        except NameTaken as refusal:
            refuse(form, refusal)
        else:
            flash(_("Team %(name)s is gemaakt.", name=made.name), "success")
            return redirect(url_for("hr.edit_team", team_id=made.id), 303)
    return make_response(_team_form(form, None), 422)


@hr.get("/teams/<int:team_id>")
@access.requires(Permission.MANAGE_PEOPLE)
def edit_team(team_id: int) -> str:
    """One team: name, location, managers; with a search for who is to become one."""
    team = queries.team(read_session(), team_id)
    form = TeamForm(obj=team)
    form.location.data = str(team.location_id or "")
    return _team_form(form, team)


@hr.post("/teams/<int:team_id>")
@access.requires(Permission.MANAGE_PEOPLE)
def change_team(team_id: int) -> Response:
    team = queries.team(read_session(), team_id)
    form = TeamForm()
    form.offer(queries_people.locations(read_session()))
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                team = queries.team(session, team_id)
                name, location = cleaned(form.name.data), _location(session, form)
                service.change_team(session, access.actor(session), team, name=name, location=location)
        except NameTaken as refusal:
            refuse(form, refusal)
            team = queries.team(read_session(), team_id)
        else:
            flash(_("Team %(name)s is aangepast.", name=team.name), "success")
            return redirect(url_for("hr.teams"), 303)
    return make_response(_team_form(form, team), 422)


@hr.post("/teams/<int:team_id>/managers")
@access.requires(Permission.MANAGE_PEOPLE)
def add_manager(team_id: int) -> Response:
    return _set_managers(team_id, joins=request.form.get("person", 0, type=int))


@hr.post("/teams/<int:team_id>/managers/<int:person_id>/removal")
@access.requires(Permission.MANAGE_PEOPLE)
def remove_manager(team_id: int, person_id: int) -> Response:
    return _set_managers(team_id, leaves=person_id)


def _set_managers(team_id: int, *, joins: int | None = None, leaves: int | None = None) -> Response:
    with unit_of_work() as session:
        team = queries.team(session, team_id)
        managers = [person for person in queries.managers(session, team) if person.id != leaves]
        if joins is not None:
            managers.append(queries.person_in_service(session, joins, today(session)))
        service.set_managers(session, access.actor(session), team, managers)
    flash(_("De leidinggevenden van %(name)s zijn aangepast.", name=team.name), "success")
    return redirect(url_for("hr.edit_team", team_id=team_id), 303)


@hr.get("/teams/<int:team_id>/deletion")
@access.requires(Permission.MANAGE_PEOPLE)
def team_deletion(team_id: int) -> str:
    """Who still works there, and where they could go."""
    return _deletion_page(MoveForm(), queries.team(read_session(), team_id))


@hr.post("/teams/<int:team_id>/deletion")
@access.requires(Permission.MANAGE_PEOPLE)
def delete_team(team_id: int) -> Response:
    """Let an empty team go; or move everybody first, when a team to go to was chosen."""
    team = queries.team(read_session(), team_id)
    form = MoveForm()
    form.offer(queries.other_teams(read_session(), team))
    if "to" in request.form and not form.validate_on_submit():
        return make_response(_deletion_page(form, team), 422)
    with unit_of_work() as session:
        actor, gone = access.actor(session), queries.team(session, team_id)
        if "to" in request.form:
            moved = service.move_everyone_and_delete(session, actor, gone, queries.team(session, int(form.to.data)))
        else:
            moved = 0
            service.delete_team(session, actor, gone)
    told = (
        ngettext("%(num)s persoon heeft een ander team.", "%(num)s mensen hebben een ander team.", moved)
        if moved
        else ""
    )
    flash(f"{_('Team %(name)s is weg.', name=team.name)} {told}".strip(), "success")
    return redirect(url_for("hr.teams"), 303)


def _deletion_page(form: MoveForm, team: Team) -> str:
    session = read_session()
    others = queries.other_teams(session, team)
    form.offer(others)
    count = queries.count_in(session, team, today(session))
    return render_template("hr/teams_delete.html", form=form, team=team, count=count, others=others)


def _team_form(form: TeamForm, team: Team | None) -> str:
    session = read_session()
    form.offer(queries_people.locations(session))
    words = request.args.get("q", "").strip()
    managers = queries.managers(session, team) if team else []
    found = queries.candidates(session, words, today(session)) if words else []
    return render_template(
        "hr/teams_form.html",
        form=form,
        team=team,
        words=words,
        managers=managers,
        found=[person for person in found if person not in managers],
    )


def _location(session: Session, form: TeamForm) -> Location | None:
    return session.get(Location, int(form.location.data)) if form.location.data else None
