"""A candidate's file goes: on request at any moment, or by itself when its time is over. What names nobody stays."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from assess.models import (
    Application,
    Decision,
    Exercise,
    ExerciseRating,
    ExerciseTalk,
    Objection,
    Rater,
    Release,
    Remark,
    Report,
    Scores,
    Sitting,
    SittingAnswer,
    SittingHandIn,
)
from assess.services import doors, exercises
from certificates.ledger.entries import Reason
from certificates.services import endings
from kernel import audit
from people.models import File, Person
from people.services import forgetting


def erase_application(
    session: Session, application: Application, actor: int | None, reason: Reason = Reason.HOLDER_REQUEST
) -> bool:
    """Delete all that was measured, said and decided, and the file's key; the row stays as an empty shell.

    A certificate becomes "erased", in the log. Who never worked here, was not hired and has no other file is forgotten.
    Whether it was still there to erase.
    """
    application = session.get_one(Application, application.id, with_for_update=True, populate_existing=True)
    file = session.get_one(File, application.file_id, with_for_update=True, populate_existing=True)
    if file.erased_at is not None:
        return False
    decision = session.get(Decision, application.id)
    is_hired = decision is not None and decision.outcome == "hired"  # comes to work here; `keeping` if they never do
    _delete_sitting(session, application)
    _delete_exercises(session, application)
    for table in (Report, Release, Remark, Decision, Objection):
        session.execute(delete(table).where(table.application_id == application.id))
    application.needs = None
    about = f"application:{application.id}"
    exercises.forget_mails(session, about)
    doors.shut(session, application, actor=actor)
    action = "application.erased_in_time" if reason is Reason.RETENTION_OVER else "application.erased"
    audit.record(session, action, actor=actor, subject=file.person_id, object=about)
    endings.erase_file(session, file, actor, reason=reason)
    session.get_one(Person, application.person_id, with_for_update=True)  # nobody invites them elsewhere meanwhile
    if not is_hired and not _has_another(session, application):
        forgetting.forget_candidate(session, application.person, actor=actor)
    return True


def _delete_sitting(session: Session, application: Application) -> None:
    """Under the lock of the sitting, so that an answer that is being saved is there to go, or finds nothing."""
    sitting_id = session.scalar(select(Sitting.id).where(Sitting.application_id == application.id).with_for_update())
    if sitting_id is None:
        return
    for table in (SittingAnswer, SittingHandIn, Scores):
        session.execute(delete(table).where(table.sitting_id == sitting_id))
    session.execute(delete(Sitting).where(Sitting.id == sitting_id))


def _delete_exercises(session: Session, application: Application) -> None:
    """Under their locks, for the same reason."""
    planned = select(Exercise.id).where(Exercise.application_id == application.id).with_for_update()
    for number in session.scalars(planned).all():
        for table in (ExerciseTalk, ExerciseRating, Rater):
            session.execute(delete(table).where(table.exercise_id == number))
        session.execute(delete(Exercise).where(Exercise.id == number))


def _has_another(session: Session, application: Application) -> bool:
    """Whether the same person has a file that is still there."""
    theirs = exists().where(File.person_id == application.person_id, File.erased_at.is_(None))
    return bool(session.scalar(select(theirs)))
