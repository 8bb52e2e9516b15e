"""Reading the log: a proof is a handful of look-ups among the stored nodes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.ledger.merkle import Lookup, inclusion_proof
from certificates.ledger.models import Checkpoint, Head, LogEntry, Node
from certificates.ledger.notes import Checkpoint as SignedHead, LogProof


def head(session: Session) -> Head | None:
    """How far the log is; None before its first entry."""
    return session.get(Head, 1)


def newest_checkpoint(session: Session) -> Checkpoint | None:
    """The largest head that was ever signed."""
    return session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))


def entry(session: Session, index: int) -> bytes:
    """The 42 bytes at `index`."""
    return session.execute(select(LogEntry.entry).where(LogEntry.idx == index)).scalar_one()


def lookup(session: Session) -> Lookup:
    """The stored hash of a complete subtree, by level and index; NoResultFound when it is not there."""

    def node(level: int, index: int) -> bytes:
        return session.execute(select(Node.hash).where(Node.level == level, Node.idx == index)).scalar_one()

    return node


def log_proof(session: Session, index: int, checkpoint: str, extra: bytes) -> LogProof:
    """Where the entry at `index` stands under a signed head that covers it."""
    path = inclusion_proof(index, SignedHead.parse(checkpoint).size, lookup(session))
    return LogProof(index, tuple(path), checkpoint, extra)
