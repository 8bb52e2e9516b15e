"""Experts and nominators: who was chosen, asked and handed in; never what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from assess.models import Expert, JobProfile, Nomination, Nominator, Relevance
from kernel.errors import NotFound
from people.models import Person

EXPERTS_NEEDED = 2  # METHOD.md, step 1
NOMINATORS_NEEDED = 2


class Group(StrEnum):
    """Whose judgement is asked."""

    EXPERTS = "experts"
    NOMINATORS = "nominators"


CHOSEN: dict[Group, type[Expert] | type[Nominator]] = {Group.EXPERTS: Expert, Group.NOMINATORS: Nominator}
HANDED_IN: dict[Group, type[Relevance] | type[Nomination]] = {
    Group.EXPERTS: Relevance,
    Group.NOMINATORS: Nomination,
}


@dataclass(frozen=True, slots=True)
class Adviser:
    """One of them, and how far."""

    person: Person
    asked_at: datetime | None
    handed_in_at: datetime | None


def advisers(session: Session, profile_id: int, group: Group) -> list[Adviser]:
    """By name."""
    chosen, handed_in = CHOSEN[group], HANDED_IN[group]
    same = (handed_in.profile_id == chosen.profile_id) & (handed_in.person_id == chosen.person_id)
    found = (
        select(Person, chosen.asked_at, handed_in.handed_in_at)
        .join(chosen, chosen.person_id == Person.id)
        .outerjoin(handed_in, same)
        .where(chosen.profile_id == profile_id)
        .order_by(func.lower(Person.name), Person.id)
        .options(joinedload(Person.team))
    )
    return [Adviser(*row) for row in session.execute(found)]


def chosen_advisers(profile_id: int, group: Group) -> Select[int]:
    """Their numbers as persons."""
    chosen = CHOSEN[group]
    return select(chosen.person_id).where(chosen.profile_id == profile_id)


def are_in_first_round(session: Session, profile_id: int) -> bool:
    """Whether no nominator was asked a second time."""
    again = select(Nominator.person_id).where(Nominator.profile_id == profile_id, Nominator.round > 1)
    return session.scalar(again.limit(1)) is None


def own_expert(session: Session, person: Person, profile_id: int) -> Expert:
    """What was asked of this person as an expert. Errors: `NotFound`."""
    mine = (Expert.profile_id == profile_id, Expert.person_id == person.id, Expert.asked_at.is_not(None))
    found = select(Expert).where(*mine).options(joinedload(Expert.profile).joinedload(JobProfile.position))
    expert = session.scalar(found)
    if expert is None:
        raise NotFound
    return expert


def own_nominator(session: Session, person: Person, profile_id: int) -> Nominator:
    """What was asked of this person as a nominator. Errors: `NotFound`."""
    mine = (Nominator.profile_id == profile_id, Nominator.person_id == person.id, Nominator.asked_at.is_not(None))
    found = select(Nominator).where(*mine).options(joinedload(Nominator.profile).joinedload(JobProfile.position))
    nominator = session.scalar(found)
    if nominator is None:
        raise NotFound
    return nominator


def relevance_of(session: Session, profile_id: int) -> Sequence[Relevance]:
    """What the experts handed in; for the derivation alone."""
    return session.scalars(
        select(Relevance).where(Relevance.profile_id == profile_id).order_by(Relevance.person_id)
    ).all()
