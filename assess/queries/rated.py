"""What two raters gave: each their own until both handed in, then side by side; and what was released of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from assess import sealing
from assess.instruments import BehaviourScale, Instrument
from assess.models import (
    Application,
    Exercise,
    ExerciseRating,
    ExerciseTalk,
    Incumbent,
    JobProfile,
    Rater,
    Vacancy,
)
from assess.queries.candidacy import last_release
from assess.queries.instruments import instrument_of, shown
from assess.queries.needs import Needs, needs_of
from assess.queries.rivals import is_no_rival
from assess.rated_work import RATERS_NEEDED, Given, Kind, scales_of
from kernel.errors import NotFound
from people.models import File, Person

if TYPE_CHECKING:
    from assess.method.rating import RatedTwice


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One rater's own rating, opened."""

    person: Person
    given: Given
    at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """What two raters who differed said of it."""

    about: str
    changed: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Together:
    """Both ratings of one exercise. `rated` holds the scores with the call's rule applied; `both` what each gave."""

    exercise: Exercise
    both: tuple[HandedIn, HandedIn]
    rated: tuple["RatedTwice", ...]
    scales: tuple[BehaviourScale, ...]
    asks_a_talk: bool
    talk: Talk | None

    @property
    def finished_at(self) -> datetime | None:
        """When it was done: both handed in and, where they differed, talked; None until then."""
        if self.asks_a_talk:
            return self.talk.at if self.talk else None
        return max(each.at for each in self.both)

    def scale(self, code: str) -> BehaviourScale:
        return next(each for each in self.scales if each.code == code)


def is_there() -> ColumnElement[bool]:
    """Of an `Exercise`: whom it is about did not stop, and the file it lies in was not erased."""
    candidate = exists().where(
        Application.id == Exercise.application_id,
        Application.withdrawn_at.is_(None),
        File.id == Application.file_id,
        File.erased_at.is_(None),
    )
    incumbent = exists().where(
        Incumbent.id == Exercise.incumbent_id,
        Incumbent.withdrawn_at.is_(None),
        File.id == Incumbent.file_id,
        File.erased_at.is_(None),
    )
    return candidate | incumbent


def concerns_no_rival(person: Person) -> ColumnElement[bool]:
    """Of an `Exercise`: it is of a colleague, or of a vacancy in which `person` is no candidate."""
    mine = (Application.id == Exercise.application_id, is_no_rival(person, Application.vacancy_id))
    return Exercise.application_id.is_(None) | exists().where(*mine)


def whole(exercise: type[Exercise] = Exercise) -> tuple[Any, ...]:
    """All that an exercise rests on, in one statement."""
    application, incumbent = joinedload(exercise.application), joinedload(exercise.incumbent)
    profile = application.joinedload(Application.vacancy).joinedload(Vacancy.profile)
    return (
        application.joinedload(Application.person),
        application.joinedload(Application.file),
        application.joinedload(Application.vacancy).joinedload(Vacancy.contact),
        profile.joinedload(JobProfile.revision),
        incumbent.joinedload(Incumbent.person),
        incumbent.joinedload(Incumbent.file),
        incumbent.joinedload(Incumbent.profile).joinedload(JobProfile.revision),
    )


def own_exercise(session: Session, person: Person, exercise_id: int, *, lock: bool = False) -> Exercise:
    """What this rater was asked to rate; `lock` holds it until the end of the unit of work. Errors: `NotFound`.

    First the lock, then the look: whether it is still there is asked once nobody can take it away.
    """
    if lock:
        session.execute(select(Exercise.id).where(Exercise.id == exercise_id).with_for_update())
    mine = exists().where(Rater.exercise_id == Exercise.id, Rater.person_id == person.id)
    is_theirs = (Exercise.id == exercise_id, mine, is_there(), concerns_no_rival(person))
    found = select(Exercise).where(*is_theirs).options(*whole())
    exercise = session.scalar(found.execution_options(populate_existing=lock))
    if exercise is None:
        raise NotFound
    return exercise


def about_whom(exercise: Exercise) -> Application | Incumbent:
    """The candidate or incumbent who is rated, with person and file."""
    about = exercise.application or exercise.incumbent
    assert about is not None
    return about


def needs_for_rater(exercise: Exercise) -> Needs:
    """What a rater arranges; what else a colleague needs is between them and whom they asked. Errors: `FileErased`."""
    told = needs_of(about_whom(exercise))
    return told if exercise.application else Needs(extra_time=told.extra_time, large_print=told.large_print)


