"""Taking part: what an incumbent needs for it; and not any more: what they answered goes, and so does its file.

A profile that was derived stays as it is: what left it is rounded so that nobody can be found back (ADR 10).
"""

from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess import sealing
from assess.errors.sittings import TookNoPart
from assess.models import (
    Exercise,
    ExerciseRating,
    ExerciseTalk,
    Incumbent,
    JobProfile,
    Scores,
    Sitting,
    SittingAnswer,
    SittingHandIn,
)
from assess.queries import sittings
from assess.queries.incumbents import told_turnout
from assess.queries.needs import Needs, helper_for, needs_context, needs_of
from assess.services import exercises, figures
from certificates.services import endings
from kernel import audit, clock
from kernel.errors import NotFound
from people import mails
from people.models import File, Person


def tell_needs(session: Session, person: Person, incumbent_id: int, needs: Needs) -> None:
    """Keep what an incumbent needs, in their own file; who arranges it hears of what is new, and HR of nothing.

    What nobody can arrange without HR is not kept. Errors: `NotFound`, `TookNoPart`.
    """
    incumbent = sittings.own_incumbent(session, person, incumbent_id, lock=True)
    if incumbent.withdrawn_at is not None:
        raise TookNoPart
    helper = helper_for(session, person) if needs.ask_somebody else None
    if helper is None:
        needs = Needs(extra_time=needs.extra_time, large_print=needs.large_print)
    before, heard = needs_of(incumbent), incumbent.helper_id
    if needs == before and (helper.id if helper else None) == heard:
        return
    incumbent.needs = sealing.seal_in(incumbent.file, asdict(needs), needs_context(incumbent))
    incumbent.helper = helper
    session.flush()
    what = f"incumbent:{incumbent.id}"
    audit.record(session, "incumbent.needs_told", actor=person.id, subject=person.id, object=what)
    asked = (needs.other_form, needs.other)
    if helper is not None and (helper.id != heard or asked != (before.other_form, before.other)):
        _tell(session, incumbent, helper)


def _tell(session: Session, incumbent: Incumbent, helper: Person) -> None:
    """Without what was written: that stays in the file."""
    mails.send(
        session,
        helper,
        "incumbent_needs",
        about=f"incumbent:{incumbent.id}",
        path=f"/helping/{incumbent.id}",
        colleague=incumbent.person,
        title=incumbent.profile.position.title,
    )


def withdraw(session: Session, person: Person, incumbent_id: int) -> Incumbent:
    """Take no part (any more); a second time changes nothing. Errors: `NotFound`."""
    profile = _profile_of(session, incumbent_id)
    incumbent = sittings.own_incumbent(session, person, incumbent_id, lock=True)
    if incumbent.withdrawn_at is not None:
        return incumbent
    profile.told_turnout = told_turnout(session, profile.id)
    _forget(session, incumbent)
    incumbent.withdrawn_at = clock.now()
    session.flush()
    what = f"incumbent:{incumbent.id}"
    audit.record(session, "incumbent.withdrawn", actor=person.id, subject=person.id, object=what)
    if not _is_used_otherwise(session, incumbent):
        endings.erase_file(session, incumbent.file, person.id)
    return incumbent


def _profile_of(session: Session, incumbent_id: int) -> JobProfile:
    """Locked before anybody in it, as whoever else locks both does. Errors: `NotFound`."""
    found = select(JobProfile).join(Incumbent, Incumbent.profile_id == JobProfile.id)
    found = found.where(Incumbent.id == incumbent_id).with_for_update(of=JobProfile)
    profile = session.scalar(found.execution_options(populate_existing=True))
    if profile is None:
        raise NotFound
    return profile


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
    incumbent.needs, incumbent.helper = None, None
    exercises.forget_mails(session, f"incumbent:{incumbent.id}")
    figures.forget(session, incumbent)


def _is_used_otherwise(session: Session, incumbent: Incumbent) -> bool:
    """Whether the same file, which is locked, holds another part that this person took."""
    session.get_one(File, incumbent.file_id, with_for_update=True, populate_existing=True)
    others = select(Incumbent.id).where(
        Incumbent.file_id == incumbent.file_id, Incumbent.id != incumbent.id, Incumbent.withdrawn_at.is_(None)
    )
    return session.scalar(others.limit(1)) is not None
