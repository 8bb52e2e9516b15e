"""The register of a course: found, sorted, printed, taken out as a file."""

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from courses.queries.content import approvals_of, course_revision
from courses.queries.learning import zone_of
from hr import queries_register
from hr.services import lists  # noqa: F401 - offers the lists that can be exported
from hr.views import files
from hr.views.blueprint import hr
from hr.views.choices import narrowed, register_filter, today
from hr.words import REGISTER_STATES
from kernel.database import read_session
from kernel.forms import page_number
from people import access
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why


@hr.get("/register")
@access.requires(Permission.SEE_REGISTER)
def register() -> Response:
    """Who stands where in a course; each person whom it shows can read who looked."""
    form = register_filter()
    if not form.course.choices:
        return make_response(render_template("hr/register_empty.html"))
    wanted, on, sort = narrowed(form), today(), request.args.get("sort", "name")
    people, paging = queries_register.page_of_register(read_session(), wanted, sort, page_number(), on)
    note_looks(access.me().id, [row.person.id for row in people], f"register:{wanted.course}", Why.REGISTER)
    session = read_session()
    revision = course_revision(session, wanted.course, "nl")
    page = render_template(
        "hr/register.html",
        form=form,
        wanted=wanted,
        rows=list(queries_register.rows_of(session, wanted.course, people, on, zone_of(session))),
        paging=paging,
        sort=sort,
        states=REGISTER_STATES,
        revision=revision,
        approvals=approvals_of(session, revision),
        is_filtered=len(wanted.arguments) > 1,
    )
    return make_response(page)


@hr.get("/register/export")
@access.requires(Permission.SEE_REGISTER, fresh=True)
def register_export() -> Response:
    """How many rows would leave the house."""
    return files.export_page("register", _("Het register als bestand"), narrowed(register_filter()).arguments)


@hr.post("/register/exports")
@access.requires(Permission.SEE_REGISTER, fresh=True)
def export_register() -> Response:
    return files.export("register", _("Het register als bestand"), narrowed(register_filter()).arguments)
