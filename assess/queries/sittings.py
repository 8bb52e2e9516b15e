"""What whoever takes an assessment reads and writes; always fetched through that person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assess import answers, sealing
from assess.answers import Answer, Item
from assess.instruments import Instrument
from assess.models import (
    Application,
    Derivation,
    Incumbent,
    InstrumentRevision,
    JobProfile,
    Scores,
    Sitting,
    SittingAnswer,
    SittingHandIn,
    Vacancy,
)
from assess.queries.instruments import shown
from assess.queries.needs import needs_of
from kernel.errors import NotFound
from people.models import File, Person


@dataclass(frozen=True)
class Given:
    """One saved answer, opened."""

    answer: Answer
    event: str
    saved_at: datetime


@dataclass(frozen=True)
class Asked:
    """One item in its place, with the answer that counts, if any."""

    place: int
    item: Item
    given: Given | None

    @property
    def is_complete(self) -> bool:
        return answers.is_complete(self.item, self.given.answer if self.given else None)


@dataclass(frozen=True)
class Held:
    """A sitting that is locked until the unit of work ends, and what ended it: vacancy closed, profile derived."""

    sitting: Sitting
    closed_at: datetime | None
    derived_at: datetime | None


# Asked at every page and every answer, so built once.
_mine = (
    Sitting.id == bindparam("sitting"),
    Sitting.person_id == bindparam("person"),
    File.erased_at.is_(None),
    Application.withdrawn_at.is_(None),
)
_own = (
    select(Sitting)
    .join(Sitting.file)
    .outerjoin(Sitting.application)
    .where(*_mine)
    .options(
        contains_eager(Sitting.file),
        contains_eager(Sitting.application),
        joinedload(Sitting.revision),
        joinedload(Sitting.hand_in),
    )
)
_held = (
    select(Sitting, Vacancy.closed_at, Derivation.derived_at)
    .join(Sitting.file)
    .options(contains_eager(Sitting.file), joinedload(Sitting.revision))
    .outerjoin(Application, Application.id == Sitting.application_id)
    .outerjoin(Vacancy, Vacancy.id == Application.vacancy_id)
    .outerjoin(Incumbent, Incumbent.id == Sitting.incumbent_id)
    .outerjoin(Derivation, Derivation.profile_id == Incumbent.profile_id)
    .where(*_mine)
    .with_for_update(of=Sitting)
)
_last_answer = (
    select(SittingAnswer)
    .where(SittingAnswer.sitting_id == bindparam("sitting"), SittingAnswer.item == bindparam("item"))
    .order_by(SittingAnswer.sequence.desc())
    .limit(1)
)
_whole_series = (
    select(SittingAnswer)
    .where(SittingAnswer.sitting_id == bindparam("sitting"))
    .order_by(SittingAnswer.item, SittingAnswer.sequence)
)


def own_sitting(session: Session, person: Person, sitting_id: int) -> Sitting:
    """Errors: `NotFound` when it is another's, or erased."""
    sitting: Sitting | None = session.scalar(_own, {"sitting": sitting_id, "person": person.id})
    if sitting is None:
        raise NotFound
    return sitting


def held_sitting(session: Session, person: Person, sitting_id: int) -> Held:
    """The same, locked until the end of the unit of work. Errors: `NotFound`."""
    found = session.execute(_held, {"sitting": sitting_id, "person": person.id}).one_or_none()
    if found is None:
        raise NotFound
    return Held(*found)


def own_incumbent(session: Session, person: Person, incumbent_id: int, *, lock: bool = False) -> Incumbent:
    """Errors: `NotFound` when it is another's, not asked yet, or erased; `lock` holds it to the unit of work's end."""
    own = (
        select(Incumbent)
        .join(Incumbent.file)
        .where(Incumbent.id == incumbent_id, Incumbent.person_id == person.id, Incumbent.invited_at.is_not(None))
        .where(File.erased_at.is_(None) | Incumbent.withdrawn_at.is_not(None))
        .options(joinedload(Incumbent.profile).joinedload(JobProfile.position), contains_eager(Incumbent.file))
    )
    if lock:
        own = own.with_for_update(of=Incumbent).execution_options(populate_existing=True)
    incumbent = session.scalar(own)
    if incumbent is None:
        raise NotFound
    return incumbent


def is_still_to_take(session: Session, person: Person, slug: str) -> bool:
    """Whether this person is asked an assessment with this instrument that they have not handed in."""
    handed_in = exists().where(SittingHandIn.sitting_id == Sitting.id)
    as_candidate = exists().where(
        Application.person_id == person.id,
        Application.withdrawn_at.is_(None),
        Vacancy.id == Application.vacancy_id,
        Vacancy.closed_at.is_(None),
        JobProfile.id == Vacancy.profile_id,
        InstrumentRevision.id == JobProfile.revision_id,
        InstrumentRevision.slug == slug,
        ~exists().where(Sitting.application_id == Application.id, handed_in),
    )
    as_colleague = exists().where(
        Incumbent.person_id == person.id,
        Incumbent.invited_at.is_not(None),
        Incumbent.withdrawn_at.is_(None),
        JobProfile.id == Incumbent.profile_id,
        ~exists().where(Derivation.profile_id == JobProfile.id),
        InstrumentRevision.id == JobProfile.revision_id,
        InstrumentRevision.slug == slug,
        ~exists().where(Sitting.incumbent_id == Incumbent.id, handed_in),
    )
    return bool(session.scalar(select(as_candidate | as_colleague)))


