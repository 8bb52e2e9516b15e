"""Who got which reminder when, and one person reminded by hand."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from courses.queries.learning import own_enrolment
from hr import queries_desk, queries_people
from hr.forms.desk_filters import ReminderFilter
from hr.services import bulk
from hr.views.blueprint import hr
from hr.views.choices import course_titles, today
from kernel.database import read_session, unit_of_work
from kernel.forms import page_number
from people import access
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why


@hr.get("/reminders")
@access.requires(Permission.SEE_REGISTER)
def reminders() -> Response:
    """Every reminder, by itself or by hand, the newest first; each person whom it shows can read who looked."""
    session = read_session()
    courses = course_titles(session)
    form = ReminderFilter().offer(courses)
    rows, paging = queries_desk.reminders(session, form.known("course") or "", form.known("q") or "", page_number())
    note_looks(access.me().id, [row.person_id for row in rows], "reminders", Why.REMINDERS)
    page = render_template("hr/reminders.html", form=form, rows=rows, paging=paging, titles=dict(courses))
    return make_response(page)


@hr.get("/people/<int:person_id>/enrolments/<int:enrolment_id>/reminder")
@access.requires(Permission.ASSIGN)
def remind(person_id: int, enrolment_id: int) -> Response:
    """Ask whether it is meant; say so when today's mail already went."""
    queries_people.person(read_session(), person_id)
    note_looks(access.me().id, [person_id], f"person:{person_id}", Why.REMINDERS)
    session = read_session()
    person = queries_people.person(session, person_id)
    enrolment = own_enrolment(session, person, enrolment_id)
    page = render_template(
        "hr/remind.html",
        person=person,
        enrolment=enrolment,
        may_remind=bool(bulk.remindable(session, [enrolment.id])),
        title=dict(course_titles(session)).get(enrolment.course, enrolment.course),
        last=queries_desk.last_reminded(session, enrolment.id),
        today=today(),
    )
    return make_response(page)


@hr.post("/people/<int:person_id>/enrolments/<int:enrolment_id>/reminder")
@access.requires(Permission.ASSIGN)
def remind_post(person_id: int, enrolment_id: int) -> Response:
    with unit_of_work() as session:
        person = queries_people.person(session, person_id)
        enrolment = own_enrolment(session, person, enrolment_id)
        done = bulk.remind(session, [enrolment.id], actor=access.actor(session))
    if done.count:
        flash(_("De herinnering voor %(name)s is onderweg.", name=person.name), "success")
    else:
        flash(_("Vandaag ging er al een herinnering, of er is geen e-mailadres. Er is niets gestuurd."), "warning")
    return redirect(url_for("hr.person", person_id=person_id), 303)
