"""Positions, and the versions of their profiles."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.errors.positions import NoSuchInstrument, PositionTaken, VersionOpen
from assess.models import Expert, Incumbent, JobProfile, Position
from assess.queries import positions as queries
from assess.queries.instruments import instrument_slugs, published_revision
from assess.queries.positions import Stage, stage_of
from assess.queries.staff import works_on
from kernel import audit, clock
from people.models import Person
from people.queries import today
from people.services import files

BENCHMARK = "benchmark"


def add_position(session: Session, actor: Person, title: str) -> Position:
    """Errors: `PositionTaken`."""
    if session.scalar(select(Position.id).where(Position.title == title)) is not None:
        raise PositionTaken
    made = Position(title=title, made_at=clock.now())
    session.add(made)
    session.flush()
    audit.record(session, "position.added", actor=actor.id, object=f"position:{made.id}", reason=title)
    return made


def start_profile(session: Session, actor: Person, position_id: int, slug: str) -> JobProfile:
    """A new version, measured with the newest revision of an instrument; people and experts of the last go along.

    Errors: `NotFound`, `VersionOpen` while the last one has no criterion, `NoSuchInstrument`.
    """
    position = queries.position_of(session, position_id, lock=True)
    before = next(iter(queries.versions(session, position)), None)
    if before is not None and stage_of(before) is Stage.SET_UP:
        raise VersionOpen
    if slug not in instrument_slugs(session):
        raise NoSuchInstrument
    made = JobProfile(
        position_id=position.id,
        version=before.version + 1 if before else 1,
        revision_id=published_revision(session, slug).id,
        started_at=clock.now(),
    )
    session.add(made)
    session.flush()
    audit.record(session, "profile.started", actor=actor.id, object=f"profile:{made.id}", reason=position.title)
    if before is not None:
        _take_along(session, actor, before, made)
    return made


def choose(session: Session, actor: Person, profile: JobProfile, people: list[Person]) -> None:
    """Make these people incumbents of the profile, each with a file for it."""
    for person in people:
        file = files.open_file(session, person, BENCHMARK)
        session.add(Incumbent(profile_id=profile.id, person_id=person.id, file_id=file.id))
    session.flush()
    numbers = [person.id for person in people]
    audit.record_each(session, "incumbent.chosen", numbers, actor=actor.id, object=f"profile:{profile.id}")


def _take_along(session: Session, actor: Person, before: JobProfile, made: JobProfile) -> None:
    """Who was chosen for the version before and still works here, whether they took part or not: that is theirs alone.

    Nobody is asked or invited by it.
    """
    works = works_on(today(session))
    people = select(Person).join(Incumbent, Incumbent.person_id == Person.id)
    people = people.where(Incumbent.profile_id == before.id, works).order_by(Person.id)
    choose(session, actor, made, list(session.scalars(people)))
    experts = select(Person.id).join(Expert, Expert.person_id == Person.id).where(Expert.profile_id == before.id, works)
    numbers = list(session.scalars(experts.order_by(Person.id)))
    session.add_all(Expert(profile_id=made.id, person_id=number) for number in numbers)
    session.flush()
    audit.record_each(session, "expert.chosen", numbers, actor=actor.id, object=f"profile:{made.id}")
