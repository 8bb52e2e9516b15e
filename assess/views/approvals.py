"""Putting one's name under a profile, after the works council had its say."""

from datetime import timedelta

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assess import outcome_words
from assess.errors.derivations import ReviewOffScale
from assess.forms.approval import ApprovalForm
from assess.queries import outcomes as queries
from assess.queries.instruments import instrument_of
from assess.services import approvals
from assess.services.approvals import Said
from assess.views.blueprint import assess
from assess.views.outcomes import language
from kernel.database import read_session, unit_of_work
from kernel.forms import cleaned
from people import access
from people.forms import refuse
from people.permissions import Permission
from people.queries import today


@assess.get("/profiles/<int:profile_id>/approval")
@access.requires(Permission.MAKE_PROFILES, fresh=True)
def approval(profile_id: int) -> Response:
    """The form; once approved, by whom, and where it stands in the log."""
    form = ApprovalForm(data={"role": access.me().function, "review_on": today(read_session()) + timedelta(days=365)})
    return _page(profile_id, form)


@assess.post("/profiles/<int:profile_id>/approval")
@access.requires(Permission.MAKE_PROFILES, fresh=True)
def approve(profile_id: int) -> Response:
    form = ApprovalForm()
    if not form.validate_on_submit():
        return _page(profile_id, form, 422)
    said = Said(cleaned(form.role.data), cleaned(form.works_council.data), form.review_on.data)
    try:
        with unit_of_work() as session:
            approvals.approve(session, access.actor(session), profile_id, said)
    except ReviewOffScale as refusal:
        refuse(form, refusal)
        return _page(profile_id, form, refusal.status)
    flash(_("Het profiel is goedgekeurd. Je kunt het nu bij een vacature gebruiken."), "success")
    return redirect(url_for("assess.approval", profile_id=profile_id), 303)


def _page(profile_id: int, form: ApprovalForm, status: int = 200) -> Response:
    profile, found = queries.derived_profile(read_session(), profile_id)
    told = outcome_words.told(found, instrument_of(profile.revision), language())
    return make_response(render_template("assess/approval.html", profile=profile, told=told, form=form), status)
