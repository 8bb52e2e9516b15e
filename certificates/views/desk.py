"""Certificates of everybody: searched, looked at, revoked, corrected. Every look is recorded, also in a list."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from certificates import queries, search as searching
from certificates.forms import RevokeForm, SearchForm
from certificates.models import Certificate
from certificates.search import PAGE, Search
from certificates.services import endings
from certificates.services.issuing import name_of
from certificates.snapshot import Snapshot
from certificates.state import State
from certificates.views.blueprint import certificates
from certificates.views.facts import evidence_rows, signed_rows
from certificates.views.own import paper_response, paper_state
from certificates.words import ADVICE, REASONS, STATES
from kernel import audit
from kernel.database import read_session, unit_of_work
from people import access
from people.models import Team
from people.permissions import Permission
from people.services.looking import note_looks
from people.trail import Why


@certificates.get("/certificates")
@access.requires(Permission.SEE_REGISTER)
def search() -> Response:
    """Certificates by name, team, course, status and date; what is asked stands in the address."""
    session, asked = read_session(), Search.of(request.args)
    found, total, number = searching.page_of(session, asked, request.args.get("page", 1, int))
    teams = session.scalars(select(Team).order_by(Team.name)).all()
    form = SearchForm(request.args, teams=teams, titles=searching.titles(session))
    rows = [_row(certificate) for certificate in found]
    note_looks(access.me().id, [each.file.person_id for each in found], "certificates", Why.SEARCH)
    page = render_template(
        "certificates/search.html",
        form=form,
        asked=asked,
        rows=rows,
        page=number,
        pages=max(1, -(-total // PAGE)),
        first=(number - 1) * PAGE + 1,
        last=(number - 1) * PAGE + len(found),
        total=total,
        may_certify=access.me().may(Permission.CERTIFY),
    )
    return make_response(page)


def _row(certificate: Certificate) -> dict[str, object]:
    person, state = certificate.file.person, queries.state(read_session(), certificate)
    return {
        "id": certificate.id,
        "name": person.name,
        "public_id": certificate.public_id,
        "team": person.team.name if person.team else "",
        "title": certificate.title,
        "issued": certificate.issued_at,
        "until": certificate.valid_until,
        "state": STATES[state],
    }


def _looked_at(public_id: str, action: str = "certificate.looked") -> Certificate:
    """Somebody's certificate, after the look was written down."""
    certificate = queries.of_staff(read_session(), public_id)
    person = certificate.file.person_id
    audit.note(action, actor=access.me().id, subject=person, object=name_of(certificate))
    return queries.of_staff(read_session(), public_id)


@certificates.get("/certificates/<public_id>/record")
@access.requires(Permission.SEE_REGISTER)
def record(public_id: str) -> Response:
    """One person's certificate, for HR and who oversees it."""
    certificate, session = _looked_at(public_id), read_session()
    state, found = queries.state(session, certificate), queries.sealed(session, certificate)
    page = render_template(
        "certificates/record.html",
        certificate=certificate,
        person=certificate.file.person,
        state=state,
        name=STATES[state][0],
        kind=STATES[state][1],
        meaning=ADVICE[state][0],
        endings=[(STATES[State(each.kind)][0], each.at) for each in certificate.endings],
        rows=signed_rows(found.credential, certificate.entry_index) if found else [],
        evidence=evidence_rows(found.credential) if found else [],
        misnamed=found is not None and Snapshot.of(found.credential).holder != certificate.file.person.name,
        paper=paper_state(certificate),
        successor=queries.successor(session, certificate),
        may_certify=access.me().may(Permission.CERTIFY),
    )
    return make_response(page)


@certificates.get("/certificates/<public_id>/record/paper.pdf")
@access.requires(Permission.CERTIFY, fresh=True)
def record_paper(public_id: str) -> Response:
    return paper_response(_looked_at(public_id, "certificate.downloaded"))


@certificates.get("/certificates/<public_id>/revocation")
@access.requires(Permission.CERTIFY, fresh=True)
def revocation(public_id: str) -> Response:
    return _revocation_page(_looked_at(public_id), RevokeForm())


@certificates.post("/certificates/<public_id>/revocation")
@access.requires(Permission.CERTIFY, fresh=True)
def revoke(public_id: str) -> Response:
    """First ask whether it is meant, then do it."""
    form = RevokeForm()
    if not form.validate_on_submit():
        return _revocation_page(queries.of_staff(read_session(), public_id), form, 422)
    if form.confirmed.data != "yes":
        return _confirm_revocation_page(queries.of_staff(read_session(), public_id), form)
    with unit_of_work() as session:
        certificate = queries.of_staff(session, public_id)
        endings.revoke(session, certificate, form.chosen, access.actor(session).id, form.note.data)
    flash(_("Het certificaat is ingetrokken. Wie het controleert, ziet dat meteen."), "success")
    return redirect(url_for("certificates.record", public_id=public_id), 303)


def _revocation_page(certificate: Certificate, form: RevokeForm, status: int = 200) -> Response:
    page = render_template("certificates/revocation.html", certificate=certificate, form=form)
    return make_response(page, status)


def _confirm_revocation_page(certificate: Certificate, form: RevokeForm) -> Response:
    reason = REASONS[form.chosen]
    page = render_template("certificates/revocation_check.html", certificate=certificate, form=form, reason=reason)
    return make_response(page)


@certificates.get("/certificates/<public_id>/correction")
@access.requires(Permission.CERTIFY, fresh=True)
def correction(public_id: str) -> Response:
    """Ask whether the new name is the right one."""
    certificate = _looked_at(public_id)
    found = queries.sealed(read_session(), certificate)
    old_name = Snapshot.of(found.credential).holder if found else ""
    return make_response(render_template("certificates/correction.html", certificate=certificate, old_name=old_name))


@certificates.post("/certificates/<public_id>/correction")
@access.requires(Permission.CERTIFY, fresh=True)
def correct(public_id: str) -> Response:
    with unit_of_work() as session:
        certificate = queries.of_staff(session, public_id)
        made = endings.reissue(session, certificate, access.actor(session).id)
    flash(_("Het nieuwe certificaat is uitgegeven. Het oude is vervangen."), "success")
    return redirect(url_for("certificates.record", public_id=made.public_id), 303)
