"""Mail that waits, went out or came back, and work that failed."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hr import queries_mails
from hr.forms.desk_filters import MailFilter, page_number
from hr.queries_mails import MailState
from hr.services import trying_again
from hr.views.blueprint import hr
from hr.words import JOB_WORDS, MAIL_STATES
from kernel.database import read_session, unit_of_work
from people import access
from people.permissions import Permission


@hr.get("/mails")
@access.requires(Permission.OPERATE)
def mails() -> Response:
    """Every mail by subject, person and state; its words are sealed and then gone."""
    form = MailFilter()
    session = read_session()
    state = form.known("state")
    rows, paging = queries_mails.mails(
        session, MailState(state) if state else None, form.known("q") or "", page_number()
    )
    page = render_template(
        "hr/mails.html",
        form=form,
        rows=rows,
        paging=paging,
        counts=queries_mails.counts(session),
        states=MAIL_STATES,
        failed=queries_mails.failed_jobs(session),
        job_words=JOB_WORDS,
    )
    return make_response(page)


@hr.post("/jobs/<int:job_id>/retries")
@access.requires(Permission.OPERATE)
def retry_job(job_id: int) -> Response:
    """Give failed work another go."""
    with unit_of_work() as session:
        trying_again.try_again(session, access.actor(session), job_id)
    flash(_("We proberen het opnieuw. Ververs de pagina over een minuut om te zien of het lukte."), "success")
    return redirect(url_for("hr.mails"), 303)
