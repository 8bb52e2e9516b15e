"""A thousand candidates who answer at once: how long each waits, and whether everything is kept."""

import uuid
from collections.abc import Iterator
from itertools import count

from flask import Flask
from sqlalchemy import func, select

from assess.models import SittingAnswer, Vacancy
from bench.crowd import Visit, crowd
from bench.house import house, postgresql
from bench.results import Goal, Result, within
from bench.server import serving, settings
from bench.visitor import Visitor
from kernel.database import close_read_session, read_session
from tests import factories
from tests.assess import making

CANDIDATES = 1_000
ANSWERS = 6
THOUGHT = 10.0  # seconds an item; the instrument itself takes 25
SAVED = Goal(100)
ACKNOWLEDGED = CANDIDATES * (ANSWERS + 1)  # a crowd warms up with one visit each
ALL = Goal(ACKNOWLEDGED, is_floor=True)
PROCESSES = {"WEB_CONCURRENCY": "2"}


def measure() -> Iterator[Result]:
    """Autosave, as the page's script does it: one event an answer."""
    with postgresql() as url:
        if url is None:
            print("PostgreSQL does not answer: left out.")
        else:
            yield from _on(url)


def _on(url: str) -> Iterator[Result]:
    with house(url) as app:
        place = making.vacancy()
        where = {**settings(app), **PROCESSES, "MAATSTAF_DATABASE_URL": url}
        with serving("wsgi:app", where) as server:
            answering = [_candidate(app, server.port, place) for _ in range(CANDIDATES)]
            load = crowd(server, answering, ANSWERS, pause=THOUGHT)
        who = f"{CANDIDATES:,} candidates answering, {THOUGHT:g} s of thought, PostgreSQL, two processes"
        yield within(f"{who}, p95", load.p95, "ms", SAVED, "issue 3")
        yield within("of which kept", _kept(), "answers", ALL, "issue 3")


def _kept() -> int:
    close_read_session()
    return read_session().scalar(select(func.count(SittingAnswer.id))) or 0


def _candidate(app: Flask, port: int, place: Vacancy) -> Visit:
    """Somebody who is signed in and has the first item before them."""
    person = factories.person()
    sitting, visitor, numbers = making.begin(making.application(place, person)), Visitor(port), count(1)
    token = factories.session_token(person)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    visitor.bring("__Host-session", signer.dumps({"token": token}))
    visitor.get(f"/sittings/{sitting.id}/items/1")

    def answer(_number: int) -> None:
        item = next(numbers)
        event = {"event": str(uuid.uuid4()), "question": f"st-{item:02}", "chosen": [str(item % 5 + 1)]}
        visitor.send(f"/sittings/{sitting.id}/answers", **event)

    return answer
