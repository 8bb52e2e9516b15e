"""The memory of the process that serves, after twenty thousand requests of every kind."""

from concurrent.futures import ThreadPoolExecutor

from bench.learners import Tester
from bench.results import Goal, Result, beside
from bench.server import Server
from bench.visitor import Page

REQUESTS = 20_000
MEMORY = Goal(300)
CHEAP = ("/healthz", "/theme.css", "/static/css/base.css")


def measure(server: Server, testers: list[Tester], check_page: str) -> list[Result]:
    """Of every forty requests: three dear pages, one answer, and for the rest cheap ones, to be done in a minute."""
    fresh, each = server.memory(), REQUESTS // len(testers)
    with ThreadPoolExecutor(len(testers)) as threads:
        list(threads.map(lambda one: [_visit(one, number, check_page) for number in range(each)], testers))
    name, against = f"memory after {REQUESTS:,} requests", "the same process before them"
    return [beside(name, server.memory(), "MB", fresh, against, goal=MEMORY)]


def _visit(tester: Tester, number: int, check_page: str) -> Page:
    match number % 40:
        case 0:
            return tester.save(number // 40)
        case 10:
            return tester.see(number // 40)
        case 20:
            return tester.visitor.get(f"/attempts/{tester.attempt}/check")
        case 30:
            return tester.visitor.get(check_page)
        case _:
            return tester.visitor.get(CHEAP[number % len(CHEAP)])
