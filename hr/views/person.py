"""A person's file. Each look leaves a row that this person can read."""

from flask import make_response, render_template
from flask_babel import get_locale
from werkzeug.wrappers import Response

from certificates.words import STATES as WORTH
from courses.queries.learning import zone_of
from hr import queries_people, queries_person
from hr.views.blueprint import hr
from hr.views.choices import course_titles, today
from hr.words import CLOSED, MAIL_STATES, PERSON_STATES, REASONS, ROUND_STATES
from kernel.database import read_session
from people import access
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why


@hr.get("/people/<int:person_id>")
@access.requires(Permission.SEE_REGISTER)
def person(person_id: int) -> Response:
    """Who it is, what is asked, what was proved and what was sent."""
    queries_people.person(read_session(), person_id)
    note_looks(access.me().id, [person_id], f"person:{person_id}", Why.FILE)
    session, on = read_session(), today()
    language = "en" if str(get_locale()).startswith("en") else "nl"
    file = queries_person.file_of(session, access.me(), person_id, language, on)
    page = render_template(
        "hr/person.html",
        file=file,
        misnamed=file.misnamed(session) if access.me().may(Permission.CERTIFY) else (),
        titles=dict(course_titles(session)),
        zone=zone_of(session),
        states=PERSON_STATES,
        worth=WORTH,
        round_states=ROUND_STATES,
        reasons=REASONS,
        closed=CLOSED,
        mail_states=MAIL_STATES,
    )
    return make_response(page)
