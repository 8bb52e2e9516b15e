"""Inviting many at once: by mail, or by a letter for whom has no address. First a page that names the count."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from hr import queries_people as queries
from hr.errors import NobodyToInvite
from hr.queries_people import Filter, PersonRow, State
from hr.services import bulk, letters
from hr.services.departures import today
from hr.views.blueprint import hr
from hr.views.people import attachment
from kernel.database import read_session, unit_of_work
from people import access
from people.letters import pdf
from people.models import Organisation
from people.permissions import Permission

MOST_LETTERS = 50
WAITING = (State.NOT_INVITED, State.EXPIRED, State.FAILED, State.BOUNCED)


@hr.get("/people/invitations")
@access.requires(Permission.MANAGE_PEOPLE)
def invite_people() -> str:
    """Who would be invited: those that were ticked, else everybody who still waits."""
    rows = _asked(read_session())
    return render_template(
        "hr/people_invite.html",
        by_mail=[row for row in rows if _is_mailed(row)],
        by_letter=[row for row in rows if not row.person.email],
        bounced=[row for row in rows if row.person.email and not _is_mailed(row)],
        chosen=request.args.getlist("person", type=int),
    )


@hr.post("/people/invitations")
@access.requires(Permission.MANAGE_PEOPLE)
def send_invitations() -> Response:
    """Mail each a link. What was invited meanwhile gets a new link; the old one stops."""
    with unit_of_work() as session:
        actor = access.actor(session)
        asked = [row.person.id for row in _asked(session) if _is_mailed(row)]
        count = bulk.invite(session, asked, actor=actor).count
        if not count:
            raise NobodyToInvite
    flash(ngettext("%(num)s uitnodiging gaat op weg.", "%(num)s uitnodigingen gaan op weg.", count), "success")
    return redirect(url_for("hr.people"), 303)


@hr.get("/people/letters")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def letters_to_print() -> str:
    """How many letters there would be."""
    rows = _for_letters(read_session())
    chosen = request.args.getlist("person", type=int)
    return render_template("hr/people_letters.html", rows=rows[:MOST_LETTERS], total=len(rows), chosen=chosen)


@hr.post("/people/letters")
@access.requires(Permission.MANAGE_PEOPLE, fresh=True)
def print_letters() -> Response:
    """The letters themselves: no redirect, for the codes are kept nowhere and can be shown this once."""
    with unit_of_work() as session:
        rows = _for_letters(session)
        if not rows:
            raise NobodyToInvite
        rows = rows[:MOST_LETTERS]
        actor = access.actor(session)
        printed = [letters.make(session, actor, row.person) for row in rows]
    organisation = read_session().get_one(Organisation, 1)
    return attachment(pdf(organisation, printed), _("brieven.pdf"), "application/pdf")


def _asked(session: Session) -> list[PersonRow]:
    on = today(session)
    ids = request.values.getlist("person", type=int)
    if ids:
        return [row for row in queries.chosen(session, ids, on) if row.state is not State.ACTIVE]
    return [row for state in WAITING for row in queries.everyone(session, Filter(state=state), on)]


def _is_mailed(row: PersonRow) -> bool:
    """Whether a mail makes sense: to an address that gave our last one back, only when it was ticked."""
    is_chosen = bool(request.values.getlist("person", type=int))
    return bool(row.person.email) and (is_chosen or row.state is not State.BOUNCED)


def _for_letters(session: Session) -> list[PersonRow]:
    """Those without an address; and whoever was ticked, for a letter can be wanted after all."""
    if ids := request.values.getlist("person", type=int):
        return queries.chosen(session, ids, today(session))
    return [row for row in _asked(session) if not row.person.email]
