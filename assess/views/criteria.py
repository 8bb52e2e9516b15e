"""The criterion for HR: which kind, figures from a file, and fixing it once."""

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _, ngettext
from werkzeug.wrappers import Response

from assess.errors.criteria import FewIncumbents, FiguresStale, Frozen, NotReady, ShareOffScale
from assess.figure_list import COLUMNS, FigureLine, parse
from assess.forms.positions import FiguresForm, FreezeForm, ReadInForm
from assess.models import JobProfile
from assess.queries.advisers import Group, advisers
from assess.queries.incumbents import SHOWN_FROM, incumbents_by_number, turnout
from assess.queries.positions import profile_of
from assess.services import criteria as service, figures as figures_service
from assess.services.criteria import USUAL_SHARE, CriterionKind
from assess.views.blueprint import assess
from assess.views.profiles import KINDS
from kernel.database import read_session, unit_of_work
from kernel.errors import Invalid
from kernel.sheets import MOST_BYTES, MOST_ROWS, is_workbook, rows_of
from people import access
from people.cells import Fault
from people.forms import refuse
from people.permissions import Permission

MOST_SHOWN = 100


@assess.get("/profiles/<int:profile_id>/criterion")
@access.requires(Permission.MAKE_PROFILES)
def criterion(profile_id: int) -> str:
    """The ways to tell who does the work best, and how far each is."""
    session = read_session()
    shown = profile_of(session, profile_id)
    return render_template(
        "assess/criterion.html",
        profile=shown,
        kinds=KINDS,
        figures=figures_service.held(session, profile_id),
        nominators=advisers(session, profile_id, Group.NOMINATORS),
        people=turnout(session, profile_id).chosen,
    )


@assess.get("/profiles/<int:profile_id>/figures")
@access.requires(Permission.MAKE_PROFILES)
def figures(profile_id: int) -> Response:
    return _choose_page(profile_of(read_session(), profile_id), FiguresForm())


@assess.post("/profiles/<int:profile_id>/figures/check")
@access.requires(Permission.MAKE_PROFILES)
def check_figures(profile_id: int) -> Response:
    """Read a file; without faults, show what would be read in."""
    shown = profile_of(read_session(), profile_id)
    if shown.criterion:
        raise Frozen
    form = FiguresForm()
    faults: tuple[Fault, ...] = ()
    if form.validate_on_submit():
        data = form.file.data.read(MOST_BYTES + 1)
        known = figures_service.known_people(read_session(), profile_id)
        try:
            parsed = parse(rows_of(data), known, sign="." if is_workbook(data) else "")
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            if not parsed.faults:
                return _preview_page(shown, parsed.lines)
            faults = parsed.faults
    return _choose_page(shown, form, faults, 422)


@assess.post("/profiles/<int:profile_id>/figures")
@access.requires(Permission.MAKE_PROFILES)
def read_figures(profile_id: int) -> Response:
    profile_of(read_session(), profile_id)
    form = ReadInForm()
    form.validate_on_submit()
    try:
        with unit_of_work() as session:
            count = figures_service.read_in(session, access.actor(session), profile_id, form.figures.data or "")
    except FiguresStale as refusal:
        again = FiguresForm(formdata=None)
        refuse(again, refusal)
        return _choose_page(profile_of(read_session(), profile_id), again, (), refusal.status)
    flash(ngettext("%(num)s cijfer is ingelezen.", "%(num)s cijfers zijn ingelezen.", count), "success")
    return redirect(url_for("assess.criterion", profile_id=profile_id), 303)


def _choose_page(shown: JobProfile, form: FiguresForm, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    page = render_template(
        "assess/figures.html",
        profile=shown,
        form=form,
        faults=faults[:MOST_SHOWN],
        fault_count=len(faults),
        columns=COLUMNS,
        held=figures_service.held(read_session(), shown.id),
        most_rows=MOST_ROWS,
        most_megabytes=MOST_BYTES // 1024**2,
    )
    return make_response(page, status)


def _preview_page(shown: JobProfile, lines: tuple[FigureLine, ...]) -> Response:
    known = incumbents_by_number(read_session(), shown.id)
    form = ReadInForm(formdata=None)
    form.figures.data = figures_service.wrap(access.me(), shown.id, lines)
    rows = [{"name": known[each.incumbent].person.name, "figure": each.figure, "line": each.line} for each in lines]
    page = render_template(
        "assess/figures_check.html",
        profile=shown,
        form=form,
        rows=rows[:MOST_SHOWN],
        count=len(rows),
        missing=len(known) - len(rows),
        held=figures_service.held(read_session(), shown.id),
    )
    return make_response(page)


@assess.get("/profiles/<int:profile_id>/freezing")
@access.requires(Permission.MAKE_PROFILES)
def freezing(profile_id: int) -> Response:
    """What can't change any more afterwards; once it is done, what was fixed."""
    shown = profile_of(read_session(), profile_id)
    return _freeze_page(shown, FreezeForm(_kinds(profile_id), data={"top_share": USUAL_SHARE}))


@assess.post("/profiles/<int:profile_id>/freezing")
@access.requires(Permission.MAKE_PROFILES)
def freeze(profile_id: int) -> Response:
    shown = profile_of(read_session(), profile_id)
    form = FreezeForm(_kinds(profile_id))
    if not form.validate_on_submit():
        return _freeze_page(shown, form, 422)
    try:
        with unit_of_work() as session:
            share = form.top_share.data or USUAL_SHARE
            service.freeze(session, access.actor(session), profile_id, CriterionKind(form.kind.data), share)
    except (FewIncumbents, NotReady, ShareOffScale) as refusal:
        refuse(form, refusal)
        return _freeze_page(profile_of(read_session(), profile_id), form, refusal.status)
    flash(_("Het ligt vast. Nu kunnen de scores open, zodra genoeg mensen meedoen."), "success")
    return redirect(url_for("assess.profile", profile_id=profile_id), 303)


def _freeze_page(shown: JobProfile, form: FreezeForm, status: int = 200) -> Response:
    values: dict[str, Any] = {"profile": shown, "form": form, "kinds": KINDS, "shown_from": SHOWN_FROM}
    session = read_session()
    asked = advisers(session, shown.id, Group.NOMINATORS)
    values["pending"] = sum(each.asked_at is not None and each.handed_in_at is None for each in asked)
    values["turnout"] = turnout(session, shown.id)
    return make_response(render_template("assess/freezing.html", **values), status)


def _kinds(profile_id: int) -> dict[str, str]:
    """What could be fixed now, in words; that there is nothing always can."""
    ready = service.readiness(read_session(), profile_id)
    words = {
        CriterionKind.FIGURE: _("De cijfers die je inlas"),
        CriterionKind.NAMED: _("Wie beide beoordelaars aanwezen"),
        CriterionKind.NONE: _("Geen van beide: het profiel rust dan alleen op de deskundigen"),
    }
    return {str(kind): said for kind, said in words.items() if ready.allows(kind)}
