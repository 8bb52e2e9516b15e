"""What came out of a profile: for HR in words, for the psychologist every figure, and two versions side by side."""

from flask import jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from assess import formula_words, outcome_words, version_words
from assess.models import JobProfile
from assess.queries import outcomes as queries
from assess.queries.instruments import instrument_of, instrument_slugs, is_concept, published_revision
from assess.queries.positions import profile_of
from assess.services import derivations
from assess.views.blueprint import assess
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.jobs import Job
from people import access
from people.permissions import Permission


@assess.get("/profiles/<int:profile_id>/outcome")
@access.requires(Permission.MAKE_PROFILES)
def outcome(profile_id: int) -> Response:
    """What came out; before that, how far it is, as JSON for the script that waits."""
    session = read_session()
    profile = profile_of(session, profile_id)
    found = queries.outcome_of(session, profile)
    if request.accept_mimetypes.best == "application/json" or found is None:
        return _waits(profile, derivations.order_of(session, profile_id))
    page = render_template(
        "assess/outcome.html",
        profile=profile,
        told=outcome_words.told(found, instrument_of(profile.revision), language()),
        before=queries.version_before(session, profile),
        is_concept=is_concept(session, profile.revision_id),
    )
    return make_response(page)


@assess.post("/profiles/<int:profile_id>/derivation")
@access.requires(Permission.MAKE_PROFILES)
def derive(profile_id: int) -> Response:
    """Open the scores, once; the worker does the sums."""
    with unit_of_work() as session:
        derivations.order(session, access.actor(session), profile_id)
    return redirect(url_for("assess.outcome", profile_id=profile_id), 303)


@assess.get("/profiles/<int:profile_id>/comparison")
@access.requires(Permission.MAKE_PROFILES)
def comparison(profile_id: int) -> str:
    """This version beside the one before it. Errors: `NotFound` when there is none."""
    session = read_session()
    profile, after = queries.derived_profile(session, profile_id)
    older = queries.version_before(session, profile)
    before = queries.outcome_of(session, older) if older else None
    if older is None or before is None:
        raise NotFound
    instrument = instrument_of(profile.revision)
    return render_template(
        "assess/comparison.html",
        profile=profile,
        before=outcome_words.told(before, instrument_of(older.revision), language()),
        after=outcome_words.told(after, instrument, language()),
        rows=list(version_words.differences(before, after, instrument, language())),
    )


@assess.get("/calculations")
@access.requires(Permission.READ_FIGURES)
def calculations() -> str:
    """The profiles whose scores are open, for the psychologist."""
    session = read_session()
    instruments = [
        (slug, instrument_of(published_revision(session, slug)).title.in_(language()))
        for slug in instrument_slugs(session)
    ]
    profiles = queries.derived_profiles(session)
    return render_template("assess/calculations.html", profiles=profiles, instruments=instruments)


@assess.get("/calculations/<int:profile_id>")
@access.requires(Permission.READ_FIGURES)
def calculation(profile_id: int) -> str:
    """Every figure that may be shown, with its formula and source."""
    profile, found = queries.derived_profile(read_session(), profile_id)
    instrument = instrument_of(profile.revision)
    return render_template(
        "assess/calculation.html",
        profile=profile,
        told=outcome_words.told(found, instrument, language()),
        formulas=formula_words.formulas(found),
        is_concept=is_concept(read_session(), profile.revision_id),
        figures=list(formula_words.figures(found, instrument, language())),
    )


def language() -> str:
    """The reader's: nl or en."""
    return str(get_locale() or "nl")[:2]


def _waits(profile: JobProfile, job: Job | None) -> Response:
    state = _state(profile, job)
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(state=state, done=job.done if job else 0, total=job.total if job else 0))
    return make_response(render_template("assess/outcome_waits.html", profile=profile, job=job, state=state))


def _state(profile: JobProfile, job: Job | None) -> str:
    """One word for the page and its script: none, waiting, running, done or failed."""
    if profile.derivation:
        return "done"
    if job is None:
        return "none"
    if job.is_ended:
        return "failed"
    return "running" if job.leased_until else "waiting"
