"""An expert says, once and without seeing anybody else's, how good each option of each situation is."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assess.errors.instruments import AlreadyKeyed, KeyingIncomplete
from assess.forms.rated import KeyingForm
from assess.instruments import Instrument
from assess.models import InstrumentRevision
from assess.queries.instruments import EXPERTS_NEEDED, keyings_of, shown
from assess.services import instruments as service
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people import access
from people.forms import refuse
from people.permissions import Permission


@assess.get("/instruments/<int:revision_id>/keying")
@access.requires(Permission.RATE)
def keying(revision_id: int) -> str:
    return _page(revision_id)


@assess.post("/instruments/<int:revision_id>/keying")
@access.requires(Permission.RATE)
def keying_post(revision_id: int) -> Response:
    form = KeyingForm.of(_instrument(_revision(revision_id)), language())
    if not form.validate_on_submit():
        return make_response(_page(revision_id, form), 422)
    try:
        with unit_of_work() as session:
            service.hand_in_keying(session, access.actor(session), revision_id, form.ratings())
    except AlreadyKeyed as refusal:
        flash(_(refusal.message), "warning")
    except KeyingIncomplete as refusal:
        refuse(form, refusal)
        return make_response(_page(revision_id, form), refusal.status)
    else:
        flash(_("Dank je wel. Je oordeel is ingeleverd."), "success")
    return redirect(url_for("assess.keying", revision_id=revision_id), 303)


def _page(revision_id: int, form: KeyingForm | None = None) -> str:
    """Never what the author or another expert thinks: only how many there are."""
    revision, me = _revision(revision_id), access.me()
    instrument, keyed = _instrument(revision), keyings_of(read_session(), revision)
    mine = next((each for each in keyed if each.person_id == me.id), None)
    return render_template(
        "assess/keying.html",
        form=form or KeyingForm.of(instrument, language()),
        situations=instrument.situations,
        mine=mine,
        count=len(keyed),
        needed=EXPERTS_NEEDED,
        language=language(),
    )


def _revision(revision_id: int) -> InstrumentRevision:
    found = read_session().get(InstrumentRevision, revision_id)
    if found is None:
        raise NotFound
    return found


def _instrument(revision: InstrumentRevision) -> Instrument:
    return shown(read_session(), revision)
