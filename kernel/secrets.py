"""Keys and what they seal.

The master key lies outside the database; it wraps the keys of files and of signing, and from it the
keys for cookies and mail are derived. What it sealed can't be read without it: docs/deploy.md says how
to copy it.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

KEY_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """Sealed with another key, for another place, or changed since."""


def new_key() -> bytes:
    """32 random bytes for AES-256."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, context: str) -> bytes:
    """Encrypt with AES-256-GCM (NIST SP 800-38D), bound to `context`: nonce ‖ ciphertext ‖ tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """What was sealed under `key` for `context`. Errors: `Unreadable`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(context) from error


@dataclass(frozen=True)
class MasterKey:
    """The key above all keys."""

    value: bytes

    def wrap(self, key: bytes, context: str) -> bytes:
        return seal(self.value, key, "wrap:" + context)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        return unseal(self.value, wrapped, "wrap:" + context)

    def derive(self, label: str) -> bytes:
        """A key for one other use (HKDF-SHA256, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=label.encode()).derive(self.value)


def master_key() -> MasterKey:
    """The master key of the running application."""
    key: MasterKey = current_app.extensions["master_key"]
    return key


def read_master_key(path: Path) -> MasterKey:
    """From the environment's MAATSTAF_MASTER_KEY (base64) or from `path`, made on first use, readable by its owner."""
    text = os.environ.get("MAATSTAF_MASTER_KEY")
    if text is None:
        if not path.exists():
            _make(path)
        text = path.read_text()
    value = base64.b64decode(text.strip(), validate=True)
    if len(value) != KEY_BYTES:
        raise ValueError("the master key is 32 bytes in base64; this one is not")
    return MasterKey(value)


def has_master_key(path: Path) -> bool:
    """Whether there is one to read."""
    return "MAATSTAF_MASTER_KEY" in os.environ or path.exists()


def _make(path: Path) -> None:
    """Write it whole under another name, then link it: of several that start at once the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.b64encode(new_key()).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
