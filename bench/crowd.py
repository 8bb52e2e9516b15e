"""Several visitors at once, each going on without a pause."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from bench.results import percentile
from bench.server import Server

USERS = 8
EACH = 60
Visit = Callable[[int], object]


@dataclass(frozen=True)
class Load:
    """What a crowd met: `p50` and `p95` in ms as the visitor waits, `cpu` in ms of the server a visit."""

    p50: float
    p95: float
    cpu: float


def crowd(server: Server, visits: Sequence[Visit], each: int = EACH) -> Load:
    """Let every visitor do theirs `each` times; the visit is told its number, from 0."""
    warm = [_times(visit, 2) for visit in visits]
    assert warm
    before = server.cpu()
    start = Barrier(len(visits))
    with ThreadPoolExecutor(len(visits)) as threads:
        taken = [
            seconds for one in threads.map(lambda visit: _together(start, visit, each), visits) for seconds in one
        ]
    cpu = (server.cpu() - before) / len(taken)
    return Load(percentile(taken, 50) * 1000, percentile(taken, 95) * 1000, cpu * 1000)


def _together(start: Barrier, visit: Visit, each: int) -> list[float]:
    start.wait()
    return _times(visit, each)


def _times(visit: Visit, each: int) -> list[float]:
    taken = []
    for number in range(each):
        begun = time.perf_counter()
        visit(number)
        taken.append(time.perf_counter() - begun)
    return taken
