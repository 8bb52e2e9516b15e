"""A server of its own for every test, on SQLite or PostgreSQL, with people in the middle of a test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.courses import taught
from tests.faults.client import Client
from tests.journeys.steps import House, Learner, prepare
from tests.live import Server

Serve = Callable[[str], House]


@dataclass
class Writer:
    """Somebody in the middle of a test: what was drawn, by question its options as shown."""

    person: Learner
    enrolment: int
    attempt: int
    drawn: dict[str, list[str]]

    def client(self, house: House) -> Client:
        return Client(house.server.port).sign_in(self.person.email)


@pytest.fixture
def serve(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve an organisation on a database, its worker process quick to come back after a kill."""
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--preload")
    houses: list[House] = []

    def start(database: str) -> House:
        houses.append(prepare(Server(tmp_path, request.getfixturevalue(f"{database}_url"), has_worker=False)))
        return houses[-1]

    yield start
    for house in houses:
        house.app.extensions["database"].engine.dispose()
        house.server.kill()


def in_a_test(house: House) -> Writer:
    """A newcomer who has read everything and started the test."""
    person = house.newcomer()
    with house.app.app_context():
        found = taught.of(house.person(person)).read()
        attempt = found.start()
        drawn = {str(each["question"]): list(each["options"]) for each in attempt.drawn}
        return Writer(person, found.enrolment_id, attempt.id, drawn)
