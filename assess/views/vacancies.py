"""Vacancies for HR: what is open, a new one, who is where in one, closing it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from assess.errors.selection import IsCandidate, NotAtWork, ProfileNotApproved, VacancyTwice
from assess.forms.selection import CandidateFilter, PeopleBehindForm, VacancyFilter, VacancyForm
from assess.models import Vacancy
from assess.queries import candidates as candidate_queries, vacancies as queries
from assess.queries.candidacy import erasure_day
from assess.queries.candidates import Candidate, Narrowed
from assess.selection_words import OUTCOMES, STATES, STATUS_FORBIDS
from assess.services import vacancies as service
from assess.services.closing import close_vacancy as close
from assess.status_words import STATUS_NAMES
from assess.views.blueprint import assess
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned, page_number
from people import access
from people.forms import refuse
from people.models import Organisation, Person
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why


@assess.get("/vacancies")
@access.requires(Permission.SELECT)
def vacancies() -> str:
    form, session = VacancyFilter(), read_session()
    state, words, me = form.known("state") or queries.OPEN, form.known("q") or "", access.me()
    rows, paging = queries.vacancies(session, me, state, words, page_number())
    return render_template(
        "assess/vacancies.html",
        form=form,
        rows=rows,
        paging=paging,
        is_any=queries.is_any_vacancy(session, me),
        is_ready=bool(queries.approved_profiles(session)),
        is_filtered=any(request.args.get(name) for name in ("q", "state")),
    )


@assess.get("/vacancies/new")
@access.requires(Permission.SELECT)
def new_vacancy() -> str:
    me = access.me()
    form = VacancyForm(contact=me.email or me.staff_number)
    return _form_page(form, None)


@assess.post("/vacancies")
@access.requires(Permission.SELECT)
def open_vacancy() -> Response:
    form = VacancyForm()
    form.offer(queries.approved_profiles(read_session()))
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                vacancy = _opened(session, form)
        except (NotAtWork, ProfileNotApproved, VacancyTwice) as refusal:
            refuse(form, refusal)
        else:
            flash(_("De vacature is open. Nodig nu je kandidaten uit."), "success")
            return redirect(url_for("assess.vacancy", vacancy_id=vacancy.id), 303)
    return make_response(_form_page(form, None), 422)


def _opened(session: Session, form: VacancyForm) -> Vacancy:
    contact, managers = people_behind(session, form)
    return service.open_vacancy(
        session,
        access.actor(session),
        title=cleaned(form.title.data),
        profile_id=int(form.profile.data),
        contact=contact,
        reach=cleaned(form.reach.data),
        promised_days=form.promised_days.data,
        retention_days=form.retention_days.data,
        managers=managers,
    )


def people_behind(session: Session, form: PeopleBehindForm) -> tuple[Person, Sequence[Person]]:
    """Who was named in the form. Errors: `NotAtWork`."""
    contact = _worker(session, "contact", cleaned(form.contact.data))
    return contact, [_worker(session, "managers", name) for name in form.manager_names()]


def _worker(session: Session, field: str, name: str) -> Person:
    person = queries.worker_named(session, name)
    if person is None:
        raise NotAtWork(field, name)
    return person


def _form_page(form: VacancyForm, vacancy: Vacancy | None) -> str:
    profiles = queries.approved_profiles(read_session())
    form.offer(profiles)
    return render_template("assess/vacancy_form.html", form=form, vacancy=vacancy, is_ready=bool(profiles))


@assess.get("/vacancies/<int:vacancy_id>")
@access.requires(Permission.SELECT)
def vacancy(vacancy_id: int) -> str:
    """Who is where; each person whom it shows can read who looked."""
    session, form = read_session(), CandidateFilter()
    shown = queries.vacancy_of(session, access.me(), vacancy_id)
    wanted = narrowed(form)
    seen, _paging = candidate_queries.narrowed(candidate_queries.candidates(session, shown), wanted, page_number())
    note_looks(access.me().id, looked_at(seen), f"vacancy:{vacancy_id}", Why.VACANCY)
    return _vacancy_page(vacancy_id, form, wanted)


def _vacancy_page(vacancy_id: int, form: CandidateFilter, wanted: Narrowed) -> str:
    session = read_session()
    shown = queries.vacancy_of(session, access.me(), vacancy_id)
    everybody = candidate_queries.candidates(session, shown)
    rows, paging = candidate_queries.narrowed(everybody, wanted, page_number())
    erased_on = erasure_day(session, shown, is_kept=False)
    return render_template(
        "assess/vacancy.html",
        vacancy=shown,
        managers=queries.managers_of(session, shown),
        status=shown.profile.derivation.status if shown.profile.derivation else "hypothesis",
        status_names=STATUS_NAMES,
        forbids=STATUS_FORBIDS,
        form=form,
        wanted=wanted,
        rows=rows,
        paging=paging,
        is_empty=not everybody,
        states=STATES,
        outcomes=OUTCOMES,
        erased_on=erased_on,
        is_over=erased_on is not None and erased_on <= clock.day(clock.now(), session.get_one(Organisation, 1).zone),
    )


def narrowed(form: CandidateFilter) -> Narrowed:
    """What the address asks for; what we don't know is left out."""
    sort = request.args.get("sort", "name")
    is_known = sort.removeprefix("-") in candidate_queries.SORTS
    return Narrowed(form.known("q") or "", form.known("state") or "", sort if is_known else "name")


