"""The candidate and the report: read it first, ask or say something about it, then let it go or keep it."""

import io

from flask import flash, redirect, send_file, url_for
from flask_babel import get_locale, gettext as _, lazy_gettext as _l
from werkzeug.wrappers import Response

from assess.errors.candidates import AlreadyReleased, NoReport, NothingWritten
from assess.forms.candidates import WordsForm, words_form
from assess.forms.sittings import ButtonForm
from assess.models import Application
from assess.queries import candidacy as queries, reports
from assess.queries.rated import rated_of
from assess.queries.rated_totals import total_of
from assess.queries.sittings import asks_a_look
from assess.rated_words import KINDS as EXERCISES, said
from assess.report_words import shown
from assess.services import releasing, remarks
from assess.services.remarks import KINDS
from assess.views.blueprint import assess
from assess.views.preparing import instrument_of, own, page
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.words import N_
from people import access
from people.forms import refuse
from people.permissions import Permission
from people.trail import WORDS

# Of each kind of remark: heading, label, hint, what is said when nothing was written (None: nothing is needed).
ASKING = {
    "correction": (
        N_("Vraag om iets te verbeteren"),
        _l("Wat klopt er niet?"),
        _l("Bijvoorbeeld je naam, of iets wat niet bij je past. Je contactpersoon leest dit en neemt contact op."),
        _l("Schrijf op wat er niet klopt."),
    ),
    "comment": (
        N_("Zet er iets bij"),
        _l("Wat wil je erbij zetten?"),
        _l("Alleen wie je rapport mag lezen, leest ook dit. Geef je het rapport niet vrij, dan leest niemand het."),
        _l("Schrijf op wat je erbij wilt zetten."),
    ),
    "talk": (
        N_("Vraag om een gesprek"),
        _l("Waar wil je het over hebben? (hoeft niet)"),
        _l("Je contactpersoon leest dit en neemt contact met je op."),
        None,
    ),
}
SAID = {
    "correction": N_("Je vroeg om iets te verbeteren"),
    "comment": N_("Je zette erbij"),
    "talk": N_("Je vroeg om een gesprek"),
}


@assess.get("/applications/<int:number>/report")
@access.requires(Permission.TAKE_PART)
def report(number: int) -> str:
    """To the candidate first; below it who looked, what was said, and the choice."""
    session, applied = read_session(), own(number)
    facts, last = reports.report_of(session, applied), queries.last_release(session, applied)
    if facts is None:
        return page("report_waiting", applied, state=queries.candidacy_of(session, applied))
    looks = queries.looks_at(session, applied)
    rated = rated_of(session, applied)
    return page(
        "report",
        applied,
        report=shown(facts, instrument_of(applied), str(get_locale())),
        digest=reports.digest_of(session, applied),
        rated=rated,
        said=said(total_of(session, applied, rated), [each.exercise.kind for each in rated]),
        kinds=EXERCISES,
        asks_a_look=asks_a_look(session, applied),
        last=last,
        looks=[(each, _(WORDS[each.action])) for each in looks],
        remarks=[(each, _(SAID[each.kind])) for each in queries.remarks_of(session, applied)],
    )


@assess.get("/applications/<int:number>/report.pdf")
@access.requires(Permission.TAKE_PART)
def report_paper(number: int) -> Response:
    """The PDF as it was made. Errors: `NoReport`."""
    pdf = reports.report_paper(read_session(), own(number))
    if pdf is None:
        raise NoReport
    name = _("rapport-assessment.pdf")
    return send_file(io.BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name)


@assess.get("/applications/<int:number>/report/<kind>")
@access.requires(Permission.TAKE_PART)
def remark(number: int, kind: str) -> str:
    return _remark_page(_with_report(number), kind, _remark_form(kind))


@assess.post("/applications/<int:number>/report/<kind>")
@access.requires(Permission.TAKE_PART)
def remark_post(number: int, kind: str) -> Response | tuple[str, int]:
    form = _remark_form(kind)
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                remarks.make_remark(session, access.actor(session), number, kind, form.text.data or "")
        except NothingWritten as refusal:
            refuse(form, refusal)
        else:
            flash(_("Ontvangen. Je krijgt er een mail van."), "success")
            return redirect(url_for("assess.report", number=number, _anchor="said"), 303)
    return _remark_page(_with_report(number), kind, form), 422


@assess.get("/applications/<int:number>/release")
@access.requires(Permission.TAKE_PART, fresh=True)
def release(number: int) -> str:
    """What follows when it is let go, before it is."""
    applied = _with_report(number)
    _refuse_released(applied)
    session = read_session()
    return page(
        "release",
        applied,
        readers=queries.readers_of(session, applied.vacancy),
        comments=[each for each in queries.remarks_of(session, applied) if each.kind == "comment"],
        asks_a_look=asks_a_look(session, applied),
        form=ButtonForm(),
    )


@assess.post("/applications/<int:number>/release")
@access.requires(Permission.TAKE_PART, fresh=True)
def release_post(number: int) -> Response:
    with unit_of_work() as session:
        releasing.release(session, access.actor(session), number)
    flash(_("Je rapport is vrijgegeven. Je certificaat staat hieronder."), "success")
    return redirect(url_for("assess.report", number=number, _anchor="choice"), 303)


@assess.get("/applications/<int:number>/block")
@access.requires(Permission.TAKE_PART)
def block(number: int) -> str:
    """What follows when it is kept, before it is."""
    applied = _with_report(number)
    _refuse_released(applied)
    return page("block", applied, form=ButtonForm())


@assess.post("/applications/<int:number>/block")
@access.requires(Permission.TAKE_PART)
def block_post(number: int) -> Response:
    with unit_of_work() as session:
        releasing.block(session, access.actor(session), number)
    flash(_("Je rapport blijft bij jou. Wij zien alleen: niet vrijgegeven."), "success")
    return redirect(url_for("assess.report", number=number, _anchor="choice"), 303)


def _with_report(number: int) -> Application:
    """Errors: `NotFound`, `NoReport`."""
    applied = own(number)
    if not queries.has_report(read_session(), applied):
        raise NoReport
    return applied


def _refuse_released(applied: Application) -> None:
    last = queries.last_release(read_session(), applied)
    if last is not None and last.outcome == "released":
        raise AlreadyReleased


def _remark_form(kind: str) -> WordsForm:
    if kind not in KINDS:
        raise NotFound
    _title, label, hint, missing = ASKING[kind]
    return words_form(label, hint, missing)


def _remark_page(applied: Application, kind: str, form: WordsForm) -> str:
    return page("remark", applied, title=_(ASKING[kind][0]), kind=kind, form=form)
