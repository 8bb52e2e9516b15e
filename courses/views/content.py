"""What is published here, what is still open in it, and who stands for it."""

from flask import make_response, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from courses.forms import ApprovalForm
from courses.models import Revision
from courses.queries import content as reading
from courses.services import content as publishing
from courses.views.blueprint import courses
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError, NotFound
from people import access
from people.forms import refuse
from people.permissions import Permission


@courses.get("/content")
@access.requires(Permission.APPROVE_CONTENT)
def content() -> str:
    session = read_session()
    revisions = session.scalars(select(Revision).order_by(Revision.kind, Revision.slug, Revision.id.desc())).all()
    current = {(each.kind, each.slug, each.language): each.id for each in reversed(revisions)}
    return render_template(
        "courses/content.html",
        texts=[(each, _title(each), reading.approvals_of(session, each)) for each in revisions],
        current=set(current.values()),
        open_points=len(reading.library().open_points),
    )


@courses.get("/content/<int:number>")
@access.requires(Permission.APPROVE_CONTENT, fresh=True)
def revision(number: int) -> Response:
    """All of it to read, with the open points, before putting one's name under it."""
    return _page(number, ApprovalForm(formdata=None))


@courses.post("/content/<int:number>/approval")
@access.requires(Permission.APPROVE_CONTENT, fresh=True)
def approval_post(number: int) -> Response:
    form = ApprovalForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                publishing.approve(session, number, actor=access.actor(session), role=form.role.data)
            return redirect(url_for("courses.content"), 303)
        except NotFound:
            raise
        except DomainError as refusal:
            refuse(form, refusal)
    return _page(number, form, 422)


def _page(number: int, form: ApprovalForm, status: int = 200) -> Response:
    session = read_session()
    found = session.get(Revision, number)
    if found is None:
        raise NotFound
    points = reading.library().open_points
    page = render_template(
        "courses/revision.html",
        revision=found,
        title=_title(found),
        course=reading.parsed(found) if found.kind == "course" else None,
        statement=reading.parsed_statement(found) if found.kind == "statement" else None,
        open_points=[point for point in points if point.where.split("/")[0] == found.slug],
        approvals=reading.approvals_of(session, found),
        form=form,
    )
    return make_response(page, status)


def _title(found: Revision) -> str:
    if found.kind == "statement":
        return reading.parsed_statement(found).title
    return str(getattr(reading.parsed(found).title, access.me().language))