def looked_at(seen: Sequence[Candidate]) -> list[int]:
    """The persons in a list, but for who was erased: nothing of them is shown."""
    return [each.application.person_id for each in seen if each.name]


@assess.get("/vacancies/<int:vacancy_id>/edit")
@access.requires(Permission.SELECT)
def edit_vacancy(vacancy_id: int) -> str:
    session = read_session()
    shown = queries.vacancy_of(session, access.me(), vacancy_id)
    names = [person.email or person.staff_number or "" for person in queries.managers_of(session, shown)]
    contact = shown.contact.email or shown.contact.staff_number
    form = PeopleBehindForm(contact=contact, reach=shown.contact_reach, managers="\n".join(names))
    return render_template("assess/vacancy_edit.html", form=form, vacancy=shown)


@assess.post("/vacancies/<int:vacancy_id>/edit")
@access.requires(Permission.SELECT)
def change_vacancy(vacancy_id: int) -> Response:
    form, shown = PeopleBehindForm(), queries.vacancy_of(read_session(), access.me(), vacancy_id)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                contact, managers = people_behind(session, form)
                told: dict[str, Any] = {"contact": contact, "reach": cleaned(form.reach.data), "managers": managers}
                service.change_vacancy(session, access.actor(session), vacancy_id, **told)
        except (NotAtWork, IsCandidate) as refusal:
            refuse(form, refusal)
            shown = queries.vacancy_of(read_session(), access.me(), vacancy_id)
        else:
            flash(_("De vacature is aangepast."), "success")
            return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id), 303)
    return make_response(render_template("assess/vacancy_edit.html", form=form, vacancy=shown), 422)


@assess.get("/vacancies/<int:vacancy_id>/closing")
@access.requires(Permission.SELECT)
def closing(vacancy_id: int) -> Response:
    """What closing does, and when what is erased."""
    session = read_session()
    shown = queries.vacancy_of(session, access.me(), vacancy_id)
    if shown.closed_at is not None:
        return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id), 303)
    everybody = candidate_queries.candidates(session, shown)
    here = [each for each in everybody if not each.facts.is_erased and not each.facts.is_withdrawn]
    zone = session.get_one(Organisation, 1).zone
    page = render_template(
        "assess/closing.html",
        vacancy=shown,
        files=len([each for each in everybody if not each.facts.is_erased]),
        undecided=[each for each in here if not each.facts.is_decided],
        unfinished=[each for each in here if not each.facts.is_decided and each.promised_on is None],
        erased_on=clock.day(clock.now(), zone) + service.retention_of(shown),
    )
    return make_response(page)


@assess.post("/vacancies/<int:vacancy_id>/closing")
@access.requires(Permission.SELECT)
def close_vacancy(vacancy_id: int) -> Response:
    with unit_of_work() as session:
        close(session, access.actor(session), vacancy_id)
    flash(_("De vacature is gesloten."), "success")
    return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id), 303)
