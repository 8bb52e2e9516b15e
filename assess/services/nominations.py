"""Two raters name the top performers without seeing each other. Top is whom both named.

Who does the work and names others can't be named by both, so has no criterion: neither top nor rest. Once the criterion
is frozen the lists have done their work: that they were handed in is kept, whom they name is not.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.errors.advisers import NobodyNamed, NominationHandedIn, NotOnTheList, TooManyNamed
from assess.errors.criteria import Frozen
from assess.models import Incumbent, Nomination
from assess.queries.advisers import NOMINATORS_NEEDED, own_nominator
from assess.queries.incumbents import incumbents
from assess.queries.positions import profile_of
from assess.sealing import open_of_profile, seal_of_profile
from kernel import audit, clock
from people.models import Person

EMPTY = b""  # of a list that was forgotten
ENOUGH = 5  # named by both: with fewer of the best a profile stays a hypothesis


@dataclass(frozen=True, slots=True)
class Named:
    """What two lists come to: the numbers of the incumbents whom both named, and how many only one of them named.

    `judged` are the incumbents whom both could name.
    """

    both: frozenset[int]
    by_one: int
    judged: frozenset[int]

    @property
    def are_enough(self) -> bool:
        """What HR is told: how many they are would tell, beside what is published, how many of them took part."""
        return len(self.both) >= ENOUGH

    @property
    def differ(self) -> bool:
        """Whether the two see the work so differently that they had better talk."""
        return not self.both or self.by_one > len(self.both)


def to_choose_from(session: Session, person: Person, profile_id: int) -> list[Incumbent]:
    """Whom this nominator may name: everybody in the role but oneself."""
    return [each for each in incumbents(session, profile_id) if each.person_id != person.id]


def most_named(candidates: int) -> int:
    """At most half: without a rest of at least that size there is nothing to compare with."""
    return candidates // 2


def hand_in_nomination(session: Session, person: Person, profile_id: int, chosen: Collection[int]) -> Nomination:
    """`chosen`: numbers of incumbents. Errors: `NotFound`, `Frozen`, `NominationHandedIn`, `NobodyNamed`,
    `TooManyNamed`, `NotOnTheList`."""
    profile = profile_of(session, profile_id, lock=True)
    own_nominator(session, person, profile_id)  # under the lock: HR may let go of a rater meanwhile
    if session.get(Nomination, (profile_id, person.id)) is not None:
        raise NominationHandedIn
    if profile.criterion:
        raise Frozen
    known = {each.id for each in to_choose_from(session, person, profile_id)}
    if not chosen:
        raise NobodyNamed
    if not set(chosen) <= known:
        raise NotOnTheList
    if len(set(chosen)) > most_named(len(known)):
        raise TooManyNamed(most=most_named(len(known)))
    made = Nomination(profile_id=profile_id, person_id=person.id, handed_in_at=clock.now())
    made.sealed = seal_of_profile(sorted(set(chosen)), _context(made))
    session.add(made)
    session.flush()
    audit.record(session, "nomination.handed_in", actor=person.id, object=f"profile:{profile_id}")
    return made


def named(session: Session, profile_id: int) -> Named | None:
    """What the two lists come to; None until both are in, and once they are forgotten."""
    lists = session.scalars(select(Nomination).where(Nomination.profile_id == profile_id)).all()
    if len(lists) < NOMINATORS_NEEDED or any(each.sealed == EMPTY for each in lists):
        return None
    people = {each.id: each.person_id for each in incumbents(session, profile_id)}
    chosen = [{number for number in open_of_profile(each.sealed, _context(each)) if number in people} for each in lists]
    nominators = {each.person_id for each in lists}
    judged = frozenset(number for number, person in people.items() if person not in nominators)
    both = frozenset.intersection(*map(frozenset, chosen)) & judged
    return Named(both, len(set().union(*chosen) & judged) - len(both), judged)


def forget_lists(session: Session, profile_id: int) -> None:
    """Let go of whom the lists name."""
    for each in session.scalars(select(Nomination).where(Nomination.profile_id == profile_id)).all():
        kept = {"profile_id": profile_id, "person_id": each.person_id, "handed_in_at": each.handed_in_at}
        session.delete(each)
        session.flush()
        session.add(Nomination(**kept, sealed=EMPTY))


def _context(nomination: Nomination) -> str:
    return f"nomination:{nomination.profile_id}:{nomination.person_id}"
