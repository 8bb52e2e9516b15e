"""Everybody who works or worked here: found, taken in, corrected, leaving and coming back."""

from datetime import date

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hr import queries_people as queries
from hr.errors import AlreadyLeft, LeavesBeforeStart, Protected
from hr.forms.desk_filters import page_number
from hr.forms.parts import refuse
from hr.forms.people import STATE_NAMES, DepartureForm, NewPersonForm, PeopleFilter, PersonForm, ReturnForm
from hr.queries_people import Filter, State
from hr.services import staff
from hr.services.departures import today
from hr.staff_columns import COLUMNS
from hr.tables import Cell, csv_bytes, xlsx_bytes
from hr.views.blueprint import hr
from kernel import audit
from kernel.database import read_session, unit_of_work
from people import access
from people.errors import EmailTaken, LastAdministrator, StaffNumberTaken
from people.models import Person, Team
from people.permissions import Permission

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
KINDS = {
    State.ACTIVE: "good",
    State.INVITED: "busy",
    State.NOT_INVITED: "todo",
    State.EXPIRED: "warn",
    State.BOUNCED: "bad",
    State.LEFT: "gone",
}


@hr.get("/people")
@access.requires(Permission.MANAGE_PEOPLE)
def people() -> str:
    """The list of people; what one looks at stands in the address."""
    session = read_session()
    on = today(session)
    form = PeopleFilter().offer(queries.teams(session), queries.locations(session), queries.functions(session))
    rows, paging = queries.people(session, chosen_filter(form), on, page_number())
    return render_template(
        "hr/people.html",
        filter_form=form,
        rows=rows,
        paging=paging,
        counts=queries.counts(session, on),
        names=STATE_NAMES,
        kinds=KINDS,
        is_filtered=any(request.args.get(name) for name in ("q", "team", "location", "function", "state")),
    )


def chosen_filter(form: PeopleFilter) -> Filter:
    """What was asked, without what we do not know."""
    state = form.known("state") or queries.HERE
    return Filter(
        words=form.known("q") or "",
        team_id=int(form.known("team")) if form.known("team") else None,
        location_id=int(form.known("location")) if form.known("location") else None,
        function=form.known("function") or "",
        state="" if state == "all" else state,
        sort=request.args.get("sort", "name"),
    )


@hr.get("/people/people.<any(csv, xlsx):ending>")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def people_file(ending: str) -> AnyResponse:
    """The list as it is filtered, as a file."""
    audit.note("people.exported", actor=access.me().id, object="people:" + ending)
    session = read_session()
    form = PeopleFilter().offer(queries.teams(session), queries.locations(session), queries.functions(session))
    rows = [_heading(), *map(_cells, queries.everyone(session, chosen_filter(form), today(session)))]
    data = csv_bytes(rows) if ending == "csv" else xlsx_bytes(rows, _("Mensen"))
    return attachment(data, f"{_('mensen')}.{ending}", TYPES[ending])


def attachment(data: bytes, name: str, mime: str) -> Response:
    """A file to keep, never to show."""
    response = Response(data, content_type=mime)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _heading() -> list[Cell]:
    """The names of the columns as the import knows them, and the state."""
    return [*(_(name) for name in COLUMNS.values()), _("Staat")]


def _cells(row: queries.PersonRow) -> list[Cell]:
    person = row.person
    team = person.team
    place = team.location.name if team and team.location else ""
    known = [person.staff_number, person.name, person.email, person.function, team.name if team else "", place]
    return [*known, person.started_on, person.left_on, person.language, str(STATE_NAMES[row.state])]


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
        except (EmailTaken, StaffNumberTaken) as refusal:
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
        except (EmailTaken, StaffNumberTaken, Protected) as refusal:
            refuse(form, refusal)
            person = queries.person(read_session(), person_id)
        else:
            flash(_("De gegevens van %(name)s zijn aangepast.", name=person.name), "success")
            return redirect(url_for("hr.edit_person", person_id=person_id), 303)
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
