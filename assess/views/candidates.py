"""One candidate as HR sees them: where they are, what they need or ask, and what can be done."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assess.errors.selection import BegunAlready, CameInAlready
from assess.forms.selection import AddressForm
from assess.queries.candidates import Candidate, candidate_of
from assess.queries.exercises import planned_for
from assess.queries.needs import needs_of
from assess.queries.requests import requests_of
from assess.queries.vacancies import seat_of
from assess.rated_words import KINDS
from assess.selection_words import OUTCOMES, REQUESTS, STATES
from assess.services import applications
from assess.views import ways
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned
from people import access
from people.errors import EmailTaken
from people.forms import refuse
from people.permissions import Permission
from people.queries import today
from people.services.looking import note_looks
from people.trail import Why


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>")
@access.requires(Permission.SELECT)
def candidate(vacancy_id: int, application_id: int) -> str:
    """Everything but the report; that has a page of its own."""
    found = ways.candidate_on(ways.HR, vacancy_id, application_id)
    _note(found)
    return candidate_page(ways.HR, ways.candidate_on(ways.HR, vacancy_id, application_id), may_answer=True)


@assess.get("/my-vacancies/<int:vacancy_id>/applications/<int:application_id>")
@access.requires(Permission.ADVISE)
def managed_candidate(vacancy_id: int, application_id: int) -> str:
    """The same for who decides along; who can be called also sees what the candidate needs or asks."""
    session, me = read_session(), access.me()
    seat = seat_of(session, me, vacancy_id)
    found = candidate_of(session, seat.vacancy, application_id)
    _note(found)
    session = read_session()
    found = candidate_of(session, seat_of(session, me, vacancy_id).vacancy, application_id)
    may_answer = seat.is_contact and me.may(Permission.SELECT)
    return candidate_page(ways.MANAGER, found, decides=seat.decides, hears=seat.is_contact, may_answer=may_answer)


def _note(found: Candidate) -> None:
    about = f"application:{found.id}"
    note_looks(access.me().id, [found.application.person_id], about, Why.VACANCY)


def candidate_page(
    way: ways.Way, found: Candidate, *, decides: bool = True, hears: bool = True, may_answer: bool = False
) -> str:
    session = read_session()
    return render_template(
        "assess/candidate.html",
        way=way,
        vacancy=found.application.vacancy,
        candidate=found,
        person=found.application.person,
        decides=decides,
        hears=hears,
        may_answer=may_answer,
        needs=needs_of(found.application) if hears else None,
        exercises=planned_for(session, found.application) if way is ways.HR else [],
        kinds=KINDS,
        requests=requests_of(session, found.application) if hears else [],
        request_names=REQUESTS,
        states=STATES,
        outcomes=OUTCOMES,
        today=today(session),
    )


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/invitation")
@access.requires(Permission.SELECT)
def candidate_invitation(vacancy_id: int, application_id: int) -> str:
    """Ask for a better address, and send the invitation again."""
    found = ways.candidate_on(ways.HR, vacancy_id, application_id)
    form = AddressForm(formdata=None, name=found.name, email=found.email)
    return render_template("assess/invitation_again.html", form=form, candidate=found)


@assess.post("/vacancies/<int:vacancy_id>/applications/<int:application_id>/invitation")
@access.requires(Permission.SELECT)
def invite_again(vacancy_id: int, application_id: int) -> Response:
    form, found = AddressForm(), ways.candidate_on(ways.HR, vacancy_id, application_id)
    if found.application.person.is_staff:
        form.name.data, form.email.data = found.name, found.email
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                actor = access.actor(session)
                application = applications.locked(session, actor, vacancy_id, application_id)
                name = cleaned(form.name.data)
                applications.invite_again(session, actor, application, name=name, email=form.address)
        except (EmailTaken, CameInAlready) as refusal:
            refuse(form, refusal)
            found = ways.candidate_on(ways.HR, vacancy_id, application_id)
        else:
            flash(_("De uitnodiging voor %(name)s is onderweg.", name=name), "success")
            return _back(vacancy_id, application_id)
    return make_response(render_template("assess/invitation_again.html", form=form, candidate=found), 422)


@assess.get("/vacancies/<int:vacancy_id>/applications/<int:application_id>/withdrawal")
@access.requires(Permission.SELECT)
def candidate_withdrawal(vacancy_id: int, application_id: int) -> str:
    """Name what happens, before it does."""
    found = ways.candidate_on(ways.HR, vacancy_id, application_id)
    return render_template("assess/candidate_withdrawal.html", candidate=found)


@assess.post("/vacancies/<int:vacancy_id>/applications/<int:application_id>/withdrawal")
@access.requires(Permission.SELECT)
def withdraw_invitation(vacancy_id: int, application_id: int) -> Response:
    ways.candidate_on(ways.HR, vacancy_id, application_id)
    try:
        with unit_of_work() as session:
            actor = access.actor(session)
            applications.withdraw(session, actor, applications.locked(session, actor, vacancy_id, application_id))
    except BegunAlready as refusal:
        flash(_(refusal.message), "warning")
    else:
        flash(_("De uitnodiging is ingetrokken."), "success")
    return _back(vacancy_id, application_id)


def _back(vacancy_id: int, application_id: int) -> Response:
    return redirect(url_for("assess.candidate", vacancy_id=vacancy_id, application_id=application_id), 303)
