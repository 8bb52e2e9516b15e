"""Fifty thousand people and half a million periods, written by the database itself in a few statements."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection, Date, Engine, LargeBinary, bindparam, text

from kernel import clock
from kernel.database import Instant

PEOPLE = 50_000
ROUNDS = 10
PERIODS = PEOPLE * ROUNDS
TEAMS = 200
COURSE = "avg"
FIRST_DAY = -4_200

# Somebody's rounds begin a year apart, the last one today or up to 399 days ago; 305 days later the next opens.
# Keys start at a million, where they meet no row that the services wrote.
_LAST_ROUND = "FROM n JOIN day f ON f.i = -(n.i % 400) JOIN day u ON u.i = f.i + 364"
_EVERY_ROUND = (
    f"FROM n JOIN day f ON f.i = -(n.i / {ROUNDS} % 400) - 365 * (n.i % {ROUNDS}) JOIN day u ON u.i = f.i + 364"
)
_STATEMENTS: tuple[tuple[int, str], ...] = (
    (TEAMS, "INSERT INTO team (id, name) SELECT 1000000 + n.i, 'Team ' || n.i FROM n"),
    (
        PEOPLE,
        "INSERT INTO person (id, name, staff_number, function, language, team_id, started_on, created_at) "
        f"SELECT 1000000 + n.i, 'Medewerker ' || n.i, 'B' || n.i, '', 'nl', 1000000 + n.i % {TEAMS}, :begun, :at FROM n",
    ),
    (
        PEOPLE,
        "INSERT INTO file (id, person_id, purpose, wrapped_key, opened_at) "
        "SELECT 1000000 + n.i, 1000000 + n.i, 'learning', :blob, :at FROM n",
    ),
    (PERIODS, "INSERT INTO log (idx, entry, leaf) SELECT 1000000 + n.i, :entry, :leaf FROM n"),
    (
        PERIODS,
        "INSERT INTO certificate (id, public_id, file_id, achievement, issue, title, language, issued_at, valid_from, "
        f"valid_until, entry_index, status_index) SELECT 1000000 + n.i, 'B' || n.i, 1000000 + n.i / {ROUNDS}, "
        "'courses.enrolment:' || (1000000 + n.i), 1, 'Privacy', 'nl', :at, f.day, u.day, 1000000 + n.i, n.i "
        + _EVERY_ROUND,
    ),
    (
        PERIODS,
        "INSERT INTO enrolment (id, file_id, person_id, course, reason, opened_at, due_on, closed_at, closed_why) "
        f"SELECT 1000000 + n.i, 1000000 + n.i / {ROUNDS}, 1000000 + n.i / {ROUNDS}, '{COURSE}', 'renewal', :at, "
        "f.day, :at, 'certified' " + _EVERY_ROUND,
    ),
    (
        PERIODS,
        "INSERT INTO period (id, enrolment_id, person_id, course, certificate_id, window_opens_on, valid_from, "
        f"valid_until) SELECT 1000000 + n.i, 1000000 + n.i, 1000000 + n.i / {ROUNDS}, '{COURSE}', 1000000 + n.i, "
        "u.day, f.day, u.day " + _EVERY_ROUND,
    ),
    (
        PEOPLE,
        "INSERT INTO enrolment (id, file_id, person_id, course, reason, opened_at, due_on) "
        f"SELECT 2000000 + n.i, 1000000 + n.i, 1000000 + n.i, '{COURSE}', 'renewal', :at, u.day {_LAST_ROUND} "
        "WHERE n.i % 400 >= 305",
    ),
    (
        PEOPLE,
        "INSERT INTO lesson_read (enrolment_id, lesson, edition_id, read_at) "
        "SELECT 2000000 + n.i, 'module1', e.id, :at FROM n CROSS JOIN (SELECT min(id) AS id FROM edition) e "
        "WHERE n.i % 400 >= 305 AND n.i % 3 = 0",
    ),
    (
        PEOPLE,
        "INSERT INTO reminder (enrolment_id, step, sent_at) SELECT 2000000 + n.i, '14', :at FROM n "
        "WHERE n.i % 400 >= 305",
    ),
)


def fill(engine: Engine, today: date) -> None:
    """Add the crowd to a database whose library is published and of which one edition was shown."""
    with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE day (i INTEGER PRIMARY KEY, day DATE)"))
        days = text("INSERT INTO day VALUES (:i, :day)").bindparams(bindparam("day", type_=Date()))
        connection.execute(days, list(_days(today)))
        for last, statement in _STATEMENTS:
            _write(connection, last, statement)
        connection.execute(text("DROP TABLE day"))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as its daemon would within the hour


def _days(today: date) -> Iterator[dict[str, object]]:
    return ({"i": i, "day": today + timedelta(days=i)} for i in range(FIRST_DAY, 400))


def _write(connection: Connection, rows: int, statement: str) -> None:
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows - 1}) "
    known = {
        "at": bindparam("at", clock.now(), Instant()),
        "begun": bindparam("begun", date(2010, 1, 1), Date()),
        "blob": bindparam("blob", bytes(40), LargeBinary()),
        "entry": bindparam("entry", bytes(42), LargeBinary()),
        "leaf": bindparam("leaf", bytes(32), LargeBinary()),
    }
    head, select = statement.split("SELECT", 1)
    used = [parameter for name, parameter in known.items() if f":{name}" in statement]
    connection.execute(text(f"{head}{numbers}SELECT{select}").bindparams(*used))
