"""Pages of the house itself: health, language, the organisation's colour and logo, the demo's mailbox."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session as cookie,
    url_for,
)
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from kernel.database import read_session
from kernel.paging import paging
from people import access, colours, queries
from people.models import Person
from people.permissions import Permission
from people.targets import safe_target
from web import health as watch, languages, mailbox as mails

web = Blueprint("web", __name__)
WORK = (  # whose main work is where; for everybody else it is learning
    (Permission.ASSIGN, "hr.desk"),
    (Permission.GRANT_ROLES, "hr.people"),
    (Permission.READ_EVIDENCE, "certificates.search"),
    (Permission.APPROVE_CONTENT, "courses.content"),
)


@web.get("/")
@access.public
def home() -> AnyResponse:
    """Where somebody's work is, for who is signed in; the door for who is not."""
    if queries.organisation() is None:
        return redirect(url_for("people.set_up"), 303)
    person = access.me_or_none()
    if person is None:
        return redirect(url_for("people.sign_in"), 303)
    return redirect(url_for(next(_first_pages(person))), 303)


def _first_pages(person: Person) -> Iterator[str]:
    """Where this person's work may be, the most likely first."""
    yield from (page for permission, page in WORK if person.may(permission))
    if person.may(Permission.LEARN):
        yield "courses.home"
    yield "assess.mine"


@web.post("/language")
@access.public
def set_language() -> AnyResponse:
    asked = request.form.get("language")
    if asked in languages.LANGUAGES:
        cookie["language"] = asked
    return redirect(safe_target(request.form.get("next"), url_for("web.home")), 303)


@web.get("/theme.css")
@access.public
def theme_css() -> AnyResponse:
    """The organisation's colour, made readable on light and dark."""
    known = queries.organisation()
    palette = colours.theme(known.accent if known else colours.DEFAULT_ACCENT)
    response = Response(colours.stylesheet(palette), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@web.get("/logo")
@access.public
def logo() -> AnyResponse:
    known = queries.organisation()
    if known is None or not known.logo_mime or known.logo is None:
        abort(404)
    response = Response(known.logo, mimetype=known.logo_mime)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@web.get("/healthz")
@access.public
def health() -> AnyResponse:
    """For a watchman: 200 when all is well, 503 when something is wrong."""
    try:
        told = watch.told(read_session())
    except SQLAlchemyError:
        current_app.logger.exception("health")
        told = watch.without_database()
    return make_response(jsonify(told), 200 if told["status"] == "ok" else 503)


@web.get("/mailbox")
@access.public
def mailbox() -> AnyResponse:
    """The demo's mail, with links that work; not there outside a demo."""
    if not current_app.extensions["config"].is_demo:
        abort(404)
    found = mails.search(current_app.extensions["config"].mail_to, request.args.get("q", ""))
    where = paging(len(found), request.args.get("page", 1, int))
    shown = found[max(where.first - 1, 0) : where.last]
    return Response(render_template("web/mailbox.html", mails=shown, paging=where))


@web.get("/mailbox/<name>")
@access.public
def mail(name: str) -> AnyResponse:
    if not current_app.extensions["config"].is_demo:
        abort(404)
    found = mails.read(current_app.extensions["config"].mail_to, name)
    return Response(render_template("web/mail.html", mail=found))
