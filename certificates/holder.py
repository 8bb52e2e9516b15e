"""The holder's code: who has it has the paper, and may compare it with the whole signed fact."""

import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
CODE_BITS = 80

_MISREAD = str.maketrans("OIL", "011", " -\t\u2010\u2011\u2013\u00a0")


def holder_code(salt: bytes, origin: str, public_id: str) -> str:
    """Code `XXXX-XXXX-XXXX-XXXX` of a certificate: 80 bits of HMAC-SHA256 keyed with its salt."""
    secret = hmac.digest(salt, f"{origin}/holder/v1\n{public_id}".encode(), "sha256")
    number = int.from_bytes(secret[: CODE_BITS // 8])
    return _in_fours("".join(ALPHABET[number >> shift & 31] for shift in range(CODE_BITS - 5, -5, -5)))


def normalise_code(typed: str) -> str | None:
    """The code as it is printed, from what a person typed; None when it cannot be a code."""
    plain = typed.strip().upper().translate(_MISREAD)
    return _in_fours(plain) if len(plain) == CODE_BITS // 5 and set(plain) <= set(ALPHABET) else None


def is_holder_code(typed: str, salt: bytes, origin: str, public_id: str) -> bool:
    """Whether the typed code is that of this certificate; takes as long for a wrong code as for a right one."""
    code = normalise_code(typed)
    return code is not None and hmac.compare_digest(code, holder_code(salt, origin, public_id))


def _in_fours(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
