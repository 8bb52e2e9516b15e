"""Two cookies: a session's token, new at every sign-in and gone at sign-out; and what a browser is known by."""

from datetime import datetime

from flask import request, session as cookie, url_for
from werkzeug.wrappers import Response

from people.services import doorways
from people.targets import safe_target

KEPT = ("language",)
BROWSER = "__Host-door"


def enter(token: str) -> None:
    """Begin with a clean cookie under a new token, so that one planted before sign-in is of no use."""
    leave()
    cookie["token"] = token


def leave() -> None:
    """Forget all but the choice of language."""
    kept = {name: cookie[name] for name in KEPT if name in cookie}
    cookie.clear()
    cookie.update(kept)


def address() -> str:
    """Where the request comes from, for limits."""
    return request.remote_addr or "unknown"


def next_target() -> str:
    """Where to go on after signing in: the page asked for, else home."""
    return safe_target(request.args.get("next"), home())


def home() -> str:
    """A person's own first page."""
    return url_for("web.home")


def browser_token() -> str:
    """What this browser is known by, if it is."""
    return request.cookies.get(BROWSER, "")


def offer_browser() -> None:
    """Whenever the link is opened, something new to be known by: one that was planted before is of no use."""
    cookie["offered"] = doorways.new_token()


def offered_browser() -> str:
    """What it was offered last; the same for a form that is sent twice."""
    return str(cookie.get("offered") or doorways.new_token())


def keep_browser(response: Response, token: str, until: datetime | None) -> None:
    """Have this browser keep what it is known by: until then, or as long as it is open."""
    response.set_cookie(BROWSER, token, expires=until, path="/", secure=True, httponly=True, samesite="Lax")
