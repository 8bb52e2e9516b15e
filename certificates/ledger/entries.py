"""One fact of the log in 42 bytes: version 1, type 1, unix milliseconds 8, body 32; integers big-endian.

The numbers below are written to a log that is never rewritten: add to them, never change one.
`docs/verify.md` repeats them for the auditor.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from hashlib import sha256
from typing import Any

import rfc8785

VERSION = 1
ENTRY_BYTES = 42
HEADER_BYTES = 10
BODY_BYTES = 32
SALT_BYTES = 32

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EntryType(IntEnum):
    """What an entry witnesses."""

    ISSUE = 1
    PROFILE = 2
    CONTENT = 3
    STATEMENT = 4
    TEMPLATE = 5
    SUPERSEDE = 6
    REVOKE = 7
    ERASE = 8
    KEY = 9


class Reason(IntEnum):
    """Why an earlier entry is revoked or erased."""

    ISSUED_IN_ERROR = 1
    NAME_CORRECTED = 2
    IRREGULARITY = 3
    HOLDER_REQUEST = 4
    RETENTION_OVER = 5
    KEY_COMPROMISED = 6
    OTHER = 255


TARGETING = frozenset({EntryType.REVOKE, EntryType.ERASE})
COMMITTING = frozenset(EntryType) - TARGETING - {EntryType.KEY}


class EntryError(ValueError):
    """Bytes that are no entry of this log, or a fact that no entry can hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry read back; `target` and `reason` are there for REVOKE and ERASE alone."""

    type: EntryType
    at: datetime
    body: bytes
    target: int | None = None
    reason: Reason | None = None


def parse(entry: bytes) -> Entry:
    """The entry in 42 bytes; EntryError when any byte of it has no meaning."""
    if len(entry) != ENTRY_BYTES or entry[0] != VERSION:
        raise EntryError("An entry is 42 bytes and begins with version 1.")
    body = entry[HEADER_BYTES:]
    try:
        kind, at = EntryType(entry[1]), _EPOCH + timedelta(milliseconds=int.from_bytes(entry[2:HEADER_BYTES]))
        if kind not in TARGETING:
            return Entry(kind, at, body)
        target, reason = int.from_bytes(body[:8]), Reason(body[8])
    except (ValueError, OverflowError) as error:
        raise EntryError("The entry holds a type, a time or a reason without meaning.") from error
    if any(body[9:]):
        raise EntryError("The bytes after the reason are zero.")
    return Entry(kind, at, body, target, reason)


def commitment(salt: bytes, origin: str, document: Mapping[str, Any]) -> bytes:
    """What the log holds of a document: 32 bytes that say nothing to who lacks the salt.

    HMAC-SHA256 keyed with 32 random bytes, over the log's origin and the document in JCS (RFC 8785).
    """
    if len(salt) != SALT_BYTES:
        raise EntryError("A salt is exactly 32 bytes.")
    return hmac.digest(salt, f"{origin}/commit/v1\n".encode() + rfc8785.dumps(dict(document)), "sha256")


def commitment_entry(kind: EntryType, at: datetime, commitment: bytes) -> bytes:
    """Entry of a fact that stays outside the log; EntryError for a type that holds something else."""
    if kind not in COMMITTING or len(commitment) != BODY_BYTES:
        raise EntryError("A commitment is 32 bytes, in an entry of a type that holds one.")
    return _header(kind, at) + commitment


def target_entry(kind: EntryType, at: datetime, index: int, reason: Reason) -> bytes:
    """Entry that revokes or erases the earlier entry at `index`."""
    if kind not in TARGETING or not 0 <= index < 1 << 64:
        raise EntryError("REVOKE and ERASE name the index of an earlier entry.")
    return _header(kind, at) + index.to_bytes(8) + bytes([reason]) + bytes(23)


def key_entry(at: datetime, public_key: bytes) -> bytes:
    """Entry that announces a signing key: SHA-256 of the 32 raw bytes of an Ed25519 public key."""
    if len(public_key) != 32:
        raise EntryError("An Ed25519 public key is 32 bytes.")
    return _header(EntryType.KEY, at) + sha256(public_key).digest()


def proof_extra(entry: bytes, salt: bytes) -> bytes:
    """What a log proof carries so that the holder can rebuild the entry: its header, then the salt (42 bytes)."""
    return entry[:HEADER_BYTES] + salt


def entry_from_extra(extra: bytes, origin: str, document: Mapping[str, Any]) -> bytes:
    """The entry of a document, rebuilt from what its log proof carries."""
    if len(extra) != HEADER_BYTES + SALT_BYTES:
        raise EntryError("The extra line of a log proof is a header of 10 bytes and a salt of 32.")
    return extra[:HEADER_BYTES] + commitment(extra[HEADER_BYTES:], origin, document)


def _header(kind: EntryType, at: datetime) -> bytes:
    """Version, type and time; the time is rounded down to the millisecond."""
    if at.tzinfo is None or at < _EPOCH:
        raise EntryError("The time of an entry has a zone and lies after 1970.")
    return bytes([VERSION, kind]) + ((at - _EPOCH) // timedelta(milliseconds=1)).to_bytes(8)
