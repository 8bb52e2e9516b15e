"""Asking a course of an audience: which course and whom, until when, then a page that says who is touched."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext as _, ngettext
from werkzeug.wrappers import Response

from courses.errors import BlanksOpen
from courses.queries.content import course_revision, is_concept, parsed, rules_of
from courses.services import assignments as asking
from hr import queries_assigning
from hr.blanks import blanks
from hr.forms.assigning import AudienceForm, DueForm
from hr.services import bulk
from hr.views.blueprint import hr
from hr.views.choices import course_titles, today
from hr.views.targets import Asked, asked_in, target_form
from hr.words import AUDIENCES
from kernel.database import read_session, unit_of_work
from kernel.forms import page_number
from people import access
from people.permissions import Permission


@hr.get("/assignments")
@access.requires(Permission.ASSIGN)
def assignments() -> Response:
    """What was asked of whom."""
    rows, paging = queries_assigning.assignments(read_session(), page_number())
    titles = dict(course_titles(read_session()))
    page = render_template("hr/assignments.html", rows=rows, paging=paging, titles=titles, audiences=AUDIENCES)
    return make_response(page)


@hr.get("/assignments/new")
@access.requires(Permission.ASSIGN)
def assign() -> Response:
    """First which course and of what kind of audience, then which one and until when."""
    courses = course_titles(read_session())
    given = {"course": courses[0][0] if len(courses) == 1 else None, "audience": request.args.get("audience")}
    form = AudienceForm(courses, data=given)
    if "step" not in request.args or not form.validate():
        status = 422 if form.errors else 200
        page = render_template(
            "hr/assign.html", form=form, has_courses=bool(courses), target=request.args.get("target")
        )
        return make_response(page, status)
    asking.refuse_open_blanks(read_session(), form.course.data)
    return _target_page(form.course.data, form.audience.data, target_form(form.audience.data))


def _target_page(course: str, audience: str, form: DueForm, status: int = 200) -> Response:
    title = dict(course_titles(read_session()))[course]
    page = render_template("hr/assign_target.html", form=form, course=course, title=title, audience=audience)
    return make_response(page, status)


@hr.get("/assignments/check")
@access.requires(Permission.ASSIGN)
def assign_check() -> Response:
    """Name how many people are touched, before they are."""
    form, asked = asked_in(request.args)
    if form.errors:
        return _target_page(asked.course, asked.audience, form, 422)
    asking.refuse_open_blanks(read_session(), asked.course)
    session = read_session()
    revision = course_revision(session, asked.course, "nl")
    page = render_template(
        "hr/assign_check.html",
        asked=asked,
        title=dict(course_titles(session))[asked.course],
        touched=bulk.touched_by(session, asked.course, asked.audience, asked.target, today()),
        is_concept=is_concept(session, revision.id),
        usual_days=rules_of(session, parsed(revision)).due_days,
    )
    return make_response(page)


@hr.post("/assignments")
@access.requires(Permission.ASSIGN)
def assign_post() -> Response:
    asked = Asked.of(request.form, dict(course_titles(read_session())))
    with unit_of_work() as session:
        actor = access.actor(session)
        bulk.assign_audience(session, asked.course, asked.audience, asked.target, asked.due_on, actor=actor)
    flash(_("De cursus is toegewezen. Iedereen met een e-mailadres krijgt een mail."), "success")
    return redirect(url_for("hr.assignments"), 303)


@hr.errorhandler(BlanksOpen)
def blanks_open(refusal: BlanksOpen) -> Response:
    """Which words are missing, and what was sent, to send again once they are there."""
    open_ones = [blank for blank in blanks(str(get_locale())[:2]) if blank.key in refusal.blanks]
    sent = request.form if request.method == "POST" else request.args
    page = render_template(
        "hr/assign_blanks.html",
        title=dict(course_titles(read_session()))[refusal.course],
        blanks=open_ones,
        sent=[(name, value) for name, value in sent.items(multi=True) if name != "csrf_token"],
    )
    return make_response(page, refusal.status)


@hr.get("/assignments/<int:assignment_id>/withdrawal")
@access.requires(Permission.ASSIGN)
def withdraw(assignment_id: int) -> Response:
    """Name of how many people it is no longer asked."""
    row = queries_assigning.running(read_session(), assignment_id)
    title = dict(course_titles(read_session())).get(row.assignment.course, row.assignment.course)
    return make_response(render_template("hr/assign_withdraw.html", row=row, title=title, audiences=AUDIENCES))


@hr.post("/assignments/<int:assignment_id>/withdrawal")
@access.requires(Permission.ASSIGN)
def withdraw_post(assignment_id: int) -> Response:
    with unit_of_work() as session:
        still_open = queries_assigning.running(session, assignment_id).still_open
        asking.end(session, assignment_id, actor=access.actor(session))
    words = ngettext(
        "De toewijzing is ingetrokken, voor %(num)s persoon.",
        "De toewijzing is ingetrokken, voor %(num)s mensen.",
        still_open,
    )
    flash(words, "success")
    return redirect(url_for("hr.assignments"), 303)
