"""Choosing a password: by a mailed link, by the code of a letter, and asking for a new link."""

from flask import make_response, redirect, render_template, request, session as cookie, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from kernel.database import read_session
from kernel.errors import Invalid
from people import access
from people.errors import LinkSpent
from people.forms import CodeForm, InvitationForm, RecoveryForm, refuse
from people.services import invitations
from people.views import cookies
from people.views.blueprint import people
from people.views.sign_in import end_current


@people.get("/invitation/<secret>")
@access.public
def invitation(secret: str) -> Response:
    """Changes nothing, however often a mail scanner opens it."""
    return _invitation_page(secret, InvitationForm())


@people.post("/invitation/<secret>")
@access.public
def invitation_post(secret: str) -> Response:
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            token = invitations.redeem(secret, form.password.data)
        except LinkSpent:
            return _link_spent()
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return _welcome(token)
    return _invitation_page(secret, form, 422)


def _invitation_page(secret: str, form: InvitationForm, status: int = 200) -> Response:
    try:
        found = invitations.find(read_session(), secret)
    except LinkSpent:
        return _link_spent()
    with force_locale(cookie.get("language", found.person.language)):
        page = render_template("people/invitation.html", form=form, person=found.person, kind=found.kind)
    return make_response(page, status)


def _link_spent() -> Response:
    """The refusal with the way out beneath it."""
    return make_response(
        render_template("people/link_spent.html", recovery=RecoveryForm(formdata=None)), LinkSpent.status
    )


def _welcome(token: str) -> Response:
    end_current()
    cookies.enter(token)
    return redirect(cookies.home(), 303)


@people.get("/recovery")
@access.public
def recovery() -> Response:
    return make_response(render_template("people/recovery.html", form=RecoveryForm()))


@people.post("/recovery")
@access.public
def recovery_post() -> Response:
    form = RecoveryForm()
    if not form.validate_on_submit():
        return make_response(render_template("people/recovery.html", form=form), 422)
    invitations.ask_recovery(form.name.data, cookies.address())
    return redirect(url_for("people.recovery_asked"), 303)


@people.get("/recovery/asked")
@access.public
def recovery_asked() -> Response:
    return make_response(render_template("people/recovery_asked.html"))


@people.get("/code")
@access.public
def code() -> Response:
    """The letter's QR code fills in the staff number or e-mail address, never the code."""
    return _code_page(CodeForm(number=request.args.get("number", "")[:320]))


@people.post("/code")
@access.public
def code_post() -> Response:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            token = invitations.redeem_code(form.number.data, form.code.data, form.password.data, cookies.address())
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return _welcome(token)
    return _code_page(form, 422)


def _code_page(form: CodeForm, status: int = 200) -> Response:
    return make_response(render_template("people/code.html", form=form), status)
