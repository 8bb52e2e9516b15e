"""Whatever is touched in the log's tables, `ledger verify` names it."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from certificates import queries
from certificates.ledger import services as ledger
from certificates.ledger.merkle import Frontier, leaf_hash
from certificates.ledger.models import Head, LogEntry
from certificates.ledger.verification import Verdict, verify
from certificates.services import keys
from kernel import audit
from kernel.database import database, read_session, unit_of_work
from tests.certificates.test_ledger_services import entry


@pytest.fixture
def log(either_app: Flask) -> Flask:
    """A log of 13 entries with checkpoints at 2 and 13."""
    with either_app.app_context():
        with unit_of_work() as session:
            keys.opened_log(session)
            keys.sign_head(session)
        grow(11)
    return either_app


def grow(count: int) -> None:
    with unit_of_work() as session:
        ledger.append_many(session, [entry(number) for number in range(count)])
        keys.sign_head(session)
        audit.record(session, "test", actor=None)


def tamper(*statements: str, **values: object) -> None:
    """Write as who holds the database: the guards out of the way first."""
    with unit_of_work() as session:
        for table in ("log", "node", "checkpoint"):
            if database().is_sqlite:
                for operation in ("update", "delete"):
                    session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{operation}"))
            else:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            session.execute(text(statement), values)


def verdict(against: str | None = None) -> Verdict:
    session = read_session()
    return verify(session, queries.log_keys(session), against)


def newest() -> str:
    found = queries.last_signed(read_session())
    assert found is not None
    return found[0]


def test_an_honest_log_is_well(log: Flask) -> None:
    with log.app_context():
        assert verdict(newest()).problems == ()


def test_an_honest_log_continues_an_older_checkpoint(log: Flask) -> None:
    with log.app_context():
        outside = newest()
        grow(6)
        assert verdict(outside).problems == ()


def test_an_edited_row_is_named_and_nothing_else(log: Flask) -> None:
    with log.app_context():
        tamper("UPDATE log SET entry = :forged WHERE idx = 5", forged=entry(99))
        assert verdict().problems == ("entry 5 was edited: its bytes do not give its leaf",)


def test_a_row_edited_with_its_leaf_is_named(log: Flask) -> None:
    with log.app_context():
        forged = entry(99)
        tamper("UPDATE log SET entry = :entry, leaf = :leaf WHERE idx = 5", entry=forged, leaf=leaf_hash(forged))
        assert verdict().problems == ("the leaf of entry 5 was changed: it is not node 0/5",)


def test_a_removed_row_is_named(log: Flask) -> None:
    with log.app_context():
        tamper("DELETE FROM log WHERE idx = 5")
        assert verdict().problems == ("entry 5 is missing",)


def test_a_removed_tail_is_named(log: Flask) -> None:
    with log.app_context():
        tamper("DELETE FROM log WHERE idx >= 10")
        assert verdict().problems == ("the tail was removed: entries 10 to 12 are missing",)


def test_a_changed_node_is_named(log: Flask) -> None:
    with log.app_context():
        tamper("UPDATE node SET hash = :hash WHERE level = 1 AND idx = 2", hash=bytes(32))
        assert "node 1/2 was changed: it is not the hash of the two below it" in verdict().problems


def test_a_removed_node_is_named(log: Flask) -> None:
    with log.app_context():
        tamper("DELETE FROM node WHERE level = 2 AND idx = 1")
        assert "node 2/1 is missing" in verdict().problems


def test_a_head_that_was_moved_back_is_named(log: Flask) -> None:
    with log.app_context():
        rewind(8, keep_rows=True)
        assert "the head was moved back: it counts 8 entries, the log holds 13" in verdict().problems


def test_a_tail_removed_with_its_head_is_seen_against_a_checkpoint_kept_outside(log: Flask) -> None:
    with log.app_context():
        outside = newest()
        rewind(8)
        assert verdict().problems == ()
        found = verdict(outside).problems
        assert found == ("the tail was removed: the checkpoint kept outside covers 13 entries, the log has 8",)


def test_a_log_rewritten_with_its_own_key_is_seen_against_a_checkpoint_kept_outside(log: Flask) -> None:
    with log.app_context():
        outside = newest()
        rewind(8)
        grow(7)
        assert verdict().problems == ()
        found = verdict(outside).problems
        assert found == ("the log was forked: the checkpoint kept outside has another root over the first 13 entries",)


def test_a_checkpoint_of_another_log_is_refused(log: Flask) -> None:
    with log.app_context():
        outside = newest().replace("maatstaf.test", "elders.example")
        assert "is not one of this log" in verdict(outside).problems[0]


REMOVALS = (
    "DELETE FROM log WHERE idx >= :size",
    "DELETE FROM node WHERE idx >= CAST(:size AS INTEGER) >> CAST(level AS INTEGER)",
    "DELETE FROM checkpoint WHERE size > :size",
)


def rewind(size: int, *, keep_rows: bool = False) -> None:
    """Go back to an earlier head, with all that came after it gone."""
    frontier = Frontier()
    for row in read_session().query(LogEntry).order_by(LogEntry.idx).limit(size):
        frontier, _ = frontier.append(leaf_hash(row.entry))
    if keep_rows:
        tamper()
    else:
        tamper(*REMOVALS, size=size)
    with unit_of_work() as session:
        head = session.get_one(Head, 1)
        head.size, head.frontier, head.root = size, frontier.to_bytes(), frontier.root()
        audit.record(session, "test", actor=None)


def test_the_command_ends_with_zero_only_when_all_is_well(log: Flask, tmp_path: Path) -> None:
    outside, runner = tmp_path / "checkpoint", log.test_cli_runner()
    outside.write_text(runner.invoke(args=["ledger", "checkpoint"]).output, encoding="utf-8")
    well = runner.invoke(args=["ledger", "verify", "--against", str(outside), "--json"])
    assert well.exit_code == 0
    assert json.loads(well.output)["size"] == 13
    with log.app_context():
        tamper("DELETE FROM log WHERE idx = 5")
    wrong = runner.invoke(args=["ledger", "verify"])
    assert wrong.exit_code == 1
    assert "entry 5 is missing" in wrong.output
