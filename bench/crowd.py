"""Several visitors at once."""

import random
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


def crowd(server: Server, visits: Sequence[Visit], each: int = EACH, pause: float = 0) -> Load:
    """Let every visitor do theirs `each` times, with `pause` seconds of thought (on average) before each.

    A visit is told its number, from 0.
    """
    for visit in visits:
        visit(0)
    before, start = server.cpu(), Barrier(len(visits))

    def take_part(visit: Visit) -> list[float]:
        start.wait()
        return [_seconds(visit, number, pause) for number in range(each)]

    with ThreadPoolExecutor(len(visits)) as threads:
        taken = [seconds for one in threads.map(take_part, visits) for seconds in one]
    cpu = (server.cpu() - before) / len(taken)
    return Load(percentile(taken, 50) * 1000, percentile(taken, 95) * 1000, cpu * 1000)


def _seconds(visit: Visit, number: int, pause: float) -> float:
    if pause:
        time.sleep(random.expovariate(1 / pause))
    begun = time.perf_counter()
    visit(number)
    return time.perf_counter() - begun
