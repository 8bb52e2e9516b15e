"""Experts and nominators for HR: choosing them, asking them, who handed in; never what."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _, ngettext
from werkzeug.wrappers import Response

from assess.errors.advisers import FewPeople, NobodyToAsk, TwoIsEnough, TwoNeeded
from assess.errors.incumbents import NobodyToRemind, RemindedLately
from assess.queries import advisers as queries, staff
from assess.queries.advisers import EXPERTS_NEEDED, Group
from assess.queries.incumbents import chosen_people
from assess.queries.positions import profile_of
from assess.services import advisers as service, nominations, reminders
from assess.services.reminders import Reminded
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.forms import LONGEST
from kernel.numbers import row_number
from people import access
from people.permissions import Permission


@assess.get("/profiles/<int:profile_id>/experts")
@access.requires(Permission.MAKE_PROFILES)
def experts(profile_id: int) -> str:
    return _page(profile_id, Group.EXPERTS)


@assess.get("/profiles/<int:profile_id>/nominators")
@access.requires(Permission.MAKE_PROFILES)
def nominators(profile_id: int) -> str:
    return _page(profile_id, Group.NOMINATORS)


def _page(profile_id: int, group: Group) -> str:
    session = read_session()
    shown = profile_of(session, profile_id)
    rows = queries.advisers(session, profile_id, group)
    words = request.args.get("q", "")[:LONGEST]
    return render_template(
        f"assess/{group}.html",
        profile=shown,
        group=group,
        rows=rows,
        words=words,
        found=staff.found_by(session, words, queries.chosen_advisers(profile_id, group)),
        to_ask=[each.person for each in rows if each.asked_at is None],
        handed_in=sum(each.handed_in_at is not None for each in rows),
        needed=EXPERTS_NEEDED,
        is_open=not shown.derivation and (group is Group.EXPERTS or not shown.criterion),
        incumbents=set(session.scalars(chosen_people(profile_id))),
        named=nominations.named(session, profile_id) if group is Group.NOMINATORS else None,
        fewest=nominations.ENOUGH,
        may_ask_again=not shown.criterion and queries.are_in_first_round(session, profile_id),
        reminder=reminders.due(session, shown, Reminded(group)),
    )


@assess.post("/profiles/<int:profile_id>/advisers/<any(experts, nominators):group>")
@access.requires(Permission.MAKE_PROFILES)
def add_adviser(profile_id: int, group: str) -> Response:
    number = row_number(request.form.get("person", ""))
    if number is None:
        raise NotFound
    try:
        with unit_of_work() as session:
            name = service.add(session, access.actor(session), profile_id, Group(group), number).name
    except TwoIsEnough as refusal:
        flash(_(refusal.message), "warning")
    else:
        flash(_("%(name)s staat in de lijst. Er is nog geen mail gestuurd.", name=name), "success")
    return _back(profile_id, group)


@assess.post("/profiles/<int:profile_id>/people/<int:person_id>/advisers/<any(experts, nominators):group>/removal")
@access.requires(Permission.MAKE_PROFILES)
def remove_adviser(profile_id: int, person_id: int, group: str) -> Response:
    with unit_of_work() as session:
        service.remove(session, access.actor(session), profile_id, Group(group), person_id)
    return _back(profile_id, group)


@assess.get("/profiles/<int:profile_id>/requests/<any(experts, nominators):group>")
@access.requires(Permission.MAKE_PROFILES)
def ask_advisers(profile_id: int, group: str) -> Response:
    """Name whom it would reach, before it does."""
    shown = profile_of(read_session(), profile_id)
    rows = queries.advisers(read_session(), profile_id, Group(group))
    people = [each.person for each in rows if each.asked_at is None]
    if not people:
        return _back(profile_id, group)
    page = render_template(
        "assess/ask.html", profile=shown, group=group, people=people, back=_address(profile_id, group)
    )
    return make_response(page)


@assess.post("/profiles/<int:profile_id>/requests/<any(experts, nominators):group>")
@access.requires(Permission.MAKE_PROFILES)
def ask_advisers_post(profile_id: int, group: str) -> Response:
    try:
        with unit_of_work() as session:
            count = service.ask(session, access.actor(session), profile_id, Group(group))
    except (FewPeople, NobodyToAsk, TwoNeeded) as refusal:
        flash(_(refusal.message), "warning")
    else:
        flash(ngettext("%(num)s persoon is gevraagd.", "%(num)s mensen zijn gevraagd.", count), "success")
    return _back(profile_id, group)


@assess.get("/profiles/<int:profile_id>/second-round")
@access.requires(Permission.MAKE_PROFILES)
def second_round(profile_id: int) -> str:
    """What is lost and what is asked, before it is."""
    return render_template("assess/second_round.html", profile=profile_of(read_session(), profile_id))


@assess.post("/profiles/<int:profile_id>/second-round")
@access.requires(Permission.MAKE_PROFILES)
def second_round_post(profile_id: int) -> Response:
    with unit_of_work() as session:
        service.ask_again(session, access.actor(session), profile_id)
    flash(_("Beide beoordelaars zijn opnieuw gevraagd."), "success")
    return _back(profile_id, Group.NOMINATORS)


@assess.get("/profiles/<int:profile_id>/reminders/<any(experts, nominators, people):group>")
@access.requires(Permission.MAKE_PROFILES)
def remind_group(profile_id: int, group: str) -> str:
    """Name how many mails it would be, before they go."""
    shown = profile_of(read_session(), profile_id)
    due = reminders.due(read_session(), shown, Reminded(group))
    back = _address(profile_id, group)
    return render_template("assess/remind.html", profile=shown, group=group, due=due, back=back)


@assess.post("/profiles/<int:profile_id>/reminders/<any(experts, nominators, people):group>")
@access.requires(Permission.MAKE_PROFILES)
def remind_group_post(profile_id: int, group: str) -> Response:
    try:
        with unit_of_work() as session:
            count = reminders.remind(session, access.actor(session), profile_id, Reminded(group))
    except (NobodyToRemind, RemindedLately) as refusal:
        flash(_(refusal.message), "warning")
    else:
        flash(ngettext("%(num)s herinnering is onderweg.", "%(num)s herinneringen zijn onderweg.", count), "success")
    return _back(profile_id, group)


def _back(profile_id: int, group: str) -> Response:
    return redirect(_address(profile_id, group), 303)


def _address(profile_id: int, group: str) -> str:
    endpoint = "assess.invitations" if group == Reminded.PEOPLE else f"assess.{group}"
    return url_for(endpoint, profile_id=profile_id)
