"""Who is asking, and whether this view may be theirs.

Every view declares what it needs, by `@requires(Permission.X)` or `@public`; `web` refuses to start when
one does not, and `enforce` asks before each request.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, g, redirect, request, session as cookie, url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from kernel import audit, clock
from kernel.database import read_session
from kernel.errors import NotFound, Unavailable
from people.models import Person, SignIn
from people.permissions import Permission
from people.services import sessions

View = TypeVar("View", bound=Callable[..., Any])
TOUCH_AFTER = timedelta(minutes=1)


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
    """The live session behind this request's cookie, touched when a person asks after a minute of quiet."""
    if "sign_in" not in g:
        token = cookie.get("token")
        g.sign_in = sessions.find(read_session(), token) if token else None
        if g.sign_in and clock.now() - g.sign_in.seen_at >= TOUCH_AFTER and not _is_polled():
            with suppress(OperationalError, Unavailable):  # who only reads can do without
                sessions.touch(g.sign_in, TOUCH_AFTER)
            g.sign_in = sessions.find(read_session(), str(token))
    sign_in: SignIn | None = g.sign_in
    return sign_in


def _is_polled() -> bool:
    """Whether a script asks how things are: that happens on a page that everybody walked away from, too."""
    return request.method in {"GET", "HEAD"} and request.accept_mimetypes.best == "application/json"


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
    person = sessions.find_person(session, cookie.get("token", ""))
    if person is None:
        raise NotFound
    return person


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
        return _ask_to_confirm()
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
    return redirect(url_for("people.sign_in", next=_asked_for() if _is_look() else ""), 303)


def _ask_to_confirm() -> Response:
    """A look goes on to that page; a form goes along (307 keeps what was typed) and is sent again afterwards."""
    if _is_look():
        return redirect(url_for("people.confirm", next=_asked_for()), 303)
    return redirect(url_for("people.confirm_post", next=_asked_for(), sent=1), 307)


def _is_look() -> bool:
    return request.method in {"GET", "HEAD"}


def _asked_for() -> str:
    return iri_to_uri(request.full_path.rstrip("?"))
