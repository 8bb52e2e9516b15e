"""Exercises with two raters, for tests. Need an application context."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import select

from assess.models import Application, Exercise, Incumbent, JobProfile
from assess.queries import rated as queries
from assess.queries.rated import Together
from assess.rated_work import Given, Kind
from assess.services import exercises, rated
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories

TOPICS = ("LUI", "EMP", "INT")
CALL = ("LUI", "EMP", "INT", "FLE", "ZOR")


def raters(count: int = 2) -> list[Person]:
    """Assessors, the first with the lowest number."""
    return [factories.person(Role.ASSESSOR, name=f"Bea Beoordelaar {place}") for place in range(1, count + 1)]


def planned(
    about: Application | Incumbent,
    who: Sequence[Person] = (),
    kind: Kind = Kind.CALL,
    hr: Person | None = None,
    topics: Sequence[str] = TOPICS,
) -> Exercise:
    """Planned for tomorrow by HR."""
    chosen, planner = who or raters(), hr or factories.person(Role.HR)
    with unit_of_work() as session:
        return exercises.plan(
            session,
            session.get_one(Person, planner.id),
            session.get_one(type(about), about.id),
            kind,
            raters=[each.id for each in chosen],
            at=clock.now() + timedelta(days=1),
            topics=topics,
        )


def given(exercise: Exercise, score: int | None = 3, disclosed: str = "no", **scores: int | None) -> Given:
    """The same everywhere, but for `scores`; a quote with each."""
    every: dict[str, Any] = {code: scores.get(code, score) for code in exercise.codes}
    quotes = {code: f"Citaat bij {code}" for code, found in every.items() if found is not None}
    if exercise.kind == Kind.INTERVIEW:
        return Given(every, quotes)
    return Given(every, quotes, disclosed, "Dat mag ik niet zeggen" if disclosed != "no" else "")


def hand_in(exercise: Exercise, rater: Person, what: Given) -> None:
    rated.load()
    with unit_of_work() as session:
        rated.hand_in_rating(session, session.get_one(Person, rater.id), exercise.id, what)


def talk(exercise: Exercise, rater: Person, about: str = "Over het moment na druk 2", changed: str = "") -> None:
    with unit_of_work() as session:
        rated.hold_talk(session, session.get_one(Person, rater.id), exercise.id, about, changed)


def together(exercise: Exercise) -> Together:
    """Both, as they are now."""
    session = read_session()
    found = queries.together(session, session.get_one(Exercise, exercise.id))
    assert found is not None
    return found


def both(about: Application | Incumbent, first: int = 3, second: int = 3, kind: Kind = Kind.CALL) -> Exercise:
    """An exercise that both raters rated alike everywhere."""
    who = raters()
    exercise = planned(about, who, kind)
    for rater, score in zip(who, (first, second), strict=True):
        hand_in(exercise, rater, given(exercise, score))
    return exercise


def everybody(of: JobProfile, kind: Kind = Kind.CALL, *, unrated: Collection[int] = (), seed: int = 1) -> list[Person]:
    """The same two, whom it returns, rate everybody in a profile but those whose numbers are `unrated`."""
    who, hr, chance = raters(), factories.person(Role.HR), np.random.default_rng(seed)
    numbers = read_session().scalars(select(Incumbent.id).where(Incumbent.profile_id == of.id).order_by(Incumbent.id))
    made = {number: planned(read_session().get_one(Incumbent, number), who, kind, hr) for number in numbers.all()}
    rated.load()
    with unit_of_work() as session:
        for number, exercise in made.items():
            if number in unrated or session.get_one(Incumbent, number).withdrawn_at:
                continue
            level = int(chance.integers(1, 5))
            for rater in who:
                scores = {code: level + int(chance.integers(0, 2)) for code in exercise.codes}
                rated.hand_in_rating(session, rater, exercise.id, given(exercise, **scores))
    return who


def form_of(what: Given) -> dict[str, str]:
    """The same as a rater types it."""
    typed = {code: "none" if score is None else str(score) for code, score in what.scores.items()}
    quotes = {f"{code}_quote": quote for code, quote in what.quotes.items()}
    return typed | quotes | ({"disclosed": what.disclosed, "words": what.words} if what.disclosed else {})
