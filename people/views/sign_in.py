"""Coming in and leaving, and giving the password again."""

from flask import make_response, redirect, render_template, request, session as cookie, url_for
from werkzeug.wrappers import Response

from kernel.database import read_session
from kernel.errors import Invalid
from people import access
from people.forms import ConfirmByCodeForm, ConfirmForm, SignInForm, refuse
from people.models import SignIn
from people.permissions import Permission
from people.services import door_codes, doorways, sessions, sign_in as signing
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
    known = doorways.known_browser(read_session(), cookies.browser_token())
    page = render_template("people/sign_in.html", form=form, known=known, target=request.args.get("next"))
    return make_response(page, status)


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
@access.requires(Permission.OWN_ACCOUNT)
def confirm() -> Response:
    return _confirm_page(_confirm_form())


@people.post("/confirm")
@access.requires(Permission.OWN_ACCOUNT)
def confirm_post() -> Response:
    """On to where one was going; a form that was on its way there (`sent`) arrives as it was filled in."""
    is_sent, form = "sent" in request.args, _confirm_form()
    sign_in = access.current_sign_in()
    assert sign_in is not None
    if isinstance(form, ConfirmByCodeForm) and form.name_of_proof not in request.form:
        door_codes.mail_for_confirming(sign_in.id, cookies.address())
        return _confirm_page(ConfirmByCodeForm(formdata=None), is_mailed=True)
    if is_sent and form.name_of_proof not in request.form:
        return _confirm_page(ConfirmForm(formdata=None))
    if form.validate_on_submit():
        try:
            _confirm(sign_in, form)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return redirect(cookies.next_target(), 307 if is_sent else 303)
    return _confirm_page(form, 422, is_mailed=True)


def _confirm_form() -> ConfirmForm | ConfirmByCodeForm:
    """The password, or a code by mail for who has none."""
    return ConfirmByCodeForm() if access.me().came_by_doorway else ConfirmForm()


def _confirm(sign_in: SignIn, form: ConfirmForm | ConfirmByCodeForm) -> None:
    """Errors: `WrongCredentials`, `WrongDoorCode`, `TooMany`, `DoorwayShut`."""
    if isinstance(form, ConfirmByCodeForm):
        door_codes.confirm(sign_in.id, form.door_code.data, cookies.address())
    else:
        signing.confirm(sign_in.id, sign_in.person, form.password.data)


def _confirm_page(form: ConfirmForm | ConfirmByCodeForm, status: int = 200, *, is_mailed: bool = False) -> Response:
    """Only a page that was itself sent, with a token against forgery, sends a form on: a link to it can't."""
    is_sent = request.method == "POST" and "sent" in request.args
    address = url_for("people.confirm_post", next=request.args.get("next"), sent=1 if is_sent else None)
    kept = [pair for pair in request.form.items(multi=True) if pair[0] not in form] if is_sent else []
    template = "people/confirm_code.html" if isinstance(form, ConfirmByCodeForm) else "people/confirm.html"
    page = render_template(template, form=form, address=address, kept=kept, is_mailed=is_mailed)
    return make_response(page, status)
