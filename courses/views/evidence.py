"""An auditor follows a certificate back to what it rests on, and says why."""

from flask import make_response, redirect, render_template, session as cookie, url_for
from werkzeug.wrappers import Response

from courses.forms import ReasonForm
from courses.queries import content
from courses.queries.evidence import certificate_by, evidence_of
from courses.views.blueprint import courses
from kernel import audit
from kernel.database import read_session
from people import access
from people.permissions import Permission


@courses.get("/evidence/<public_id>")
@access.requires(Permission.READ_EVIDENCE)
def evidence(public_id: str) -> Response:
    """Asks for a reason once a session; every look is a row in the trail, with that reason."""
    certificate = certificate_by(read_session(), public_id)
    reason = cookie.get("reasons", {}).get(public_id)
    if reason is None:
        return _ask(public_id, ReasonForm(formdata=None))
    holder, looker = certificate.file.person_id, access.me().id
    audit.note(
        "evidence.looked_at", actor=looker, subject=holder, object=f"certificate:{certificate.id}", reason=reason
    )
    session = read_session()
    found = evidence_of(session, certificate_by(session, public_id))
    lessons = {read.lesson: content.course_of(edition) for read, edition in found.read}
    return make_response(render_template("courses/evidence.html", evidence=found, lessons=lessons))


@courses.post("/evidence/<public_id>")
@access.requires(Permission.READ_EVIDENCE)
def evidence_post(public_id: str) -> Response:
    certificate_by(read_session(), public_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(public_id, form, 422)
    cookie["reasons"] = {**cookie.get("reasons", {}), public_id: form.reason.data.strip()}
    return redirect(url_for("courses.evidence", public_id=public_id), 303)


def _ask(public_id: str, form: ReasonForm, status: int = 200) -> Response:
    return make_response(render_template("courses/evidence_reason.html", public_id=public_id, form=form), status)
