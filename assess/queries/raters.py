"""How far raters agree on an instrument, per kind of exercise: for the psychologist, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.instruments import BehaviourScale
from assess.models import Exercise, ExerciseRating
from assess.queries.instruments import instrument_of, published_revision
from assess.queries.rated import Together, is_there, profile_behind, together, whole
from assess.rated_work import RATERS_NEEDED, Kind, scales_of

if TYPE_CHECKING:
    from assess.method.rating import RaterAgreement


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one kind of exercise: how many were rated twice, in how many the two should talk, how far they agree on the
    whole, and on each competency that was rated."""

    kind: Kind
    exercises: int
    talks: int
    whole: "RaterAgreement"
    scales: tuple[tuple[BehaviourScale, "RaterAgreement"], ...]


def agreement_on(session: Session, slug: str) -> list[Agreement]:
    """Every kind of exercise, of candidates and colleagues alike.

    Released or not makes no difference: a figure that moved with a choice would tell of it. Errors: `NoInstrument`.
    """
    instrument = instrument_of(published_revision(session, slug))
    pairs = [each for each in _rated_twice(session) if profile_behind(each.exercise).revision.slug == slug]
    found = []
    for kind in Kind:
        mine = [each for each in pairs if each.exercise.kind == kind]
        codes = sorted({code for each in mine for code in each.exercise.codes})
        found.append(_agreement(kind, mine, scales_of(instrument, kind, codes)))
    return found


def _agreement(kind: Kind, pairs: Sequence[Together], scales: Sequence[BehaviourScale]) -> Agreement:
    from assess.method.rating import agreement, agreement_by_competency, agreement_of_exercise

    rated = [each.rated for each in pairs]
    by_code, none = agreement_by_competency(rated), agreement([])
    return Agreement(
        kind,
        exercises=len(pairs),
        talks=sum(each.asks_a_talk for each in pairs),
        whole=agreement_of_exercise(rated),
        scales=tuple((scale, by_code.get(scale.code, none)) for scale in scales),
    )


def _rated_twice(session: Session) -> list[Together]:
    twice = select(ExerciseRating.exercise_id).group_by(ExerciseRating.exercise_id)
    twice = twice.having(func.count() == RATERS_NEEDED)
    found = select(Exercise).where(Exercise.id.in_(twice), is_there()).order_by(Exercise.id).options(*whole())
    both = (together(session, each) for each in session.scalars(found))
    return [each for each in both if each is not None]
