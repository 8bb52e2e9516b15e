"""Mail that waits, went out or came back, and work that failed."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hr import queries_mails, queries_people
from hr.forms.desk_filters import MailFilter
from hr.queries_mails import MailState
from hr.services import bounces, trying_again
from hr.views.blueprint import hr
from hr.views.choices import today
from hr.words import JOB_WORDS, MAIL_STATES
from kernel.database import read_session, unit_of_work
from kernel.forms import page_number
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
        session, access.me(), MailState(state) if state else None, form.known("q") or "", page_number()
    )
    page = render_template(
        "hr/mails.html",
        form=form,
        rows=rows,
        paging=paging,
        counts=queries_mails.counts(session, access.me()),
        states=MAIL_STATES,
        failed=queries_mails.failed_jobs(session, access.me()),
        job_words=JOB_WORDS,
    )
    return make_response(page)


@hr.get("/mails/<int:mail_id>/bounce")
@access.requires(Permission.MANAGE_PEOPLE)
def mail_bounce(mail_id: int) -> Response:
    """Ask whether a mail came back; once it did, what to do now."""
    session = read_session()
    mail = queries_mails.mail_to_somebody(session, access.me(), mail_id)
    here = queries_people.chosen(session, [mail.person_id or 0], today())
    page = render_template("hr/mail_bounce.html", mail=mail, person=here[0] if here else None)
    return make_response(page)


@hr.post("/mails/<int:mail_id>/bounce")
@access.requires(Permission.MANAGE_PEOPLE)
def mail_bounced(mail_id: int) -> Response:
    queries_mails.mail_to_somebody(read_session(), access.me(), mail_id)
    with unit_of_work() as session:
        bounces.came_back(session, access.actor(session), mail_id)
    return redirect(url_for("hr.mail_bounce", mail_id=mail_id), 303)


@hr.post("/jobs/<int:job_id>/retries")
@access.requires(Permission.OPERATE)
def retry_job(job_id: int) -> Response:
    """Give failed work another go."""
    with unit_of_work() as session:
        trying_again.try_again(session, access.actor(session), job_id)
    flash(_("We proberen het opnieuw. Ververs de pagina over een minuut om te zien of het lukte."), "success")
    return redirect(url_for("hr.mails"), 303)
