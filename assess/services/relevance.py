"""An expert says, once and alone, how relevant each competency is for the work."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from assess.errors.advisers import RelevanceHandedIn, RelevanceIncomplete, ScoresOpen
from assess.models import Relevance
from assess.queries.advisers import own_expert
from assess.queries.instruments import instrument_of
from assess.queries.positions import profile_of
from kernel import audit, clock
from people.models import Person

LEAST, MOST = 0, 4  # relevance, METHOD.md step 1


def hand_in_relevance(session: Session, person: Person, profile_id: int, ratings: Mapping[str, int]) -> Relevance:
    """`ratings`: {competency: 0–4}, of all of them.

    Errors: `NotFound`, `RelevanceHandedIn`, `ScoresOpen`, `RelevanceIncomplete`.
    """
    profile = profile_of(session, profile_id, lock=True)
    own_expert(session, person, profile_id)  # under the lock: HR may let go of an expert meanwhile
    if session.get(Relevance, (profile_id, person.id)) is not None:
        raise RelevanceHandedIn
    if profile.derivation:
        raise ScoresOpen
    codes = instrument_of(profile.revision).codes
    if set(ratings) != set(codes) or not all(map(_is_on_the_scale, ratings.values())):
        raise RelevanceIncomplete
    made = Relevance(profile_id=profile_id, person_id=person.id, handed_in_at=clock.now())
    made.ratings = {code: ratings[code] for code in codes}
    session.add(made)
    session.flush()
    audit.record(session, "relevance.handed_in", actor=person.id, object=f"profile:{profile_id}")
    return made


def _is_on_the_scale(rating: object) -> bool:
    return type(rating) is int and LEAST <= rating <= MOST
