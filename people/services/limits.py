"""Rate limits, counted in the database so that they hold for every process.

What was typed, and from where, is kept only as a keyed hash, and only until the night.
"""

import hmac
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel import clock
from kernel.database import database, unit_of_work
from kernel.errors import TooMany
from kernel.secrets import master_key
from people.models import Tally


class Limit(NamedTuple):
    """At most `most` tries in `bucket` in a window of `minutes`."""

    bucket: str
    most: int
    minutes: int


def count(*limits: Limit) -> None:
    """Count one more try for each, up to the first that is passed. Errors: `TooMany`."""
    stamp = int(clock.now().timestamp())
    with unit_of_work() as session:
        passed = next((each for each in limits if _counted(session, each, stamp) > each.most), None)
    if passed:
        seconds = passed.minutes * 60
        raise TooMany(minutes=-(-(seconds - stamp % seconds) // 60))


def _counted(session: Session, limit: Limit, stamp: int) -> int:
    """The tries in this window, this one included; what an earlier window counted is forgotten."""
    window, bucket = stamp // (limit.minutes * 60), _nameless(limit.bucket)
    insert = sqlite.insert if database().is_sqlite else postgresql.insert
    statement = insert(Tally).values(bucket=bucket, window=window, count=1)
    counted = statement.on_conflict_do_update(
        index_elements=[Tally.bucket, Tally.window], set_={"count": Tally.count + 1}
    ).returning(Tally.count)
    tried: int = session.execute(counted).scalar_one()
    if tried == 1:
        session.execute(delete(Tally).where(Tally.bucket == bucket, Tally.window < window))
    return tried


def give_back(session: Session, bucket: str) -> None:
    """Take one try back: it was right, and the next one at this address may be somebody else."""
    mine = update(Tally).where(Tally.bucket == _nameless(bucket), Tally.count > 0)
    session.execute(mine.values(count=Tally.count - 1))


def forget(session: Session, bucket: str) -> None:
    """Start counting anew: it was right."""
    session.execute(delete(Tally).where(Tally.bucket == _nameless(bucket)))


def forget_all() -> None:
    """Every night: who tried what is nobody's business for longer."""
    with unit_of_work() as session:
        session.execute(delete(Tally))


def _nameless(bucket: str) -> str:
    kind, _, whose = bucket.partition(":")
    digest = hmac.digest(master_key().derive("tally"), whose.encode(), "sha256").hex()[:32]
    return f"{kind}:{digest}" if whose else kind
