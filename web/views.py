"""Pages of the house itself: health, language, the organisation's colour and logo, the demo's mailbox."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, request, session as cookie, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response as AnyResponse

from kernel.database import read_session
from people import access, queries
from people.permissions import Permission
from people.targets import safe_target
from web import languages
from web.context import VERSION

web = Blueprint("web", __name__)


@web.get("/")
@access.public
def home() -> AnyResponse:
    """Home for who is signed in; the door for who is not."""
    if queries.organisation() is None:
        return redirect(url_for("people.set_up"), 303)
    if access.me_or_none() is None:
        return redirect(url_for("people.sign_in"), 303)
    return redirect(url_for("courses.home"), 303)


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
    from people import colours

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
    """For a watchman: 200 when all is well, 503 when the database does not answer or has no log."""
    from certificates.ledger.models import Head

    ledger: dict[str, Any] | None = None
    try:
        session = read_session()
        session.execute(text("SELECT 1"))
        database = "ok"
        if head := session.get(Head, 1):
            ledger = {"size": head.size, "root": head.root.hex()}
    except Exception:
        current_app.logger.exception("health")
        database = "unavailable"
    is_well = database == "ok" and ledger is not None
    body = {"status": "ok" if is_well else "error", "version": VERSION, "database": database, "ledger": ledger}
    return jsonify(body), 200 if is_well else 503  # type: ignore[return-value]


@web.get("/mailbox")
@access.public
def mailbox() -> AnyResponse:
    """The demo's mail, with links that work; not there outside a demo."""
    from flask import render_template

    from web import mailbox as mails

    if not current_app.extensions["config"].is_demo:
        abort(404)
    found = mails.search(current_app.extensions["config"].mail_to, request.args.get("q", ""))
    return Response(render_template("web/mailbox.html", mails=found))


@web.get("/mailbox/<name>")
@access.public
def mail(name: str) -> AnyResponse:
    from flask import render_template

    from web import mailbox as mails

    if not current_app.extensions["config"].is_demo:
        abort(404)
    found = mails.read(current_app.extensions["config"].mail_to, name)
    return Response(render_template("web/mail.html", mail=found))
