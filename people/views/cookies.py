"""The cookie that holds a session's token: made anew at every sign-in, emptied at sign-out."""

from flask import request, session as cookie, url_for

from people.targets import safe_target

KEPT = ("language",)


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
