"""The first minute: an organisation and its first administrator, made by who runs the server."""

from flask import current_app, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from kernel.database import read_session
from kernel.errors import Invalid, NotFound
from people import access, queries
from people.forms import SetUpForm, refuse
from people.permissions import Permission
from people.services import organisation, sessions
from people.views import cookies
from people.views.blueprint import people

HOUSE = {"name": "Maatstaf", "logo_url": None, "help_contact": ""}


@people.get("/set-up")
@access.public
def set_up() -> Response:
    _only_once()
    return _page(SetUpForm(_address()))


@people.post("/set-up")
@access.public
def set_up_post() -> Response:
    _only_once()
    form = SetUpForm(_address())
    if form.validate_on_submit():
        try:
            token = _make(form)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            cookies.enter(token)
            return redirect(_first_page(token), 303)
    return _page(form, 422)


def _only_once() -> None:
    if queries.organisation() is not None:
        raise NotFound


def _address() -> str:
    """Where this server says that it is reached."""
    address: str = current_app.extensions["config"].base_url
    return address


def _first_page(token: str) -> str:
    """The desk with its first steps, for who may see it."""
    sign_in = sessions.find(read_session(), token)
    may_see = sign_in is not None and sign_in.person.may(Permission.SEE_REGISTER)
    return url_for("hr.desk") if may_see else cookies.home()


def _make(form: SetUpForm) -> str:
    return organisation.set_up(
        code=form.code.data,
        organisation=form.organisation.data.strip(),
        base_url=_address(),
        name=form.name.data.strip(),
        email=form.email.data,
        password=form.password.data,
        language=str(get_locale() or "nl")[:2],
    )


def _page(form: SetUpForm, status: int = 200) -> Response:
    return make_response(render_template("people/set_up.html", form=form, organisation=HOUSE), status)
