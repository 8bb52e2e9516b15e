"""Pages that explain: privacy, accessibility, help."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from people import access
from people.views.blueprint import people


@people.get("/privacy")
@access.public
def privacy() -> Response:
    return make_response(render_template("people/privacy.html"))


@people.get("/accessibility")
@access.public
def accessibility() -> Response:
    return make_response(render_template("people/accessibility.html"))


@people.get("/help")
@access.public
def help() -> Response:  # noqa: A001 - the page's own name
    return make_response(render_template("people/help.html"))
