"""A holder's own certificates."""

import io

from flask import jsonify, make_response, render_template, send_file
from werkzeug.wrappers import Response

from certificates import queries
from certificates.canonical import canonical
from certificates.errors import PaperInTheMaking
from certificates.models import Certificate
from certificates.services import papers
from certificates.services.archives import file_name
from certificates.views.blueprint import certificates
from certificates.views.facts import evidence_rows, signed_rows
from certificates.words import ADVICE, STATES
from kernel.database import read_session
from kernel.errors import NotFound
from people import access
from people.permissions import Permission
from people.services.files import SELECTION


def _mine(public_id: str) -> Certificate:
    """One's own; who came in by a link has only those of an application. Errors: `NotFound`."""
    certificate, me = queries.of_person(read_session(), access.me().id, public_id), access.me()
    if certificate.file.purpose != SELECTION and not me.may(Permission.LEARN):
        raise NotFound
    return certificate


@certificates.get("/certificates/<public_id>")
@access.requires(Permission.OWN_ACCOUNT)
def show(public_id: str) -> Response:
    """What it says, and its paper."""
    certificate, session = _mine(public_id), read_session()
    state, found = queries.state(session, certificate), queries.sealed(session, certificate)
    return make_response(
        render_template(
            "certificates/show.html",
            certificate=certificate,
            state=state,
            name=STATES[state][0],
            kind=STATES[state][1],
            meaning=ADVICE[state][0],
            rows=signed_rows(found.credential, certificate.entry_index) if found else [],
            evidence=evidence_rows(found.credential) if found else [],
            paper=paper_state(certificate),
            successor=queries.successor(session, certificate),
        )
    )


@certificates.get("/certificates/<public_id>/paper")
@access.requires(Permission.OWN_ACCOUNT)
def paper_progress(public_id: str) -> Response:
    """Whether the paper is there yet, for the script that waits for it."""
    state = paper_state(_mine(public_id))
    return make_response(jsonify(state=state, done=int(state == "done"), total=1))


@certificates.get("/certificates/<public_id>/paper.pdf")
@access.requires(Permission.OWN_ACCOUNT)
def paper(public_id: str) -> Response:
    return paper_response(_mine(public_id))


@certificates.get("/certificates/<public_id>/credential.json")
@access.requires(Permission.OWN_ACCOUNT)
def credential(public_id: str) -> Response:
    """The signed fact with its place in the log, as a file that proves itself."""
    certificate, session = _mine(public_id), read_session()
    found = queries.sealed(session, certificate)
    if found is None:
        raise NotFound
    proven = papers.bundle(session, certificate) or canonical(found.credential)
    name = f"{certificate.public_id}.json"
    return send_file(io.BytesIO(proven), "application/json", as_attachment=True, download_name=name)


def paper_state(certificate: Certificate) -> str:
    """One word: done, waiting, running, failed, or gone with its file."""
    session = read_session()
    if queries.has_paper(session, certificate):
        return "done"
    if certificate.file.wrapped_key is None:
        return "gone"
    job = queries.paper_job(session, certificate)
    return "waiting" if job is None or job.finished_at else queries.job_state(job)


def paper_response(certificate: Certificate) -> Response:
    """The PDF as a download. Errors: `PaperInTheMaking`; `NotFound` when it was erased."""
    pdf = queries.paper_bytes(read_session(), certificate)
    if pdf is None:
        raise NotFound if certificate.file.wrapped_key is None else PaperInTheMaking
    name = file_name(certificate.file.person.name, certificate.title, certificate.public_id)
    return send_file(io.BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name)
