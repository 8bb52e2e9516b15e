"""Revocation bits: Bitstring Status List (w3.org/TR/vc-bitstring-status-list)."""

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from certificates.canonical import Json
from certificates.credential import CONTEXT
from certificates.issuer import did_web
from certificates.proof import timestamp

MIN_ENTRIES = 131_072  # 16 KiB: the herd a holder hides in (section 6.1)
MAX_ENTRIES = 1 << 24
TO_LIVE = timedelta(minutes=5)


class StatusError(ValueError):
    """A list that is too short, or text that is no list."""


def encode_list(revoked: Iterable[int], entries: int = MIN_ENTRIES) -> str:
    """The list as multibase text: one bit an entry, the first one leftmost, gzip, base64url behind a u."""
    if entries < MIN_ENTRIES or entries > MAX_ENTRIES or entries % 8:
        raise StatusError(f"A status list has a multiple of eight entries, {MIN_ENTRIES} or more.")
    bits = bytearray(entries // 8)
    for index in revoked:
        if not 0 <= index < entries:
            raise StatusError("The index lies outside the list.")
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_list(encoded: str) -> bytes:
    """The bits of an encoded list, most significant first; StatusError when it is none."""
    if encoded[:1] != "u":
        raise StatusError("A status list is base64url behind a u.")
    try:
        packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
        unpacked = zlib.decompressobj(wbits=31)
        bits = unpacked.decompress(packed, MAX_ENTRIES // 8)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise StatusError("A status list is gzip in base64url.") from error
    if not unpacked.eof or len(bits) * 8 < MIN_ENTRIES:
        raise StatusError("The status list is too short, too long or cut off.")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether the bit of this entry is set; StatusError outside the list."""
    if not 0 <= index < len(bits) * 8:
        raise StatusError("The index lies outside the list.")
    return bool(bits[index // 8] & 0x80 >> index % 8)


def status_credential(url: str, base_url: str, revoked: Iterable[int], at: datetime, valid: timedelta) -> Json:
    """The list as an unsigned credential at its stable address, true from `at` and to be renewed within `valid`."""
    return {
        "@context": [CONTEXT[0]],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_web(base_url),
        "validFrom": timestamp(at),
        "validUntil": timestamp(at + valid),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": TO_LIVE // timedelta(milliseconds=1),
            "encodedList": encode_list(revoked),
        },
    }
