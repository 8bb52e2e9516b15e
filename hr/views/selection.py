"""What is done for many people of the register at once: each time first a page that names how many."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _, ngettext
from werkzeug.wrappers import Response

from certificates.services import archives
from courses.queries import StandingRow
from courses.queries.content import course_revision, is_concept
from courses.services.assignments import refuse_open_blanks
from hr import queries_desk, queries_register
from hr.errors import NobodyChosen
from hr.forms.assigning import DueForm
from hr.queries_register import Narrowed
from hr.services import bulk
from hr.views.blueprint import hr
from hr.views.choices import chosen_people, course_titles, narrowed, register_filter, today
from kernel.database import read_session, unit_of_work
from people import access
from people.permissions import Permission


def _chosen() -> tuple[Narrowed, Sequence[int] | None, list[StandingRow]]:
    """The course and filter in the address, who was ticked (None: all), and their rows. Errors: `NobodyChosen`."""
    wanted, only = narrowed(register_filter()), chosen_people()
    found = wanted if only is None else Narrowed(wanted.course)
    return wanted, only, queries_register.everybody(read_session(), found, today(), only)


@hr.errorhandler(NobodyChosen)
def nobody_chosen(refusal: NobodyChosen) -> Response:
    """Back to the list as it was, to tick somebody."""
    flash(_(refusal.message), "warning")
    return redirect(url_for("hr.register", **narrowed(register_filter()).arguments), 303)


def _title(course: str) -> str:
    return dict(course_titles(read_session()))[course]


@hr.post("/register/assignments/check")
@access.requires(Permission.ASSIGN)
def assign_chosen_check() -> Response:
    wanted, only, rows = _chosen()
    refuse_open_blanks(read_session(), wanted.course)
    return _assign_page(DueForm(today(), formdata=None), wanted, only, rows)


def _assign_page(
    form: DueForm, wanted: Narrowed, only: Sequence[int] | None, rows: list[StandingRow], status: int = 200
) -> Response:
    free = bulk.assignable(read_session(), wanted.course, [row.person.id for row in rows], today())
    page = render_template(
        "hr/assign_chosen.html",
        form=form,
        wanted=wanted,
        only=only,
        count=len(rows),
        new=len(free),
        title=_title(wanted.course),
        is_concept=is_concept(read_session(), course_revision(read_session(), wanted.course, "nl").id),
    )
    return make_response(page, status)


@hr.post("/register/assignments")
@access.requires(Permission.ASSIGN)
def assign_chosen() -> Response:
    wanted, only, rows = _chosen()
    form = DueForm(today())
    if not form.validate_on_submit():
        return _assign_page(form, wanted, only, rows, 422)
    people = [row.person.id for row in rows]
    with unit_of_work() as session:
        done = bulk.assign_people(session, wanted.course, people, form.due_on.data, actor=access.actor(session))
    words = ngettext(
        "De cursus is toegewezen aan %(num)s persoon.", "De cursus is toegewezen aan %(num)s mensen.", done.count
    )
    return _done(done, words, wanted)


@hr.post("/register/reminders/check")
@access.requires(Permission.ASSIGN)
def remind_chosen_check() -> Response:
    wanted, only, rows = _chosen()
    rounds = _rounds(rows)
    page = render_template(
        "hr/remind_chosen.html",
        wanted=wanted,
        only=only,
        count=len(rows),
        new=len(bulk.remindable(read_session(), rounds)),
        title=_title(wanted.course),
        person=rows[0].person if len(rows) == 1 else None,
        last=queries_desk.last_reminded(read_session(), rounds[0]) if len(rounds) == 1 else None,
        today=today(),
    )
    return make_response(page)


@hr.post("/register/reminders")
@access.requires(Permission.ASSIGN)
def remind_chosen() -> Response:
    """Once a day each; who was reminded by hand today gets no second mail."""
    wanted, _only, rows = _chosen()
    with unit_of_work() as session:
        done = bulk.remind(session, _rounds(rows), actor=access.actor(session))
    words = ngettext("%(num)s persoon krijgt een mail.", "%(num)s mensen krijgen een mail.", done.count)
    if len(rows) == 1:
        words = _("De herinnering voor %(name)s is onderweg.", name=rows[0].person.name)
    return _done(done, words, wanted)


@hr.post("/register/downloads/check")
@access.requires(Permission.CERTIFY)
def download_chosen_check() -> Response:
    """On to the page that names how many papers of whom; that one asks for the password again."""
    wanted, only = narrowed(register_filter()), chosen_people()
    if only is None:
        return redirect(url_for("hr.download_all", **wanted.arguments), 303)
    proofs = queries_register.proofs_of(read_session(), wanted.course, only)
    numbers = [proof.certificate_id for proof in proofs.values()]
    return redirect(url_for("certificates.archive_new", certificate=numbers), 303)


@hr.get("/register/downloads")
@access.requires(Permission.CERTIFY, fresh=True)
def download_all() -> Response:
    """Name how many papers of all who match, before they leave the house."""
    session, wanted = read_session(), narrowed(register_filter())
    people = [row.person.id for row in queries_register.everybody(session, wanted, today())]
    numbers: list[int] = []
    for start in range(0, len(people), queries_register.BATCH):
        some = queries_register.proofs_of(session, wanted.course, people[start : start + queries_register.BATCH])
        numbers += [proof.certificate_id for proof in some.values()]
    there = [certificate.id for certificate in archives.downloadable(session, numbers)]
    page = render_template("hr/download_all.html", wanted=wanted, numbers=there, title=_title(wanted.course))
    return make_response(page)


def _rounds(rows: list[StandingRow]) -> list[int]:
    return [row.enrolment.id for row in rows if row.enrolment is not None]


def _done(done: bulk.Outcome, words: str, wanted: Narrowed) -> Response:
    """Back to the register; or to the page that follows the work."""
    if done.job is not None:
        return redirect(url_for("hr.task", job_id=done.job.id), 303)
    flash(words if done.count else _("Er was niemand meer voor wie dit nodig was."), "success")
    return redirect(url_for("hr.register", **wanted.arguments), 303)
