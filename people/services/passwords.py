"""Passwords by Argon2id; hashing happens outside every transaction, one at a time in a process."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from people.errors import WeakPassword

SHORTEST = 12
LONGEST = 200
# 19 MiB, t = 2, p = 1: OWASP's figures for Argon2id. Each hash takes its memory, hence the lock (ADR 6).
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_one_at_a_time = threading.Lock()
_nobody = "$argon2id$v=19$m=19456,t=2,p=1$JSacLuky/Yxuz9d2EbCosw$s8Hg+oLsQ8Oof7Fk0Fv5mgx2wwbClO11NPBGQG1Di+w"


def check_strength(password: str, name: str) -> None:
    """Errors: `WeakPassword` when it is short, long, or made of the person's own name."""
    parts = [part for part in name.lower().split() if len(part) > 3]
    rest = password.lower()
    for part in parts:
        rest = rest.replace(part, "")
    if not SHORTEST <= len(password) <= LONGEST or len(set(rest)) < 6:
        raise WeakPassword


def hash_password(password: str) -> str:
    with _one_at_a_time:
        return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash; takes as long when there is none."""
    with _one_at_a_time:
        try:
            return _hasher.verify(password_hash or _nobody, password[:LONGEST]) and password_hash is not None
        except (VerifyMismatchError, InvalidHashError):
            return False
