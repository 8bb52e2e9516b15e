"""A manager's own teams: who passed, and when. Never an answer, never another team."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from courses.queries import overview
from courses.queries.learning import zone_of
from hr import queries_desk, queries_register
from hr.queries_register import Narrowed
from hr.views.blueprint import hr
from hr.views.choices import course_titles, today
from hr.words import REGISTER_STATES
from kernel.database import read_session
from kernel.errors import NotFound
from kernel.forms import page_number
from kernel.words import N_
from people import access, queries
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why

SHOWN = {
    "": N_("Iedereen"),
    "late": N_("Te laat"),
    "due": N_("Loopt nog"),
    "never_started": N_("Niet begonnen"),
    "certified": N_("Geldig certificaat"),
}


@hr.get("/team")
@access.requires(Permission.SEE_TEAM)
def team() -> Response:
    """All own teams with their figures; with one team, straight on to it."""
    session = read_session()
    own = queries.managed_teams(session, access.me())
    if len(own) == 1:
        return redirect(url_for("hr.team_page", team_id=own[0].id), 303)
    courses, course = _course()
    rows = overview(session, course, today(), [each.id for each in own]) if course and own else []
    page = render_template(
        "hr/teams_own.html",
        rows=[row for row in rows if row.team],
        courses=courses,
        course=course,
        share=queries_desk.share,
    )
    return make_response(page)


@hr.get("/team/<int:team_id>")
@access.requires(Permission.SEE_TEAM)
def team_page(team_id: int) -> Response:
    """Each person of one own team; each can read who looked."""
    session = read_session()
    own = queries.managed_teams(session, access.me())
    mine = next((each for each in own if each.id == team_id), None)
    if mine is None:
        raise NotFound
    courses, course = _course()
    if not course:
        return make_response(render_template("hr/team.html", team=mine, rows=[], courses=[], course=""))
    state = request.args.get("state", "")
    wanted = Narrowed(course, state if state in SHOWN else "", team=team_id)
    on, sort = today(), request.args.get("sort", "due")
    people, paging = queries_register.page_of_register(session, wanted, sort, page_number(), on)
    note_looks(access.me().id, [row.person.id for row in people], f"team:{team_id}", Why.TEAM)
    session = read_session()
    page = render_template(
        "hr/team.html",
        team=mine,
        is_only_team=len(own) == 1,
        figures=next((row for row in overview(session, course, on, [team_id]) if row.team), None),
        shown=SHOWN,
        state=wanted.state,
        rows=list(queries_register.rows_of(session, course, people, on, zone_of(session))),
        paging=paging,
        courses=courses,
        course=course,
        states=REGISTER_STATES,
        sort=sort,
    )
    return make_response(page)


def _course() -> tuple[list[tuple[str, str]], str]:
    """What can be chosen, and the course in the address or else the first."""
    courses = course_titles(read_session())
    slugs = [slug for slug, _title in courses]
    asked = request.args.get("course", "")
    return courses, asked if asked in slugs else next(iter(slugs), "")
