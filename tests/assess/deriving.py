"""A profile whose scores may open: simulated answers written straight into the tables. Needs an application context."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.answers import Answer
from assess.instruments import Instrument
from assess.models import (
    Criterion,
    Derivation,
    Incumbent,
    InstrumentRevision,
    JobProfile,
    ProfileApproval,
    Relevance,
    Scores,
    Sitting,
    SittingAnswer,
    SittingHandIn,
)
from assess.queries.instruments import instrument_of
from assess.queries.positions import profile_of
from assess.services import approvals, derivations, scoring
from assess.services.approvals import Said
from assess.services.criteria import sealed_values
from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from kernel.secrets import seal
from people.models import File, Person
from people.permissions import Role
from people.queries import today
from people.services import files
from tests import factories
from tests.assess import making

FloatArray = npt.NDArray[np.float64]
COUNCIL = "De OR is op 2 maart 2026 om instemming gevraagd en stemde in op 16 maart."


def profile(
    people: int,
    top: int | None = None,
    figures: bool = False,
    *,
    seed: int = 1,
    title: str = "Medewerker contactcentrum",
    has_answers: bool = True,
    persons: Sequence[Person] = (),
    without_place: int = 0,
) -> JobProfile:
    """A version whose criterion is frozen: `top` named, a figure for everybody, or nothing; two experts handed in.

    The last `without_place` people have no place in the criterion.
    """
    made, chance = making.profile(title), np.random.default_rng(seed)
    instrument = instrument_of(read_session().get_one(JobProfile, made.id).revision)
    theirs = [
        take_part(made, instrument, chance, who, has_answers) for who in (*persons, *staff(people - len(persons)))
    ]
    criterion: Mapping[int, Any] = {}
    placed = theirs[: people - without_place]
    if top is not None:
        criterion = {number: place < top for place, number in enumerate(placed)}
    elif figures:
        criterion = {number: float(np.round(chance.normal(50, 10), 2)) for number in placed}
    freeze(made, criterion, "named" if top is not None else "figure" if figures else "none")
    rate(made, instrument, 4, 1)
    rate(made, instrument, 3, 2)
    return profile_of(read_session(), made.id)


def again(of: JobProfile) -> JobProfile:
    """The same version, read anew."""
    return profile_of(read_session(), of.id)


def staff(count: int) -> list[Person]:
    return [factories.person() for _ in range(count)]


def take_part(
    of: JobProfile, instrument: Instrument, chance: np.random.Generator, who: Person, has_answers: bool = True
) -> int:
    """One incumbent who handed in; returns their number."""
    with unit_of_work() as session:
        file = files.open_file(session, session.get_one(Person, who.id), "benchmark")
        incumbent = Incumbent(profile_id=of.id, person_id=who.id, file_id=file.id, invited_at=clock.now())
        session.add(incumbent)
        session.flush()
        _respond(session, of, incumbent, simulated(instrument, chance), has_answers)
        audit.record(session, "test", actor=None)
    return incumbent.id


def everybody_responds(of: JobProfile, seed: int = 1) -> None:
    """All who were invited hand in."""
    chance = np.random.default_rng(seed)
    with unit_of_work() as session:
        profile = session.get_one(JobProfile, of.id)
        instrument = instrument_of(profile.revision)
        theirs = select(Incumbent).where(Incumbent.profile_id == of.id).order_by(Incumbent.id)
        for incumbent in session.scalars(theirs).all():
            _respond(session, profile, incumbent, simulated(instrument, chance), has_answers=True)
        audit.record(session, "test", actor=None)


def _respond(
    session: Session, of: JobProfile, incumbent: Incumbent, answers: Mapping[str, Answer], has_answers: bool
) -> None:
    at, person, file = clock.now(), incumbent.person_id, session.get_one(File, incumbent.file_id)
    sitting = Sitting(file_id=file.id, person_id=person, revision_id=of.revision_id, incumbent_id=incumbent.id)
    sitting.started_at = at
    session.add(sitting)
    session.flush()
    key = files.key_of(file)
    if has_answers:
        session.add_all(saved(sitting.id, key, answers, at))
    instrument = instrument_of(session.get_one(InstrumentRevision, of.revision_id))
    told: dict[str, Any] = {
        "scales": scoring.scale_scores(instrument, instrument.key, answers),
        "quality": {},
        "key": {"experts": 0, "is_proposal": True},
    }
    sealed = seal(key, rfc8785.dumps(told), f"scores:{sitting.id}")
    session.add(SittingHandIn(sitting_id=sitting.id, handed_in_at=at))
    session.add(Scores(sitting_id=sitting.id, sealed=sealed, made_at=at))


def saved(sitting: int, key: bytes, answers: Mapping[str, Answer], at: Any) -> list[SittingAnswer]:
    return [
        SittingAnswer(
            sitting_id=sitting,
            item=item,
            sequence=1,
            event=f"{item}-only",
            sealed=seal(key, rfc8785.dumps(given), f"answer:{sitting}:{item}:{item}-only"),
            saved_at=at,
        )
        for item, given in answers.items()
    ]


def simulated(instrument: Instrument, chance: np.random.Generator) -> dict[str, Answer]:
    """One person's answers: a level per competency, noise per item, and ratings near the author's."""
    general, level = chance.normal(0, 0.4), {code: 3.6 + 0.5 * chance.normal() for code in instrument.codes}
    answers: dict[str, Answer] = {}
    for each in instrument.statements:
        given = _rated(level[each.competency] + general + 0.7 * chance.normal())
        answers[each.item_id] = 6 - given if each.is_reversed else given
    skill = chance.uniform(0.5, 1.8)
    for situation in instrument.situations:
        options = {option.key: _rated(option.rating + skill * chance.normal()) for option in situation.options}
        answers[situation.item_id] = options
    return answers


def _rated(value: float) -> int:
    return int(np.clip(round(value), 1, 5))


def freeze(of: JobProfile, criterion: Mapping[int, Any], kind: str) -> None:
    share = 20
    if kind == "named":
        share = max(1, min(50, round(100 * sum(criterion.values()) / max(len(criterion), 1))))
    sealed = sealed_values(read_session(), of.id, criterion)
    making.add(Criterion(profile_id=of.id, kind=kind, top_share=share, sealed=sealed, frozen_at=clock.now()))


def rate(of: JobProfile, instrument: Instrument, most: int, seed: int) -> Person:
    """One expert hands in: some competencies matter, some don't."""
    expert, chance = factories.person(), np.random.default_rng(seed)
    ratings = {code: int(chance.integers(0, most + 1)) for code in instrument.codes}
    row = Relevance(profile_id=of.id, person_id=expert.id, handed_in_at=clock.now())
    row.ratings = ratings
    making.add(row)
    return expert


def maker() -> Person:
    return factories.person(Role.HR, name="Hanna de Vries")


def derive(of: JobProfile, actor: Person | None = None) -> Derivation:
    """Open the scores."""
    who = actor or maker()
    with unit_of_work() as session:
        return derivations.derive_profile(session, session.get_one(Person, who.id), of.id)


def approve(of: JobProfile, actor: Person | None = None, **values: Any) -> ProfileApproval:
    who = actor or maker()
    with unit_of_work() as session:
        said = {"role": "Manager HR", "works_council": COUNCIL, "review_on": today(session) + timedelta(days=365)}
        return approvals.approve(session, session.get_one(Person, who.id), of.id, Said(**{**said, **values}))
