"""Inviting candidates: one by one, or from a list with a preview; and reminding who has not handed in."""

from collections.abc import Sequence

from flask import Response as Download, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _, ngettext
from werkzeug.wrappers import Response

from assess.candidate_list import COLUMNS, MOST_LINES, CandidateLine, ParsedCandidates, parse_candidates
from assess.errors.selection import (
    FileWasErased,
    HasASeat,
    InvitedAlready,
    ListChanged,
    NobodyTicked,
    OwnApplication,
    VacancyShut,
)
from assess.forms.selection import CandidateFilter, CandidateListForm, InvitationForm, SendListForm
from assess.models import Vacancy
from assess.queries import vacancies as queries
from assess.services import applications, candidate_lists, vacancies
from assess.services.applications import AT_ONCE
from assess.services.candidate_lists import INVITED, Kind
from assess.views.blueprint import assess
from assess.views.vacancies import narrowed
from kernel.database import read_session, unit_of_work
from kernel.errors import Invalid
from kernel.forms import cleaned
from kernel.numbers import row_number
from kernel.sheets import MOST_BYTES, rows_of
from kernel.tables import csv_bytes
from kernel.words import N_
from people import access
from people.forms import refuse
from people.permissions import Permission

MOST_SHOWN = 100
MOST_TICKED = 500
KINDS = {
    Kind.NEW: "",
    Kind.APPLIED_BEFORE: N_("solliciteerde eerder"),
    Kind.WORKS_HERE: N_("werkt hier al"),
    Kind.INVITED_ALREADY: N_("is al uitgenodigd voor deze vacature"),
    Kind.ERASED: N_("liet het dossier bij deze vacature wissen"),
    Kind.YOURSELF: N_("dat ben jij zelf"),
    Kind.SEATED: N_("heeft zelf een rol bij deze vacature"),
}


def _open(vacancy_id: int) -> Vacancy:
    """Errors: `NotFound`, `VacancyShut`."""
    vacancy = queries.vacancy_of(read_session(), access.me(), vacancy_id)
    if vacancy.closed_at is not None:
        raise VacancyShut
    return vacancy


@assess.get("/vacancies/<int:vacancy_id>/invitations/new")
@access.requires(Permission.SELECT)
def new_invitation(vacancy_id: int) -> str:
    return render_template("assess/invitation_new.html", form=InvitationForm(), vacancy=_open(vacancy_id))


@assess.post("/vacancies/<int:vacancy_id>/invitations")
@access.requires(Permission.SELECT)
def invite_candidate(vacancy_id: int) -> Response:
    form, vacancy = InvitationForm(), _open(vacancy_id)
    if form.validate_on_submit():
        told = {"name": cleaned(form.name.data), "email": form.address, "language": form.language.data}
        try:
            with unit_of_work() as session:
                actor = access.actor(session)
                locked = vacancies.locked_open(session, actor, vacancy_id)
                made = applications.invite(session, actor, locked, **told)
        except (InvitedAlready, FileWasErased, OwnApplication, HasASeat) as refusal:
            refuse(form, refusal)
            vacancy = queries.vacancy_of(read_session(), access.me(), vacancy_id)
        else:
            flash(_("De uitnodiging voor %(name)s is onderweg.", name=made.person.name), "success")
            return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id), 303)
    return make_response(render_template("assess/invitation_new.html", form=form, vacancy=vacancy), 422)


@assess.get("/vacancies/<int:vacancy_id>/invitations/list")
@access.requires(Permission.SELECT)
def candidate_list(vacancy_id: int) -> str:
    return _choose_page(_open(vacancy_id), CandidateListForm(), None)


