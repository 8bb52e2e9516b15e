"""One's own account: what we know, language, password, sessions, and who looked."""

from flask import flash, make_response, redirect, render_template, session as cookie, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kernel.database import read_session, unit_of_work
from kernel.errors import Invalid, NotFound
from people import access, trail
from people.forms import ChangePasswordForm, LanguageForm, refuse
from people.permissions import Permission
from people.services import account as accounts, doorways
from people.views import cookies
from people.views.blueprint import people


@people.get("/account")
@access.requires(Permission.OWN_ACCOUNT)
def account() -> Response:
    return _account_page(LanguageForm(language=access.me().language))


def _account_page(form: LanguageForm, status: int = 200) -> Response:
    person = access.me()
    sign_in = access.current_sign_in()
    page = render_template(
        "people/account.html",
        form=form,
        person=person,
        sessions=accounts.live_sessions(read_session(), person),
        browsers=doorways.browsers_of(read_session(), person) if person.came_by_doorway else (),
        current_browser_id=sign_in.browser_id if sign_in else None,
        current_id=sign_in.id if sign_in else None,
    )
    return make_response(page, status)


@people.post("/account/language")
@access.requires(Permission.OWN_ACCOUNT)
def choose_language() -> Response:
    form = LanguageForm()
    if not form.validate_on_submit():
        return _account_page(form, 422)
    with unit_of_work() as session:
        accounts.choose_language(session, access.actor(session), form.language.data)
    cookie["language"] = form.language.data
    return redirect(url_for("people.account"), 303)


@people.get("/account/password")
@access.requires(Permission.OWN_ACCOUNT)
def password() -> Response:
    _only_with_a_password()
    return _password_page(ChangePasswordForm())


@people.post("/account/password")
@access.requires(Permission.OWN_ACCOUNT)
def password_post() -> Response:
    _only_with_a_password()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            token = accounts.change_password(access.me().id, form.current.data, form.password.data)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            cookies.enter(token)
            flash(_("Je wachtwoord is veranderd. Op andere apparaten ben je afgemeld."), "success")
            return redirect(url_for("people.account"), 303)
    return _password_page(form, 422)


def _only_with_a_password() -> None:
    """Errors: `NotFound` for who comes in without one."""
    if access.me().came_by_doorway:
        raise NotFound


def _password_page(form: ChangePasswordForm, status: int = 200) -> Response:
    return make_response(render_template("people/password.html", form=form), status)


@people.post("/account/sessions/<int:sign_in_id>/end")
@access.requires(Permission.OWN_ACCOUNT)
def end_session(sign_in_id: int) -> Response:
    with unit_of_work() as session:
        accounts.end_session(session, access.actor(session), sign_in_id)
    flash(_("Je bent daar afgemeld."), "success")
    return redirect(url_for("people.account"), 303)


@people.post("/account/sessions/end")
@access.requires(Permission.OWN_ACCOUNT)
def sign_out_everywhere() -> Response:
    with unit_of_work() as session:
        accounts.sign_out_everywhere(session, access.actor(session))
    cookies.leave()
    return redirect(url_for("people.signed_out"), 303)


@people.get("/account/trail")
@access.requires(Permission.OWN_ACCOUNT)
def my_trail() -> Response:
    """Who looked at, or changed, something of mine (AVG art. 15)."""
    found = trail.about(read_session(), access.me())
    return make_response(render_template("people/trail.html", trail=found))
