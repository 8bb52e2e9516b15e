"""Work that takes a while, followed by who asked for it: files, and things done for many people."""

from flask import jsonify, make_response, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from hr.errors import ExportGone
from hr.services import bulk, exports
from hr.views.blueprint import hr
from hr.views.files import attachment
from hr.words import JOB_WORDS
from kernel import audit
from kernel.database import read_session
from kernel.errors import NotFound
from kernel.jobs import Job
from people import access
from people.permissions import Permission


@hr.get("/exports/<int:job_id>")
@access.requires(Permission.LEARN)
def export(job_id: int) -> Response:
    """How far the file is; as JSON for the script that waits."""
    job = exports.export_of(read_session(), access.me(), job_id)
    return _progress(job) if _wants_json() else _page("hr/export_job.html", job, is_there=exports.is_there(job))


@hr.get("/exports/<int:job_id>/file")
@access.requires(Permission.LEARN, fresh=True)
def export_file(job_id: int) -> Response:
    job = exports.export_of(read_session(), access.me(), job_id)
    if not exports.is_there(job):
        raise ExportGone
    audit.note("export.downloaded", actor=access.me().id, object=f"job:{job.id}")
    return attachment(exports.contents(job), str(job.payload["list"]), str(job.payload["form"]))


@hr.get("/tasks/<int:job_id>")
@access.requires(Permission.ASSIGN)
def task(job_id: int) -> Response:
    """How far the asking or reminding of many people is."""
    mine = select(Job).where(Job.id == job_id, Job.owner_id == access.me().id, Job.kind.in_((bulk.ASSIGN, bulk.REMIND)))
    job = read_session().scalar(mine)
    if job is None:
        raise NotFound
    return _progress(job) if _wants_json() else _page("hr/task.html", job, words=JOB_WORDS[job.kind])


def _page(template: str, job: Job, **values: object) -> Response:
    return make_response(render_template(template, job=job, state=_state(job), **values))


def _progress(job: Job) -> Response:
    return make_response(jsonify(state=_state(job), done=job.done, total=job.total))


def _state(job: Job) -> str:
    """One word for the page and its script: waiting, running, done or failed."""
    if job.is_ended:
        return "done" if job.finished_at else "failed"
    return "running" if job.leased_until else "waiting"


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
