"""The statement: read it, sign it, keep it."""

from datetime import datetime

from flask import make_response, redirect, render_template, request, session as cookie, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from courses.errors import AlreadySigned, OtherName, PassFirst
from courses.forms import SignForm
from courses.models import Enrolment
from courses.queries import content, learning
from courses.services import statements
from courses.services.statements import ToSign
from courses.views.blueprint import courses
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.markup import to_html
from kernel.placeholders import fill
from people import access
from people.forms import refuse
from people.permissions import Permission

LANGUAGES = ("nl", "en")


@courses.get("/enrolments/<int:number>/statement")
@access.requires(Permission.LEARN)
def statement(number: int) -> Response:
    """The exact text; opening it starts the time that is kept with the signature."""
    session, me = read_session(), access.me()
    mine = learning.own_enrolment(session, me, number)
    if (signed := learning.signature_of(session, mine)) is not None:
        return redirect(url_for("courses.signed", number=signed.id), 303)
    asked = statements.to_sign(session, me, _slug(mine), _language(request.args.get("language")))
    cookie.setdefault(f"opened:{number}", clock.now().isoformat())
    form = SignForm(formdata=None, shown=asked.text_hash, language=asked.statement.language)
    return _page(mine, asked, form)


@courses.post("/enrolments/<int:number>/statement")
@access.requires(Permission.LEARN)
def statement_post(number: int) -> Response:
    form, language = SignForm(), _language(request.form.get("language"))
    if form.validate_on_submit():
        try:
            return redirect(url_for("courses.signed", number=_sign(number, form, language)), 303)
        except OtherName as refusal:
            refuse(form, refusal)
    session, me = read_session(), access.me()
    mine = learning.own_enrolment(session, me, number)
    if learning.signature_of(session, mine) is not None:
        raise AlreadySigned
    return _page(mine, statements.to_sign(session, me, _slug(mine), language), form, 422)


@courses.get("/statements/<int:number>")
@access.requires(Permission.LEARN)
def signed(number: int) -> str:
    """My signed copy, word for word."""
    session, me = read_session(), access.me()
    signature = learning.own_signature(session, me, number)
    copy = statements.signed(session, signature)
    return render_template(
        "courses/signed.html",
        signature=signature,
        copy=copy,
        is_concept=content.is_concept(session, signature.revision_id),
        text=Markup(to_html(copy.text)),  # noqa: S704 - to_html cleans
        enrolment=learning.own_enrolment(session, me, signature.enrolment_id),
    )


def _sign(number: int, form: SignForm, language: str) -> int:
    sign_in = access.current_sign_in()
    with unit_of_work() as session:
        signature = statements.sign(
            session,
            access.actor(session),
            number,
            language=language,
            typed_name=form.typed_name.data,
            shown_hash=form.shown.data or "",
            opened_at=_opened_at(number),
            method=sign_in.method if sign_in else "",
        )
    cookie.pop(f"opened:{number}", None)
    return signature.id


def _page(mine: Enrolment, asked: ToSign, form: SignForm, status: int = 200) -> Response:
    language = asked.statement.language
    today = statements.long_day(clock.day(clock.now(), learning.zone_of(read_session())), language)
    text = Markup(to_html(fill(asked.text, {"datum": today, "ondertekening": "…"})))  # noqa: S704 - to_html cleans
    is_concept = content.is_concept(read_session(), asked.revision.id)
    page = render_template(
        "courses/statement.html", enrolment=mine, asked=asked, text=text, is_concept=is_concept, form=form
    )
    return make_response(page, status)


def _slug(mine: Enrolment) -> str:
    """Which statement the passed test asks for. Errors: `PassFirst`."""
    attempt = learning.passed_attempt(read_session(), mine)
    slug = content.course_of(attempt.edition).statement if attempt else None
    if slug is None:
        raise PassFirst
    return slug


def _language(asked: str | None) -> str:
    return asked if asked in LANGUAGES else access.me().language


def _opened_at(number: int) -> datetime:
    opened = cookie.get(f"opened:{number}")
    return datetime.fromisoformat(opened) if opened else clock.now()
