import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from kernel import audit
from kernel.database import Database, constraint_name, read_session, refusal_for, unit_of_work
from kernel.errors import Conflict
from people.errors import NameTaken
from people.models import Location


def add(name: str) -> None:
    with unit_of_work() as session:
        session.add(Location(name=name))
        audit.record(session, "test", actor=None)


def locations() -> list[str]:
    return list(read_session().scalars(select(Location.name).order_by(Location.name)))


def test_what_a_unit_of_work_wrote_is_there_after_it(either_app: Flask) -> None:
    with either_app.app_context():
        with unit_of_work() as session:
            session.add(Location(name="Noord"))
            audit.record(session, "test", actor=None)
        assert locations() == ["Noord"]


def test_a_refusal_inside_leaves_nothing_behind(either_app: Flask) -> None:
    with either_app.app_context():
        with pytest.raises(Conflict), unit_of_work() as session:
            session.add(Location(name="Noord"))
            audit.record(session, "test", actor=None)
            session.flush()
            raise Conflict
        assert locations() == []


def test_a_write_without_an_audit_row_is_not_committed(either_app: Flask) -> None:
    with either_app.app_context():
        with pytest.raises(RuntimeError, match="audit row"), unit_of_work() as session:
            session.add(Location(name="Noord"))
        with pytest.raises(RuntimeError, match="audit row"), unit_of_work() as session:
            session.execute(Location.__table__.delete())  # a statement counts as well as an object
            session.query(Location).delete()
        assert locations() == []


def test_a_unit_of_work_refuses_to_nest_and_to_be_read_around(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        with pytest.raises(RuntimeError, match="already open"), unit_of_work():
            pass
        with pytest.raises(RuntimeError, match="inside a unit of work"):
            read_session()


def test_a_read_session_can_not_write(either_app: Flask) -> None:
    with either_app.app_context(), pytest.raises(DBAPIError):
        read_session().execute(text("INSERT INTO location (name) VALUES ('Noord')"))


def test_a_read_session_after_a_write_sees_the_write(app: Flask) -> None:
    with app.app_context():
        assert locations() == []
        with unit_of_work() as session:
            session.add(Location(name="Noord"))
            audit.record(session, "test", actor=None)
        assert locations() == ["Noord"]


def test_a_race_ends_in_the_words_of_the_rule(either_app: Flask) -> None:
    with either_app.app_context():
        add("Noord")
        with pytest.raises(NameTaken, match="Deze naam bestaat al"):
            add("Noord")


def test_writers_take_turns_and_none_is_lost(either_app: Flask) -> None:
    def write(number: int) -> None:
        with either_app.app_context(), unit_of_work() as session:
            session.add(Location(name=f"Plaats {number:02}"))
            audit.record(session, "test", actor=None)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with either_app.app_context():
        assert len(locations()) == 16


def test_sqlite_is_set_to_lose_nothing(app: Flask) -> None:
    with app.app_context():
        session = read_session()
        wanted = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
            "recursive_triggers": 1,
        }
        assert {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted} == wanted


def test_an_unknown_constraint_is_a_plain_conflict(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    error = IntegrityError("INSERT", {}, Exception("CHECK constraint failed: ck_organisation_single"))
    assert constraint_name(error) == "ck_organisation_single"
    assert type(refusal_for(error)) is Conflict


def test_a_busy_database_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kernel import database as module
    from kernel.errors import Unavailable

    monkeypatch.setattr(module, "LOCK_SECONDS", 0.01)
    database = Database(sqlite_url)
    with database.writer(), pytest.raises(Unavailable), database.writer():
        pass
