"""The tree of RFC 9162: proofs that hold, and forgeries that do not."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from certificates.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    frontier_from_nodes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    nodes_to_store,
    root_from_nodes,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parents[2] / "reference" / "merkle-inclusion"
LARGEST = 300


def _recomputed(leaves: list[bytes]) -> bytes:
    """The root by the definition of RFC 9162, 2.1.1, from all leaves anew."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(_recomputed(leaves[:split]), _recomputed(leaves[split:]))


LEAVES = [leaf_hash(b"entry %d" % number) for number in range(LARGEST)]
ROOTS = [_recomputed(LEAVES[:size]) for size in range(LARGEST + 1)]


class Store:
    """Nodes as the database keeps them, and a count of the look-ups."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.asked = 0
        frontier = Frontier()
        for leaf in LEAVES:
            frontier, closed = frontier.append(leaf)
            self.nodes |= {(node.level, node.index): node.hash for node in closed}

    def __call__(self, level: int, index: int) -> bytes:
        self.asked += 1
        return self.nodes[level, index]


STORE = Store()


@st.composite
def placed(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, LARGEST))
    return draw(st.integers(0, size - 1)), size


@st.composite
def grown(draw: st.DrawFn) -> tuple[int, int]:
    new = draw(st.integers(1, LARGEST))
    return draw(st.integers(1, new)), new


@pytest.mark.parametrize("path", sorted(VECTORS.rglob("*.json")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_published_proofs_are_judged_as_published(path: Path) -> None:
    case = json.loads(path.read_text())
    proof = [b64decode(each) for each in case["proof"] or []]
    holds = verify_inclusion(
        case["leafIdx"], case["treeSize"], b64decode(case["leafHash"] or ""), proof, b64decode(case["root"] or "")
    )
    assert holds is not case["wantErr"]


def test_every_published_proof_is_there() -> None:
    assert len(list(VECTORS.rglob("*.json"))) == 98


def test_every_leaf_of_every_small_tree_is_proven() -> None:
    for size in range(1, 70):
        for index in range(size):
            proof = inclusion_proof(index, size, STORE)
            assert verify_inclusion(index, size, LEAVES[index], proof, ROOTS[size])


@given(placed())
def test_a_leaf_is_proven_in_any_tree(place: tuple[int, int]) -> None:
    index, size = place
    assert verify_inclusion(index, size, LEAVES[index], inclusion_proof(index, size, STORE), ROOTS[size])


@given(placed(), st.data())
def test_any_changed_byte_of_an_inclusion_proof_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    parts = [LEAVES[index], ROOTS[size], *inclusion_proof(index, size, STORE)]
    which, at = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 31))
    parts[which] = _flipped(parts[which], at, data.draw(st.integers(1, 255)))
    assert not verify_inclusion(index, size, parts[0], parts[2:], parts[1])


@given(placed(), placed())
def test_a_proof_of_one_place_is_no_proof_of_another(place: tuple[int, int], other: tuple[int, int]) -> None:
    index, size = place
    proof = inclusion_proof(index, size, STORE)
    if other[0] != index:
        assert not verify_inclusion(other[0], size, LEAVES[index], proof, ROOTS[size])


@given(grown())
def test_a_longer_log_is_proven_to_begin_with_the_shorter(sizes: tuple[int, int]) -> None:
    old, new = sizes
    assert verify_consistency(old, new, consistency_proof(old, new, STORE), ROOTS[old], ROOTS[new])


@given(grown(), st.data())
def test_any_changed_byte_of_a_consistency_proof_is_refused(sizes: tuple[int, int], data: st.DataObject) -> None:
    old, new = sizes
    parts = [ROOTS[old], ROOTS[new], *consistency_proof(old, new, STORE)]
    which, at = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 31))
    parts[which] = _flipped(parts[which], at, data.draw(st.integers(1, 255)))
    assert not verify_consistency(old, new, parts[2:], parts[0], parts[1])


@given(grown(), st.integers(0, LARGEST - 1))
def test_a_log_with_a_rewritten_entry_cannot_prove_that_it_grew(sizes: tuple[int, int], rewritten: int) -> None:
    old, new = sizes
    rewritten %= old
    forged = [*LEAVES[:rewritten], leaf_hash(b"forged"), *LEAVES[rewritten + 1 : new]]
    proof = consistency_proof(old, new, STORE)
    assert not verify_consistency(old, new, proof, ROOTS[old], _recomputed(forged))


def test_a_proof_from_an_empty_log_is_refused() -> None:
    assert not verify_consistency(0, 5, [], EMPTY_ROOT, ROOTS[5])
    assert not verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(ValueError, match="tree with leaves"):
        consistency_proof(0, 5, STORE)


def test_a_consistency_proof_too_long_or_too_short_is_refused() -> None:
    proof = consistency_proof(7, 20, STORE)
    assert not verify_consistency(7, 20, proof[:-1], ROOTS[7], ROOTS[20])
    assert not verify_consistency(7, 20, [*proof, ROOTS[3]], ROOTS[7], ROOTS[20])
    assert not verify_consistency(7, 20, [], ROOTS[7], ROOTS[20])
    assert not verify_consistency(7, 7, [ROOTS[7]], ROOTS[7], ROOTS[7])
    assert not verify_consistency(7, 40, proof, ROOTS[7], ROOTS[20])
    assert not verify_consistency(20, 7, proof, ROOTS[20], ROOTS[7])


def test_a_leaf_outside_the_tree_cannot_be_proven() -> None:
    with pytest.raises(ValueError, match="in the tree"):
        inclusion_proof(5, 5, STORE)


def test_the_frontier_names_the_root_that_recomputation_finds() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        assert (frontier.size, frontier.root()) == (size, ROOTS[size])
        stored = nodes_to_store(size, leaf, STORE)
        frontier, closed = frontier.append(leaf)
        assert closed == stored
        assert frontier == frontier_from_nodes(size + 1, STORE)
        assert root_from_nodes(size + 1, STORE) == ROOTS[size + 1]


@given(st.integers(0, LARGEST))
def test_a_frontier_survives_storage(size: int) -> None:
    frontier = frontier_from_nodes(size, STORE)
    assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "stored"), [(1, b""), (2, bytes(64)), (1, bytes(31)), (-1, b"")])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, stored: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(size, stored)


@given(placed(), grown())
@settings(max_examples=200)
def test_a_proof_takes_a_handful_of_look_ups(place: tuple[int, int], sizes: tuple[int, int]) -> None:
    STORE.asked = 0
    inclusion_proof(*place, STORE)
    assert STORE.asked <= 2 * place[1].bit_length()
    STORE.asked = 0
    consistency_proof(*sizes, STORE)
    assert STORE.asked <= 2 * sizes[1].bit_length()


def _flipped(value: bytes, at: int, mask: int) -> bytes:
    return value[:at] + bytes([value[at] ^ mask]) + value[at + 1 :]
