"""The whole log recomputed from its tables, and compared with checkpoints: whatever was touched is named.

Every row is judged by its own neighbours, so that one edit is named once and not at every level above it:
an entry by its leaf, a leaf by its node, a node by the two below it, the head and the checkpoints by the nodes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, aliased

from certificates.ledger import queries
from certificates.ledger.merkle import EMPTY_ROOT, frontier_from_nodes, leaf_hash, node_hash, root_from_nodes
from certificates.ledger.models import Checkpoint, Head, LogEntry, Node
from certificates.ledger.notes import Checkpoint as SignedHead, NoteError, VerifierKey, open_checkpoint

STREAMED = {"yield_per": 2_000}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the log says of itself, and every way in which its tables contradict it, in English words."""

    origin: str
    size: int
    root: bytes
    problems: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not self.problems


def verify(session: Session, keys: Sequence[VerifierKey], against: str | None = None) -> Verdict:
    """Recompute everything; `keys` are those of the log, `against` a checkpoint that was kept outside."""
    head = queries.head(session) or Head(id=1, origin="", size=0, frontier=b"", root=EMPTY_ROOT)
    found = [*_entries(session, head), *_nodes(session, head), *_superfluous(session, head), *_head(session, head)]
    found += _checkpoints(session, head, keys)
    if against is not None:
        found += _outside(session, head, keys, against)
    return Verdict(head.origin, head.size, head.root, tuple(found))


def _entries(session: Session, head: Head) -> Iterator[str]:
    leaf_node = and_(Node.level == 0, Node.idx == LogEntry.idx)
    rows = select(LogEntry.idx, LogEntry.entry, LogEntry.leaf, Node.hash).outerjoin(Node, leaf_node)
    expected = 0
    for index, entry, leaf, node in session.execute(rows.order_by(LogEntry.idx), execution_options=STREAMED):
        if index < 0:
            yield f"entry {index} is superfluous: the log begins at 0"
            continue
        if index > expected:
            yield f"{_span('entry', 'entries', expected, index)} missing"
        if leaf_hash(entry) != leaf:
            yield f"entry {index} was edited: its bytes do not give its leaf"
        if node is None:
            yield f"node 0/{index} is missing"
        elif node != leaf:
            yield f"the leaf of entry {index} was changed: it is not node 0/{index}"
        expected = index + 1
    if expected < head.size:
        yield f"the tail was removed: {_span('entry', 'entries', expected, head.size)} missing"
    if expected > head.size:
        yield f"the head was moved back: it counts {head.size} entries, the log holds {expected}"


def _nodes(session: Session, head: Head) -> Iterator[str]:
    left, right = aliased(Node), aliased(Node)
    rows = (
        select(Node.level, Node.idx, Node.hash, left.hash, right.hash)
        .outerjoin(left, and_(left.level == Node.level - 1, left.idx == Node.idx * 2))
        .outerjoin(right, and_(right.level == Node.level - 1, right.idx == Node.idx * 2 + 1))
        .where(Node.level > 0)
        .order_by(Node.level, Node.idx)
    )
    awaited = _places(head.size)
    place = next(awaited, None)
    for level, index, stored, low, high in session.execute(rows, execution_options=STREAMED):
        while place and place < (level, index):
            yield f"node {place[0]}/{place[1]} is missing"
            place = next(awaited, None)
        if place == (level, index):
            place = next(awaited, None)
        if low and high and node_hash(low, high) != stored:
            yield f"node {level}/{index} was changed: it is not the hash of the two below it"
    while place:
        yield f"node {place[0]}/{place[1]} is missing"
        place = next(awaited, None)


def _superfluous(session: Session, head: Head) -> Iterator[str]:
    """Nodes outside the tree of this head, which nothing else looks at."""
    height = head.size.bit_length()
    beyond = [and_(Node.level == level, Node.idx >= head.size >> level) for level in range(height)]
    outside = or_(Node.level < 0, Node.level >= height, Node.idx < 0, *beyond)
    first = session.execute(select(Node.level, Node.idx).where(outside).order_by(Node.level, Node.idx).limit(1)).first()
    if first is not None:
        count = session.scalar(select(func.count()).select_from(Node).where(outside))
        yield f"superfluous nodes, outside the tree of {head.size} entries: {count}, the first is {first[0]}/{first[1]}"


def _places(size: int) -> Iterator[tuple[int, int]]:
    """Level and index of every complete subtree above the leaves."""
    return ((level, index) for level in range(1, size.bit_length()) for index in range(size >> level))


def _head(session: Session, head: Head) -> Iterator[str]:
    try:
        frontier = frontier_from_nodes(head.size, queries.lookup(session))
    except NoResultFound:
        yield "the root of the head cannot be recomputed: a node is missing"
        return
    if frontier.root() != head.root:
        yield "the head was changed: its root is not that of the log"
    if frontier.to_bytes() != head.frontier:
        yield "the head was changed: its frontier is not that of the log"


def _checkpoints(session: Session, head: Head, keys: Sequence[VerifierKey]) -> Iterator[str]:
    rows = select(Checkpoint.size, Checkpoint.note).order_by(Checkpoint.size)
    if head.size and queries.newest_checkpoint(session) is None:
        yield "the checkpoints were removed: a log has one from its opening on"
    for size, note in session.execute(rows, execution_options=STREAMED):
        words = f"the stored checkpoint of size {size}"
        yield from _compared(session, head, keys, note, words)
        if f"\n{size}\n" not in note:
            yield f"{words} speaks of another size"


def _outside(session: Session, head: Head, keys: Sequence[VerifierKey], note: str) -> Iterator[str]:
    yield from _compared(session, head, keys, note, "the checkpoint kept outside")


def _compared(session: Session, head: Head, keys: Sequence[VerifierKey], note: str, words: str) -> Iterator[str]:
    try:
        signed = open_checkpoint(note, keys)
    except NoteError as error:
        yield f"{words} is not one of this log: {error}"
        return
    if signed.size > head.size:
        yield f"the tail was removed: {words} covers {signed.size} entries, the log has {head.size}"
    elif not _agrees(session, signed):
        yield f"the log was forked: {words} has another root over the first {signed.size} entries"


def _agrees(session: Session, signed: SignedHead) -> bool:
    try:
        return root_from_nodes(signed.size, queries.lookup(session)) == signed.root
    except NoResultFound:
        return False


def _span(one: str, many: str, start: int, end: int) -> str:
    """Indices from `start` up to `end`, in words that go before "missing"."""
    return f"{one} {start} is" if end - start == 1 else f"{many} {start} to {end - 1} are"
