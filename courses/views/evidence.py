"""An auditor follows a certificate back to what it rests on, and says why."""

from flask import make_response, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from courses.forms import ReasonForm
from courses.queries import content
from courses.queries.evidence import certificate_by, evidence_of
from courses.services import statements
from courses.views.blueprint import courses
from kernel import audit
from kernel.database import read_session
from kernel.markup import to_html
from people import access
from people.permissions import Permission


@courses.get("/evidence/<public_id>")
@access.requires(Permission.READ_EVIDENCE)
def evidence(public_id: str) -> Response:
    """Asks why, every time: the reason stands in the trail and nowhere else."""
    certificate_by(read_session(), public_id)
    return _ask(public_id, ReasonForm(formdata=None))


@courses.post("/evidence/<public_id>")
@access.requires(Permission.READ_EVIDENCE)
def evidence_post(public_id: str) -> Response:
    """The evidence itself, after the look and its reason were written down: no redirect, for that would be a second."""
    certificate = certificate_by(read_session(), public_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(public_id, form, 422)
    audit.note(
        "evidence.looked_at",
        actor=access.me().id,
        subject=certificate.file.person_id,
        object=f"certificate:{certificate.id}",
        reason=form.reason.data.strip(),
    )
    session = read_session()
    found = evidence_of(session, certificate_by(session, public_id))
    lessons = {read.lesson: content.course_of(edition) for read, edition in found.read}
    is_kept = found.certificate.file.wrapped_key is not None
    copy = statements.signed(session, found.signature) if found.signature and is_kept else None
    text = Markup(to_html(copy.text, first_heading=3)) if copy else None  # noqa: S704 - to_html cleans
    page = render_template("courses/evidence.html", evidence=found, lessons=lessons, copy=copy, text=text)
    return make_response(page)


def _ask(public_id: str, form: ReasonForm, status: int = 200) -> Response:
    return make_response(render_template("courses/evidence_reason.html", public_id=public_id, form=form), status)
