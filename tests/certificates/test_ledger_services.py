"""The log in the database: no gap, no double, nothing rewritten."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from certificates.ledger import queries, services as ledger
from certificates.ledger.entries import key_entry
from certificates.ledger.merkle import Frontier, leaf_hash, verify_inclusion
from certificates.ledger.models import Head, LogEntry
from certificates.ledger.notes import Checkpoint, VerifierKey, open_checkpoint
from certificates.services import keys
from kernel import audit, clock
from kernel.database import database, read_session, unit_of_work


def entry(number: int) -> bytes:
    return key_entry(clock.now(), sha256(str(number).encode()).digest())


def append(*numbers: int) -> range:
    with unit_of_work() as session:
        ledger.open_log(session, "maatstaf.test/log")
        audit.record(session, "test", actor=None)
        return ledger.append_many(session, [entry(number) for number in numbers])


def test_entries_get_the_next_indices_and_the_root_is_that_of_the_tree(either_app: Flask) -> None:
    with either_app.app_context():
        assert [*append(1, 2, 3), *append(4), *append(5, 6, 7)] == list(range(7))
        session, frontier = read_session(), Frontier()
        for row in session.query(LogEntry).order_by(LogEntry.idx):
            frontier, _ = frontier.append(leaf_hash(row.entry))
        head = queries.head(session)
        assert head is not None
        assert (head.size, head.root) == (7, frontier.root())


def test_every_entry_is_proven_from_stored_nodes_alone(either_app: Flask) -> None:
    with either_app.app_context():
        append(*range(11))
        session = read_session()
        head, node = session.get_one(Head, 1), queries.lookup(session)
        note = Checkpoint(head.origin, head.size, head.root).body() + "\n"
        for index in range(11):
            path = queries.log_proof(session, index, note, b"").path
            assert verify_inclusion(index, 11, node(0, index), path, head.root)


def append_and_stop() -> None:
    with unit_of_work() as session:
        ledger.append(session, entry(2))
        raise KeyboardInterrupt


def test_what_was_rolled_back_leaves_no_gap(either_app: Flask) -> None:
    with either_app.app_context():
        append(1)
        with pytest.raises(KeyboardInterrupt):
            append_and_stop()
        assert list(append(3)) == [1]
        assert read_session().query(LogEntry).count() == 2


def test_eight_threads_appending_leave_no_gap_and_no_double(either_app: Flask) -> None:
    def one(number: int) -> int:
        with either_app.app_context():
            return append(number)[0]

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one, range(60))) == list(range(60))


REWRITES = [
    "UPDATE log SET leaf = leaf WHERE idx = 0",
    "DELETE FROM log WHERE idx = 1",
    "UPDATE node SET hash = hash",
    "DELETE FROM node",
    "UPDATE checkpoint SET note = ''",
    "DELETE FROM checkpoint",
]
ONLY_SQLITE = ["INSERT OR REPLACE INTO log SELECT 0, entry, leaf FROM log WHERE idx = 1"]
ONLY_POSTGRESQL = ["TRUNCATE log CASCADE", "TRUNCATE node", "TRUNCATE checkpoint"]


def test_the_database_refuses_to_rewrite_the_log(either_app: Flask) -> None:
    with either_app.app_context():
        with unit_of_work() as session:
            keys.opened_log(session)
            keys.sign_head(session)
        for statement in REWRITES + (ONLY_SQLITE if database().is_sqlite else ONLY_POSTGRESQL):
            with pytest.raises(DatabaseError, match="evidence"), database().write() as session:
                session.execute(text(statement))


def test_a_checkpoint_is_signed_once_for_every_size(either_app: Flask) -> None:
    with either_app.app_context():
        notes = set()
        for _ in range(2):
            with unit_of_work() as session:
                keys.opened_log(session)
                notes.add(keys.sign_head(session).note)
                audit.record(session, "test", actor=None)
                public = keys.signing_key(session, keys.Purpose.LOG).public_key().public_bytes_raw()
        signed = open_checkpoint(notes.pop(), [VerifierKey("maatstaf.test/log", public)])
        assert not notes
        assert signed.size == 2


def test_a_retired_key_stays_and_the_next_is_announced_in_the_log(either_app: Flask) -> None:
    from certificates import queries as reading

    with either_app.app_context():
        with unit_of_work() as session:
            keys.rotate(session, keys.Purpose.ISSUER, None)
            keys.rotate(session, keys.Purpose.ISSUER, None)
        document = reading.issuer_document(read_session())
        assert len(document["verificationMethod"]) == 3
        assert ["expires" in method for method in document["verificationMethod"]] == [True, True, False]
        assert read_session().get_one(Head, 1).size == 4
