"""Staying signed in while working: what scripts ask, so that an ended session costs nobody an answer."""

from typing import Any

from flask import abort, jsonify, redirect, request, session as cookie
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from kernel import clock
from kernel.database import read_session
from kernel.forms import sent_json
from people import access
from people.errors import SomebodyElse
from people.models import SignIn
from people.permissions import Permission
from people.services import sessions, sign_in as signing
from people.targets import safe_target
from people.views import cookies
from people.views.blueprint import people
from people.views.sign_in import end_current


@people.get("/session")
@access.public
def session_state() -> Response:
    """Who is signed in here, for how long, and a token to post with; asking does not lengthen the session."""
    return jsonify(state(untouched()))


@people.post("/session/extension")
@access.requires(Permission.OWN_ACCOUNT)
def extend_session() -> Response:
    """Somebody is still there: the idle time starts again."""
    sign_in = access.current_sign_in()
    assert sign_in is not None
    sessions.touch(sign_in)
    if _wants_page():
        return redirect(safe_target(request.form.get("next"), cookies.home()), 303)
    return jsonify(state(untouched()))


@people.post("/sign-in/again")
@access.public
def sign_in_again() -> Response:
    """Come back in without leaving the page: JSON {person, password} → the state under the new session.

    400 when malformed, 409 when somebody else is signed in here, 422 when the password is wrong, 429.
    """
    person_id, password = _person_and_password()
    current = untouched()
    if current is not None and current.person_id != person_id:
        raise SomebodyElse
    token = signing.sign_in_again(person_id, password, cookies.address())
    end_current()
    cookies.enter(token)
    return jsonify(state(untouched()))


def _person_and_password() -> tuple[int, str]:
    person, password = person_in_json(), _json().get("password")
    if not isinstance(password, str) or not password:
        abort(400)
    return person, password


def person_in_json() -> int:
    """Who a script says was there: 400 when malformed."""
    person = _json().get("person")
    if type(person) is not int or not 0 < person < 2**62:
        abort(400)
    return person


def _json() -> dict[str, Any]:
    body = sent_json()
    return body if isinstance(body, dict) else {}


def untouched() -> SignIn | None:
    """The live session of this cookie, as it stands in the database now."""
    return sessions.find(read_session(), cookie.get("token", ""))


def state(sign_in: SignIn | None) -> dict[str, Any]:
    """Who is signed in here, for how long, and a token to post with."""
    at = clock.now()
    ends = min(sign_in.seen_at + sessions.IDLE, sign_in.started_at + sessions.ABSOLUTE) if sign_in else at
    return {
        "signed_in": sign_in is not None,
        "person": sign_in.person_id if sign_in else None,
        "csrf": generate_csrf(),
        "seconds_left": int((ends - at).total_seconds()),
    }


def _wants_page() -> bool:
    wishes = request.accept_mimetypes
    return wishes["text/html"] > wishes["application/json"]