def profile_behind(exercise: Exercise) -> JobProfile:
    return exercise.application.vacancy.profile if exercise.application else _incumbent(exercise).profile


def instrument_behind(session: Session, exercise: Exercise) -> Instrument:
    """With the organisation's name in place."""
    return shown(session, profile_behind(exercise).revision)


def own_rating(session: Session, exercise: Exercise, person: Person) -> HandedIn | None:
    """What this rater handed in. Errors: `FileErased`."""
    row = session.get(ExerciseRating, (exercise.id, person.id))
    return HandedIn(person, given_in(exercise, row), row.handed_in_at) if row else None


def given_in(exercise: Exercise, row: ExerciseRating) -> Given:
    """One rating, opened, in the order of the scales. Errors: `FileErased`."""
    opened = sealing.open_in(about_whom(exercise).file, row.sealed, rating_context(row))
    return Given(**{**opened, "scores": {code: opened["scores"][code] for code in exercise.codes}})


def rating_context(row: ExerciseRating) -> str:
    return f"rating:{row.exercise_id}:{row.person_id}"


def talk_context(exercise: Exercise) -> str:
    return f"exercise-talk:{exercise.id}"


def together(session: Session, exercise: Exercise) -> Together | None:
    """Both ratings; None until both raters handed in. Errors: `FileErased`."""
    found = (
        select(ExerciseRating, Person)
        .join(Person, Person.id == ExerciseRating.person_id)
        .where(ExerciseRating.exercise_id == exercise.id)
        .order_by(ExerciseRating.person_id)
    )
    rows = session.execute(found).all()
    if len(rows) < RATERS_NEEDED:
        return None
    first, second = (HandedIn(person, given_in(exercise, row), row.handed_in_at) for row, person in rows)
    instrument = instrument_of(profile_behind(exercise).revision)
    rated, asks = compare(instrument, exercise.kind, (first.given, second.given))
    scales = scales_of(instrument, exercise.kind, exercise.codes)
    return Together(exercise, (first, second), rated, scales, asks, _talk(session, exercise))


def compare(instrument: Instrument, kind: str, both: tuple[Given, Given]) -> tuple[tuple["RatedTwice", ...], bool]:
    """Both side by side with the call's rule applied, and whether the two should talk."""
    from assess.method.rating import Disclosed, asks_a_talk, capped, compared

    if kind == Kind.INTERVIEW:
        rated = compared(both[0].scores, both[1].scores)
        return rated, asks_a_talk(rated)
    tick = instrument.call.tick
    ticks = (Disclosed(both[0].disclosed or "unsure"), Disclosed(both[1].disclosed or "unsure"))
    first, second = (
        capped(given.scores, ticked, tick.code, tick.at_most) for given, ticked in zip(both, ticks, strict=True)
    )
    rated = compared(first, second)
    return rated, asks_a_talk(rated, ticks)


def exercises_of(session: Session, about: Application | Incumbent) -> Sequence[Exercise]:
    """All that were planned for one candidate or incumbent, by when."""
    which = Exercise.application_id if isinstance(about, Application) else Exercise.incumbent_id
    found = select(Exercise).where(which == about.id).order_by(Exercise.planned_at, Exercise.id)
    return session.scalars(found.options(*whole())).all()


def rated_of(session: Session, about: Application | Incumbent) -> list[Together]:
    """All work of one person that is rated, for that person: who is rated reads it first. Errors: `FileErased`."""
    both = (together(session, each) for each in exercises_of(session, about))
    return [each for each in both if each is not None and each.finished_at is not None]


def released_of(session: Session, application: Application) -> list[Together]:
    """The same for the organisation: nothing unless the report is released, and of what came later only what the
    candidate let go as well."""
    last = last_release(session, application)
    if last is None or last.outcome != "released":
        return []
    return [each for each in rated_of(session, application) if is_released(each, last.at)]


def is_released(rated: Together, report_released_at: datetime | None) -> bool:
    """Whether the organisation may read it: it was there when the report was released, or was let go by itself."""
    if report_released_at is None or rated.finished_at is None:
        return False
    return rated.exercise.released_at is not None or rated.finished_at <= report_released_at


def _talk(session: Session, exercise: Exercise) -> Talk | None:
    row = session.get(ExerciseTalk, exercise.id)
    if row is None:
        return None
    said = sealing.open_in(about_whom(exercise).file, row.sealed, talk_context(exercise))
    return Talk(said["about"], said["changed"], session.get_one(Person, row.person_id), row.held_at)


def _incumbent(exercise: Exercise) -> Incumbent:
    assert exercise.incumbent is not None
    return exercise.incumbent
