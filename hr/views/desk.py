"""HR's overview: per course and team who is certified, and who is not yet."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from courses.queries import overview
from hr import first_steps, queries_desk
from hr.views.blueprint import hr
from hr.views.choices import course_titles, today
from kernel.database import read_session
from people import access
from people.permissions import Permission


@hr.get("/desk")
@access.requires(Permission.SEE_REGISTER)
def desk() -> Response:
    """The first three steps until they are done; then the figures, each a link to the people behind it."""
    session, on = read_session(), today()
    courses = course_titles(session)
    steps = first_steps.first_steps(session)
    slugs = [slug for slug, _title in courses]
    course = request.args.get("course", "")
    course = course if course in slugs else next(iter(slugs), "")
    rows = overview(session, course, on) if course else []
    page = render_template(
        "hr/desk.html",
        steps=steps,
        is_first_run=first_steps.is_first_run(steps),
        courses=courses,
        course=course,
        rows=[row for row in rows if row.people],
        total=queries_desk.total_of(rows),
        reminded=queries_desk.reminders_since(session, on),
        days=queries_desk.DAYS,
        share=queries_desk.share,
    )
    return make_response(page)
