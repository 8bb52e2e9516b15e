"""Who has which role; only just after the password was given."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hr import queries_teams as queries
from hr.forms.parts import refuse
from hr.forms.roles import WHAT_IT_MAY, RolesForm
from hr.services import roles as service
from hr.services.departures import today
from hr.views.blueprint import hr
from kernel.database import read_session, unit_of_work
from people import access
from people.errors import LastAdministrator
from people.models import Person
from people.permissions import ROLE_NAMES, Permission, Role


@hr.get("/roles")
@access.requires(Permission.GRANT_ROLES, fresh=True)
def roles() -> str:
    """Everybody with a role, and a search for who is to get one."""
    session = read_session()
    words = request.args.get("q", "").strip()
    return render_template(
        "hr/roles.html",
        holders=queries.holders(session),
        words=words,
        found=queries.candidates(session, words, today(session)) if words else [],
        role_names=ROLE_NAMES,
        grantable=service.GRANTABLE,
        what_it_may=WHAT_IT_MAY,
    )


@hr.get("/roles/<int:person_id>")
@access.requires(Permission.GRANT_ROLES, fresh=True)
def roles_of(person_id: int) -> str:
    session = read_session()
    person = queries.person_in_service(session, person_id, today(session))
    form = RolesForm(roles=[role.value for role in person.roles])
    return _page(form, person)


@hr.post("/roles/<int:person_id>")
@access.requires(Permission.GRANT_ROLES, fresh=True)
def change_roles(person_id: int) -> Response:
    form = RolesForm()
    form.offer()
    person = queries.person_in_service(read_session(), person_id, today(read_session()))
    if form.validate_on_submit():
        try:
            _change(person_id, {Role(role) for role in form.roles.data})
        except LastAdministrator as refusal:
            refuse(form, refusal)
            person = queries.person_in_service(read_session(), person_id, today(read_session()))
        else:
            flash(
                _("De rollen van %(name)s zijn aangepast. Diegene meldt zich opnieuw aan.", name=person.name), "success"
            )
            return redirect(url_for("hr.roles"), 303)
    return make_response(_page(form, person), 422)


def _change(person_id: int, wanted: set[Role]) -> None:
    with unit_of_work() as session:
        actor = access.actor(session)
        person = queries.person_in_service(session, person_id, today(session))
        for role in service.GRANTABLE:
            if role in wanted and role not in person.roles:
                service.grant(session, actor, person, role)
            elif role not in wanted and role in person.roles:
                service.take(session, actor, person, role)


def _page(form: RolesForm, person: Person) -> str:
    form.offer()
    return render_template("hr/roles_form.html", form=form, person=person, is_manager=Role.MANAGER in person.roles)
