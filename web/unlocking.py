"""Master key and database belong together: with another key nothing starts, for it would seal what nobody can open."""

import logging
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.exc import OperationalError

from kernel import secrets
from kernel.database import Database
from kernel.secrets import MasterKey
from people.models import File
from people.services import files

LOST = "The master key is gone, and this database is sealed with it; no new one was made. "
OTHER = "This master key is not the one that sealed this database. "
MEND = "Put your copy back at %s, or set MAATSTAF_MASTER_KEY, and start again: see docs/deploy.md, The master key."
log = logging.getLogger(__name__)


class WrongMasterKey(RuntimeError):
    """What is in the database was sealed with a key that is not here."""


def master_key(path: Path, database: Database) -> MasterKey:
    """The key that opens this database; made while nothing is sealed. Errors: `WrongMasterKey`, OperationalError."""
    is_here = secrets.has_master_key(path)
    try:
        file = _some_file(database)
    except OperationalError:
        if not is_here:
            raise
        log.warning("the database does not answer: the master key is not checked against it")
        file = None
    if file is not None and not is_here:
        raise WrongMasterKey(LOST + MEND % path)
    master = secrets.read_master_key(path)
    if file is not None and not files.is_opened_by(file, master):
        raise WrongMasterKey(OTHER + MEND % path)
    return master


def _some_file(database: Database) -> File | None:
    """Something sealed. Its connection is closed at once, for the server may fork after this."""
    name = database.engine.url.database
    if database.is_sqlite and not (name and Path(name).exists()):
        return None
    try:
        with database.read() as session:
            if not inspect(session.connection()).has_table(File.__tablename__):
                return None
            return session.scalar(select(File).where(File.wrapped_key.is_not(None)).order_by(File.id).limit(1))
    finally:
        database.engine.dispose()
