"""Migrations run on one connection; on SQLite with foreign keys off, checked afterwards.

A batch change of a parent table copies it, and with foreign keys on the drop of the old one would take
its children along.
"""

import importlib
import warnings

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, Connection, text

from kernel.database import Base, Database, Instant
from web.config import Config

for module in (
    "kernel.audit",
    "kernel.jobs",
    "kernel.outbox",
    "people.models",
    "certificates.ledger.models",
    "certificates.models",
    "courses.models",
    "assess.models",
    "hr.models",
):
    importlib.import_module(module)


# SQLAlchemy reads no index over an expression back from SQLite; a migration that copies the table puts it back itself.
warnings.filterwarnings("ignore", message="Skipped unsupported reflection of expression-based index")


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | bool:
    """How a new migration writes our own types."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, BigInteger):
        autogen.imports.add("from kernel.database import Identifier")
        return "Identifier"
    return False


def migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=is_sqlite,
        render_item=render_item,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if broken:
            raise RuntimeError(f"rows point to nothing after the migration: {broken[:5]}")
        connection.connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(Config().database)
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as own:
        migrate(own)
