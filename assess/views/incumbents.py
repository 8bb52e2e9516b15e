"""Who does the work: choosing them, inviting them, and whether enough took part; never who."""

from collections.abc import Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _, ngettext
from werkzeug.wrappers import Response

from assess.errors.criteria import Frozen
from assess.errors.incumbents import NobodyTicked, NobodyToInvite, SomebodyNominated, TooFewToInvite, TooManyAtOnce
from assess.forms.positions import StaffFilter
from assess.queries import incumbents as queries, staff
from assess.queries.positions import profile_of
from assess.queries.staff import Narrowed
from assess.services import incumbents as service
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from kernel.forms import page_number
from kernel.numbers import row_number
from people import access
from people.permissions import Permission

FILTERS = ("q", "function", "team", "location")


@assess.get("/profiles/<int:profile_id>/people")
@access.requires(Permission.MAKE_PROFILES)
def profile_people(profile_id: int) -> str:
    """Who was chosen; who was not invited yet can be taken out again."""
    session = read_session()
    shown = profile_of(session, profile_id)
    rows = queries.incumbents(session, profile_id)
    return render_template("assess/people.html", profile=shown, rows=rows, closed=_why_closed(profile_id))


def _why_closed(profile_id: int) -> str:
    """Why the list can't change any more, in words; empty while it can."""
    session = read_session()
    try:
        service.may_choose(session, profile_of(session, profile_id))
    except (Frozen, SomebodyNominated) as refusal:
        return str(_(refusal.message))
    return ""


@assess.get("/profiles/<int:profile_id>/people/new")
@access.requires(Permission.MAKE_PROFILES)
def choose_people(profile_id: int) -> str:
    """Who works here, to tick or to take all that match."""
    session = read_session()
    shown = profile_of(session, profile_id)
    service.may_choose(session, shown)
    form = _filter()
    rows, paging = staff.staff(session, _narrowed(form), queries.chosen_people(profile_id), page_number())
    arguments = _arguments(form)
    return render_template(
        "assess/people_choose.html", profile=shown, filter_form=form, rows=rows, paging=paging, arguments=arguments
    )


@assess.post("/profiles/<int:profile_id>/people/check")
@access.requires(Permission.MAKE_PROFILES)
def choose_people_check(profile_id: int) -> Response:
    """Name how many would be chosen, before they are."""
    shown = profile_of(read_session(), profile_id)
    service.may_choose(read_session(), shown)
    chosen, form = _chosen(profile_id), _filter()
    if not chosen or len(chosen) > service.AT_ONCE:
        refusal = TooManyAtOnce(most=service.AT_ONCE) if chosen else NobodyTicked()
        flash(_(refusal.message, **refusal.values), "warning")
        return redirect(url_for("assess.choose_people", profile_id=profile_id, **_arguments(form)), 303)
    page = render_template("assess/people_check.html", profile=shown, chosen=chosen, arguments=_arguments(form))
    return make_response(page)


@assess.post("/profiles/<int:profile_id>/people")
@access.requires(Permission.MAKE_PROFILES)
def add_people(profile_id: int) -> Response:
    try:
        with unit_of_work() as session:
            count = service.add_people(session, access.actor(session), profile_id, _ticked())
    except NobodyTicked as refusal:
        flash(_(refusal.message), "warning")
        return redirect(url_for("assess.choose_people", profile_id=profile_id), 303)
    flash(ngettext("%(num)s persoon toegevoegd.", "%(num)s mensen toegevoegd.", count), "success")
    return redirect(url_for("assess.profile_people", profile_id=profile_id), 303)


@assess.post("/profiles/<int:profile_id>/people/<int:person_id>/removal")
@access.requires(Permission.MAKE_PROFILES)
def remove_person(profile_id: int, person_id: int) -> Response:
    with unit_of_work() as session:
        person = service.remove_person(session, access.actor(session), profile_id, person_id)
        name = person.name
    flash(_("%(name)s staat niet meer in de lijst.", name=name), "success")
    return redirect(url_for("assess.profile_people", profile_id=profile_id), 303)


@assess.get("/profiles/<int:profile_id>/invitations")
@access.requires(Permission.MAKE_PROFILES)
def invitations(profile_id: int) -> str:
    """Whom it would reach now, and whether enough took part."""
    session = read_session()
    shown = profile_of(session, profile_id)
    turnout = queries.turnout(session, profile_id)
    return render_template("assess/invitations.html", profile=shown, turnout=turnout, shown_from=queries.SHOWN_FROM)


@assess.post("/profiles/<int:profile_id>/invitations")
@access.requires(Permission.MAKE_PROFILES)
def invite(profile_id: int) -> Response:
    try:
        with unit_of_work() as session:
            count = service.invite(session, access.actor(session), profile_id)
    except (NobodyToInvite, TooFewToInvite) as refusal:
        flash(_(refusal.message, **refusal.values), "warning")
    else:
        flash(ngettext("%(num)s persoon is uitgenodigd.", "%(num)s mensen zijn uitgenodigd.", count), "success")
    return redirect(url_for("assess.invitations", profile_id=profile_id), 303)


def _filter() -> StaffFilter:
    session = read_session()
    return StaffFilter().offer(staff.functions(session), staff.teams(session), staff.locations(session))


def _arguments(form: StaffFilter) -> dict[str, Any]:
    """What was asked, without what we do not know, as it stands in an address."""
    return {name: value for name in FILTERS if (value := form.known(name))}


def _narrowed(form: StaffFilter) -> Narrowed:
    team, location = form.known("team"), form.known("location")
    return Narrowed(
        form.known("q") or "",
        int(team) if team else None,
        int(location) if location else None,
        form.known("function") or "",
    )


def _chosen(profile_id: int) -> Sequence[int]:
    """The ticked people, or all that match the filter in the address."""
    if request.form.get("all") != "1":
        return _ticked()
    return staff.numbers(read_session(), _narrowed(_filter()), queries.chosen_people(profile_id))


def _ticked() -> list[int]:
    return list(filter(None, map(row_number, request.form.getlist("person"))))
