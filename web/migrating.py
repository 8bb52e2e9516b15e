"""Bring the database of the running application to the newest version."""

from functools import cache

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from kernel.database import database
from web.config import ROOT


def upgrade() -> None:
    """Run every migration that this database has not had."""
    settings = _settings()
    with database().engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    database().engine.dispose()  # a migration switches foreign keys off on its connection


def is_done(session: Session) -> bool:
    """Whether the database is as this version wants it."""
    return set(session.scalars(text("SELECT version_num FROM alembic_version"))) == {newest()}


@cache
def newest() -> str | None:
    """The migration that this version of the code ends with."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def _settings() -> AlembicConfig:
    return AlembicConfig(str(ROOT / "alembic.ini"))
