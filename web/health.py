"""Whether all is well, in a few look-ups that stay cheap however much there is."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.ledger.merkle import EMPTY_ROOT, Frontier
from certificates.ledger.models import Head, LogEntry
from kernel import jobs, outbox
from web import migrating
from web.context import VERSION

Told = dict[str, object]


def told(session: Session) -> Told:
    """What a watchman gets to know. Errors: SQLAlchemyError when the database does not answer as it should."""
    last = select(func.max(LogEntry.idx)).scalar_subquery()
    head, last_entry = session.execute(select(Head, last)).one_or_none() or (None, session.scalar(select(last)))
    size, root = (head.size, head.root) if head else (0, EMPTY_ROOT)
    checks = {
        "migrations": "ok" if migrating.is_done(session) else "pending",
        "log": "ok" if size == _length(last_entry) and root == _drawn_root(head) else "damaged",
        "work": "waiting" if jobs.stands_still(session) else "ok",
        "mail": "waiting" if outbox.stands_still(session) else "ok",
    }
    return {
        "status": "ok" if set(checks.values()) == {"ok"} else "error",
        "version": VERSION,
        "database": "ok",
        "ledger": {"size": size, "root": root.hex()},
        "checks": checks,
    }


def without_database() -> Told:
    return {"status": "error", "version": VERSION, "database": "unavailable", "ledger": None}


def _length(last_entry: int | None) -> int:
    """How many entries there are: their numbers have no gaps; `ledger verify` looks at each."""
    return 0 if last_entry is None else last_entry + 1


def _drawn_root(head: Head | None) -> bytes | None:
    """The root that follows from the frontier, None when that does not fit the size."""
    try:
        return Frontier.from_bytes(head.size, head.frontier).root() if head else EMPTY_ROOT
    except ValueError:
        return None
