"""Writing to the log: an append happens in the transaction of what it witnesses, under the lock of the head."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from certificates.ledger.merkle import EMPTY_ROOT, Frontier, leaf_hash
from certificates.ledger.models import Checkpoint, Head, LogEntry, Node
from certificates.ledger.notes import Checkpoint as SignedHead, sign_note
from kernel import clock
from kernel.database import add_if_absent


def open_log(session: Session, origin: str) -> Head:
    """The head of the log, locked; an empty log when there is none. `origin` is its name for ever."""
    add_if_absent(session, Head, ["id"], id=1, origin=origin, size=0, frontier=b"", root=EMPTY_ROOT)
    return locked_head(session)


def find_locked_head(session: Session) -> Head | None:
    """The head, held until this transaction ends, so that indices have no gaps; None before the log is opened.

    On SQLite the unit of work holds the whole database already.
    """
    return session.scalar(select(Head).with_for_update().execution_options(populate_existing=True))


def locked_head(session: Session) -> Head:
    """The head, held until this transaction ends. Errors: RuntimeError before the log is opened."""
    head = find_locked_head(session)
    if head is None:
        raise RuntimeError("the log is not opened yet")
    return head


def append(session: Session, entry: bytes) -> int:
    """Write one entry of 42 bytes; return its index."""
    return append_many(session, [entry])[0]


def append_many(session: Session, entries: Sequence[bytes]) -> range:
    """Write entries one after another; return their indices."""
    head = locked_head(session)
    frontier, rows, closed = Frontier.from_bytes(head.size, head.frontier), [], []
    for entry in entries:
        leaf = leaf_hash(entry)
        rows.append({"idx": frontier.size, "entry": entry, "leaf": leaf})
        frontier, nodes = frontier.append(leaf)
        closed += [{"level": node.level, "idx": node.index, "hash": node.hash} for node in nodes]
    if rows:
        session.execute(insert(LogEntry), rows)
        session.execute(insert(Node), closed)
    written = range(head.size, frontier.size)
    head.size, head.frontier, head.root = frontier.size, frontier.to_bytes(), frontier.root()
    session.flush()
    return written


def checkpoint(session: Session, key: Ed25519PrivateKey) -> Checkpoint:
    """The head of now as a signed note (c2sp.org/tlog-checkpoint), signed once for every size."""
    head = locked_head(session)
    signed = session.get(Checkpoint, head.size)
    if signed is None:
        note = sign_note(SignedHead(head.origin, head.size, head.root).body(), head.origin, key)
        signed = Checkpoint(size=head.size, note=note, made_at=clock.now())
        session.add(signed)
        session.flush()
    return signed
