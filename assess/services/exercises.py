"""Planning rated work: an interview or a played call of one person, by two raters who are mailed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assess.errors.rated import (
    MomentIsOver,
    NoRater,
    NotInvited,
    RatedByNow,
    ScoresAreOpen,
    TopicsNeeded,
    TwoRatersNeeded,
)
from assess.errors.selection import OwnApplication, VacancyShut
from assess.models import Application, Exercise, ExerciseRating, ExerciseTalk, Incumbent, Rater
from assess.queries.exercises import Planned, planned_exercise, raters_of, topics_so_far
from assess.queries.instruments import instrument_of
from assess.queries.positions import profile_of
from assess.queries.rated import about_whom, profile_behind
from assess.rated_work import FEWEST_TOPICS, MOST_TOPICS, RATERS_NEEDED, Kind, codes_of, minutes_of
from assess.services import doors
from kernel import audit, clock
from kernel.errors import NotFound
from kernel.outbox import Mail
from people import mails
from people.models import Organisation, Person


def plan(
    session: Session,
    actor: Person,
    about: Application | Incumbent,
    kind: Kind,
    *,
    raters: Sequence[int],
    at: datetime,
    topics: Sequence[str] = (),
    mails_raters: bool = True,
) -> Exercise:
    """Plan one exercise for a candidate or incumbent, who is locked; `topics` count for the first interview only.

    For a colleague who chose to take no part it looks the same and nobody is mailed: HR is not told who takes part.
    Errors: `OwnApplication`, `VacancyShut`, `NotInvited`, `ScoresAreOpen`, `TwoRatersNeeded`, `NoRater`,
    `TopicsNeeded`.
    """
    _may_plan(actor, about)
    people = _chosen_raters(session, about, raters)
    made = Exercise(kind=kind, planned_at=at, codes=_codes(session, about, kind, topics))
    made.application = about if isinstance(about, Application) else None
    made.incumbent = about if isinstance(about, Incumbent) else None
    session.add(made)
    session.flush()
    _record(session, actor, made, "exercise.planned")
    for rater in people:
        _ask(session, made, rater, mails_raters)
    _tell(session, actor, made, "exercise_planned")
    return made


def cancel(session: Session, actor: Person, exercise_id: int) -> Planned:
    """Take it back; everybody who was told hears so.

    Of a colleague it depends on the moment alone, and what came in before it goes along: HR is not told who was rated.
    Errors: `NotFound`, `RatedByNow`, `MomentIsOver`.
    """
    planned = planned_exercise(session, actor, exercise_id, lock=True)
    exercise = planned.exercise
    if not planned.may_be_cancelled(clock.now()):
        raise MomentIsOver if exercise.application_id is None else RatedByNow
    for each in planned.raters:
        _mail(session, exercise, each.person, "exercise_cancelled")
    _tell(session, actor, exercise, "exercise_cancelled")
    _record(session, actor, exercise, "exercise.cancelled")
    for table in (ExerciseTalk, ExerciseRating, Rater):
        session.execute(delete(table).where(table.exercise_id == exercise.id))
    session.execute(delete(Exercise).where(Exercise.id == exercise.id))
    return planned


def replace(session: Session, actor: Person, exercise_id: int, old: int, new: int) -> Person:
    """Ask somebody else in the place of a rater of a candidate who didn't hand in; of colleagues it would tell HR who.

    Errors: `NotFound`, `RatedByNow`, `NoRater`.
    """
    planned = planned_exercise(session, actor, exercise_id, lock=True)
    exercise, raters = planned.exercise, {each.person.id: each for each in planned.raters}
    if exercise.application_id is None:
        raise NotFound
    if old not in raters or new in raters:
        raise NoRater
    if raters[old].handed_in_at is not None:
        raise RatedByNow
    (person,) = _known(session, about_whom(exercise), [new])
    session.execute(delete(Rater).where(Rater.exercise_id == exercise.id, Rater.person_id == old))
    _mail(session, exercise, raters[old].person, "exercise_cancelled")
    _record(session, actor, exercise, "exercise.rater_replaced")
    _ask(session, exercise, person)
    return person


def about_of(exercise: Exercise) -> str:
    """What mails about an exercise are about: they go with the file of who is rated."""
    if exercise.application_id is not None:
        return f"application:{exercise.application_id}"
    return f"incumbent:{exercise.incumbent_id}"


def forget_mails(session: Session, about: str) -> None:
    """Empty the mails that name who was rated."""
    session.execute(update(Mail).where(Mail.about == about).values(sealed=None, subject=""))


def colleague(session: Session, profile_id: int, number: int) -> Incumbent:
    """Who does the work of this profile, locked after it until the end of the unit of work: the first interview sets
    the topics of all. Errors: `NotFound`."""
    profile_of(session, profile_id, lock=True)
    found = select(Incumbent).where(Incumbent.id == number, Incumbent.profile_id == profile_id)
    incumbent = session.scalar(found.with_for_update().execution_options(populate_existing=True))
    if incumbent is None:
        raise NotFound
    return incumbent


def _may_plan(actor: Person, about: Application | Incumbent) -> None:
    if about.person_id == actor.id:
        raise OwnApplication
    if isinstance(about, Application):
        if about.vacancy.closed_at is not None or about.withdrawn_at is not None:
            raise VacancyShut
    elif about.invited_at is None:
        raise NotInvited
    elif about.profile.derivation is not None:
        raise ScoresAreOpen


def _codes(session: Session, about: Application | Incumbent, kind: Kind, topics: Sequence[str]) -> list[str]:
    if isinstance(about, Application):
        profile, so_far = about.vacancy.profile, topics_so_far(session, vacancy_id=about.vacancy_id)
    else:
        profile, so_far = about.profile, topics_so_far(session, profile_id=about.profile_id)
    codes = codes_of(instrument_of(profile.revision), kind, so_far or topics)
    if kind is Kind.INTERVIEW and not FEWEST_TOPICS <= len(codes) <= MOST_TOPICS:
        raise TopicsNeeded(fewest=FEWEST_TOPICS, most=MOST_TOPICS)
    return codes


def _chosen_raters(session: Session, about: Application | Incumbent, raters: Sequence[int]) -> list[Person]:
    if len(set(raters)) != RATERS_NEEDED:
        raise TwoRatersNeeded
    return _known(session, about, raters)


def _known(session: Session, about: Application | Incumbent, raters: Sequence[int]) -> list[Person]:
    known = {each.id: each for each in raters_of(session, about)}
    if not known.keys() >= set(raters):
        raise NoRater
    return [known[each] for each in sorted(set(raters))]


def _ask(session: Session, exercise: Exercise, rater: Person, is_mailed: bool = True) -> None:
    session.add(Rater(exercise_id=exercise.id, person_id=rater.id, asked_at=clock.now()))
    session.flush()
    if is_mailed:
        _mail(session, exercise, rater, "exercise_asked")


def _mail(session: Session, exercise: Exercise, rater: Person, kind: str) -> None:
    if _takes_part(exercise):
        path = f"/exercises/{exercise.id}" if kind != "exercise_cancelled" else "/assessments"
        mails.send(session, rater, kind, about=about_of(exercise), path=path, **_words(session, exercise, rater))


def _tell(session: Session, actor: Person, exercise: Exercise, kind: str) -> None:
    """Tell who is rated."""
    about = about_whom(exercise)
    words = _words(session, exercise, about.person)
    if isinstance(about, Application):
        doors.tell(session, about, kind, actor=actor.id, **words)
    elif _takes_part(exercise):
        path = f"/incumbents/{about.id}"
        mails.send(session, about.person, kind, about=about_of(exercise), path=path, vacancy=None, **words)


def _takes_part(exercise: Exercise) -> bool:
    return exercise.incumbent is None or exercise.incumbent.withdrawn_at is None


def _words(session: Session, exercise: Exercise, reader: Person) -> dict[str, Any]:
    organisation = session.get_one(Organisation, 1)
    return {
        "exercise": exercise,
        "when": mails.moment(exercise.planned_at, organisation, reader.language),
        "rated": about_whom(exercise).person,
        "minutes": minutes_of(instrument_of(profile_behind(exercise).revision), exercise.kind, exercise.codes),
    }


def _record(session: Session, actor: Person, exercise: Exercise, action: str) -> None:
    what, who = f"exercise:{exercise.id}", about_whom(exercise).person_id
    audit.record(session, action, actor=actor.id, subject=who, object=what)
