"""Fifty thousand people and half a million periods, written by the database itself (crowded.sql)."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, Connection, Date, Integer, LargeBinary, bindparam, create_engine, make_url, text

from kernel import clock
from kernel.database import Instant

PEOPLE = 50_000
ROUNDS = 10
PERIODS = PEOPLE * ROUNDS
COURSE = "avg"
DAYS = range(-4_200, 400)


def fill(url: str, today: date) -> None:
    """Add the crowd to a database whose library is published and of which one edition was shown."""
    address = make_url(url)
    is_postgresql = address.get_backend_name() == "postgresql"
    engine = create_engine(address.set(drivername="postgresql+psycopg") if is_postgresql else address)
    with engine.begin() as connection:
        if is_postgresql:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # its keys are right as they stand
        _count(connection, today)
        for statement in Path(__file__).with_suffix(".sql").read_text().split(";\n"):
            _write(connection, statement)
    if is_postgresql:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as PostgreSQL does by itself within minutes
    engine.dispose()


def _count(connection: Connection, today: date) -> None:
    """The two tables that every statement counts by."""
    connection.execute(text("CREATE TEMPORARY TABLE day (i INTEGER PRIMARY KEY, day DATE)"))
    insert = text("INSERT INTO day VALUES (:i, :day)").bindparams(bindparam("day", type_=Date()))
    connection.execute(insert, [{"i": i, "day": today + timedelta(days=i)} for i in DAYS])
    connection.execute(text("CREATE TEMPORARY TABLE n (i INTEGER PRIMARY KEY)"))
    _write(
        connection,
        "INSERT INTO n WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < :periods - 1) "
        "SELECT i FROM c",
    )


def _write(connection: Connection, statement: str) -> None:
    used = [given for given in _values() if re.search(rf":{given.key}\b", statement)]
    connection.execute(text(statement).bindparams(*used))


def _values() -> list[BindParameter[Any]]:
    return [
        bindparam("people", PEOPLE, Integer()),
        bindparam("rounds", ROUNDS, Integer()),
        bindparam("periods", PERIODS, Integer()),
        bindparam("course", COURSE),
        bindparam("at", clock.now(), Instant()),
        bindparam("begun", date(2010, 1, 1), Date()),
        bindparam("sealed", bytes(40), LargeBinary()),
        bindparam("entry", bytes(42), LargeBinary()),
        bindparam("leaf", bytes(32), LargeBinary()),
    ]
