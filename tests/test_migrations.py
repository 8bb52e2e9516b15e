"""Migrations up from empty, checked against the models, down and up again; and the guards of evidence after them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from kernel.database import Base, Database
from tests.conftest import POSTGRESQL, postgresql
from web.config import ROOT

NEVER_CHANGE = (
    *("log", "node", "checkpoint", "certificate", "revision", "edition", "ending"),
    *("instrument_revision", "instrument_approval", "criterion", "derivation", "profile_approval"),
)
ONLY_GO = (
    *("audit", "snapshot", "paper", "attempt", "answer", "hand_in", "signature", "lesson_read", "approval"),
    *("keying", "relevance", "nomination", "figure", "sitting", "sitting_answer", "sitting_hand_in", "scores"),
    *("report", "release", "decision", "exercise_rating", "exercise_talk"),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        return
    request.getfixturevalue("migrated_postgresql")  # skips or fails where PostgreSQL is missing
    name = f"maatstaf_empty_{tmp_path.name[-8:].lower().replace('-', '_')}"
    postgresql(f'DROP DATABASE IF EXISTS "{name}"')
    postgresql(f'CREATE DATABASE "{name}"')
    database = Database(f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}")
    yield database
    database.engine.dispose()
    postgresql(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(database: Database, what: Any, *arguments: str) -> None:
    settings = AlembicConfig(str(ROOT / "alembic.ini"))
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        settings.attributes["connection"] = connection
        what(settings, *arguments)
        connection.commit()


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_up_checked_down_and_up_again(empty: Database) -> None:
    run(empty, command.upgrade, "head")
    assert tables(empty) == set(Base.metadata.tables)
    run(empty, command.check)
    run(empty, command.downgrade, "-1")
    run(empty, command.upgrade, "head")
    run(empty, command.check)
    run(empty, command.downgrade, "base")
    assert tables(empty) == set()
    run(empty, command.upgrade, "head")
    with empty.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        for table in NEVER_CHANGE:
            refuses(connection, table, "UPDATE", "DELETE")
        for table in ONLY_GO:
            refuses(connection, table, "UPDATE")


def refuses(connection: Connection, table: str, *operations: str) -> None:
    """Whether the guard stands: a trigger by name, on the operation; that it bites is shown on the log below."""
    if connection.dialect.name == "sqlite":
        found = text("SELECT sql FROM sqlite_master WHERE type='trigger' AND tbl_name=:t")
        rows = connection.execute(found, {"t": table})
        guards = " ".join(row[0] for row in rows)
    else:
        rows = connection.execute(
            text("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = CAST(:t AS regclass)"), {"t": table}
        )
        guards = " ".join(row[0] for row in rows)
    for operation in operations:
        assert f"BEFORE {operation}" in guards, f"{table} lets {operation} through"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET leaf = leaf",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log (idx, entry, leaf) VALUES (0, zeroblob(42), zeroblob(32))",
        "REPLACE INTO log (idx, entry, leaf) VALUES (0, zeroblob(42), zeroblob(32))",
        "TRUNCATE log CASCADE",
    ],
)
def test_the_log_refuses_every_way_of_changing_it(empty: Database, statement: str) -> None:
    is_sqlite = empty.is_sqlite
    if ("REPLACE" in statement and not is_sqlite) or ("TRUNCATE" in statement and is_sqlite):
        return  # the other database has no such word
    run(empty, command.upgrade, "head")
    blob = "zeroblob(42), zeroblob(32)"
    if not is_sqlite:
        blob = "decode(repeat('00', 42), 'hex'), decode(repeat('00', 32), 'hex')"
    with empty.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        connection.execute(text(f"INSERT INTO log (idx, entry, leaf) VALUES (0, {blob})"))
        connection.commit()
    writing = empty.engine.execution_options(sqlite_begin="IMMEDIATE")
    with writing.connect() as connection, pytest.raises(DBAPIError, match="evidence"):
        connection.execute(text(statement))


def test_persons_and_files_outlive_the_coming_of_candidates(empty: Database) -> None:
    """What stood there stands there after the tables were made anew, up and down."""
    run(empty, command.upgrade, "a_number_names_one_person")
    rows = (
        "INSERT INTO team (id, name) VALUES (1, 'Zuid')",
        "INSERT INTO person (id, name, email, function, language, team_id, started_on, created_at) "
        "VALUES (7, 'Vera', 'vera@linde.example', '', 'nl', 1, '2020-01-01', '2020-01-01 00:00:00')",
        "INSERT INTO role_grant (person_id, role, granted_at) VALUES (7, 'hr', '2020-01-01 00:00:00')",
        "INSERT INTO file (id, person_id, purpose, opened_at, erased_at) "
        "VALUES (3, 7, 'learning', '2020-01-01 00:00:00', '2021-01-01 00:00:00')",
        "INSERT INTO sign_in (id, token_hash, person_id, method, started_at, seen_at, fresh_at) VALUES "
        f"(5, {'zeroblob(32)' if empty.is_sqlite else '''decode(repeat('00', 32), 'hex')'''}, 7, 'password', "
        "'2020-01-01 00:00:00', '2020-01-01 00:00:00', '2020-01-01 00:00:00')",
    )
    with empty.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        for row in rows:
            connection.execute(text(row))
        connection.commit()
    for to in (command.upgrade, "candidates_are_persons"), (command.downgrade, "-1"), (command.upgrade, "head"):
        run(empty, *to)
        with empty.engine.connect() as connection:
            kept = connection.execute(
                text(
                    "SELECT person.name, team.name, role, purpose, method FROM person "
                    "JOIN team ON team.id = person.team_id JOIN role_grant ON role_grant.person_id = person.id "
                    "JOIN file ON file.person_id = person.id JOIN sign_in ON sign_in.person_id = person.id"
                )
            ).all()
        assert [tuple(row) for row in kept] == [("Vera", "Zuid", "hr", "learning", "password")]


def test_incumbents_and_their_sittings_outlive_the_coming_of_needs(empty: Database) -> None:
    """SQLite makes the table anew, with what points to it."""
    run(empty, command.upgrade, "assessment")
    at = "'2026-01-01 00:00:00'"
    blob = "zeroblob({0})" if empty.is_sqlite else "decode(repeat('00', {0}), 'hex')"
    one, entry, leaf = (blob.format(length) for length in (1, 42, 32))
    rows = (
        f"INSERT INTO log (idx, entry, leaf) VALUES (0, {entry}, {leaf})",
        "INSERT INTO person (id, name, email, function, language, started_on, created_at) "
        f"VALUES (7, 'Vera', 'vera@linde.example', '', 'nl', '2020-01-01', {at})",
        f"INSERT INTO file (id, person_id, purpose, wrapped_key, opened_at) VALUES (3, 7, 'benchmark', {one}, {at})",
        f"INSERT INTO position (id, title, made_at) VALUES (1, 'Planner', {at})",
        "INSERT INTO instrument_revision (id, slug, content_hash, content, published_at, salt, entry_index) "
        f"VALUES (1, 'x', '{'0' * 64}', '{{}}', {at}, {one}, 0)",
        f"INSERT INTO job_profile (id, position_id, version, revision_id, started_at) VALUES (1, 1, 1, 1, {at})",
        f"INSERT INTO incumbent (id, profile_id, person_id, file_id, invited_at) VALUES (5, 1, 7, 3, {at})",
        "INSERT INTO sitting (id, file_id, person_id, revision_id, incumbent_id, started_at) "
        f"VALUES (9, 3, 7, 1, 5, {at})",
    )
    with empty.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        for row in rows:
            connection.execute(text(row))
        connection.commit()
    for to in (command.upgrade, "needs_and_approvals"), (command.downgrade, "assessment"), (command.upgrade, "head"):
        run(empty, *to)
        with empty.engine.connect() as connection:
            kept = connection.execute(
                text("SELECT incumbent.id, sitting.id FROM incumbent JOIN sitting ON incumbent_id = incumbent.id")
            ).all()
        assert [tuple(row) for row in kept] == [(5, 9)]
