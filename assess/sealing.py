"""Sealed JSON: in a person's file, so that it goes with the file; or of a profile, under a key of the installation."""

import json
from typing import Any

import rfc8785

from kernel import secrets
from people.models import File
from people.services import files


def seal_in(file: File, value: Any, context: str) -> bytes:
    """`value` under the file's key; `context` is the noun:key it belongs to. Errors: `FileErased`."""
    return secrets.seal(files.key_of(file), rfc8785.dumps(value), context)


def open_in(file: File, sealed: bytes, context: str) -> Any:
    """What was sealed in `file`. Errors: `FileErased`, `Unreadable`."""
    return json.loads(secrets.unseal(files.key_of(file), sealed, context))


def seal_of_profile(value: Any, context: str) -> bytes:
    """What a profile rests on and nobody may read back: group figures, nominations."""
    return secrets.seal(_profile_key(), rfc8785.dumps(value), context)


def open_of_profile(sealed: bytes, context: str) -> Any:
    """What was sealed for a profile. Errors: `Unreadable`."""
    return json.loads(secrets.unseal(_profile_key(), sealed, context))


def _profile_key() -> bytes:
    return secrets.master_key().derive("profiles")