def own_application(session: Session, person: Person, application_id: int, *, lock: bool = False) -> Application:
    """Errors: `NotFound` when it is another's, or its file was erased; `lock` as above."""
    own = (
        select(Application)
        .join(Application.file)
        .where(
            Application.id == application_id,
            Application.person_id == person.id,
            Application.withdrawn_at.is_(None),
            File.erased_at.is_(None),
        )
        .options(contains_eager(Application.file), joinedload(Application.vacancy).joinedload(Vacancy.profile))
    )
    if lock:
        own = own.with_for_update(of=(Application, File)).execution_options(populate_existing=True)
    application = session.scalar(own)
    if application is None:
        raise NotFound
    return application


def sitting_for(session: Session, *, incumbent: int | None = None, application: int | None = None) -> Sitting | None:
    """The one sitting of an incumbent or of an application, if it was begun."""
    reason = Sitting.incumbent_id == incumbent if application is None else Sitting.application_id == application
    return session.scalar(select(Sitting).where(reason).options(joinedload(Sitting.hand_in), joinedload(Sitting.file)))


def is_derived(session: Session, profile_id: int) -> bool:
    """Whether the scores of a profile's incumbents were opened."""
    return session.scalar(select(Derivation.profile_id).where(Derivation.profile_id == profile_id)) is not None


def instrument_in(session: Session, sitting: Sitting) -> Instrument:
    """What is asked, with the organisation's name in place."""
    return shown(session, sitting.revision)


def item_at(instrument: Instrument, place: int) -> Item:
    """The item at `place`, from 1. Errors: `NotFound`."""
    if not 1 <= place <= len(instrument.items):
        raise NotFound
    return instrument.items[place - 1]


def last_answer(session: Session, sitting: Sitting, item: str) -> Given | None:
    """The answer to one item that counts."""
    kept = session.scalar(_last_answer, {"sitting": sitting.id, "item": item})
    return opened(sitting, kept) if kept else None


def answers_of(session: Session, sitting: Sitting) -> dict[str, Given]:
    """The answer to each item that counts."""
    last = {kept.item: kept for kept in session.scalars(_whole_series, {"sitting": sitting.id})}
    return {item: opened(sitting, kept) for item, kept in last.items()}


def asked_in(session: Session, sitting: Sitting) -> list[Asked]:
    """Everything that is asked, in its order, with what was answered."""
    given = answers_of(session, sitting)
    items = instrument_in(session, sitting).items
    return [Asked(place, item, given.get(item.item_id)) for place, item in enumerate(items, start=1)]


def progress(session: Session, sitting: Sitting) -> tuple[int, int]:
    """How many items have an answer, and how many there are."""
    counted = select(func.count(SittingAnswer.item.distinct())).where(SittingAnswer.sitting_id == sitting.id)
    return session.scalar(counted) or 0, len(instrument_in(session, sitting).items)


def first_saved(session: Session, sitting: Sitting) -> dict[str, datetime]:
    """When each item got its first answer."""
    first = select(SittingAnswer.item, func.min(SittingAnswer.saved_at)).where(SittingAnswer.sitting_id == sitting.id)
    return dict(session.execute(first.group_by(SittingAnswer.item)).all())


def opened(sitting: Sitting, kept: SittingAnswer) -> Given:
    """A saved answer as it was given. Errors: `FileErased`."""
    return Given(sealing.open_in(sitting.file, kept.sealed, answer_context(kept)), kept.event, kept.saved_at)


def answer_context(kept: SittingAnswer) -> str:
    """What binds a sealed answer to its place."""
    return f"answer:{kept.sitting_id}:{kept.item}:{kept.event}"


def handed_in(session: Session, sitting: Sitting) -> SittingHandIn | None:
    return session.get(SittingHandIn, sitting.id)


def scores_of(session: Session, sitting: Sitting) -> Mapping[str, Any] | None:
    """Scores as they were made, {"scales": …, "quality": …, "key": …}; None before handing in. Errors: `FileErased`."""
    kept = session.get(Scores, sitting.id)
    return sealing.open_in(sitting.file, kept.sealed, f"scores:{sitting.id}") if kept else None


def asks_a_look(session: Session, application: Application) -> bool:
    """Whether two signs in how the answers were given agree, so that a person looks. Errors: `FileErased`."""
    sitting = sitting_for(session, application=application.id)
    found = scores_of(session, sitting) if sitting else None
    return bool(found and found["quality"].get("asks_a_look"))


def wants_large_print(sitting: Sitting) -> bool:
    """Whether who takes it asked for larger print. Errors: `FileErased`."""
    about = sitting.application or sitting.incumbent
    return about is not None and needs_of(about).large_print
