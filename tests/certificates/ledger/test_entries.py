"""Entries of the log: 42 bytes that mean one thing, with numbers that never change."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from certificates.ledger.entries import (
    COMMITTING,
    TARGETING,
    Entry,
    EntryError,
    EntryType,
    Reason,
    commitment,
    commitment_entry,
    entry_from_extra,
    key_entry,
    parse,
    proof_extra,
    target_entry,
)

AT = datetime(2026, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC)
SALT = bytes(range(32))
moments = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_commitment_entry_has_the_layout_of_the_documentation() -> None:
    entry = commitment_entry(EntryType.ISSUE, AT, b"\xaa" * 32)
    assert entry == bytes.fromhex("0101" + f"{1772357415250:016x}" + "aa" * 32)
    assert len(entry) == 42


def test_a_target_entry_holds_index_reason_and_zeros() -> None:
    entry = target_entry(EntryType.ERASE, AT, 258, Reason.HOLDER_REQUEST)
    assert entry[:2] + entry[10:] == bytes.fromhex("0108" + "0000000000000102" + "04" + "00" * 23)


def test_a_key_entry_holds_the_hash_of_the_key() -> None:
    assert parse(key_entry(AT, SALT)).body == sha256(SALT).digest()


@given(st.sampled_from(sorted(COMMITTING)), moments, st.binary(min_size=32, max_size=32))
def test_a_commitment_entry_reads_back(kind: EntryType, at: datetime, body: bytes) -> None:
    read = parse(commitment_entry(kind, at, body))
    assert read == Entry(kind, at - timedelta(microseconds=at.microsecond % 1000), body)


@given(st.sampled_from(sorted(TARGETING)), moments, st.integers(0, 2**64 - 1), st.sampled_from(Reason))
def test_a_target_entry_reads_back(kind: EntryType, at: datetime, index: int, reason: Reason) -> None:
    read = parse(target_entry(kind, at, index, reason))
    assert (read.type, read.target, read.reason) == (kind, index, reason)


@given(st.binary(min_size=41, max_size=43))
def test_bytes_are_an_entry_or_are_refused(raw: bytes) -> None:
    try:
        read = parse(raw)
    except EntryError:
        return
    assert len(raw) == 42
    assert raw[0] == 1
    assert raw[10:] == read.body


@pytest.mark.parametrize("byte", range(19, 42))
def test_a_byte_without_meaning_is_refused(byte: int) -> None:
    entry = bytearray(target_entry(EntryType.REVOKE, AT, 1, Reason.OTHER))
    entry[byte] = 1
    with pytest.raises(EntryError):
        parse(bytes(entry))


def test_a_fact_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(EntryError):
        commitment_entry(EntryType.REVOKE, AT, bytes(32))
    with pytest.raises(EntryError):
        target_entry(EntryType.ISSUE, AT, 0, Reason.OTHER)
    with pytest.raises(EntryError):
        commitment_entry(EntryType.ISSUE, AT.replace(tzinfo=None), bytes(32))


def test_a_commitment_is_the_keyed_hash_of_origin_and_document() -> None:
    import hmac

    expected = hmac.new(SALT, b'example.org/log/commit/v1\n{"a":1,"b":"\xc3\xa9"}', "sha256").digest()
    assert commitment(SALT, "example.org/log", {"b": "é", "a": 1}) == expected


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(EntryError, match="32 bytes"):
        commitment(bytes(length), "example.org/log", {})


def test_an_entry_is_rebuilt_from_what_its_proof_carries() -> None:
    document = {"who": "Noor"}
    entry = commitment_entry(EntryType.ISSUE, AT, commitment(SALT, "example.org/log", document))
    extra = proof_extra(entry, SALT)
    assert entry_from_extra(extra, "example.org/log", document) == entry
    assert entry_from_extra(extra, "example.org/other", document) != entry


@pytest.mark.parametrize("numbers", [EntryType, Reason])
def test_the_numbers_are_those_in_the_documentation(numbers: type[EntryType | Reason]) -> None:
    text = (Path(__file__).parents[3] / "docs" / "verify.md").read_text(encoding="utf-8")
    table = text.partition(f"<!-- {numbers.__name__} -->")[2].partition("\n\n")[0]
    written = {name: int(number) for number, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", table, re.MULTILINE)}
    assert written == {member.name: member.value for member in numbers}
