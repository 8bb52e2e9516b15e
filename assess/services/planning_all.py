"""Rated work planned with everybody who was invited, some at a time, so that nobody else waits long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assess.models import Incumbent
from assess.queries.exercises import people_without
from assess.queries.positions import profile_of
from assess.rated_work import Kind
from assess.services import exercises
from people import mails
from people.models import Person

AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned with everybody: which kind, by which two raters; `topics` count for the first interview only."""

    kind: Kind
    raters: Sequence[int]
    topics: Sequence[str] = ()


def waiting(session: Session, actor: Person, profile_id: int, kind: Kind) -> list[Incumbent]:
    """With whom such an exercise can be planned still, by name; never with oneself."""
    return people_without(session, profile_id, kind, but=actor.id)


def plan_some(session: Session, actor: Person, profile_id: int, plan: Plan, moments: Sequence[datetime]) -> int:
    """Plan with the first of those who wait, one at each of `moments`; how many.

    Errors: `NotFound`, `ScoresAreOpen`, `TwoRatersNeeded`, `NoRater`, `TopicsNeeded`.
    """
    profile_of(session, profile_id, lock=True)
    some = list(zip(waiting(session, actor, profile_id, plan.kind), moments, strict=False))
    for each, at in some:
        about = exercises.colleague(session, profile_id, each.id)
        exercises.plan(
            session,
            actor,
            about,
            plan.kind,
            raters=plan.raters,
            at=at,
            topics=plan.topics,
            mails_raters=False,
        )
    return len(some)


def tell_raters(session: Session, plan: Plan, profile_id: int) -> None:
    """One mail for all of them; whom they rate, and when, stands on their own page."""
    title = profile_of(session, profile_id).position.title
    for number in sorted(set(plan.raters)):
        rater = session.get_one(Person, number)
        about = f"profile:{profile_id}"
        mails.send(session, rater, "exercises_asked", about=about, path="/assessments", exercise=plan, title=title)
