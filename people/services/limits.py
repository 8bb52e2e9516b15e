"""Rate limits, counted in the database so that they hold for every process.

What was typed, and from where, is kept only as a keyed hash, and only until the night.
"""

import hmac

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from kernel import clock
from kernel.database import database, unit_of_work
from kernel.errors import TooMany
from kernel.secrets import master_key
from people.models import Tally


def count(bucket: str, *, most: int, minutes: int) -> None:
    """Count one more try in `bucket`. Errors: `TooMany` after `most` in a window of `minutes`."""
    seconds = minutes * 60
    stamp = int(clock.now().timestamp())
    window = stamp // seconds
    bucket = _nameless(bucket)
    insert = sqlite.insert if database().is_sqlite else postgresql.insert
    statement = insert(Tally).values(bucket=bucket, window=window, count=1)
    counted = statement.on_conflict_do_update(
        index_elements=[Tally.bucket, Tally.window], set_={"count": Tally.count + 1}
    ).returning(Tally.count)
    with unit_of_work() as session:
        tried = session.execute(counted).scalar_one()
        if tried == 1:
            session.execute(delete(Tally).where(Tally.bucket == bucket, Tally.window < window))
    if tried > most:
        raise TooMany(minutes=-(-(seconds - stamp % seconds) // 60))


def give_back(bucket: str) -> None:
    """Take one try back: it was right, and the next one at this address may be somebody else."""
    with unit_of_work() as session:
        mine = update(Tally).where(Tally.bucket == _nameless(bucket), Tally.count > 0)
        session.execute(mine.values(count=Tally.count - 1))


def forget(bucket: str) -> None:
    """Start counting anew: it was right."""
    with unit_of_work() as session:
        session.execute(delete(Tally).where(Tally.bucket == _nameless(bucket)))


def forget_all() -> None:
    """Every night: who tried what is nobody's business for longer."""
    with unit_of_work() as session:
        session.execute(delete(Tally))


def _nameless(bucket: str) -> str:
    kind, _, whose = bucket.partition(":")
    digest = hmac.digest(master_key().derive("tally"), whose.encode(), "sha256").hex()[:32]
    return f"{kind}:{digest}" if whose else kind
