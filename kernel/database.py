"""One transaction a use case: read sessions that can't write, and the only commit.

A GET reads with `read_session()`. What writes opens `with unit_of_work() as session:` before it loads
anything it changes. On SQLite that begins IMMEDIATE under one lock of the whole process (two writers
would wait in the database, which is dearer); on PostgreSQL rows lock.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from flask import current_app, g
from sqlalchemy import (
    BigInteger,
    DateTime,
    Engine,
    Integer,
    MetaData,
    TextClause,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from kernel.errors import Conflict, DomainError, Unavailable

LOCK_SECONDS = 10
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    "recursive_triggers=ON",
)
POSTGRESQL_OPTIONS = "-c statement_timeout=10000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=30000"


class Instant(TypeDecorator[datetime]):
    """A moment, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Identifier = BigInteger().with_variant(Integer, "sqlite")
Key = Annotated[int, mapped_column(Identifier, primary_key=True)]


class Base(DeclarativeBase):
    """Every table. `audited` is False for rows that are no domain data: sessions, counters, audit itself."""

    audited: ClassVar[bool] = True
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant(), int: Identifier}


class WriteSession(Session):
    """The session of a unit of work; remembers whether it wrote, and whether that was audited."""


@event.listens_for(WriteSession, "after_flush")
def _note_writes(session: Session, _context: object) -> None:
    touched = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(row.audited for row in touched):
        session.info["wrote"] = True


@event.listens_for(WriteSession, "do_orm_execute")
def _note_statements(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.bind_mapper and state.bind_mapper.class_.audited:
        state.session.info["wrote"] = True


class Database:
    """An engine with its two session factories and, on SQLite, the lock of the writers."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        reading = self.engine.execution_options(**({} if self.is_sqlite else {"postgresql_readonly": True}))
        writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        self.read = sessionmaker(reading, autoflush=False, expire_on_commit=False)
        self.write = sessionmaker(writing, class_=WriteSession, expire_on_commit=False)
        self._lock = threading.Lock()

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Wait for this process's turn to write."""
        if not self.is_sqlite:
            yield
        elif not self._lock.acquire(timeout=LOCK_SECONDS):
            raise Unavailable
        else:
            try:
                yield
            finally:
                self._lock.release()


def _sqlite_engine(url: str) -> Engine:
    # the connection used last comes first: its pages and statements are still at hand
    engine = create_engine(url, pool_size=16, max_overflow=16, pool_use_lifo=True, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        """What can't fail goes past SQLAlchemy, at a tenth of the cost; waiting for the lock can."""
        direct = connection.connection.driver_connection
        begin = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        query_only = "ON" if begin == "DEFERRED" else "OFF"
        if connection.info.get("query_only") != query_only:
            direct.execute(f"PRAGMA query_only={query_only}")
            connection.info["query_only"] = query_only
        if begin == "DEFERRED":
            direct.execute("BEGIN DEFERRED")
        else:
            connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def _postgresql_engine(url: str) -> Engine:
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        pool_size=10,
        max_overflow=10,
        pool_timeout=5,
        pool_pre_ping=True,
        hide_parameters=True,  # a log shows what was asked, not of whom
        connect_args={"connect_timeout": 5, "options": POSTGRESQL_OPTIONS},
    )


def database() -> Database:
    """The database of the running application."""
    current: Database = current_app.extensions["database"]
    return current


def read_session() -> Session:
    """The session that this request or command reads with; it refuses writes."""
    if "unit_of_work" in g:
        raise RuntimeError("inside a unit of work, read with its session")
    if "read_session" not in g:
        g.read_session = database().read()
    session: Session = g.read_session
    return session


def close_read_session(_error: BaseException | None = None) -> None:
    """End reading; the next `read_session()` sees what was committed since."""
    session = g.pop("read_session", None)
    if session is not None:
        session.close()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One use case, one transaction: all of it, or nothing; the only place that commits.

    Errors: RuntimeError when nested or when it wrote without an audit row; `Unavailable` when the
    database is busy; a constraint that refuses raises the `DomainError` registered for its name.
    """
    if "unit_of_work" in g:
        raise RuntimeError("a unit of work is already open: pass its session on")
    close_read_session()
    db = database()
    with db.writer(), db.write() as session:
        g.unit_of_work = session
        try:
            yield session
            session.flush()
            if session.info.get("wrote") and not session.info.get("audited"):
                raise RuntimeError("a write without an audit row: call audit.record() in the use case")
            session.commit()
        except IntegrityError as error:
            session.rollback()
            raise refusal_for(error) from error
        finally:
            g.pop("unit_of_work", None)


def add_if_absent(
    session: Session, table: type[Base], unique: Sequence[str], *, where: TextClause | None = None, **values: object
) -> bool:
    """Write a row unless the `unique` columns name one already, also when somebody else writes it at this moment.

    `where` is that of a unique index over a part of the rows. Whether it is ours; either way it can be read now.
    """
    wrote, dialect = session.info.get("wrote"), sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=list(unique), index_where=where)
    is_ours = session.execute(row.returning(getattr(table, unique[0]))).first() is not None
    if not is_ours:
        session.info["wrote"] = wrote
    return is_ours


_refusals: dict[str, type[DomainError]] = {}


def refuse_by(constraint: str, refusal: type[DomainError]) -> None:
    """Give a constraint its words, so that a race ends in the same sentence as the rule."""
    _refusals[constraint] = refusal


def refusal_for(error: IntegrityError) -> DomainError:
    """The refusal that belongs to the constraint that was broken."""
    return _refusals.get(constraint_name(error), Conflict)()


def constraint_name(error: IntegrityError) -> str:
    """The name of the broken constraint; SQLite tells only the columns of a UNIQUE, so look it up."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name or ""
    kind, _, rest = str(error.orig).partition(" constraint failed: ")
    if kind != "UNIQUE":
        return rest
    if rest.startswith("index '"):
        return rest.removeprefix("index '").removesuffix("'")
    columns = {tuple(part.split(".", 1)) for part in rest.split(", ")}
    table = Base.metadata.tables.get(next(iter(columns))[0])
    wanted = {column for _, column in columns}
    for constraint in table.constraints if table is not None else ():
        if isinstance(constraint, UniqueConstraint) and {c.name for c in constraint.columns} == wanted:
            return str(constraint.name)
    for index in table.indexes if table is not None else ():
        if index.unique and {c.name for c in index.columns} == wanted:
            return str(index.name)
    return rest
