"""Bring the database of the running application to the newest version."""

from alembic import command
from alembic.config import Config as AlembicConfig

from kernel.database import database
from web.config import ROOT


def upgrade() -> None:
    """Run every migration that this database has not had."""
    settings = AlembicConfig(str(ROOT / "alembic.ini"))
    with database().engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    database().engine.dispose()  # a migration switches foreign keys off on its connection
