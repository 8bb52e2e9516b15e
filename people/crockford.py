"""Codes that people copy from paper: Crockford's base 32, https://www.crockford.com/base32.html"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "–": None, ".": None})


def encode(data: bytes) -> str:
    """As many whole characters as the bytes fill, five bits each, the first bits first."""
    bits = len(data) * 8
    number = int.from_bytes(data)
    return "".join(ALPHABET[number >> (bits - 5 * place) & 31] for place in range(1, bits // 5 + 1))


def normalised(typed: str) -> str:
    """What was meant: any case, any grouping, the letters O, I and L read as the digits they look like."""
    return typed.strip().upper().translate(_LOOKALIKES)


def grouped(code: str) -> str:
    """In groups of four, as it stands on paper: ABCD-EFGH-JKMN."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
