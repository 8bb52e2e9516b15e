"""The papers of a profile as PDF, in the reader's language, drawn when asked for."""

import io

from flask import send_file
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from assess import dossier_paper
from assess.dossier_paper import Reader
from assess.queries import outcomes as queries
from assess.queries.instruments import approvals_of, shown
from assess.queries.positions import profile_of
from assess.services import approvals
from assess.views.blueprint import assess
from assess.views.outcomes import language
from certificates.canonical import Json
from kernel.database import close_read_session, read_session
from people import access
from people.models import Organisation
from people.permissions import Permission
from people.queries import today


@assess.get("/profiles/<int:profile_id>/technical-report.pdf")
@access.requires(Permission.MAKE_PROFILES)
def technical_report(profile_id: int) -> Response:
    return _technical_report(profile_id)


@assess.get("/calculations/<int:profile_id>/technical-report.pdf")
@access.requires(Permission.READ_FIGURES)
def calculation_report(profile_id: int) -> Response:
    """The same, for the psychologist."""
    return _technical_report(profile_id)


@assess.get("/profiles/<int:profile_id>/works-council.pdf")
@access.requires(Permission.MAKE_PROFILES)
def works_council(profile_id: int) -> Response:
    """What the works council is asked to look at; there from the first day of a profile."""
    session = read_session()
    profile = profile_of(session, profile_id)
    instrument, outcome = shown(session, profile.revision), queries.outcome_of(session, profile)
    page = dossier_paper.works_council(_reader(session), profile, outcome, instrument)
    return _pdf(page, _("ondernemingsraad-%(number)s.pdf", number=profile_id))


def _technical_report(profile_id: int) -> Response:
    session = read_session()
    profile, outcome = queries.derived_profile(session, profile_id)
    instrument, approved = shown(session, profile.revision), approvals_of(session, profile.revision_id)
    page = dossier_paper.technical_report(_reader(session), profile, outcome, instrument, approved)
    document = approvals.document_of_profile(session, profile)
    return _pdf(page, _("technisch-rapport-%(number)s.pdf", number=profile_id), document)


def _reader(session: Session) -> Reader:
    return Reader(session.get_one(Organisation, 1), language(), today(session))


def _pdf(page: str, name: str, document: Json | None = None) -> Response:
    """Drawn without a session open: that takes a while."""
    close_read_session()
    pdf = dossier_paper.printed(page, document)
    return send_file(io.BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name)
