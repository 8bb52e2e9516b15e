"""A candidate's own pages before the assessment: one thing at a time, from what it is to the start."""

import hashlib
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from assess.candidacy import PREPARATIONS, Candidacy, Stage, Step
from assess.forms.candidates import NeedsForm
from assess.forms.sittings import ButtonForm
from assess.instruments import Instrument
from assess.models import Application
from assess.queries import candidacy as queries
from assess.queries.instruments import shown
from assess.queries.needs import needs_of
from assess.queries.rated import exercises_of
from assess.queries.sittings import own_application, progress, sitting_for
from assess.rated_words import KINDS
from assess.services import preparing
from assess.views.blueprint import assess
from assess.views.practising import practice_page
from kernel.database import read_session, unit_of_work
from kernel.words import N_
from people import access
from people.permissions import Permission

STEPS: dict[Step, tuple[str, str]] = {
    Step.NOTICE: (N_("Lees wat dit is"), N_("Twee minuten lezen")),
    Step.NEEDS: (N_("Wat heb je nodig?"), N_("Meer tijd, grotere letters, of niets")),
    Step.PREVIEW: (N_("Zo is het werk echt"), N_("Drie minuten lezen")),
    Step.PRACTICE: (N_("Oefen"), N_("Twee zinnen en een situatie, die niet meetellen")),
    Step.SITTING: (N_("Doe het assessment"), N_("Zonder tijdslimiet; stoppen en later verdergaan mag")),
    Step.REPORT: (N_("Lees je rapport"), N_("Jij leest het als eerste")),
    Step.RELEASE: (N_("Kies: vrijgeven of niet"), N_("Dat bepaal jij")),
}
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.DONE: (N_("Klaar"), "good"),
    Stage.BEGUN: (N_("Begonnen"), "busy"),
    Stage.OPEN: (N_("Aan de beurt"), "todo"),
    Stage.WAITING: (N_("Wordt gemaakt"), "busy"),
    Stage.LATER: (N_("Komt later"), "gone"),
    Stage.CLOSED: (N_("Niet meer nodig"), "gone"),
}
CHOSEN = {"released": N_("Vrijgegeven"), "blocked": N_("Niet vrijgegeven")}


def own(number: int) -> Application:
    """The candidate's own application. Errors: `NotFound`."""
    return own_application(read_session(), access.me(), number)


def page(template: str, applied: Application, **values: Any) -> str:
    """A page of this application, in larger print for who asked for it."""
    return render_template(
        f"assess/{template}.html",
        application=applied,
        vacancy=applied.vacancy,
        is_large=needs_of(applied).large_print,
        **values,
    )


@assess.get("/applications/<int:number>")
@access.requires(Permission.TAKE_PART)
def application(number: int) -> str:
    """Where I am: one thing to do, and everything below it."""
    session, applied = read_session(), own(number)
    state, decision = queries.candidacy_of(session, applied), queries.decision_of(session, applied)
    step, last = state.next_step, queries.last_release(session, applied)
    return page(
        "application",
        applied,
        state=state,
        tasks=[_task(state, each, number) for each in Step],
        step=step,
        next=_address(step, number) if step else None,
        instrument=instrument_of(applied),
        answered=_answered(applied, state),
        promised_on=queries.promised_on(session, applied),
        exercises=exercises_of(session, applied),
        kinds=KINDS,
        decision=decision,
        objection=queries.objection_of(session, applied),
        certificate=last.certificate if last else None,
        is_kept=queries.is_kept(applied),
        erased_on=queries.erased_on(session, applied),
        may_carry=decision is not None and decision.outcome == "hired" and state.has_report,
        carried=queries.carried_on(session, applied),
    )


@assess.get("/applications/<int:number>/notice")
@access.requires(Permission.TAKE_PART)
def notice(number: int) -> str:
    applied = own(number)
    return page("notice", applied, words=_notice(applied), form=ButtonForm())


@assess.post("/applications/<int:number>/notice")
@access.requires(Permission.TAKE_PART)
def notice_post(number: int) -> Response:
    read = hashlib.sha256(_notice(own(number)).encode()).hexdigest()
    with unit_of_work() as session:
        preparing.read_notice(session, access.actor(session), number, read)
    return _onward(number)


