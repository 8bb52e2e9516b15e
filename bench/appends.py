"""Appends to the log a second, one a transaction and fifty a transaction, on both databases."""

import secrets
import time
from collections.abc import Iterator
from itertools import repeat
from statistics import mean

from bench import peers
from bench.house import house, postgresql
from bench.results import Goal, Result, beside
from certificates.ledger import services as ledger
from certificates.ledger.entries import BODY_BYTES, EntryType, commitment_entry
from certificates.services import keys
from kernel import audit, clock
from kernel.database import unit_of_work

ONE_BY_ONE = Goal(1_000, is_floor=True)  # EVIDENCE.md
IN_FIFTIES = Goal(22_000, is_floor=True)  # idem
SECONDS = 5.0


def measure() -> Iterator[Result]:
    yield from _on("SQLite", "")
    with postgresql() as url:
        if url is None:
            print("PostgreSQL does not answer: left out.")
        else:
            yield from _on("PostgreSQL", url)


def _on(database: str, url: str) -> Iterator[Result]:
    with house(url) as app:
        with unit_of_work() as session:
            keys.opened_log(session)
        for many, goal in ((1, ONE_BY_ONE), (50, IN_FIFTIES)):
            words = "one" if many == 1 else "fifty"
            bare = many / mean(peers.commits(app.extensions["config"].database, many))
            name, against = f"appends, {words} a transaction, {database}", "bare inserts and commits of those rows"
            yield beside(name, per_second(many), "a second", bare, against, goal=goal)


def per_second(many: int) -> float:
    """How many entries are written and committed a second, `many` a transaction, one writer."""
    written, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        entries = [_entry() for _ in repeat(None, many)]
        with unit_of_work() as session:
            ledger.append_many(session, entries)
            audit.record(session, "bench.appended", actor=None)
        written += many
    return written / (time.perf_counter() - begun)


def _entry() -> bytes:
    return commitment_entry(EntryType.ISSUE, clock.now(), secrets.token_bytes(BODY_BYTES))
