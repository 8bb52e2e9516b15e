"""Who is asking, and whether this view may be theirs.

Every view declares what it needs, by `@requires(Permission.X)` or `@public`; `web` refuses to start when
one does not, and `enforce` asks before each request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, g, redirect, request, session as cookie, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kernel import audit, clock
from kernel.database import read_session
from kernel.errors import NotFound
from people.models import Person, SignIn
from people.permissions import Permission
from people.services import sessions

View = TypeVar("View", bound=Callable[..., Any])
TOUCH_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Access:
    """What a view asks of who comes: a permission (None: nothing), and whether the sign-in is fresh."""

    permission: Permission | None
    is_fresh: bool = False


def requires(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Let only those with `permission` in; with `fresh`, only just after they gave their password."""

    def mark(view: View) -> View:
        view.access = Access(permission, fresh)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Let anybody in."""
    view.access = Access(None)  # type: ignore[attr-defined]
    return view


class Undeclared(RuntimeError):
    """A route whose view says nothing about who may come."""


def check_declared(app: Flask) -> None:
    """Errors: `Undeclared`, so that the application does not start."""
    for rule in app.url_map.iter_rules():
        if not hasattr(app.view_functions[rule.endpoint], "access"):
            raise Undeclared(f"{sorted(rule.methods or ())} {rule.rule}: declare @requires(…) or @public")


def current_sign_in() -> SignIn | None:
    """The live session behind this request's cookie, touched when it was quiet for a while."""
    if "sign_in" not in g:
        token = cookie.get("token")
        g.sign_in = sessions.find(read_session(), token) if token else None
        if g.sign_in and clock.now() - g.sign_in.seen_at > TOUCH_AFTER:
            sessions.touch(g.sign_in)
            g.sign_in = sessions.find(read_session(), str(token))
    sign_in: SignIn | None = g.sign_in
    return sign_in


def me_or_none() -> Person | None:
    """Who is signed in, if anybody."""
    sign_in = current_sign_in()
    return sign_in.person if sign_in else None


def me() -> Person:
    """Who is signed in; for views that require a permission."""
    person = me_or_none()
    if person is None:
        raise NotFound
    return person


def actor(session: Session) -> Person:
    """Who is signed in, fetched anew in a unit of work: gone when the session ended meanwhile."""
    sign_in = sessions.find(session, cookie.get("token", ""))
    if sign_in is None:
        raise NotFound
    return sign_in.person


def enforce() -> Response | None:
    """Before each request: sign in, give the password again, or 404 when it is not theirs."""
    view = current_view()
    if view is None or view.access.permission is None:
        return None
    sign_in = current_sign_in()
    if sign_in is None:
        return _ask_to_sign_in()
    if not sign_in.person.may(view.access.permission):
        raise NotFound
    if view.access.is_fresh and not sessions.is_fresh(sign_in):
        return redirect(url_for("people.confirm", next=_came_from()), 303)
    return None


def note_refusal() -> None:
    """Write down that somebody who is signed in asked for what is not theirs, or not there."""
    person = me_or_none()
    if person is not None:
        audit.note("refused", actor=person.id, object=f"{request.method} {request.path}"[:120])


def current_view() -> Any:
    from flask import current_app

    return current_app.view_functions.get(request.endpoint) if request.endpoint else None


def _ask_to_sign_in() -> Response:
    if request.is_json:
        return Response(status=401)
    return redirect(url_for("people.sign_in", next=_came_from()), 303)


def _came_from() -> str:
    """Where to go on afterwards: this page, or for a post the page it was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    return ""
