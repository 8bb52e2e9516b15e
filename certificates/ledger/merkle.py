"""Merkle tree of RFC 9162, section 2.1, as pure functions over stored subtree hashes.

`node(level, index)` is the hash of the complete subtree over the leaves `index * 2**level` up to
`(index + 1) * 2**level`; level 0 holds the leaf hashes. Every hash is 32 bytes of SHA-256.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Lookup = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree: its height, its place in that row and its hash."""

    level: int
    index: int
    hash: bytes


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one log entry (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that is needed to append a leaf and to name the root.

    `hashes` are those of the complete subtrees from left to right, one for every bit of `size`.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError("A frontier holds one hash for every bit of its size.")
        if any(len(each) != HASH_BYTES for each in self.hashes):
            raise ValueError("A hash in a frontier is 32 bytes.")

    def append(self, leaf: bytes) -> tuple[Self, list[Node]]:
        """The frontier with one leaf hash more, and the complete subtrees which that leaf closes."""
        closed, edge = [Node(0, self.size, leaf)], list(self.hashes)
        while self.size >> closed[-1].level & 1:
            right = closed[-1]
            closed.append(Node(right.level + 1, right.index >> 1, node_hash(edge.pop(), right.hash)))
        return type(self)(self.size + 1, (*edge, closed[-1].hash)), closed

    def root(self) -> bytes:
        """Root of the tree (RFC 9162, 2.1.1); that of the empty tree is SHA-256 of nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        *edge, root = self.hashes
        while edge:
            root = node_hash(edge.pop(), root)
        return root

    def to_bytes(self) -> bytes:
        """The hashes one after another, to be stored beside the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> Self:
        """The frontier that `to_bytes` wrote; ValueError when it does not fit the size."""
        if len(stored) % HASH_BYTES:
            raise ValueError("A frontier is a whole number of hashes.")
        return cls(size, tuple(stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)))


def nodes_to_store(index: int, leaf: bytes, node: Lookup) -> list[Node]:
    """Complete subtrees closed by the leaf hash at `index`, from stored nodes alone."""
    closed = [Node(0, index, leaf)]
    while closed[-1].index & 1:
        right = closed[-1]
        left = node(right.level, right.index - 1)
        closed.append(Node(right.level + 1, right.index >> 1, node_hash(left, right.hash)))
    return closed


def frontier_from_nodes(size: int, node: Lookup) -> Frontier:
    """The right edge of the tree of `size` leaves, from stored nodes."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return Frontier(size, tuple(node(level, (size >> level) - 1) for level in levels))


def root_from_nodes(size: int, node: Lookup) -> bytes:
    """Root of the tree of `size` leaves, from stored nodes."""
    return frontier_from_nodes(size, node).root()


def inclusion_proof(index: int, size: int, node: Lookup) -> list[bytes]:
    """Audit path of a leaf, from its sibling up to the root's child (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("Only a leaf that is in the tree can be proven to be in it.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _left_size(end - start)
        if index < middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, node: Lookup) -> list[bytes]:
    """Proof that the tree of `old` leaves is the beginning of that of `new` (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError("A consistency proof runs from a tree with leaves to one at least as large.")
    start, end, path = 0, new, []
    while old != end:
        middle = start + _left_size(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    if start:
        path.append(_range_root(start, end, node))
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    position, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.2).

    Size 0 is refused: every tree is consistent with nothing, so that such a proof says nothing.
    """
    if not 0 < old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    return bool(path) and _climb(old, new, path) == (old_root, new_root)


def _climb(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots a consistency path leads to; None when it is too short or too long."""
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_found = node_hash(new_found, sibling)
        position, last = position >> 1, last >> 1
    return (old_found, new_found) if last == 0 else None


def _range_root(start: int, end: int, node: Lookup) -> bytes:
    """Root of the leaves from `start` up to `end`, where `start` is a multiple of a power of two >= the width."""
    width = end - start
    if width.bit_count() == 1:
        level = width.bit_length() - 1
        return node(level, start >> level)
    middle = start + _left_size(width)
    return node_hash(_range_root(start, middle, node), _range_root(middle, end, node))


def _left_size(width: int) -> int:
    """The largest power of two below `width`: where RFC 9162 splits a tree."""
    return 1 << (width - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
