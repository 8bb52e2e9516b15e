"""Headers on every answer, and hosts that may be asked for."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import SecurityError

from people import access

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def trusted_hosts(base_url: str) -> list[str]:
    """The host of the fixed address, and this machine itself for the watchman and tests."""
    return [urlsplit(base_url).netloc, "localhost", "127.0.0.1", "[::1]"]


def refuse_control_characters() -> None:
    """No keyboard makes them; PostgreSQL and HTML take none. Errors: `SecurityError`."""
    sent = [request.path]
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            sent += (name, value)
    if any(map(CONTROL_CHARACTER.search, sent)):
        raise SecurityError


def protect(app: Flask) -> None:
    """Set the headers of every answer, error pages too; personal pages are never stored."""

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure or app.config["IS_HTTPS"]:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        view = access.current_view()
        is_static = request.endpoint == "static"
        if not is_static and (view is None or view.access.permission is not None or response.status_code >= 400):
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
