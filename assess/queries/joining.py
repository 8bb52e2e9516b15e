"""Which rated work joins a profile: planned for everybody who was invited, rated of everybody who did not withdraw.

Who answered the questions plays no part in it, so that whether it joins tells nobody who did (ADR 14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess.instruments import Instrument
from assess.models import Exercise, ExerciseRating, ExerciseTalk, Incumbent, JobProfile, Rater
from assess.queries.instruments import instrument_of
from assess.queries.rated import compare, given_in
from assess.rated_work import RATERS_NEEDED, Kind

if TYPE_CHECKING:
    from assess.method.rating import RatedTwice


@dataclass(frozen=True, slots=True)
class Joined:
    """One kind of exercise: on which topics, and what two raters gave each incumbent, the call's rule applied.

    `has_same_raters`: the same two were asked for everybody.
    """

    kind: Kind
    codes: tuple[str, ...]
    has_same_raters: bool
    rated: Mapping[int, tuple["RatedTwice", ...]]


def joined_kinds(session: Session, profile: JobProfile) -> tuple[Joined, ...]:
    """Every kind that joins if the scores are opened now. For the derivation alone."""
    found = (_joined(session, profile, kind) for kind in Kind)
    return tuple(each for each in found if each is not None)


def _joined(session: Session, profile: JobProfile, kind: Kind) -> Joined | None:
    exercises = _exercises(session, profile.id, kind)
    invited = _invited(session, profile.id)
    same = [each for each in exercises if each.codes == exercises[0].codes and each.incumbent_id in invited]
    if not invited or {each.incumbent_id for each in same} != set(invited):
        return None
    there = [each for each in same if invited[each.incumbent_id or 0]]
    rated = _rated(session, instrument_of(profile.revision), there)
    if not rated or rated.keys() != {each.incumbent_id for each in there}:
        return None
    return Joined(kind, tuple(same[0].codes), _has_same_raters(session, same), rated)


def _exercises(session: Session, profile_id: int, kind: Kind) -> Sequence[Exercise]:
    """In the order in which they were planned, each with the file that it lies in."""
    found = select(Exercise).join(Exercise.incumbent).where(Incumbent.profile_id == profile_id, Exercise.kind == kind)
    whole = joinedload(Exercise.incumbent).joinedload(Incumbent.file)
    return session.scalars(found.order_by(Exercise.id).options(whole)).all()


def _invited(session: Session, profile_id: int) -> dict[int, bool]:
    """Who was invited, and whether they did not withdraw and their file is still there."""
    found = select(Incumbent).where(Incumbent.profile_id == profile_id, Incumbent.invited_at.is_not(None))
    everybody = session.scalars(found.options(joinedload(Incumbent.file)))
    return {each.id: each.withdrawn_at is None and each.file.erased_at is None for each in everybody}


def _rated(
    session: Session, instrument: Instrument, exercises: Sequence[Exercise]
) -> dict[int, tuple["RatedTwice", ...]]:
    """The first exercise of each incumbent that is finished, if every topic was seen by somebody."""
    from assess.method.rating import overall

    given, talked, found = _ratings(session, exercises), _talked(session, exercises), {}
    for each in exercises:
        rows, number = given.get(each.id, []), each.incumbent_id
        if number is None or number in found or len(rows) < RATERS_NEEDED:
            continue
        both, asks_a_talk = compare(instrument, each.kind, (given_in(each, rows[0]), given_in(each, rows[1])))
        if not asks_a_talk or each.id in talked:
            found[number] = both
    return {number: both for number, both in found.items() if overall(both) is not None}


def _ratings(session: Session, exercises: Sequence[Exercise]) -> dict[int, list[ExerciseRating]]:
    mine = select(ExerciseRating).where(ExerciseRating.exercise_id.in_([each.id for each in exercises]))
    rows: dict[int, list[ExerciseRating]] = {}
    for row in session.scalars(mine.order_by(ExerciseRating.exercise_id, ExerciseRating.person_id)):
        rows.setdefault(row.exercise_id, []).append(row)
    return rows


def _talked(session: Session, exercises: Sequence[Exercise]) -> set[int]:
    numbers = [each.id for each in exercises]
    return set(session.scalars(select(ExerciseTalk.exercise_id).where(ExerciseTalk.exercise_id.in_(numbers))))


def _has_same_raters(session: Session, exercises: Sequence[Exercise]) -> bool:
    """Of all that was planned, as HR knows it: who was rated since plays no part."""
    numbers = [each.id for each in exercises]
    asked: dict[int, set[int]] = {number: set() for number in numbers}
    rows = select(Rater.exercise_id, Rater.person_id).where(Rater.exercise_id.in_(numbers))
    for exercise, person in session.execute(rows):
        asked[exercise].add(person)
    return len({frozenset(each) for each in asked.values()}) == 1
