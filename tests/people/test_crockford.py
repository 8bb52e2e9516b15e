"""Codes that people copy from paper."""

from hypothesis import given, strategies as st

from people import crockford


@given(st.binary(min_size=5, max_size=40).filter(lambda data: len(data) % 5 == 0))
def test_a_code_holds_the_bits_it_was_made_of(data: bytes) -> None:
    code = crockford.encode(data)
    number = 0
    for character in code:
        number = number * 32 + crockford.ALPHABET.index(character)
    assert number.to_bytes(len(data)) == data


@given(st.binary(min_size=8, max_size=8))
def test_a_code_is_understood_however_it_is_typed(data: bytes) -> None:
    code = crockford.encode(data)
    typed = crockford.grouped(code).lower().replace("0", "o").replace("1", "i").replace("-", " – ")
    assert crockford.normalised(typed) == code


def test_a_code_is_grouped_by_four() -> None:
    assert crockford.grouped("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"
