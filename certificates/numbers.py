"""A certificate's number: 128 random bits in Crockford's base 32, what a person makes of it while typing, and its bit."""

from certificates.holder import ALPHABET
from certificates.status import MIN_ENTRIES

NUMBER_BYTES = 16
LENGTH = 26

_MISREAD = str.maketrans("OIL", "011", " -\t\u2010\u2011\u2013\u00a0")


def certificate_number(random: bytes) -> str:
    """26 characters of 16 random bytes."""
    if len(random) != NUMBER_BYTES:
        raise ValueError("a certificate's number is made of 16 random bytes")
    value = int.from_bytes(random)
    return "".join(ALPHABET[value >> shift & 31] for shift in range(5 * (LENGTH - 1), -5, -5))


def normalise_number(typed: str) -> str | None:
    """The number as it is printed, from what a person typed or pasted; None when it can be no number."""
    plain = typed.strip().rpartition("/c/")[2].partition("#")[0].upper().translate(_MISREAD)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None


def status_bit(base_url: str, status_index: int) -> tuple[str, int]:
    """Address of the status list that a certificate stands in, and its bit there."""
    return status_list_url(base_url, status_index // MIN_ENTRIES + 1), status_index % MIN_ENTRIES


def status_list_url(base_url: str, number: int) -> str:
    """Address of the status list with this number, counted from 1; it is in every credential, so it lives for ever."""
    return f"{base_url.rstrip('/')}/status/{number}"
