"""How far raters agree on an instrument, per kind of exercise: for the psychologist, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from assess.instruments import BehaviourScale
from assess.models import Derivation, Exercise, ExerciseRating, Incumbent
from assess.queries.instruments import instrument_of, published_revision
from assess.queries.rated import Together, concerns_no_rival, is_there, profile_behind, together, whole
from assess.rated_work import RATERS_NEEDED, Kind, scales_of
from people.models import Person

if TYPE_CHECKING:
    from assess.method.rating import RaterAgreement

STEP = 5


def in_steps(people: int) -> int:
    """Rounded down: who leaves afterwards, takes their rating along, and a count of them all would tell when."""
    return people - people % STEP


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one kind of exercise: how many were rated twice, in how many the two should talk, how far they agree on the
    whole, and on each competency that was rated."""

    kind: Kind
    exercises: int
    talks: int
    whole: "RaterAgreement"
    scales: tuple[tuple[BehaviourScale, "RaterAgreement"], ...]


def agreement_on(session: Session, reader: Person, slug: str) -> list[Agreement]:
    """Every kind of exercise, of candidates who are no rivals and of colleagues whose profile is derived.

    Released or not makes no difference, and nor does taking no part before: a figure that moved with a choice would
    tell of it. Errors: `NoInstrument`.
    """
    instrument = instrument_of(published_revision(session, slug))
    pairs = [each for each in _rated_twice(session, reader) if profile_behind(each.exercise).revision.slug == slug]
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


def _rated_twice(session: Session, reader: Person) -> list[Together]:
    twice = select(ExerciseRating.exercise_id).group_by(ExerciseRating.exercise_id)
    twice = twice.having(func.count() == RATERS_NEEDED)
    derived = select(Derivation.profile_id).join(Incumbent, Incumbent.profile_id == Derivation.profile_id)
    is_open = Exercise.incumbent_id.is_(None) | exists(derived.where(Incumbent.id == Exercise.incumbent_id))
    found = select(Exercise).where(Exercise.id.in_(twice), is_there(), concerns_no_rival(reader), is_open)
    found = found.order_by(Exercise.id).options(*whole())
    both = (together(session, each) for each in session.scalars(found))
    return [each for each in both if each is not None]
