"""What the server spends on pages and answers, and how long eight people at once wait for them."""

from collections.abc import Iterator, Sequence

from flask import Flask

from bench import attempt, endurance, peers
from bench.crowd import USERS, Load, Visit, crowd
from bench.house import house
from bench.learners import Tester, tester
from bench.results import Goal, Result, beside, percentile, within
from bench.server import Server, serving, settings
from bench.visitor import Visitor
from tests import factories
from tests.certificates import making

SAVED = Goal(60)
CHECKED = Goal(20)
HELLO = "a page of one line, same server"
ONE_COMMIT = "one bare insert and commit, synchronous FULL"
ALONE = 200
THOUGHTS = 15


def measure() -> Iterator[Result]:
    """Eight users go on without a pause: each waits for the seven others."""
    with serving("bench.peers:hello") as server:
        hello = crowd(server, [_page(Visitor(server.port), "/") for _ in range(USERS)], 500)
    with house() as app:
        check_page = f"/c/{making.certificate(factories.person()).public_id}"
        with serving("wsgi:app", settings(app)) as server:
            testers = [tester(server.port) for _ in range(USERS)]
            yield from _pages(server, testers, hello)
            yield from _answers(server, testers, hello, app)
            yield from _check_page(server, check_page, hello)
            yield from attempt.measure(server)
            yield from endurance.measure(server, testers, check_page)


def _pages(server: Server, testers: Sequence[Tester], hello: Load) -> Iterator[Result]:
    pages: dict[str, list[Visit]] = {
        "question page": [one.see for one in testers],
        "home": [_page(one.visitor, "/home") for one in testers],
        "sign-in page": [_page(Visitor(server.port), "/sign-in") for _ in testers],
    }
    for name, visits in pages.items():
        yield from _load(name, crowd(server, visits), hello)


def _answers(server: Server, testers: Sequence[Tester], hello: Load, app: Flask) -> Iterator[Result]:
    bare = peers.commits(app.extensions["config"].database, 1)
    middle, limit = percentile(bare, 50) * 1000, percentile(bare, 95) * 1000
    saved = crowd(server, [one.save for one in testers])
    yield beside("answer saved, p50", saved.p50, "ms", middle, ONE_COMMIT)
    yield beside("answer saved, p95", saved.p95, "ms", limit, ONE_COMMIT, goal=SAVED)
    thinking = crowd(server, [one.save for one in testers], THOUGHTS, pause=1)
    yield beside("answer saved, p95, a second's thought between", thinking.p95, "ms", limit, ONE_COMMIT)
    yield beside("answer saved, CPU", saved.cpu, "ms", hello.cpu, HELLO)
    yield from _load("answer posted and next page", crowd(server, [one.go_on for one in testers]), hello)


def _check_page(server: Server, path: str, hello: Load) -> Iterator[Result]:
    yield from _load("check page", crowd(server, [_page(Visitor(server.port), path) for _ in range(USERS)]), hello)
    alone = crowd(server, [_page(Visitor(server.port), path)], ALONE)
    yield within("check page, one visitor, p95", alone.p95, "ms", CHECKED, "issue 2")


def _load(name: str, load: Load, hello: Load) -> Iterator[Result]:
    for measure, unit in (("p50", "ms"), ("p95", "ms"), ("cpu", "ms")):
        words = "CPU" if measure == "cpu" else measure
        yield beside(f"{name}, {words}", getattr(load, measure), unit, getattr(hello, measure), HELLO)


def _page(visitor: Visitor, path: str) -> Visit:
    return lambda _number: visitor.get(path)
