"""What is measured with: every revision, read whole and in both languages, and who puts their name under it."""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assess.errors.instruments import InstrumentApproved
from assess.forms.approval import InstrumentApprovalForm
from assess.models import InstrumentRevision
from assess.queries import instruments as queries
from assess.queries.sittings import is_still_to_take
from assess.services import instruments as service
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.forms import cleaned
from people import access
from people.forms import refuse
from people.permissions import Permission


@assess.get("/instruments")
@access.requires(Permission.APPROVE_INSTRUMENTS)
def instruments() -> str:
    session = read_session()
    current = {queries.published_revision(session, slug).id for slug in queries.instrument_slugs(session)}
    rows = [(each, _title(each), queries.approvals_of(session, each.id)) for each in queries.revisions(session)]
    return render_template("assess/instruments.html", rows=rows, current=current)


@assess.get("/instruments/<int:revision_id>")
@access.requires(Permission.APPROVE_INSTRUMENTS, fresh=True)
def instrument(revision_id: int) -> Response:
    """All of it to read, keys included, before putting one's name under it; not for who is about to take it."""
    return _page(revision_id, InstrumentApprovalForm(formdata=None, role=access.me().function))


@assess.post("/instruments/<int:revision_id>/approval")
@access.requires(Permission.APPROVE_INSTRUMENTS, fresh=True)
def approve_instrument(revision_id: int) -> Response:
    form = InstrumentApprovalForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                service.approve(session, revision_id, actor=access.actor(session), role=cleaned(form.role.data))
        except InstrumentApproved as refusal:
            refuse(form, refusal)
        else:
            return redirect(url_for("assess.instruments"), 303)
    return _page(revision_id, form, 422)


def _page(revision_id: int, form: InstrumentApprovalForm, status: int = 200) -> Response:
    session, me = read_session(), access.me()
    revision = session.get(InstrumentRevision, revision_id)
    if revision is None or is_still_to_take(session, me, revision.slug):
        raise NotFound
    keyed = queries.keyings_of(session, revision)
    page = render_template(
        "assess/instrument.html",
        revision=revision,
        instrument=queries.instrument_of(revision),
        title=_title(revision),
        approvals=queries.approvals_of(session, revision_id),
        key=queries.key_of(session, revision),
        may_still_key=me.may(Permission.RATE) and all(each.person_id != me.id for each in keyed),
        form=form,
    )
    return make_response(page, status)


def _title(revision: InstrumentRevision) -> str:
    return queries.instrument_of(revision).title.in_(language())