@assess.get("/vacancies/<int:vacancy_id>/invitations/example")
@access.requires(Permission.SELECT)
def candidate_example(vacancy_id: int) -> Download:
    """A list to fill in, with two people who do not exist."""
    _open(vacancy_id)
    rows = [
        [_(name) for name in COLUMNS.values()],
        ["Noor Jansen", "noor.jansen@voorbeeld.nl", "nl"],
        ["Amir El Idrissi", "amir@voorbeeld.nl", "en"],
    ]
    response = Download(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{_('kandidaten')}.csv")
    return response


@assess.post("/vacancies/<int:vacancy_id>/invitations/list")
@access.requires(Permission.SELECT)
def read_candidates(vacancy_id: int) -> Response:
    """Read a file; without faults, show whom it would invite. Nothing is kept."""
    vacancy, form = _open(vacancy_id), CandidateListForm()
    parsed: ParsedCandidates | None = None
    if form.validate_on_submit():
        try:
            parsed = parse_candidates(rows_of(form.file.data.read(MOST_BYTES + 1), MOST_LINES))
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            if not parsed.faults:
                return make_response(_preview_page(vacancy, parsed.lines, parsed.unused))
    return make_response(_choose_page(vacancy, form, parsed), 422)


def _choose_page(vacancy: Vacancy, form: CandidateListForm, parsed: ParsedCandidates | None) -> str:
    faults = parsed.faults if parsed else ()
    return render_template(
        "assess/candidate_list.html",
        vacancy=vacancy,
        form=form,
        faults=faults[:MOST_SHOWN],
        fault_count=len(faults),
        columns=COLUMNS,
        most_lines=MOST_LINES,
        most_megabytes=MOST_BYTES // 1024**2,
    )


def _preview_page(vacancy: Vacancy, lines: Sequence[CandidateLine], unused: Sequence[str]) -> str:
    me = access.me()
    previewed = candidate_lists.preview(read_session(), me, vacancy.id, lines)
    form = SendListForm(formdata=None, kept=candidate_lists.sealed(lines, vacancy.id, me))
    return render_template(
        "assess/candidate_list_preview.html",
        vacancy=vacancy,
        form=form,
        rows=previewed,
        new=sum(each.kind in INVITED for each in previewed),
        invited=INVITED,
        kinds=KINDS,
        unused=unused,
    )


@assess.post("/vacancies/<int:vacancy_id>/invitations/batch")
@access.requires(Permission.SELECT)
def invite_list(vacancy_id: int) -> Response:
    """Invite whom the preview showed, some at a time, so that nobody else waits long; sent again, it goes on."""
    _open(vacancy_id)
    form = SendListForm()
    if not form.validate_on_submit():
        raise ListChanged
    lines = candidate_lists.opened(form.kept.data, vacancy_id, access.me())
    count = 0
    for start in range(0, len(lines), AT_ONCE):
        with unit_of_work() as session:
            some = lines[start : start + AT_ONCE]
            count += candidate_lists.invite_some(session, access.actor(session), vacancy_id, some)
    words = ngettext("%(num)s uitnodiging is onderweg.", "%(num)s uitnodigingen zijn onderweg.", count)
    flash(words if count else _("Iedereen op deze lijst was al uitgenodigd."), "success")
    return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id), 303)


@assess.errorhandler(ListChanged)
def list_changed(refusal: ListChanged) -> Response:
    """Back to choosing the file."""
    flash(_(refusal.message), "warning")
    vacancy_id = (request.view_args or {})["vacancy_id"]
    return redirect(url_for("assess.candidate_list", vacancy_id=vacancy_id), 303)


@assess.errorhandler(NobodyTicked)
def nobody_ticked(refusal: NobodyTicked) -> Response:
    """Back to the list as it was, to tick somebody."""
    flash(_(refusal.message), "warning")
    vacancy_id = (request.view_args or {})["vacancy_id"]
    return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id, **narrowed(CandidateFilter()).arguments), 303)


@assess.post("/vacancies/<int:vacancy_id>/reminders/check")
@access.requires(Permission.SELECT)
def remind_candidates_check(vacancy_id: int) -> str:
    """How many get a mail, before they do."""
    vacancy, only = _open(vacancy_id), _ticked()
    found = applications.remindable(read_session(), vacancy, only)
    return render_template(
        "assess/remind_candidates.html", vacancy=vacancy, only=only, found=found, count=len(only or found)
    )


@assess.post("/vacancies/<int:vacancy_id>/reminders")
@access.requires(Permission.SELECT)
def remind_candidates(vacancy_id: int) -> Response:
    """Some at a time, so that nobody else waits long; sent again, it goes on with who is left."""
    _open(vacancy_id)
    only, count, done = _ticked(), 0, 1
    while done:
        with unit_of_work() as session:
            done = applications.remind_some(session, access.actor(session), vacancy_id, only)
        count += done
    words = ngettext("%(num)s herinnering is onderweg.", "%(num)s herinneringen zijn onderweg.", count)
    flash(words if count else _("Er was niemand meer om te herinneren."), "success")
    return redirect(url_for("assess.vacancy", vacancy_id=vacancy_id), 303)


def _ticked() -> Sequence[int] | None:
    """Whose boxes are ticked; None for everybody who has not handed in. Errors: `NobodyTicked`."""
    if request.form.get("all") == "1":
        return None
    ticked = list(filter(None, map(row_number, request.form.getlist("application"))))[:MOST_TICKED]
    if not ticked:
        raise NobodyTicked
    return ticked
