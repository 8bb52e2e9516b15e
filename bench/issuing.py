"""Certificates and papers a second a core."""

import time
from collections.abc import Iterator

from bench.house import employees, house
from bench.results import Goal, Result, beside, within
from certificates.ledger import services as ledger
from certificates.ledger.entries import ENTRY_BYTES, VERSION, EntryType
from certificates.models import Certificate
from certificates.paper import PaperContent, render_paper
from certificates.services import papers
from kernel import audit
from kernel.database import unit_of_work
from people.models import Person
from tests.certificates import making

CERTIFICATES = 300
PAPERS = 40
WARMING_UP = 3
PAGE = Goal(50)  # ms of CPU: the dear end of EVIDENCE.md's 35 to 50


def measure() -> Iterator[Result]:
    with house():
        people = employees(CERTIFICATES)
        _make(people[:WARMING_UP])
        bare = _cpu_of_appends(CERTIFICATES)
        begun = time.process_time()
        made = _make(people[WARMING_UP:])
        each = (time.process_time() - begun) / len(made)
        against = "an append alone, in a transaction of its own"
        yield beside("certificates issued, signed and logged", 1 / each, "a core-second", 1 / bare, against)
        yield from _papers([certificate.id for certificate in made[: PAPERS + WARMING_UP]])


def _make(people: list[Person]) -> list[Certificate]:
    return [making.certificate(person) for person in people]


def _cpu_of_appends(count: int) -> float:
    """CPU seconds of one append with its commit."""
    entry = bytes([VERSION, EntryType.ISSUE]).ljust(ENTRY_BYTES, b"\0")
    begun = time.process_time()
    for _ in range(count):
        with unit_of_work() as session:
            ledger.append(session, entry)
            audit.record(session, "bench.appended", actor=None)
    return (time.process_time() - begun) / count


def _papers(certificates: list[int]) -> Iterator[Result]:
    drawn: list[float] = []

    def draw(content: PaperContent) -> bytes:
        begun = time.process_time()
        page = render_paper(content)
        drawn.append(time.process_time() - begun)
        return page

    for certificate in certificates[:WARMING_UP]:
        papers.make(certificate, draw)
    drawn.clear()
    begun = time.process_time()
    for certificate in certificates[WARMING_UP:]:
        papers.make(certificate, draw)
    whole = (time.process_time() - begun) / len(drawn)
    page = sum(drawn) / len(drawn)
    yield within("a paper drawn", page * 1000, "ms CPU", PAGE, "EVIDENCE.md")
    yield beside("papers drawn, sealed and stored", 1 / whole, "a core-second", 1 / page, "drawing alone")
