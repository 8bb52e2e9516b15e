"""The first minute: an organisation and its first administrator, made by who runs the server."""

from flask import current_app, make_response, redirect, render_template
from flask_babel import get_locale
from werkzeug.wrappers import Response

from kernel.errors import Invalid, NotFound
from people import access, queries
from people.forms import SetUpForm, refuse
from people.services import organisation
from people.views import cookies
from people.views.blueprint import people

HOUSE = {"name": "Maatstaf", "logo_url": None, "help_contact": ""}


@people.get("/set-up")
@access.public
def set_up() -> Response:
    _only_once()
    return _page(SetUpForm())


@people.post("/set-up")
@access.public
def set_up_post() -> Response:
    _only_once()
    form = SetUpForm()
    if form.validate_on_submit():
        try:
            token = _make(form)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            cookies.enter(token)
            return redirect(cookies.home(), 303)
    return _page(form, 422)


def _only_once() -> None:
    if queries.organisation() is not None:
        raise NotFound


def _make(form: SetUpForm) -> str:
    return organisation.set_up(
        code=form.code.data,
        organisation=form.organisation.data.strip(),
        base_url=current_app.extensions["config"].base_url,
        name=form.name.data.strip(),
        email=form.email.data,
        password=form.password.data,
        language=str(get_locale() or "nl")[:2],
    )


def _page(form: SetUpForm, status: int = 200) -> Response:
    return make_response(render_template("people/set_up.html", form=form, organisation=HOUSE), status)
