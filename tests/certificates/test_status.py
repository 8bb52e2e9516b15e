"""Revocation bits: found where the specification puts them, in a list large enough to hide in."""

import base64
import gzip
from datetime import timedelta

import pytest
from hypothesis import given, settings, strategies as st

from certificates.status import MIN_ENTRIES, StatusError, decode_list, encode_list, is_set, status_credential
from tests.certificates.issued import BASE_URL, ISSUED

# The example list of w3.org/TR/vc-bitstring-status-list: 131,072 entries, none set.
PUBLISHED = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def test_the_published_list_has_no_bit_set() -> None:
    assert decode_list(PUBLISHED) == bytes(MIN_ENTRIES // 8)


@given(st.sets(st.integers(0, MIN_ENTRIES - 1), max_size=20), st.integers(0, MIN_ENTRIES - 1))
@settings(max_examples=50)
def test_a_bit_is_set_for_who_is_revoked_and_nobody_else(revoked: set[int], other: int) -> None:
    bits = decode_list(encode_list(revoked))
    assert all(is_set(bits, index) for index in revoked)
    assert is_set(bits, other) is (other in revoked)
    assert sum(byte.bit_count() for byte in bits) == len(revoked)


def test_the_first_entry_is_the_leftmost_bit() -> None:
    assert decode_list(encode_list({0, 9}))[:2] == b"\x80\x40"


def test_the_same_list_gives_the_same_text() -> None:
    assert encode_list({3, 1}) == encode_list([1, 3, 1])
    assert base64.urlsafe_b64decode(encode_list([])[1:] + "==")[4:8] == bytes(4)  # no time in the gzip header


@pytest.mark.parametrize("index", [-1, MIN_ENTRIES])
def test_an_index_outside_the_list_is_refused(index: int) -> None:
    with pytest.raises(StatusError):
        encode_list([index])
    with pytest.raises(StatusError):
        is_set(bytes(MIN_ENTRIES // 8), index)


def test_a_list_too_short_to_hide_in_is_refused() -> None:
    with pytest.raises(StatusError):
        encode_list([], MIN_ENTRIES - 8)
    with pytest.raises(StatusError):
        decode_list(_packed(bytes(100)))


@pytest.mark.parametrize("text", ["", "zabc", "u", "u!!", PUBLISHED[:40]])
def test_text_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(StatusError):
        decode_list(text)


def test_a_list_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(StatusError):
        decode_list(_packed(bytes(1 << 26)))


def test_the_list_is_published_as_a_credential() -> None:
    credential = status_credential(f"{BASE_URL}/status/1", BASE_URL, [5], ISSUED, timedelta(days=1))
    subject = credential["credentialSubject"]
    assert credential["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    assert is_set(decode_list(subject["encodedList"]), 5)
    assert (credential["validFrom"], credential["validUntil"]) == ("2026-03-01T09:30:00Z", "2026-03-02T09:30:00Z")


def _packed(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).decode().rstrip("=")
