"""All together for one candidate: their scores and their rated work, where the profile counts both (METHOD, step 6).

Only the band leaves: a value would be something to rank by, and many exact ones tell the group's mean.
"""

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assess.models import Application, Derivation
from assess.queries.outcomes import counted_in
from assess.queries.rated import Together, rated_of
from assess.queries.reports import exact_profile
from assess.queries.sittings import scores_of, sitting_for
from assess.rated_work import Counted, RatedTotal

if TYPE_CHECKING:
    from assess.method.profiles import Profile


def total_of(session: Session, application: Application, rated: Sequence[Together]) -> RatedTotal:
    """What `rated`, as far as the reader may see it, comes to beside the profile. Errors: `FileErased`."""
    profile = application.vacancy.profile
    derivation = session.get(Derivation, profile.id)
    counted = counted_in(derivation) if derivation else ()
    readable = {each.exercise.id for each in rated}
    every = rated_of(session, application) if counted else []
    scores = {each.kind.value: _score(each, every, readable) for each in counted}
    missing = tuple(kind for kind, score in scores.items() if score is None)
    band = None
    if counted and not missing:
        found = {kind: score for kind, score in scores.items() if score is not None}
        band = _band(exact_profile(session, profile), {**_tested(session, application), **found})
    return RatedTotal(tuple(scores), missing, band)


def _score(of: Counted, every: Sequence[Together], readable: Set[int]) -> float | None:
    """Of the first exercise of this kind that was about the same topics, the same one for every reader; None when it
    may not be read, or a topic was not seen by anybody."""
    from assess.method.rating import overall

    same = [each for each in every if each.exercise.kind == of.kind and tuple(each.exercise.codes) == of.codes]
    first = min(same, key=lambda each: each.exercise.id, default=None)
    return overall(first.rated) if first and first.exercise.id in readable else None


def _tested(session: Session, application: Application) -> dict[str, float]:
    """The scores of the assessment, frozen at the hand-in."""
    sitting = sitting_for(session, application=application.id)
    found = scores_of(session, sitting) if sitting else None
    return {code: float(score) for code, score in found["scales"].items() if score is not None} if found else {}


def _band(profile: "Profile", scores: dict[str, float]) -> str | None:
    """None for a hypothesis, and where a scale that carries weight has no score."""
    from assess.method.fit import composite

    if not profile.status.may_have_composite() or profile.middle_half is None:
        return None
    found = composite(profile, scores)
    return found.band.value if found else None
