"""What candidates ask or object to: HR's inbox with terms, who handles it, and the answer."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from assess.errors.selection import AnsweredAlready, IsCandidate, NotAtWork
from assess.forms.selection import AnswerForm, HandlerForm, RequestFilter
from assess.queries import requests as queries, vacancies as vacancy_queries
from assess.queries.candidacy import told_erased_on
from assess.queries.requests import Request
from assess.selection_words import REQUESTS
from assess.services import objections as service
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned, page_number
from kernel.paging import PAGE, paging
from people import access
from people.forms import refuse
from people.models import Person
from people.permissions import Permission
from people.queries import today
from people.services.looking import note_looks
from people.trail import Why

Fetch = Callable[[Session, Person, int], Request]


@assess.get("/requests")
@access.requires(Permission.SELECT)
def requests() -> str:
    """Who waits for an answer, the first to be due on top; without what they wrote."""
    form, session = RequestFilter(), read_session()
    state, whose = form.known("state") or "open", form.known("whose")
    found = queries.requests(session, access.me(), is_open=state == "open", is_own=whose == "mine")
    where = paging(len(found), page_number())
    start = (where.page - 1) * PAGE
    return render_template(
        "assess/requests.html",
        form=form,
        rows=found[start : start + PAGE],
        paging=where,
        names=REQUESTS,
        today=today(session),
        is_open=state == "open",
        is_filtered=any(request.args.get(name) for name in ("state", "whose")),
    )


@assess.get("/objections/<int:number>")
@access.requires(Permission.SELECT)
def objection_asked(number: int) -> str:
    """What they wrote, and room for an answer; or the answer that was given."""
    return _asked_page(queries.objection_asked, number)


@assess.get("/remarks/<int:number>")
@access.requires(Permission.SELECT)
def remark_asked(number: int) -> str:
    return _asked_page(queries.remark_asked, number)


@assess.post("/objections/<int:number>/answer")
@access.requires(Permission.SELECT)
def answer_objection(number: int) -> Response:
    return _answer(queries.objection_asked, service.answer_objection, number)


@assess.post("/remarks/<int:number>/answer")
@access.requires(Permission.SELECT)
def answer_remark(number: int) -> Response:
    return _answer(queries.remark_asked, service.answer_remark, number)


def _answer(fetch: Fetch, give: Callable[[Session, Person, int, str], None], number: int) -> Response:
    form, asked = AnswerForm(), fetch(read_session(), access.me(), number)
    if not form.validate_on_submit():
        return make_response(_page(asked, form, HandlerForm(formdata=None)), 422)
    try:
        with unit_of_work() as session:
            give(session, access.actor(session), number, cleaned(form.answer.data))
    except AnsweredAlready as refusal:
        refuse(form, refusal)
        asked = fetch(read_session(), access.me(), number)
        return make_response(_page(asked, form, HandlerForm(formdata=None)), refusal.status)
    flash(_("Je antwoord is verstuurd."), "success")
    return redirect(url_for("assess.requests"), 303)


@assess.post("/objections/<int:number>/handler")
@access.requires(Permission.SELECT)
def name_handler(number: int) -> Response:
    form = HandlerForm()
    asked = queries.objection_asked(read_session(), access.me(), number)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                name = cleaned(form.handler.data)
                person = vacancy_queries.worker_named(session, name)
                if person is None:
                    raise NotAtWork("handler", name)
                service.name_handler(session, access.actor(session), number, person)
        except (NotAtWork, AnsweredAlready, IsCandidate) as refusal:
            refuse(form, refusal)
            asked = queries.objection_asked(read_session(), access.me(), number)
        else:
            flash(_("%(name)s behandelt dit nu.", name=person.name), "success")
            return redirect(url_for("assess.objection_asked", number=number), 303)
    return make_response(_page(asked, AnswerForm(formdata=None), form), 422)


def _asked_page(fetch: Fetch, number: int) -> str:
    """Shown after it was written down who reads it."""
    asked = fetch(read_session(), access.me(), number)
    about = f"application:{asked.application.id}"
    note_looks(access.me().id, [asked.application.person_id], about, Why.REQUEST)
    return _page(fetch(read_session(), access.me(), number), AnswerForm(formdata=None), HandlerForm(formdata=None))


def _page(asked: Request, form: AnswerForm, handler_form: HandlerForm) -> str:
    session = read_session()
    return render_template(
        "assess/request.html",
        request_=asked,
        written=queries.written(session, asked),
        vacancy=asked.vacancy,
        candidate=asked.application.person,
        form=form,
        handler_form=handler_form,
        name=REQUESTS[asked.kind],
        is_late=asked.is_late(today(session)),
        erased_on=told_erased_on(session, asked.application),
    )
