"""The candidate's door: a mailed link, pressed by a person, and a code by mail for another browser."""

from flask import flash, jsonify, make_response, redirect, render_template, request, session as cookie, url_for
from flask_babel import force_locale, gettext as _
from werkzeug.wrappers import Response

from kernel.database import read_session, unit_of_work
from kernel.errors import Invalid
from people import access, queries
from people.doorway_models import Doorway
from people.errors import ComesByPassword, DoorwayShut, NeedsDoorCode, SomebodyElse, UnknownBrowser
from people.forms import BeginForm, DoorCodeForm, refuse
from people.permissions import Permission
from people.services import door_codes, doorways
from people.services.doorways import Entered
from people.targets import safe_target
from people.views import cookies, staying
from people.views.blueprint import people
from people.views.sign_in import end_current


@people.get("/welcome/<secret>")
@access.public
def welcome(secret: str) -> Response:
    """Changes nothing, however often a mail scanner opens it."""
    try:
        doorway = doorways.find(read_session(), secret)
    except DoorwayShut:
        return _shut()
    cookies.offer_browser()
    works_here = queries.works_today(read_session(), doorway.person)
    is_known = _is_known_here(doorway)
    return _page(
        "people/welcome.html",
        doorway,
        form=BeginForm(formdata=None),
        works_here=works_here,
        purpose=doorways.purpose_of(read_session(), doorway),
        target=safe_target(doorway.path, cookies.home()),
        is_known=is_known,
        needs_code=not is_known and doorways.is_claimed(read_session(), doorway),
    )


@people.post("/welcome/<secret>")
@access.public
def begin(secret: str) -> Response:
    """Claim the doorway, come back in, or have a code mailed."""
    is_borrowed = bool(BeginForm().is_borrowed.data)
    try:
        doorway = doorways.find(read_session(), secret)
        token = _token(doorway)
        return _come_in(doorways.enter(secret, token, is_own=not is_borrowed), token)
    except DoorwayShut:
        return _shut()
    except ComesByPassword:
        return redirect(url_for("people.sign_in", next=safe_target(doorway.path, cookies.home())), 303)
    except NeedsDoorCode:
        door_codes.mail_for_claim(secret, token, cookies.address())
        cookie["is_borrowed"] = is_borrowed
        return redirect(url_for("people.welcome_code", secret=secret), 303)


@people.get("/welcome/<secret>/code")
@access.public
def welcome_code(secret: str) -> Response:
    return _code_page(secret, DoorCodeForm(formdata=None))


@people.post("/welcome/<secret>/code")
@access.public
def give_code(secret: str) -> Response:
    form = DoorCodeForm()
    if form.validate_on_submit():
        try:
            return _claim(secret, form.door_code.data)
        except DoorwayShut:
            return _shut()
        except ComesByPassword:
            return redirect(url_for("people.welcome", secret=secret), 303)
        except Invalid as refusal:
            refuse(form, refusal)
    return _code_page(secret, form, 422)


def _claim(secret: str, code: str) -> Response:
    """Errors: as `door_codes.claim`."""
    doorway, is_own = doorways.find(read_session(), secret), not cookie.get("is_borrowed")
    token = _token(doorway)
    if _is_known_here(doorway):  # pressed twice: the first one did it
        return _come_in(doorways.enter(secret, token, is_own=is_own), token)
    return _come_in(door_codes.claim(secret, token, code, cookies.address(), is_own=is_own), token)


def _code_page(secret: str, form: DoorCodeForm, status: int = 200) -> Response:
    try:
        doorway = doorways.find(read_session(), secret)
    except DoorwayShut:
        return _shut()
    is_borrowed = bool(cookie.get("is_borrowed"))
    return _page("people/welcome_code.html", doorway, status, form=form, secret=secret, is_borrowed=is_borrowed)


@people.post("/welcome/again")
@access.public
def come_in_again() -> Response:
    """Come back in by the browser that one is known in, without a password.

    From a page, a form goes on to `next`; from a script, JSON {person} → the state under the new session:
    400 when malformed, 401 when this browser is not known (any more), 409 when somebody else is signed in here.
    """
    token = cookies.browser_token()
    if not request.is_json:
        try:
            entered = doorways.enter_again(token)
        except UnknownBrowser as refusal:
            flash(_(refusal.message), "warning")
            return redirect(url_for("people.sign_in"), 303)
        return _come_in(entered, token, cookies.next_target())
    person_id = staying.person_in_json()
    current = staying.untouched()
    if current is not None and current.person_id != person_id:
        raise SomebodyElse
    entered = doorways.enter_again(token, person_id)
    end_current()
    cookies.enter(entered.session)
    return jsonify(staying.state(staying.untouched()))


@people.post("/account/browsers/<int:browser_id>/end")
@access.requires(Permission.OWN_ACCOUNT)
def forget_browser(browser_id: int) -> Response:
    with unit_of_work() as session:
        doorways.forget_browser(session, access.actor(session), browser_id)
    flash(_("Dat apparaat komt er alleen nog in met een code uit je mail."), "success")
    return redirect(url_for("people.account"), 303)


def _is_known_here(doorway: Doorway) -> bool:
    browser = doorways.known_browser(read_session(), cookies.browser_token())
    return browser is not None and browser.doorway.person_id == doorway.person_id


def _token(doorway: Doorway) -> str:
    """What this browser keeps: what it is known by, or what it was offered when it opened the link."""
    return cookies.browser_token() if _is_known_here(doorway) else cookies.offered_browser()


def _come_in(entered: Entered, token: str, target: str = "") -> Response:
    end_current()
    cookies.enter(entered.session)
    response = redirect(target or safe_target(entered.path, cookies.home()), 303)
    cookies.keep_browser(response, token, entered.until)
    return response


def _shut() -> Response:
    return make_response(render_template("people/welcome_shut.html"), DoorwayShut.status)


def _page(template: str, doorway: Doorway, status: int = 200, **told: object) -> Response:
    with force_locale(cookie.get("language", doorway.person.language)):
        return make_response(render_template(template, person=doorway.person, **told), status)
