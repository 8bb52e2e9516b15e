"""A certificate's number, what a person makes of it while typing, and its bit in a status list."""

from certificates.status import MIN_ENTRIES
from people import crockford

RANDOM_BYTES = 17
LENGTH = 26


def certificate_number(random: bytes) -> str:
    """26 characters, 130 bits, of 17 random bytes: nobody guesses one."""
    if len(random) != RANDOM_BYTES:
        raise ValueError("a certificate's number is made of 17 random bytes")
    return crockford.encode(random)[:LENGTH]


def normalise_number(typed: str) -> str | None:
    """The number as it is printed, from what a person typed or the address they pasted; None when it can be none."""
    plain = crockford.normalised(typed.strip().rpartition("/c/")[2].partition("#")[0])
    return plain if len(plain) == LENGTH and set(plain) <= set(crockford.ALPHABET) else None


def status_bit(base_url: str, status_index: int) -> tuple[str, int]:
    """Address of the status list that a certificate stands in, and its bit there."""
    return status_list_url(base_url, status_index // MIN_ENTRIES + 1), status_index % MIN_ENTRIES


def status_list_url(base_url: str, number: int) -> str:
    """Address of the status list with this number, counted from 1; it is in every credential, so it lives for ever."""
    return f"{base_url.rstrip('/')}/status/{number}"
