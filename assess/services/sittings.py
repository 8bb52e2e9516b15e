"""Taking an assessment: begun once, saved answer by answer, handed in once, scored once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assess import answers, sealing
from assess.answers import Answer
from assess.errors.sittings import (
    NoSuchRating,
    NothingAnswered,
    ProfileMade,
    SelectionClosed,
    SittingHandedIn,
    TookNoPart,
)
from assess.models import Application, Scores, Sitting, SittingAnswer, SittingHandIn
from assess.queries import sittings
from assess.queries.instruments import SituationKey, instrument_of, key_in_force, key_of
from assess.queries.sittings import Given, Held, opened
from assess.services import scoring
from kernel import audit, clock, series
from people.models import Person


class Follower(Protocol):
    """What else happens when a candidate hands in; in the same unit of work, so it is quick."""

    def __call__(self, session: Session, sitting: Sitting, application: Application, *, actor: int) -> object: ...


AnyFollower = TypeVar("AnyFollower", bound=Follower)
_followers: list[Follower] = []


def follows_hand_in(follower: AnyFollower) -> AnyFollower:
    """Call `follower` in the unit of work in which an application's sitting is handed in, after it is scored."""
    _followers.append(follower)
    return follower


@dataclass(frozen=True)
class Page:
    """What came of a page without scripts: whether its answer counts, and how many items there are."""

    items: int
    is_counted: bool


@dataclass(frozen=True)
class Saved:
    """What came of an answer: as it was saved, and the one that counts."""

    given: Given
    counts: Given

    @property
    def is_counted(self) -> bool:
        """Whether what counts says the same."""
        return self.given.answer == self.counts.answer


def start(session: Session, person: Person, *, incumbent: int | None = None, application: int | None = None) -> Sitting:
    """Begin, or go on with what was begun, on whatever device; one of the two says what for.

    Errors: `NotFound`; `ProfileMade`, `TookNoPart`; `SelectionClosed`.
    """
    begun = _for_incumbent if application is None else _for_application
    sitting = begun(session, person, incumbent if application is None else application)
    if sitting.id is None:
        session.add(sitting)
        session.flush()
        what = f"sitting:{sitting.id}"
        audit.record(session, "sitting.started", actor=person.id, subject=person.id, object=what)
    return sitting


def _for_incumbent(session: Session, person: Person, number: int | None) -> Sitting:
    taking = sittings.own_incumbent(session, person, number or 0, lock=True)
    if taking.withdrawn_at is not None:
        raise TookNoPart
    if sittings.is_derived(session, taking.profile_id):
        raise ProfileMade
    return sittings.sitting_for(session, incumbent=taking.id) or Sitting(
        file_id=taking.file_id,
        person_id=person.id,
        revision_id=taking.profile.revision_id,
        incumbent_id=taking.id,
        started_at=clock.now(),
    )


def _for_application(session: Session, person: Person, number: int | None) -> Sitting:
    applying = sittings.own_application(session, person, number or 0, lock=True)
    if applying.vacancy.closed_at is not None:
        raise SelectionClosed
    return sittings.sitting_for(session, application=applying.id) or Sitting(
        file_id=applying.file_id,
        person_id=person.id,
        revision_id=applying.vacancy.profile.revision_id,
        application_id=applying.id,
        started_at=clock.now(),
    )


def save_answer(
    session: Session,
    person: Person,
    sitting_id: int,
    *,
    item: str,
    answer: Answer,
    event: str,
    seen: Collection[str] | None = None,
) -> Saved:
    """Add an answer to its series. The same event twice is the same answer.

    `seen`: the events at this item that the page knew of; `None` knows them all.
    Errors: `NotFound`, `SittingHandedIn`, `SelectionClosed`, `ProfileMade`, `NoSuchRating`.
    """
    held = sittings.held_sitting(session, person, sitting_id)
    is_over, before = _so_far(session, held.sitting, item, event)
    saved = series.named(before, event)
    if saved is None:
        saved = _add(session, held, is_over, before, item=item, answer=answer, event=event, seen=seen)
        given = Given(answer, event, saved.saved_at)
    elif saved.item == item:
        given = opened(held.sitting, saved)
    else:
        raise NoSuchRating
    counting = series.counting((*before, saved)) or saved
    return Saved(given, given if counting is saved else opened(held.sitting, counting))


def save_page(
    session: Session,
    person: Person,
    sitting_id: int,
    *,
    place: int,
    answer: Answer | None,
    event: str,
    seen: str | None = None,
) -> Page:
    """Save what a page without scripts sends of the item at `place`, unless it is what was saved already.

    `answer`: None when nothing was chosen. `seen`: the event that the page was made with, or empty; `None` knows them
    all. Errors: as `save_answer`.
    """
    held = sittings.held_sitting(session, person, sitting_id)
    instrument = instrument_of(held.sitting.revision)
    item, total = sittings.item_at(instrument, place).item_id, len(instrument.items)
    is_over, before = _so_far(session, held.sitting, item, event)
    last = series.counting([each for each in before if each.item == item])
    if answer is None or (last and opened(held.sitting, last).answer == answer):
        return Page(total, is_counted=True)
    is_known = series.named(before, event) is not None  # the page was sent again with another choice
    name, known = uuid4().hex if is_known else event, None if seen is None else (seen, event)
    saved = _add(session, held, is_over, before, item=item, answer=answer, event=name, seen=known)
    return Page(total, is_counted=last is None or saved.sequence > last.sequence)


