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
from kernel import audit, secrets
from kernel.database import database, read_session, unit_of_work
from tests import factories
from tests.certificates import making
from tests.certificates.test_ledger_services import entry
from tests.conftest import make_app


@pytest.fixture
def log(either_app: Flask) -> Flask:
    """A log of 13 entries with checkpoints at 2 and 13."""
    with either_app.app_context():
        with unit_of_work() as session:
            keys.opened_log(session)
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


EXTRA_NODES = ["0, 13", "1, 6", "3, 1", "4, 0", "62, 0", "-1, 0", "1, -1"]


@pytest.mark.parametrize("place", EXTRA_NODES)
def test_a_superfluous_node_is_named(log: Flask, place: str) -> None:
    with log.app_context():
        tamper(f"INSERT INTO node (level, idx, hash) VALUES ({place}, :hash)", hash=bytes(32))
        first = place.replace(", ", "/")
        assert verdict().problems == (f"superfluous nodes, outside the tree of 13 entries: 1, the first is {first}",)


def test_an_entry_before_the_first_is_named(log: Flask) -> None:
    with log.app_context():
        extra = entry(99)
        tamper("INSERT INTO log (idx, entry, leaf) VALUES (-1, :entry, :leaf)", entry=extra, leaf=leaf_hash(extra))
        assert verdict().problems == ("entry -1 is superfluous: the log begins at 0",)


def test_an_emptied_table_of_checkpoints_is_named(log: Flask) -> None:
    with log.app_context():
        tamper("DELETE FROM checkpoint")
        assert verdict().problems == ("the checkpoints were removed: a log has one from its opening on",)


def test_a_log_has_a_checkpoint_before_its_first_paper_is_made(either_app: Flask) -> None:
    with either_app.app_context():
        making.certificate(factories.person())
        assert verdict(newest()).problems == ()


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


UNREADABLE = ["DROP TABLE node", "ALTER TABLE log RENAME TO elsewhere", "ALTER TABLE checkpoint RENAME note TO words"]


@pytest.mark.parametrize("damage", UNREADABLE)
def test_a_table_that_cannot_be_read_is_a_verdict_and_no_traceback(log: Flask, damage: str) -> None:
    with log.app_context():
        tamper(damage)
    asked = log.test_cli_runner().invoke(args=["ledger", "verify", "--json"])
    assert asked.exit_code == 2
    verdict = json.loads(asked.output)
    assert (verdict["ok"], len(verdict["problems"])) == (False, 1)
    assert verdict["problems"][0].startswith("the log cannot be read: ")
    said = log.test_cli_runner().invoke(args=["ledger", "verify"])
    assert (said.exit_code, "WRONG: the log cannot be read" in said.output) == (2, True)


def test_a_database_that_does_not_answer_is_a_verdict(tmp_path: Path) -> None:
    secrets.read_master_key(tmp_path / "master.key")  # it was set up once
    nowhere = make_app(tmp_path, "postgresql://postgres@127.0.0.1:1/nothing")
    asked = nowhere.test_cli_runner().invoke(args=["ledger", "verify", "--json"])
    assert (asked.exit_code, json.loads(asked.output)["ok"]) == (2, False)


def test_text_where_bytes_belong_is_a_verdict(app: Flask) -> None:
    with app.app_context():
        making.certificate(factories.person())
        tamper("UPDATE log SET entry = :text WHERE idx = 0", text="x" * 42)
    asked = app.test_cli_runner().invoke(args=["ledger", "verify", "--json"])
    assert (asked.exit_code, json.loads(asked.output)["ok"]) == (2, False)


def test_a_checkpoint_file_of_other_bytes_is_a_verdict(log: Flask, tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(b"\xff\xfe\x00")
    given = ["ledger", "verify", "--json", "--against", str(tmp_path / "checkpoint")]
    asked = log.test_cli_runner().invoke(args=given)
    assert (asked.exit_code, json.loads(asked.output)["ok"]) == (2, False)
