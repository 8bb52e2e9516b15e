"""What an expert and a nominator do on a page of their own, without seeing anybody else's."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import get_locale, gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from assess.errors.advisers import (
    NobodyNamed,
    NotOnTheList,
    RelevanceIncomplete,
    TooManyNamed,
)
from assess.forms.advisers import IMPORTANCE, NominationForm, RelevanceForm
from assess.models import Expert, Incumbent, Nomination, Relevance
from assess.queries import advisers as queries
from assess.queries.incumbents import chosen_people
from assess.queries.instruments import shown
from assess.services import nominations as nominating, relevance as rating
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from people import access
from people.forms import refuse
from people.models import Person
from people.permissions import Permission


@assess.get("/profiles/<int:profile_id>/relevance")
@access.requires(Permission.ADVISE)
def relevance(profile_id: int) -> Response:
    """A question a competency; once handed in, one's own answers."""
    queries.own_expert(read_session(), access.me(), profile_id)
    return _relevance_page(profile_id)


@assess.post("/profiles/<int:profile_id>/relevance")
@access.requires(Permission.ADVISE)
def relevance_post(profile_id: int) -> Response:
    expert = queries.own_expert(read_session(), access.me(), profile_id)
    form = _relevance_form(expert)
    if not form.validate_on_submit():
        return _relevance_page(profile_id, form, 422)
    try:
        with unit_of_work() as session:
            rating.hand_in_relevance(session, access.actor(session), profile_id, form.ratings())
    except RelevanceIncomplete as refusal:
        refuse(form, refusal)
        return _relevance_page(profile_id, form, refusal.status)
    flash(_("Dank je wel. Je antwoorden zijn ingeleverd."), "success")
    return redirect(url_for("assess.relevance", profile_id=profile_id), 303)


def _relevance_form(expert: Expert) -> RelevanceForm:
    instrument = shown(read_session(), expert.profile.revision)
    return RelevanceForm.of(instrument.competencies, str(get_locale() or "nl"))


def _relevance_page(profile_id: int, form: RelevanceForm | None = None, status: int = 200) -> Response:
    """Always through the expert: this may come after a unit of work."""
    session, me = read_session(), access.me()
    expert = queries.own_expert(session, me, profile_id)
    page = render_template(
        "assess/relevance.html",
        expert=expert,
        form=form or _relevance_form(expert),
        handed_in=session.get(Relevance, (profile_id, me.id)),
        is_late=expert.profile.derivation is not None,
        competencies=shown(session, expert.profile.revision).competencies,
        importance=IMPORTANCE,
        language=str(get_locale() or "nl"),
    )
    return make_response(page, status)


@assess.get("/profiles/<int:profile_id>/nomination")
@access.requires(Permission.ADVISE)
def nomination(profile_id: int) -> Response:
    """Everybody in the role but oneself; once handed in, when."""
    queries.own_nominator(read_session(), access.me(), profile_id)
    return _nomination_page(profile_id)


@assess.post("/profiles/<int:profile_id>/nomination")
@access.requires(Permission.ADVISE)
def nomination_post(profile_id: int) -> Response:
    queries.own_nominator(read_session(), access.me(), profile_id)
    form = NominationForm(_candidates(profile_id))
    if not form.validate_on_submit():
        return _nomination_page(profile_id, form, 422)
    try:
        with unit_of_work() as session:
            nominating.hand_in_nomination(session, access.actor(session), profile_id, form.chosen.data)
    except (NobodyNamed, TooManyNamed, NotOnTheList) as refusal:
        refuse(form, refusal)
        return _nomination_page(profile_id, form, refusal.status)
    flash(_("Dank je wel. Je lijst is ingeleverd."), "success")
    return redirect(url_for("assess.nomination", profile_id=profile_id), 303)


def _candidates(profile_id: int) -> list[tuple[int, str]]:
    """(number, name with what tells two of the same name apart)."""
    found = nominating.to_choose_from(read_session(), access.me(), profile_id)
    return [(each.id, _name(each.person)) for each in found]


def _name(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.team.name if person.team else person.function)))


def _nomination_page(profile_id: int, form: NominationForm | None = None, status: int = 200) -> Response:
    session, me = read_session(), access.me()
    candidates = _candidates(profile_id)
    nominator = queries.own_nominator(session, me, profile_id)
    page = render_template(
        "assess/nomination.html",
        nominator=nominator,
        form=form or NominationForm(candidates),
        most=nominating.most_named(len(candidates)),
        is_incumbent=session.scalar(select(chosen_people(profile_id).where(Incumbent.person_id == me.id).exists())),
        handed_in=session.get(Nomination, (profile_id, me.id)),
        is_late=nominator.profile.criterion is not None,
    )
    return make_response(page, status)
