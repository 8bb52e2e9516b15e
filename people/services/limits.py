"""Rate limits, counted in the database so that they hold for every process."""

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from kernel import clock
from kernel.database import database, unit_of_work
from kernel.errors import TooMany
from people.models import Tally


def count(bucket: str, *, most: int, minutes: int) -> None:
    """Count one more try in `bucket`. Errors: `TooMany` after `most` in a window of `minutes`."""
    seconds = minutes * 60
    stamp = int(clock.now().timestamp())
    window = stamp // seconds
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


def forget(bucket: str) -> None:
    """Start counting anew: it was right."""
    with unit_of_work() as session:
        session.execute(delete(Tally).where(Tally.bucket == bucket))
