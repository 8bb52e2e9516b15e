"""Coming in and leaving, and giving the password again."""

from flask import make_response, redirect, render_template, request, session as cookie, url_for
from werkzeug.wrappers import Response

from kernel.database import read_session
from kernel.errors import Invalid
from people import access
from people.forms import ConfirmForm, SignInForm, refuse
from people.permissions import Permission
from people.services import sessions, sign_in as signing
from people.views import cookies
from people.views.blueprint import people

# "cookies" is left out: a browser would clear those of every application on the customer's domain;
# "storage" too: on a shared PC it holds what others have not sent yet, and the script clears this person's own.
CLEARED = '"cache"'


@people.get("/sign-in")
@access.public
def sign_in() -> Response:
    if access.me_or_none() is not None:
        return redirect(cookies.next_target(), 303)
    return _sign_in_page(SignInForm())


@people.post("/sign-in")
@access.public
def sign_in_post() -> Response:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = signing.sign_in(form.name.data, form.password.data, cookies.address())
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            end_current()
            cookies.enter(token)
            return redirect(cookies.next_target(), 303)
    return _sign_in_page(form, 422)


def _sign_in_page(form: SignInForm, status: int = 200) -> Response:
    return make_response(render_template("people/sign_in.html", form=form), status)


def end_current() -> None:
    """End the session that this browser had, if any."""
    sign_in = sessions.find(read_session(), cookie.get("token", ""))
    if sign_in is not None:
        signing.sign_out(sign_in.id, sign_in.person_id)


@people.post("/sign-out")
@access.public
def sign_out() -> Response:
    end_current()
    cookies.leave()
    response = redirect(url_for("people.signed_out"), 303)
    response.headers["Clear-Site-Data"] = CLEARED
    return response


@people.get("/signed-out")
@access.public
def signed_out() -> Response:
    return make_response(render_template("people/signed_out.html"))


@people.get("/confirm")
@access.requires(Permission.LEARN)
def confirm() -> Response:
    return _confirm_page(ConfirmForm())


@people.post("/confirm")
@access.requires(Permission.LEARN)
def confirm_post() -> Response:
    """On to where one was going; a form that was on its way there (`sent`) arrives as it was filled in."""
    is_sent = "sent" in request.args
    if is_sent and "password" not in request.form:
        return _confirm_page(ConfirmForm(formdata=None))
    form = ConfirmForm()
    sign_in = access.current_sign_in()
    if sign_in is not None and form.validate_on_submit():
        try:
            signing.confirm(sign_in.id, sign_in.person, form.password.data)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return redirect(cookies.next_target(), 307 if is_sent else 303)
    return _confirm_page(form, 422)


def _confirm_page(form: ConfirmForm, status: int = 200) -> Response:
    """Only a page that was itself sent, with a token against forgery, sends a form on: a link to it can't."""
    is_sent = request.method == "POST" and "sent" in request.args
    address = url_for("people.confirm_post", next=request.args.get("next"), sent=1 if is_sent else None)
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in form] if is_sent else []
    return make_response(render_template("people/confirm.html", form=form, address=address, kept=kept), status)
