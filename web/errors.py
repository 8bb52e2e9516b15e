"""Error pages: what happened, and what to do."""

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from kernel.database import close_read_session
from kernel.errors import DomainError, NotFound, TooMany
from kernel.words import N_
from people import access

PAGES = {403: "403", 404: "404", 409: "409", 410: "404", 422: "422", 429: "429", 503: "503"}
PATIENCE = 60  # seconds


def say(error: DomainError) -> str:
    """The refusal in the reader's language."""
    return str(gettext(error.message, **error.values))


def _page(status: int, reason: str = "") -> Response:
    response = _told(status, reason)
    if status == 503:
        response.headers["Retry-After"] = str(PATIENCE)
    return response


def _told(status: int, reason: str) -> Response:
    """The page for `status`; one that leans on nothing of ours when we ourselves are in trouble."""
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(error=reason or str(status)), status)
    template = f"errors/{PAGES.get(status, '400' if status < 500 else '500')}.html"
    if status >= 500:
        return make_response(current_app.jinja_env.get_template(template).render(), status)
    return make_response(render_template(template, reason=reason), status)


def _refused(error: DomainError) -> Response:
    if isinstance(error, NotFound):
        access.note_refusal()
    response = _page(error.status, say(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(int(str(error.values["minutes"])) * 60)
    return response


def _no_token(_error: CSRFError) -> Response:
    return _page(
        400, gettext(N_("Deze pagina stond te lang open. Ga terug, laad de pagina opnieuw en probeer het nog eens."))
    )


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    return _page(error.code or 500)


def _forged_host(_error: SecurityError) -> Response:
    """No page: every link on it would need a host, and the one that was asked for is not ours."""
    return Response("400 Bad Request\n", 400, mimetype="text/plain")


def _out_of_range(_error: Exception) -> Response:
    """A number or day in an address that no row can hold: nothing is there."""
    close_read_session()
    return _page(404)


def _database(error: OperationalError | PoolTimeout) -> Response:
    current_app.logger.error("the database did not answer as it should", exc_info=error)
    return _page(503)


def install(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(SecurityError, _forged_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(OverflowError, _out_of_range)
    app.register_error_handler(DataError, _out_of_range)
