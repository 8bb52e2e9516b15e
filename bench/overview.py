"""HR's overview of fifty thousand people with half a million periods."""

import time
from collections.abc import Callable, Iterator

from flask import Flask

from bench.crowded import COURSE, PEOPLE, PERIODS, fill
from bench.house import BASE_URL, house, postgresql
from bench.learners import ready
from bench.results import Goal, Result, beside, percentile, within
from courses.queries import overview
from kernel import clock
from kernel.database import close_read_session, read_session
from people.permissions import Role
from tests import factories

TIMES = 20
SHOWN = Goal(300)


def measure() -> Iterator[Result]:
    yield from _on("SQLite", "")
    with postgresql() as url:
        if url is None:
            print("PostgreSQL does not answer: left out.")
        else:
            yield from _on("PostgreSQL", url)


def _on(name: str, url: str) -> Iterator[Result]:
    with house(url) as app:
        ready()
        fill(app.extensions["config"].database, clock.now().date())
        queried, shown = _p95(_count), _p95(_browser(app))
        people = f"HR's overview, {PEOPLE:,} people, {PERIODS:,} periods, {name}"
        yield within(f"{people}, p95", shown, "ms", SHOWN, "issue 2")
        yield beside("of which the figures' query, p95", queried, "ms", shown, "the page")


def _count() -> None:
    close_read_session()
    rows = overview(read_session(), COURSE, clock.now().date())
    assert sum(row.people for row in rows) >= PEOPLE


def _browser(app: Flask) -> Callable[[], None]:
    token, client = factories.session_token(factories.person(Role.HR)), app.test_client()
    with client.session_transaction(base_url=BASE_URL) as cookie:
        cookie["token"] = token

    def look() -> None:
        close_read_session()
        assert client.get("/desk", base_url=BASE_URL, query_string={"course": COURSE}).status_code == 200

    return look


def _p95(act: Callable[[], None]) -> float:
    """Milliseconds that one in twenty exceeds, after once to warm up."""
    act()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return percentile(taken, 95) * 1000
