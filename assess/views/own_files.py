"""The candidate and the file: the decision and an objection, how long it is kept, and that it goes."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext as _, lazy_gettext as _l
from werkzeug.wrappers import Response

from assess.errors.candidates import AlreadyObjected, NoDecision, NothingWritten
from assess.forms.candidates import WordsForm, words_form
from assess.forms.sittings import ButtonForm
from assess.models import Application
from assess.queries import candidacy as queries, reports
from assess.queries.instruments import instrument_of, revision_named
from assess.queries.sittings import own_application
from assess.report_words import shown
from assess.services import erasure, keeping, objecting
from assess.views.blueprint import assess
from assess.views.preparing import own, page
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people import access
from people.forms import refuse
from people.permissions import Permission
from people.views import cookies


@assess.get("/applications/<int:number>/decision")
@access.requires(Permission.TAKE_PART)
def letter(number: int) -> str:
    """What was decided, by whom and why; and the objection, if there is one."""
    session, applied = read_session(), own(number)
    decision = queries.decision_of(session, applied)
    if decision is None:
        raise NoDecision
    objection = queries.objection_of(session, applied)
    return page(
        "letter",
        applied,
        decision=decision,
        reasons=queries.reasons_of(applied, decision),
        objection=objection,
        objected=queries.objection_text(applied, objection) if objection else None,
        answer=queries.objection_answer(applied, objection) if objection else None,
    )


@assess.get("/applications/<int:number>/objection")
@access.requires(Permission.TAKE_PART)
def objection(number: int) -> Response | str:
    session, applied = read_session(), own(number)
    if queries.decision_of(session, applied) is None:
        raise NoDecision
    if queries.objection_of(session, applied) is not None:
        return redirect(url_for("assess.letter", number=number), 303)
    return _objection_page(applied, _objection_form())


@assess.post("/applications/<int:number>/objection")
@access.requires(Permission.TAKE_PART)
def objection_post(number: int) -> Response | tuple[str, int]:
    form = _objection_form()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                objecting.make_objection(session, access.actor(session), number, form.text.data or "")
        except (NothingWritten, AlreadyObjected) as refusal:
            refuse(form, refusal)
        else:
            flash(_("Je bezwaar is binnen. Je krijgt er een mail van."), "success")
            return redirect(url_for("assess.letter", number=number, _anchor="objection"), 303)
    return _objection_page(own(number), form), 422


@assess.post("/applications/<int:number>/keeping")
@access.requires(Permission.TAKE_PART)
def keeping_post(number: int) -> Response:
    """Agree to a year, or take that back."""
    change = {"yes": keeping.consent_to_keep, "no": keeping.withdraw_consent}.get(request.form.get("answer", ""))
    if change is None:
        raise NotFound
    with unit_of_work() as session:
        change(session, access.actor(session), number)
    return redirect(url_for("assess.application", number=number, _anchor="keeping"), 303)


@assess.post("/applications/<int:number>/carried")
@access.requires(Permission.TAKE_PART)
def carrying(number: int) -> Response:
    with unit_of_work() as session:
        keeping.carry_report(session, access.actor(session), number)
    flash(_("Je rapport staat nu ook in je personeelsdossier."), "success")
    return redirect(url_for("assess.carried", number=number), 303)


@assess.get("/applications/<int:number>/carried")
@access.requires(Permission.TAKE_PART)
def carried(number: int) -> str:
    """What stands in one's own employment file; also when the application is long gone."""
    row, facts = reports.carried_of(read_session(), access.me(), number)
    revision = revision_named(read_session(), facts.instrument_hash)
    report = shown(facts, instrument_of(revision), str(get_locale()))
    return render_template("assess/carried.html", carried=row, report=report)


@assess.get("/applications/<int:number>/erasure")
@access.requires(Permission.TAKE_PART, fresh=True)
def erasure_check(number: int) -> str:
    """What goes and what stays, before it does."""
    session, applied = read_session(), own(number)
    last = queries.last_release(session, applied)
    return page(
        "erasure_check",
        applied,
        is_released=last is not None and last.outcome == "released",
        has_report=queries.has_report(session, applied),
        form=ButtonForm(),
    )


@assess.post("/applications/<int:number>/erasure")
@access.requires(Permission.TAKE_PART, fresh=True)
def erase(number: int) -> Response:
    """Gone; who is forgotten with it is signed out, and goes on in the language they read."""
    language = str(get_locale() or "nl")
    with unit_of_work() as session:
        person = access.actor(session)
        erasure.erase_application(session, own_application(session, person, number), person.id)
        is_forgotten = person.forgotten_at is not None
    if is_forgotten:
        cookies.leave()
        return redirect(url_for("assess.erased", lang=language), 303)
    return redirect(url_for("assess.erased"), 303)


@assess.get("/erased")
@access.public
def erased() -> str:
    """For whoever comes here after it, signed in or not."""
    return render_template("assess/erased.html")


@assess.get("/achievements/assessment-<slug>")
@access.public
def achievement(slug: str) -> str:
    """What a certificate of an assessment says, and what it doesn't; printed certificates point here."""
    return render_template("assess/achievement.html", slug=slug)


def _objection_form() -> WordsForm:
    return words_form(
        _l("Waar ben je het niet mee eens?"),
        _l("Schrijf op wat er niet goed ging of wat we hebben gemist. Je hoeft geen regels of wetten te kennen."),
        _l("Schrijf op waar je het niet mee eens bent."),
    )


def _objection_page(applied: Application, form: WordsForm) -> str:
    return page("objection", applied, form=form)
