"""Rated work as HR plans it: when, by whom, who handed in; never what. Of colleagues not even who handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from assess.models import Application, Derivation, Exercise, ExerciseRating, Incumbent, Rater, Vacancy
from assess.queries.needs import KNOWS_NOT
from assess.queries.outcomes import counted_in
from assess.queries.rated import about_whom, concerns_no_rival, whole
from assess.queries.rivals import candidates_in
from assess.queries.staff import works_on
from assess.rated_work import RATERS_NEEDED, Kind
from kernel.errors import NotFound
from people.models import Person, RoleGrant, TeamManager
from people.permissions import GRANTS, Permission
from people.queries import today

RATER_ROLES = [role for role, granted in GRANTS.items() if Permission.RATE in granted]


@dataclass(frozen=True, slots=True)
class Asked:
    """One rater, and when they handed in."""

    person: Person
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """One exercise with its raters."""

    exercise: Exercise
    raters: tuple[Asked, ...]

    @property
    def person(self) -> Person:
        return about_whom(self.exercise).person

    @property
    def handed_in(self) -> int | None:
        """How many handed in; of a colleague HR is not told (None): who takes part is nobody's business."""
        if self.exercise.application_id is None:
            return None
        return sum(each.handed_in_at is not None for each in self.raters)

    def may_be_cancelled(self, at: datetime) -> bool:
        """Of a candidate until a rater handed in; of a colleague until its moment, for the other would tell who was
        rated."""
        return at < self.exercise.planned_at if self.handed_in is None else not self.handed_in

    @property
    def is_done(self) -> bool:
        return self.handed_in == RATERS_NEEDED


def planned_for(session: Session, application: Application) -> list[Planned]:
    """What was planned for one candidate, by when."""
    return _planned(session, select(Exercise).where(Exercise.application_id == application.id))


def planned_in(session: Session, profile_id: int) -> list[Planned]:
    """What was planned for the colleagues of one profile, also of who withdrew since: a name that goes would tell."""
    return _planned(session, select(Exercise).join(Exercise.incumbent).where(Incumbent.profile_id == profile_id))


def planned_exercise(session: Session, person: Person, exercise_id: int, *, lock: bool = False) -> Planned:
    """One of them, for who may plan it; not of oneself or a rival. Errors: `NotFound`."""
    if lock:
        session.execute(select(Exercise.id).where(Exercise.id == exercise_id).with_for_update())
    found = _planned(session, select(Exercise).where(Exercise.id == exercise_id, concerns_no_rival(person)))
    if not found or found[0].person.id == person.id:
        raise NotFound
    exercise = found[0].exercise
    needed = Permission.SELECT if exercise.application_id else Permission.MAKE_PROFILES
    is_gone = exercise.application is not None and exercise.application.file.erased_at is not None
    if is_gone or not person.may(needed):
        raise NotFound
    return found[0]


def raters_of(session: Session, about: Application | Incumbent) -> list[Person]:
    """Who can be asked to rate somebody: not the person, of a candidate no rival, of a colleague nobody too near."""
    if isinstance(about, Incumbent):
        return raters_of_colleagues(session, about.profile_id)
    return raters_to_choose(session, [about.person_id, *session.scalars(candidates_in(about.vacancy_id))])


def raters_of_colleagues(session: Session, profile_id: int) -> list[Person]:
    """Who can rate the people who do the work: a rater sees who withdrew, so nobody of HR, none of these people, and
    nobody who manages one of them."""
    people = select(Incumbent.person_id).where(Incumbent.profile_id == profile_id)
    manages = select(TeamManager.person_id).join(Person, Person.team_id == TeamManager.team_id)
    near = [*session.scalars(people), *session.scalars(manages.where(Person.id.in_(people)))]
    return [each for each in raters_to_choose(session, near) if not any(each.may(one) for one in KNOWS_NOT)]


