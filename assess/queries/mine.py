"""All that assessment asks of one person: applications, taking part, judging, rating, reading."""

from dataclasses import dataclass
from datetime import datetime
from math import inf

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess.models import (
    Application,
    Exercise,
    ExerciseRating,
    Expert,
    HiringManager,
    Incumbent,
    JobProfile,
    Nomination,
    Nominator,
    Rater,
    Relevance,
    Sitting,
    SittingHandIn,
)
from assess.queries.instruments import instrument_of, instrument_slugs, keyings_of, published_revision
from assess.queries.needs import helped_by
from assess.queries.rated import concerns_no_rival, is_there
from assess.queries.rivals import is_no_rival
from people.models import File, Person
from people.permissions import Permission

JUDGEMENTS: tuple[tuple[str, type[Expert] | type[Nominator], type[Relevance] | type[Nomination]], ...] = (
    ("relevance", Expert, Relevance),
    ("nomination", Nominator, Nomination),
)


@dataclass(frozen=True)
class Asked:
    """One thing asked: its noun, whose number, what it is called, since when, and whether it is done.

    `moment`: when it takes place, where it has one.
    """

    noun: str
    number: int
    title: str
    since: datetime
    is_done: bool
    is_begun: bool = False
    moment: datetime | None = None


def asked_of(session: Session, person: Person) -> list[Asked]:
    """Everything, what is open first: what has a moment by when it is, then the newest."""
    everything = [
        *_applications(session, person),
        *_incumbencies(session, person),
        *_helped(session, person),
        *_judgements(session, person),
        *_ratings(session, person),
        *_keyings(session, person),
        *_vacancies(session, person),
    ]
    return sorted(everything, key=lambda each: (each.is_done, _due(each), -each.since.timestamp()))


def waiting(session: Session, person: Person) -> int:
    """How much of it can be done now; a vacancy that is open is no task."""
    return sum(not each.is_done and each.noun != "vacancy" for each in asked_of(session, person))


def _due(asked: Asked) -> float:
    return asked.moment.timestamp() if asked.moment and not asked.is_done else inf


def _applications(session: Session, person: Person) -> list[Asked]:
    found = (
        select(Application, Sitting.id, SittingHandIn.sitting_id)
        .join(File, File.id == Application.file_id)
        .outerjoin(Sitting, Sitting.application_id == Application.id)
        .outerjoin(SittingHandIn, SittingHandIn.sitting_id == Sitting.id)
        .where(Application.person_id == person.id, Application.withdrawn_at.is_(None), File.erased_at.is_(None))
        .options(joinedload(Application.vacancy))
    )
    return [
        Asked("application", each.id, each.vacancy.title, each.invited_at, done is not None, begun is not None)
        for each, begun, done in session.execute(found)
    ]


def _incumbencies(session: Session, person: Person) -> list[Asked]:
    found = (
        select(Incumbent, Sitting.id, SittingHandIn.sitting_id)
        .outerjoin(Sitting, Sitting.incumbent_id == Incumbent.id)
        .outerjoin(SittingHandIn, SittingHandIn.sitting_id == Sitting.id)
        .where(Incumbent.person_id == person.id, Incumbent.invited_at.is_not(None), Incumbent.withdrawn_at.is_(None))
        .options(joinedload(Incumbent.profile).joinedload(JobProfile.position))
    )
    return [
        Asked(
            "incumbent",
            each.id,
            each.profile.position.title,
            each.invited_at or each.profile.started_at,
            done is not None,
            begun is not None,
        )
        for each, begun, done in session.execute(found)
    ]


def _helped(session: Session, person: Person) -> list[Asked]:
    """Colleagues who asked this person for another form; over once the profile is made."""
    return [
        Asked(
            "helping",
            each.id,
            each.person.name,
            each.invited_at or each.profile.started_at,
            each.profile.derivation is not None,
        )
        for each in helped_by(session, person)
    ]


def _judgements(session: Session, person: Person) -> list[Asked]:
    asked = []
    for noun, named, handed_in in JUDGEMENTS:
        same = (handed_in.profile_id == named.profile_id) & (handed_in.person_id == named.person_id)
        found = select(JobProfile, named.asked_at, handed_in.handed_in_at)
        found = found.join(named, named.profile_id == JobProfile.id)
        mine = found.outerjoin(handed_in, same).where(named.person_id == person.id, named.asked_at.is_not(None))
        asked += [
            Asked(noun, profile.id, profile.position.title, at or profile.started_at, done is not None)
            for profile, at, done in session.execute(mine.options(joinedload(JobProfile.position)))
        ]
    return asked


def _ratings(session: Session, person: Person) -> list[Asked]:
    same = (ExerciseRating.exercise_id == Rater.exercise_id) & (ExerciseRating.person_id == Rater.person_id)
    found = (
        select(Rater, ExerciseRating.handed_in_at)
        .join(Rater.exercise)
        .outerjoin(ExerciseRating, same)
        .where(Rater.person_id == person.id, is_there(), concerns_no_rival(person))
        .options(
            joinedload(Rater.exercise).joinedload(Exercise.application).joinedload(Application.person),
            joinedload(Rater.exercise).joinedload(Exercise.incumbent).joinedload(Incumbent.person),
        )
    )
    return [
        Asked(
            each.exercise.kind,
            each.exercise_id,
            _who(each.exercise),
            each.asked_at,
            done is not None,
            moment=each.exercise.planned_at,
        )
        for each, done in session.execute(found)
    ]


def _keyings(session: Session, person: Person) -> list[Asked]:
    """Who rates may also say how good each option of the situations is, once for as long as they stay the same."""
    if not person.may(Permission.RATE):
        return []
    asked = []
    for slug in instrument_slugs(session):
        revision = published_revision(session, slug)
        is_done = any(each.person_id == person.id for each in keyings_of(session, revision))
        title = instrument_of(revision).title.in_(person.language)
        asked.append(Asked("keying", revision.id, title, revision.published_at, is_done))
    return asked


def _who(exercise: Exercise) -> str:
    about = exercise.application or exercise.incumbent
    return about.person.name if about else ""


def _vacancies(session: Session, person: Person) -> list[Asked]:
    mine = (HiringManager.person_id == person.id, is_no_rival(person, HiringManager.vacancy_id))
    found = select(HiringManager).where(*mine)
    rows = session.scalars(found.options(joinedload(HiringManager.vacancy)))
    return [
        Asked(
            "vacancy",
            each.vacancy_id,
            each.vacancy.title,
            each.vacancy.opened_at,
            each.vacancy.closed_at is not None,
        )
        for each in rows
    ]
