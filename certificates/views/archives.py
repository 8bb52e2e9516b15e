"""Many papers at once: chosen, confirmed, made in the background, downloaded by who asked."""

from flask import Response as Streamed, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from certificates import queries, search as searching
from certificates.errors import NobodyChosen
from certificates.search import Search
from certificates.services import archives
from certificates.views.blueprint import certificates
from kernel import audit
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.jobs import Job
from kernel.numbers import row_number
from people import access
from people.permissions import Permission

MOST = 10_000


@certificates.get("/certificates/archives/new")
@access.requires(Permission.CERTIFY, fresh=True)
def archive_new() -> Response:
    """Name how many papers of whom, before they leave the house."""
    session = read_session()
    numbers = request.args.getlist("certificate", int)
    if request.args.get("scope") == "all":
        numbers = searching.numbers_of(session, Search.of(request.args))
    chosen = archives.downloadable(session, numbers[:MOST])
    people = {certificate.file.person_id for certificate in chosen}
    page = render_template("certificates/archive_new.html", chosen=chosen, people=len(people), asked=len(numbers))
    return make_response(page)


@certificates.post("/certificates/archives")
@access.requires(Permission.CERTIFY, fresh=True)
def archive_order() -> Response:
    numbers = list(filter(None, map(row_number, request.form.get("numbers", "").split(","))))
    if not numbers:
        raise NobodyChosen
    with unit_of_work() as session:
        job = archives.order(session, numbers[:MOST], access.actor(session).id)
    return redirect(url_for("certificates.archive", job_id=job.id), 303)


@certificates.get("/archives/<int:job_id>")
@access.requires(Permission.CERTIFY)
def archive(job_id: int) -> Response:
    """How far it is; as JSON for the script that waits."""
    job = _mine(job_id)
    state = queries.job_state(job)
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(state=state, done=job.done, total=job.total))
    page = render_template("certificates/archive.html", job=job, state=state, is_there=archives.is_there(job))
    return make_response(page)


@certificates.get("/archives/<int:job_id>/certificates.zip")
@access.requires(Permission.CERTIFY, fresh=True)
def archive_zip(job_id: int) -> Response:
    job = _mine(job_id)
    if not archives.is_there(job):
        raise NotFound
    audit.note("archive.downloaded", actor=access.me().id, object=f"job:{job.id}")
    headers = {"Content-Disposition": 'attachment; filename="certificates.zip"'}
    return Streamed(archives.contents(job), mimetype="application/zip", headers=headers)


def _mine(job_id: int) -> Job:
    return queries.job_of(read_session(), access.me().id, archives.MAKE_ARCHIVE, job_id)
