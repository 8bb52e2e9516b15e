"""Everybody who works or worked here: found, taken in, corrected, leaving and coming back."""

from datetime import date

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hr import queries_people as queries
from hr.errors import AlreadyLeft, LeavesBeforeStart, Protected
from hr.forms.parts import refuse
from hr.forms.people import DepartureForm, NewPersonForm, PeopleFilter, PersonForm, ReturnForm
from hr.services import lists, staff
from hr.services.departures import today
from hr.services.exports import Arguments
from hr.views import files
from hr.views.blueprint import hr
from hr.words import PERSON_STATES
from kernel.database import read_session, unit_of_work
from kernel.forms import page_number
from people import access
from people.errors import EmailTaken, LastAdministrator, NumberIsAddress, StaffNumberTaken
from people.models import Person, Team
from people.permissions import Permission


@hr.get("/people")
@access.requires(Permission.MANAGE_PEOPLE)
def people() -> str:
    """The list of people; what one looks at stands in the address."""
    session = read_session()
    on = today(session)
    form = _filter()
    rows, paging = queries.people(session, lists.sought(_arguments(form)), on, page_number())
    return render_template(
        "hr/people.html",
        filter_form=form,
        rows=rows,
        paging=paging,
        counts=queries.counts(session, on),
        states=PERSON_STATES,
        arguments=_arguments(form),
        is_filtered=any(request.args.get(name) for name in ("q", "team", "location", "function", "state")),
    )


def _filter() -> PeopleFilter:
    session = read_session()
    return PeopleFilter().offer(queries.teams(session), queries.locations(session), queries.functions(session))


def _arguments(form: PeopleFilter) -> Arguments:
    """What was asked, without what we do not know, as it stands in an address."""
    known = {name: value for name in ("q", "team", "location", "function", "state") if (value := form.known(name))}
    return {**known, "sort": request.args.get("sort", "name")}


@hr.get("/people/export")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def people_export() -> AnyResponse:
    """How many people would leave the house."""
    return files.export_page("people", _("De lijst met mensen als bestand"), _arguments(_filter()))


@hr.post("/people/exports")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def export_people() -> AnyResponse:
    return files.export("people", _("De lijst met mensen als bestand"), _arguments(_filter()))


def attachment(data: bytes, name: str, mime: str) -> Response:
    """A file to keep, never to show."""
    response = Response(data, content_type=mime)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@hr.get("/people/new")
@access.requires(Permission.MANAGE_PEOPLE)
def new_person() -> str:
    form = NewPersonForm()
    form.offer(queries.teams(read_session()))
    return render_template("hr/person_form.html", form=form, person=None)


@hr.post("/people")
@access.requires(Permission.MANAGE_PEOPLE)
def add_person() -> AnyResponse:
    form = NewPersonForm()
    form.offer(queries.teams(read_session()))
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                person = staff.add(
                    session,
                    access.actor(session),
                    **form.values(),
                    team=_team(session, form),
                    started_on=form.started_on.data,
                )
        except (EmailTaken, StaffNumberTaken, NumberIsAddress) as refusal:
            refuse(form, refusal)
        else:
            flash(_("%(name)s staat erin. Nodig diegene nu uit.", name=person.name), "success")
            return redirect(url_for("hr.invite_people", person=person.id), 303)
    return make_response(render_template("hr/person_form.html", form=form, person=None), 422)


@hr.get("/people/<int:person_id>/edit")
@access.requires(Permission.MANAGE_PEOPLE)
def edit_person(person_id: int) -> str:
    session = read_session()
    person = queries.person(session, person_id)
    form = PersonForm(obj=person)
    form.offer(queries.teams(session))
    form.team.data = str(person.team_id or "")
    return _person_page(form, person)


@hr.post("/people/<int:person_id>/edit")
@access.requires(Permission.MANAGE_PEOPLE)
def correct_person(person_id: int) -> AnyResponse:
    person = queries.person(read_session(), person_id)
    form = PersonForm()
    form.offer(queries.teams(read_session()))
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                person = queries.person(session, person_id)
                team = _team(session, form)
                staff.correct(session, access.actor(session), person, **form.values(), team=team)
        except (EmailTaken, StaffNumberTaken, NumberIsAddress, Protected) as refusal:
            refuse(form, refusal)
            person = queries.person(read_session(), person_id)
        else:
            flash(_("De gegevens van %(name)s zijn aangepast.", name=person.name), "success")
            page = "hr.person" if access.me().may(Permission.SEE_REGISTER) else "hr.edit_person"
            return redirect(url_for(page, person_id=person_id), 303)
    return make_response(_person_page(form, person), 422)


def _person_page(form: PersonForm, person: Person) -> str:
    has_left = not person.works_on(today(read_session()))
    return render_template("hr/person_form.html", form=form, person=person, has_left=has_left)


def _team(session: Session, form: PersonForm) -> Team | None:
    return session.get(Team, int(form.team.data)) if form.team.data else None


@hr.get("/people/<int:person_id>/departure")
@access.requires(Permission.MANAGE_PEOPLE)
def departure(person_id: int) -> str:
    """Somebody's last day; or their first, when they come back."""
    session = read_session()
    person = queries.person(session, person_id)
    on = today(session)
    if person.works_on(on):
        form: DepartureForm | ReturnForm = DepartureForm(left_on=person.left_on or on)
    else:
        form = ReturnForm(started_on=on)
    return render_template("hr/person_form_departure.html", form=form, person=person, has_left=not person.works_on(on))


@hr.post("/people/<int:person_id>/departure")
@access.requires(Permission.MANAGE_PEOPLE)
def end_employment(person_id: int) -> AnyResponse:
    person = queries.person(read_session(), person_id)
    form = DepartureForm()
    if form.validate_on_submit():
        try:
            _leave(person_id, form.left_on.data)
        except (LeavesBeforeStart, LastAdministrator, AlreadyLeft) as refusal:
            refuse(form, refusal)
            person = queries.person(read_session(), person_id)
        else:
            flash(_("De laatste werkdag van %(name)s is vastgelegd.", name=person.name), "success")
            return redirect(url_for("hr.edit_person", person_id=person_id), 303)
    return make_response(
        render_template("hr/person_form_departure.html", form=form, person=person, has_left=False), 422
    )


def _leave(person_id: int, left_on: date) -> None:
    with unit_of_work() as session:
        staff.end_employment(session, access.actor(session), queries.person(session, person_id), left_on)


@hr.post("/people/<int:person_id>/return")
@access.requires(Permission.MANAGE_PEOPLE)
def rehire(person_id: int) -> AnyResponse:
    person = queries.person(read_session(), person_id)
    form = ReturnForm()
    if not form.validate_on_submit():
        page = render_template("hr/person_form_departure.html", form=form, person=person, has_left=True)
        return make_response(page, 422)
    with unit_of_work() as session:
        staff.rehire(session, access.actor(session), queries.person(session, person_id), form.started_on.data)
    flash(_("%(name)s is weer in dienst. Eerder bewijs staat er nog.", name=person.name), "success")
    return redirect(url_for("hr.invite_people", person=person_id), 303)
