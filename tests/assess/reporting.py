"""Approved profiles, and candidates with a report, for tests. Need an application context."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from assess import sealing
from assess.answers import Answer
from assess.method.frozen import frozen
from assess.method.profiles import Profile, Study, derive
from assess.models import Application, Decision, Derivation, JobProfile, ProfileApproval, Vacancy
from assess.queries.instruments import key_of
from assess.queries.sittings import own_application
from assess.services import reports
from certificates.ledger.entries import EntryType
from certificates.services.issuing import commit_document
from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from people.models import Person
from tests import factories
from tests.assess import making

CONTENT_HASH = "ab" * 32


@lru_cache
def exact(people: int, top: int, codes: tuple[str, ...]) -> Profile:
    """What comes of so many people of whom so many are the best; the same every time."""
    chance = np.random.default_rng(7)
    scores = chance.normal(3.6, 0.5, (people, len(codes))).clip(1, 5)
    is_top = np.arange(people) < top
    scores[is_top] = (scores[is_top] + 0.4).clip(1, 5)
    study = Study(
        scales=codes,
        scores=scores,
        reliability=np.full(len(codes), 0.8),
        relevance=np.full(len(codes), 3.0),
        validity=np.full(len(codes), 0.19),
        is_top=is_top if top else None,
        figure=None,
        top_share=0.2,
    )
    return derive(study, chance, draws=200)


def approved(people: int = 34, top: int = 6, of: JobProfile | None = None) -> JobProfile:
    """A profile in force; 34 with 6 gives *indicative*, 3 with 3 a *hypothesis*."""
    profile = of or making.profile()
    made = exact(people, top, making.instrument().scales)
    with unit_of_work() as session:
        key = key_of(session, session.get_one(JobProfile, profile.id).revision)
        figures = {**frozen(made), "situation_key": key._asdict()}
        sealed = sealing.seal_of_profile(figures, f"derivation:{profile.id}")
        given: dict[str, Any] = {"published": "{}", "sealed": sealed, "sealed_salt": b"", "derived_at": clock.now()}
        session.add(Derivation(profile_id=profile.id, status=made.status, **given))
        document = {"type": "profile", "profile": profile.id}
        index, salt = commit_document(session, EntryType.PROFILE, document)
        session.add(
            ProfileApproval(
                profile_id=profile.id,
                name="Hanna de Vries",
                role="HR",
                works_council="Besproken",
                approved_at=clock.now(),
                review_on=(clock.now() + timedelta(days=365)).date(),
                content_hash=CONTENT_HASH,
                salt=salt,
                entry_index=index,
            )
        )
        audit.record(session, "test", actor=None)
    return profile


def invited(people: int = 34, top: int = 6, **values: Any) -> Application:
    """A candidate for a vacancy whose profile is in force; `values` are the person's."""
    return making.application(making.vacancy(approved(people, top)), making.candidate(**values))


def reported(application: Application | None = None, answers: Mapping[str, Answer] | None = None) -> Application:
    """The same with the assessment handed in and the report made."""
    applied = application or invited()
    making.finish(making.begin(applied), answers)
    reports.make(applied.id)
    return again(applied)


def again(application: Application) -> Application:
    """As it is now."""
    session = read_session()
    return own_application(session, session.get_one(Person, application.person_id), application.id)


def person_of(application: Application) -> Person:
    return read_session().get_one(Person, application.person_id)


def do(application: Application, use_case: Any, *given: Any, **more: Any) -> Any:
    """A use case of the candidate's own."""
    with unit_of_work() as session:
        return use_case(session, session.get_one(Person, application.person_id), application.id, *given, **more)


def decided(
    application: Application, outcome: str = "not_hired", reasons: str = "Iemand anders had meer ervaring."
) -> None:
    by = factories.person()
    with unit_of_work() as session:
        applied = session.get_one(Application, application.id)
        sealed = sealing.seal_in(applied.file, reasons, f"decision:{applied.id}")
        given = {"sealed_reasons": sealed, "decided_by": by.id, "decided_at": clock.now()}
        session.add(Decision(application_id=applied.id, outcome=outcome, **given))
        audit.record(session, "test", actor=None)


def close(application: Application) -> None:
    making.close(read_session().get_one(Vacancy, application.vacancy_id))
