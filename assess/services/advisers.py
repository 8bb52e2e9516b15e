"""Experts and nominators: chosen, asked by mail, each for what they alone think."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assess.errors.advisers import (
    BothFirst,
    FewPeople,
    HandedInAlready,
    NobodyToAsk,
    ScoresOpen,
    TwiceIsEnough,
    TwoIsEnough,
    TwoNeeded,
)
from assess.errors.criteria import Frozen
from assess.models import Incumbent, JobProfile, Nomination, Nominator
from assess.queries.advisers import CHOSEN, HANDED_IN, NOMINATORS_NEEDED, Group, advisers, are_in_first_round
from assess.queries.positions import profile_of
from assess.queries.staff import worker
from kernel import audit, clock
from kernel.errors import NotFound
from people import mails
from people.models import Person

FEWEST_PEOPLE = 3
NOUN = {Group.EXPERTS: "expert", Group.NOMINATORS: "nominator"}
PATH = {Group.EXPERTS: "relevance", Group.NOMINATORS: "nomination"}


def add(session: Session, actor: Person, profile_id: int, group: Group, person_id: int) -> Person:
    """Choose somebody who works here; the same person twice is once.

    Errors: `NotFound`, `ScoresOpen`, `Frozen`, `TwoIsEnough`.
    """
    profile = _open(session, profile_id, group)
    person, chosen = worker(session, person_id), CHOSEN[group]
    if session.get(chosen, (profile.id, person.id)) is not None:
        return person
    if group is Group.NOMINATORS and len(advisers(session, profile.id, group)) >= NOMINATORS_NEEDED:
        raise TwoIsEnough
    session.add(chosen(profile_id=profile.id, person_id=person.id))
    session.flush()
    _note(session, actor, profile, group, verb="chosen", subject=person.id)
    return person


def remove(session: Session, actor: Person, profile_id: int, group: Group, person_id: int) -> None:
    """Let go of somebody who did not hand in yet. Errors: `NotFound`, `ScoresOpen`, `Frozen`, `HandedInAlready`."""
    profile = _open(session, profile_id, group)
    row = session.get(CHOSEN[group], (profile.id, person_id))
    if row is None:
        raise NotFound
    if session.get(HANDED_IN[group], (profile.id, person_id)) is not None:
        raise HandedInAlready
    session.delete(row)
    _note(session, actor, profile, group, verb="removed", subject=person_id)


def ask(session: Session, actor: Person, profile_id: int, group: Group) -> int:
    """Mail everybody who was chosen and not asked yet; how many were asked.

    Errors: `NotFound`, `ScoresOpen`, `Frozen`, `NobodyToAsk`; for nominators `TwoNeeded`, `FewPeople`.
    """
    profile = _open(session, profile_id, group)
    everybody = advisers(session, profile.id, group)
    if group is Group.NOMINATORS:
        if len(everybody) < NOMINATORS_NEEDED:
            raise TwoNeeded
        _refuse_few_people(session, profile)
    new = [each.person for each in everybody if each.asked_at is None]
    if not new:
        raise NobodyToAsk
    for person in new:
        _ask(session, actor, profile, group, person)
    return len(new)


def ask_again(session: Session, actor: Person, profile_id: int) -> None:
    """Once more at most: let go of both nominators' lists and ask for new ones.

    Errors: `NotFound`, `Frozen`, `BothFirst`, `TwiceIsEnough`.
    """
    profile = _open(session, profile_id, Group.NOMINATORS)
    if not are_in_first_round(session, profile.id):
        raise TwiceIsEnough
    everybody = advisers(session, profile.id, Group.NOMINATORS)
    if sum(each.handed_in_at is not None for each in everybody) < NOMINATORS_NEEDED:
        raise BothFirst
    session.execute(delete(Nomination).where(Nomination.profile_id == profile.id))
    session.execute(update(Nominator).where(Nominator.profile_id == profile.id).values(round=2))
    for adviser in everybody:
        _ask(session, actor, profile, Group.NOMINATORS, adviser.person, is_again=True)


def _ask(
    session: Session, actor: Person, profile: JobProfile, group: Group, person: Person, *, is_again: bool = False
) -> None:
    chosen = CHOSEN[group]
    this = update(chosen).where(chosen.profile_id == profile.id, chosen.person_id == person.id)
    session.execute(this.values(asked_at=clock.now()))
    mails.send(
        session,
        person,
        f"assess_{NOUN[group]}",
        about=f"profile:{profile.id}",
        path=f"/profiles/{profile.id}/{PATH[group]}",
        title=profile.position.title,
        contact=actor,
        is_again=is_again,
    )
    _note(session, actor, profile, group, verb="asked", subject=person.id)


def _open(session: Session, profile_id: int, group: Group) -> JobProfile:
    """The profile, held, while this group can still change. Errors: `NotFound`, `ScoresOpen`, `Frozen`."""
    profile = profile_of(session, profile_id, lock=True)
    if profile.derivation:
        raise ScoresOpen
    if group is Group.NOMINATORS and profile.criterion:
        raise Frozen
    return profile


def _refuse_few_people(session: Session, profile: JobProfile) -> None:
    chosen = select(func.count()).select_from(Incumbent).where(Incumbent.profile_id == profile.id)
    if (session.scalar(chosen) or 0) < FEWEST_PEOPLE:
        raise FewPeople


def _note(session: Session, actor: Person, profile: JobProfile, group: Group, *, verb: str, subject: int) -> None:
    what = f"profile:{profile.id}"
    audit.record(session, f"{NOUN[group]}.{verb}", actor=actor.id, subject=subject, object=what)