def save_all(session: Session, person: Person, sitting_id: int, given: Iterable[tuple[str, Answer, str]]) -> None:
    """Save first answers to many items, (item, answer, event) each, under one lock: for who fills in a whole form.

    Errors: as `save_answer`, and `Conflict` when one of the items was answered before.
    """
    held = sittings.held_sitting(session, person, sitting_id)
    is_over = sittings.handed_in(session, held.sitting) is not None
    with session.no_autoflush:
        for item, answer, event in given:
            _add(session, held, is_over, (), item=item, answer=answer, event=event, seen=None)
    session.flush()


# Asked at every answer, so built once; after the lock, so that what another did meanwhile is seen.
_before = (
    select(SittingHandIn.sitting_id, SittingAnswer)
    .select_from(Sitting)
    .outerjoin(SittingHandIn, SittingHandIn.sitting_id == Sitting.id)
    .outerjoin(
        SittingAnswer,
        (SittingAnswer.sitting_id == Sitting.id)
        & ((SittingAnswer.item == bindparam("item")) | (SittingAnswer.event == bindparam("event"))),
    )
    .where(Sitting.id == bindparam("sitting"))
)


def _so_far(session: Session, sitting: Sitting, item: str, event: str) -> tuple[bool, Sequence[SittingAnswer]]:
    """Whether it is handed in; what was answered to an item before, and what came as this event."""
    rows = session.execute(_before, {"sitting": sitting.id, "item": item, "event": event}).all()
    return any(handed_in is not None for handed_in, _ in rows), [each for _, each in rows if each is not None]


def _add(
    session: Session,
    held: Held,
    is_over: bool,
    before: Sequence[SittingAnswer],
    *,
    item: str,
    answer: Answer,
    event: str,
    seen: Collection[str] | None,
) -> SittingAnswer:
    sitting = held.sitting
    _check_open(held, is_over)
    _check_answer(sitting, item, answer, event)
    mine = [each for each in before if each.item == item]
    place = series.next_place(mine, seen, lambda last: opened(sitting, last).answer == answer)
    kept = SittingAnswer(sitting_id=sitting.id, item=item, sequence=place, event=event, saved_at=clock.now())
    kept.sealed = sealing.seal_in(sitting.file, answer, sittings.answer_context(kept))
    session.add(kept)
    who = sitting.person_id
    audit.record(session, "answer.saved", actor=who, subject=who, object=f"sitting:{sitting.id}")
    return kept


def hand_in(session: Session, person: Person, sitting_id: int) -> SittingHandIn:
    """Score what was saved until now; a second time gives the first result. `scoring.load()` before the lock.

    Errors: `NotFound`, `SelectionClosed`, `ProfileMade`, `NothingAnswered`.
    """
    held = sittings.held_sitting(session, person, sitting_id)
    sitting = held.sitting
    if (already := sittings.handed_in(session, sitting)) is not None:
        return already
    _check_open(held, is_over=False)
    given = sittings.answers_of(session, sitting)
    if not given:
        raise NothingAnswered
    result = SittingHandIn(sitting_id=sitting.id, handed_in_at=clock.now())
    session.add_all([result, _scores(session, sitting, given)])
    session.flush()
    audit.record(session, "sitting.handed_in", actor=person.id, subject=person.id, object=f"sitting:{sitting.id}")
    if sitting.application is not None:
        for follower in _followers:
            follower(session, sitting, sitting.application, actor=person.id)
    return result


def _scores(session: Session, sitting: Sitting, given: Mapping[str, Given]) -> Scores:
    """What comes of the answers, and of which key of the situations it came."""
    instrument, key = instrument_of(sitting.revision), _key(session, sitting)
    said = {item: each.answer for item, each in given.items()}
    made = {
        "scales": scoring.scale_scores(instrument, key.ratings, said),
        "quality": scoring.quality_of(instrument, said, sittings.first_saved(session, sitting)),
        "key": {"experts": key.experts, "is_proposal": key.is_proposal},
    }
    sealed = sealing.seal_in(sitting.file, made, f"scores:{sitting.id}")
    return Scores(sitting_id=sitting.id, sealed=sealed, made_at=clock.now())


def _key(session: Session, sitting: Sitting) -> SituationKey:
    """A candidate's is that of the profile; an incumbent's the one of today: the derivation scores all with one."""
    application = sitting.application
    return key_in_force(session, application.vacancy.profile) if application else key_of(session, sitting.revision)


def _check_open(held: Held, is_over: bool) -> None:
    if is_over:
        raise SittingHandedIn
    if held.closed_at is not None:
        raise SelectionClosed
    if held.derived_at is not None:
        raise ProfileMade


def _check_answer(sitting: Sitting, item: str, answer: Answer, event: str) -> None:
    try:
        asked = instrument_of(sitting.revision).item(item)
    except KeyError:
        raise NoSuchRating from None
    if not answers.fits(asked, answer) or not series.is_event(event):
        raise NoSuchRating
