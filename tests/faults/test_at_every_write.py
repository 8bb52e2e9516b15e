"""Killed at every write of the last step, from the first statement to the commit: all of it happened, or nothing."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from certificates import queries
from certificates.ledger.models import Head, LogEntry
from certificates.ledger.verification import verify
from certificates.models import Certificate
from courses.models import HandIn, Period, Signature
from courses.services import attempts
from kernel.audit import AuditRow
from kernel.database import database, read_session, unit_of_work
from kernel.jobs import Job
from kernel.outbox import Mail
from people.models import Person
from tests.courses import taught
from tests.courses.taught import Learner

TOLD_BY = (HandIn, Signature, Period, Certificate, LogEntry, AuditRow, Job, Mail)
KILLED = 9


@pytest.fixture
def school(either_app: Flask) -> Flask:
    return taught.app_of(either_app)


def facts() -> dict[str, int]:
    """How many rows of each kind; and that the log is whole."""
    session = read_session()
    assert verify(session, queries.log_keys(session)).problems == ()
    told = {model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0 for model in TOLD_BY}
    assert told["log"] == session.get_one(Head, 1).size
    session.close()
    return told


def child(app: Flask, step: Callable[[], Any], at_write: int) -> int:
    """Do `step` in a process that dies at its `at_write`th write, the commit among them; return how it ended."""
    database().engine.dispose()
    number = os.fork()
    if number == 0:
        with app.app_context():
            engine, left = database().engine, [at_write]

            def count(*_details: Any) -> None:
                left[0] -= 1
                if left[0] == 0:
                    os._exit(KILLED)

            @event.listens_for(engine, "before_cursor_execute")
            def _statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
                if statement.startswith(("INSERT", "UPDATE")):
                    count()

            event.listen(engine, "commit", count)
            step()
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def until_it_lives(app: Flask, step: Callable[[], Any]) -> tuple[dict[str, int], int]:
    """Kill `step` at its first write, its second, and so on, and compare; return what was there before it lived."""
    before = facts()
    for at_write in range(1, 200):
        if child(app, step, at_write) == 0:
            return before, at_write
        assert facts() == before, f"something stayed behind of what was killed at write {at_write}"
    raise AssertionError("it never came to an end")


def ready_to_hand_in() -> tuple[Learner, int]:
    learner = taught.learner().read()
    attempt = learner.start()
    learner.answer_all(attempt)
    return learner, attempt.id


def test_handing_in_happens_whole_or_not_at_all(school: Flask) -> None:
    with school.app_context():
        learner, attempt_id = ready_to_hand_in()

        def hand_in() -> None:
            with unit_of_work() as session:
                attempts.hand_in(session, session.get_one(Person, learner.person.id), attempt_id)

        before, kills = until_it_lives(school, hand_in)
        assert kills > 2
        after = facts()
        assert after["hand_in"] == before["hand_in"] + 1
        assert after["certificate"] == before["certificate"]


def test_signing_and_issuing_happen_whole_or_not_at_all(school: Flask) -> None:
    with school.app_context():
        learner, attempt_id = ready_to_hand_in()
        attempt = taught.learning.own_attempt(read_session(), learner.person, attempt_id)
        learner.hand_in(attempt)
        before, kills = until_it_lives(school, learner.sign)
        assert kills > 10
        after = facts()
        for once in ("signature", "period", "certificate"):
            assert after[once] == before[once] + 1
        assert after["job"] > before["job"]  # the paper is asked for
        assert after["mail"] == before["mail"] + 2  # the signed copy, and the good news
