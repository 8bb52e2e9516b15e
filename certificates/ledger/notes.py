"""Signed notes, checkpoints and log proofs as text (c2sp.org: signed-note, tlog-checkpoint, tlog-proof)."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.ledger.merkle import HASH_BYTES

ED25519 = b"\x01"
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
MAX_NOTE_CHARACTERS = 200_000

_SIGNATURE = re.compile(r"— ([^\s+]+) (\S+)")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """Text that is no note of the kind expected, or that no known key has signed."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Name and raw Ed25519 public key (32 bytes) of who signs notes; a log's name is its origin."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if len(self.public) != 32 or not re.fullmatch(r"[^\s+]+", self.name):
            raise NoteError("A verifier key is a name without spaces or plus, and 32 bytes.")

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256 over name, newline, algorithm and key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key in `<name>+<id>+<base64>`; NoteError when its parts contradict each other."""
        name, _, rest = text.strip().partition("+")
        key_id, _, material = rest.partition("+")
        raw = _bytes(material)
        if raw[:1] != ED25519:
            raise NoteError("Only Ed25519 verifier keys are understood.")
        key = cls(name, raw[1:])
        if key_id != key.key_id.hex():
            raise NoteError("The verifier key does not fit its own id.")
        return key


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, the number of leaves and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed (tlog-checkpoint), without extension lines."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The head in a signed note or in the body of one; says nothing about who signed it."""
        lines = text.partition("\n\n")[0].rstrip("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not _DECIMAL.fullmatch(lines[1]):
            raise NoteError("A checkpoint begins with an origin, a size and a root.")
        root = _bytes(lines[2])
        if len(root) != HASH_BYTES:
            raise NoteError("The root of a checkpoint is 32 bytes.")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True, slots=True)
class LogProof:
    """Where an entry stands in the log, and the signed checkpoint that covers it (tlog-proof)."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        extra = [f"extra {_base64(self.extra)}"] if self.extra else []
        lines = [PROOF_HEADER, *extra, f"index {self.index}", *map(_base64, self.path)]
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> Self:
        """The proof in a `.tlog-proof` text; NoteError when a line is not what the format says."""
        _require_note_text(text)
        head, _, checkpoint = text.partition("\n\n")
        header, *lines = head.split("\n")
        extra = lines.pop(0) if lines and lines[0].startswith("extra ") else ""
        index = lines.pop(0) if lines else ""
        if header != PROOF_HEADER or not index.startswith("index ") or not _DECIMAL.fullmatch(index[6:]):
            raise NoteError("A log proof begins with its version and the index of the entry.")
        path = tuple(_bytes(line) for line in lines)
        if any(len(each) != HASH_BYTES for each in path):
            raise NoteError("A hash in a log proof is 32 bytes.")
        return cls(int(index[6:]), path, checkpoint, _bytes(extra[6:]))


def sign_note(body: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note with one signature; `body` ends in a newline."""
    return add_signature(f"{body}\n", name, key)


def add_signature(note: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note with one signature more, over the text that the others signed."""
    body, _ = _split(note)
    _require_note_text(body)
    key_id = VerifierKey(name, key.public_key().public_bytes_raw()).key_id
    return f"{note}— {name} {_base64(key_id + key.sign(body.encode()))}\n"


def open_note(note: str, keys: Iterable[VerifierKey]) -> tuple[str, tuple[VerifierKey, ...]]:
    """The signed text and which known keys signed it.

    Signatures of unknown keys are passed over. NoteError when a known key's signature is false or there is none.
    """
    _require_note_text(note)
    body, lines = _split(note)
    known = {(key.name, key.key_id): key for key in keys}
    signers = []
    for name, raw in map(_signature, lines):
        if key := known.get((name, raw[:4])):
            _require_signature(key, raw[4:], body)
            signers.append(key)
    if not signers:
        raise NoteError("No known key has signed this note.")
    return body, tuple(signers)


def open_checkpoint(note: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The head in a note that the log itself has signed, with a known key that bears its origin as name."""
    body, signers = open_note(note, keys)
    checkpoint = Checkpoint.parse(body)
    if all(key.name != checkpoint.origin for key in signers):
        raise NoteError("The checkpoint is not signed by the log it names.")
    return checkpoint


def _split(note: str) -> tuple[str, list[str]]:
    """Text (with its last newline) and signature lines, parted by the last empty line."""
    body, parted, signatures = note.rpartition("\n\n")
    if not parted or (signatures and not signatures.endswith("\n")):
        raise NoteError("A note is text, an empty line and signatures.")
    return body + "\n", signatures.split("\n")[:-1]


def _signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE.fullmatch(line)
    if not found:
        raise NoteError("A signature line is a dash, a name and base64.")
    return found[1], _bytes(found[2])


def _require_signature(key: VerifierKey, signature: bytes, body: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, body.encode())
    except InvalidSignature as error:
        raise NoteError(f"The signature of {key.name} does not fit the note.") from error


def _require_note_text(text: str) -> None:
    if len(text) > MAX_NOTE_CHARACTERS or _CONTROL.search(text):
        raise NoteError("A note is short text without control characters.")


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    """Bytes of base64 in its one canonical spelling, so that no character of a note can change unnoticed."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("A line that ought to be base64 is not.") from error
    if _base64(raw) != text:
        raise NoteError("A line of base64 is not in its canonical spelling.")
    return raw
