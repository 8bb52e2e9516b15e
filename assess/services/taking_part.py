"""Not taking part any more: what an incumbent answered goes, and so does its file.

A profile that was derived stays as it is: what left it is rounded so that nobody can be found back (ADR 10).
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.models import (
    Exercise,
    ExerciseRating,
    ExerciseTalk,
    Incumbent,
    Scores,
    Sitting,
    SittingAnswer,
    SittingHandIn,
)
from assess.queries import sittings
from assess.services import exercises, figures
from certificates.services import endings
from kernel import audit, clock
from people.models import Person


def withdraw(session: Session, person: Person, incumbent_id: int) -> Incumbent:
    """Take no part (any more); a second time changes nothing. Errors: `NotFound`."""
    incumbent = sittings.own_incumbent(session, person, incumbent_id, lock=True)
    if incumbent.withdrawn_at is not None:
        return incumbent
    _forget(session, incumbent)
    incumbent.withdrawn_at = clock.now()
    session.flush()
    what = f"incumbent:{incumbent.id}"
    audit.record(session, "incumbent.withdrawn", actor=person.id, subject=person.id, object=what)
    if not _is_used_otherwise(session, incumbent):
        endings.erase_file(session, incumbent.file, person.id)
    return incumbent


def _forget(session: Session, incumbent: Incumbent) -> None:
    """Delete all that was measured of an incumbent, children first."""
    taken = select(Sitting.id).where(Sitting.incumbent_id == incumbent.id).with_for_update()
    for sitting_id in session.scalars(taken).all():
        for table in (SittingAnswer, SittingHandIn, Scores):
            session.execute(delete(table).where(table.sitting_id == sitting_id))
        session.execute(delete(Sitting).where(Sitting.id == sitting_id))
    planned = select(Exercise.id).where(Exercise.incumbent_id == incumbent.id).with_for_update()
    for exercise_id in session.scalars(planned).all():  # that it was planned stays: HR would see who withdrew
        for kind in (ExerciseTalk, ExerciseRating):
            session.execute(delete(kind).where(kind.exercise_id == exercise_id))
    exercises.forget_mails(session, f"incumbent:{incumbent.id}")
    figures.forget(session, incumbent)


def _is_used_otherwise(session: Session, incumbent: Incumbent) -> bool:
    """Whether the same file holds another part that this person took."""
    others = select(Incumbent.id).where(
        Incumbent.file_id == incumbent.file_id, Incumbent.id != incumbent.id, Incumbent.withdrawn_at.is_(None)
    )
    return session.scalar(others.limit(1)) is not None