def raters_to_choose(session: Session, but: Sequence[int] = ()) -> list[Person]:
    """Who rates here and works here now, by name, without the persons `but`."""
    holds = select(RoleGrant.person_id).where(RoleGrant.role.in_(RATER_ROLES))
    found = select(Person).where(Person.id.in_(holds), works_on(today(session)), Person.id.not_in(but))
    return list(session.scalars(found.order_by(func.lower(Person.name), Person.id).options(joinedload(Person.team))))


def moments_of(session: Session, raters: Sequence[int]) -> list[datetime]:
    """When one of these raters rates somebody already."""
    found = select(Exercise.planned_at).join(Rater, Rater.exercise_id == Exercise.id)
    return list(session.scalars(found.where(Rater.person_id.in_(raters))))


def invited_people(session: Session, profile_id: int, but: int) -> list[Incumbent]:
    """Who does the work and was asked to take part, by name; not the person `but`."""
    mine = (Incumbent.profile_id == profile_id, Incumbent.invited_at.is_not(None), Incumbent.person_id != but)
    found = select(Incumbent).join(Incumbent.person).where(*mine).options(joinedload(Incumbent.person))
    return list(session.scalars(found.order_by(func.lower(Person.name), Person.id)))


def people_without(session: Session, profile_id: int, kind: Kind, *, but: int) -> list[Incumbent]:
    """Of the same people those with whom no exercise of this kind was planned."""
    planned = select(Exercise.incumbent_id).where(Exercise.kind == kind, Exercise.incumbent_id.is_not(None))
    there = set(session.scalars(planned))
    return [each for each in invited_people(session, profile_id, but) if each.id not in there]


def topics_so_far(session: Session, *, vacancy_id: int | None = None, profile_id: int | None = None) -> list[str]:
    """What the first interview of a vacancy, or of a profile, was about: everybody is asked the same; none at first.

    Of a vacancy it is what the profile counts, where that has interviews in it.
    """
    first = select(Exercise.codes).where(Exercise.kind == Kind.INTERVIEW).order_by(Exercise.id).limit(1)
    if vacancy_id is not None:
        first = first.join(Exercise.application).where(Application.vacancy_id == vacancy_id)
    else:
        first = first.join(Exercise.incumbent).where(Incumbent.profile_id == profile_id)
    return session.scalar(first) or (_counted_topics(session, vacancy_id) if vacancy_id is not None else [])


def _counted_topics(session: Session, vacancy_id: int) -> list[str]:
    """What interviews were about that count in the profile of a vacancy."""
    behind = select(Derivation).join(Vacancy, Vacancy.profile_id == Derivation.profile_id)
    derivation = session.scalar(behind.where(Vacancy.id == vacancy_id))
    counted = counted_in(derivation) if derivation else ()
    return next((list(each.codes) for each in counted if each.kind is Kind.INTERVIEW), [])


def _planned(session: Session, found: Select[Exercise]) -> list[Planned]:
    by_date = found.order_by(Exercise.planned_at, Exercise.id).options(*whole())
    exercises = session.scalars(by_date.execution_options(populate_existing=True)).all()
    raters = _raters(session, [each.id for each in exercises])
    return [Planned(each, tuple(raters.get(each.id, ()))) for each in exercises]


def _raters(session: Session, exercises: Sequence[int]) -> dict[int, list[Asked]]:
    same = (ExerciseRating.exercise_id == Rater.exercise_id) & (ExerciseRating.person_id == Rater.person_id)
    found = (
        select(Rater.exercise_id, Person, ExerciseRating.handed_in_at)
        .join(Person, Person.id == Rater.person_id)
        .outerjoin(ExerciseRating, same)
        .where(Rater.exercise_id.in_(exercises))
        .order_by(func.lower(Person.name), Person.id)
    )
    rows: dict[int, list[Asked]] = {}
    for exercise, person, at in session.execute(found):
        rows.setdefault(exercise, []).append(Asked(person, at))
    return rows
