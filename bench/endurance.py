"""The memory of the process that serves, after twenty thousand requests of every kind."""

from concurrent.futures import ThreadPoolExecutor

from bench.learners import Tester
from bench.results import Goal, Result, beside
from bench.server import Server

REQUESTS = 20_000
MEMORY = Goal(300)
CHEAP = ("/healthz", "/theme.css", "/static/css/base.css")


def measure(server: Server, testers: list[Tester], check_page: str) -> list[Result]:
    """Of every twenty requests: four dear pages, one answer, fifteen cheap ones."""
    fresh, each = server.memory(), REQUESTS // len(testers)
    with ThreadPoolExecutor(len(testers)) as threads:
        list(threads.map(lambda one: [_visit(one, number, check_page) for number in range(each)], testers))
    name, against = f"memory after {REQUESTS:,} requests", "the same process before them"
    return [beside(name, server.memory(), "MB", fresh, against, MEMORY)]


def _visit(tester: Tester, number: int, check_page: str) -> None:
    match number % 20:
        case 0:
            tester.save(number // 20)
        case 5:
            tester.see(number // 20)
        case 10:
            tester.visitor.get(f"/attempts/{tester.attempt}/check")
        case 15:
            tester.visitor.get(check_page)
        case 18:
            tester.visitor.get("/home")
        case _:
            tester.visitor.get(CHEAP[number % len(CHEAP)])