@assess.get("/applications/<int:number>/needs")
@access.requires(Permission.TAKE_PART)
def needs(number: int) -> str:
    applied = own(number)
    return page("needs", applied, form=NeedsForm(formdata=None, obj=needs_of(applied)))


@assess.post("/applications/<int:number>/needs")
@access.requires(Permission.TAKE_PART)
def needs_post(number: int) -> Response | tuple[str, int]:
    form = NeedsForm()
    if not form.validate_on_submit():
        return page("needs", own(number), form=form), 422
    with unit_of_work() as session:
        preparing.tell_needs(session, access.actor(session), number, form.needs)
    return _onward(number)


@assess.get("/applications/<int:number>/preview")
@access.requires(Permission.TAKE_PART)
def preview(number: int) -> str:
    applied = own(number)
    return page("preview", applied, preview=instrument_of(applied).preview, form=ButtonForm())


@assess.post("/applications/<int:number>/preview")
@access.requires(Permission.TAKE_PART)
def preview_post(number: int) -> Response:
    with unit_of_work() as session:
        preparing.read_preview(session, access.actor(session), number)
    return _onward(number)


@assess.get("/applications/<int:number>/practice")
@access.requires(Permission.TAKE_PART)
def practice(number: int) -> str:
    """One thing to try; nothing of it is kept."""
    applied = own(number)
    return practice_page(
        instrument_of(applied).practice,
        back=url_for("assess.application", number=number),
        back_words=_("Je sollicitatie"),
        is_large=needs_of(applied).large_print,
        form=ButtonForm(),
    )


@assess.post("/applications/<int:number>/practice")
@access.requires(Permission.TAKE_PART)
def practice_post(number: int) -> Response:
    with unit_of_work() as session:
        preparing.practise(session, access.actor(session), number)
    return redirect(url_for("assess.application", number=number), 303)


@assess.post("/applications/<int:number>/sitting")
@access.requires(Permission.TAKE_PART)
def application_start(number: int) -> Response:
    with unit_of_work() as session:
        begun = preparing.begin(session, access.actor(session), number)
    return redirect(url_for("assess.sitting", number=begun.id), 303)


def instrument_of(applied: Application) -> Instrument:
    """The instrument in the words of the organisation and this vacancy."""
    vacancy = applied.vacancy
    contact = f"{vacancy.contact.name} ({vacancy.contact_reach})"
    return shown(read_session(), vacancy.profile.revision, contact)


def _onward(number: int) -> Response:
    """To the next thing that prepares, or else back to the overview."""
    step = queries.candidacy_of(read_session(), own(number)).next_step
    if step in PREPARATIONS:
        return redirect(_address(step, number), 303)
    return redirect(url_for("assess.application", number=number), 303)


def _address(step: Step, number: int) -> str:
    names = {Step.SITTING: "assess.application", Step.RELEASE: "assess.report"}
    return url_for(names.get(step, f"assess.{step}"), number=number)


def _task(state: Candidacy, step: Step, number: int) -> dict[str, Any]:
    """One line of the list; what is done can be opened again, what comes later can't yet."""
    title, hint = STEPS[step]
    stage = state.stage(step)
    words, kind = STAGES[stage]
    if step is Step.RELEASE and state.outcome:
        words = CHOSEN[state.outcome]
    can_open = stage in {Stage.DONE, Stage.OPEN} and step is not Step.SITTING
    href = _address(step, number) if can_open else None
    return {"title": _(title), "hint": _(hint), "status": _(words), "kind": kind, "href": href}


def _answered(applied: Application, state: Candidacy) -> tuple[int, int] | None:
    """How far the assessment is, while it is under way."""
    if not state.is_begun or state.is_handed_in:
        return None
    sitting = sitting_for(read_session(), application=applied.id)
    return progress(read_session(), sitting) if sitting else None


def _notice(applied: Application) -> Markup:
    """The exact words of the notice (AVG art. 13), so that the trail can name them by their hash."""
    readers = ", ".join(queries.readers_of(read_session(), applied.vacancy))
    given = {"vacancy": applied.vacancy, "instrument": instrument_of(applied), "readers": readers}
    return Markup(render_template("assess/notice_words.html", **given))  # noqa: S704 - our own template
