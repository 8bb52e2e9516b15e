"""Proofs with eddsa-jcs-2022 against the published vectors, hash by hash, and canonical JSON against its own."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, strategies as st

from certificates.canonical import JsonError, canonical, read_object
from certificates.proof import ProofError, hash_data, multikey, public_of, sign, verify

REFERENCE = Path(__file__).parents[1] / "reference"
EDDSA = REFERENCE / "vc-di-eddsa"
JCS = EDDSA / "eddsa-jcs-2022"
NUMBERS_AND_ORDER = ("arrays", "french", "structures", "unicode", "values", "weird")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _text(name: str) -> str:
    return (JCS / name).read_text(encoding="utf-8").strip()


UNSIGNED, SIGNED, OPTIONS = (
    _json(EDDSA / "unsigned.json"),
    _json(JCS / "signedJCS.json"),
    _json(JCS / "proofConfigJCS.json"),
)
PAIR = _json(EDDSA / "keyPair.json")
PUBLIC = public_of(PAIR["publicKeyMultibase"])
PRIVATE = Ed25519PrivateKey.from_private_bytes(base58.b58decode(PAIR["privateKeyMultibase"][1:])[2:])


def test_every_intermediate_value_is_the_published_one() -> None:
    assert canonical(UNSIGNED).decode() == _text("canonDocJCS.txt")
    assert canonical(OPTIONS).decode() == _text("proofCanonJCS.txt")
    assert sha256(canonical(UNSIGNED)).hexdigest() == _text("docHashJCS.txt")
    assert sha256(canonical(OPTIONS)).hexdigest() == _text("proofHashJCS.txt")
    assert hash_data(UNSIGNED, OPTIONS).hex() == _text("combinedHashJCS.txt")
    assert PRIVATE.sign(hash_data(UNSIGNED, OPTIONS)).hex() == _text("sigHexJCS.txt")


def test_signing_gives_the_published_document() -> None:
    created = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
    assert sign(UNSIGNED, PRIVATE, method=OPTIONS["verificationMethod"], created=created) == SIGNED
    assert SIGNED["proof"]["proofValue"] == _text("sigBTC58JCS.txt")


def test_the_published_document_holds() -> None:
    assert verify(SIGNED, PUBLIC)


def test_a_multikey_reads_back() -> None:
    assert multikey(PUBLIC) == PAIR["publicKeyMultibase"]
    assert multikey(PUBLIC).startswith("z6Mk")


@pytest.mark.parametrize(
    "key", ["", "z", "u6Mk", "z0OIl", PAIR["privateKeyMultibase"], PAIR["publicKeyMultibase"] + "1"]
)
def test_a_key_of_another_kind_is_refused(key: str) -> None:
    with pytest.raises(ProofError):
        public_of(key)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("name",), "Alumni credential"),
        (("credentialSubject", "alumniOf"), "Another school"),
        (("validFrom",), "2022-01-01T00:00:00Z"),
        (("@context",), ["https://www.w3.org/ns/credentials/v2"]),
        (("proof", "created"), "2023-02-24T23:36:39Z"),
        (("proof", "verificationMethod"), "did:key:another"),
        (("proof", "proofPurpose"), "authentication"),
        (("proof", "cryptosuite"), "eddsa-rdfc-2022"),
        (("proof", "extra"), "added"),
        (("proof", "proofValue"), "z" + "1" * 64),
        (("added",), None),
    ],
)
def test_a_changed_document_or_proof_does_not_hold(where: tuple[str, ...], value: Any) -> None:
    changed = json.loads(json.dumps(SIGNED))
    part = changed
    for name in where[:-1]:
        part = part[name]
    part[where[-1]] = value
    assert not verify(changed, PUBLIC)


def test_a_document_without_proof_does_not_hold() -> None:
    assert not verify(UNSIGNED, PUBLIC)
    assert not verify({**UNSIGNED, "proof": [SIGNED["proof"]]}, PUBLIC)


@pytest.mark.parametrize(
    "other", [{"proofPurpose": "authentication"}, {"cryptosuite": "eddsa-rdfc-2022"}, {"type": "Ed25519Signature2020"}]
)
def test_a_true_signature_for_another_use_does_not_hold(other: dict[str, str]) -> None:
    options = OPTIONS | other
    value = "z" + base58.b58encode(PRIVATE.sign(hash_data(UNSIGNED, options))).decode()
    assert not verify({**UNSIGNED, "proof": {**options, "proofValue": value}}, PUBLIC)


@given(st.integers(0, 63), st.integers(1, 255))
def test_any_changed_byte_of_the_signature_is_noticed(at: int, mask: int) -> None:
    raw = bytearray(bytes.fromhex(_text("sigHexJCS.txt")))
    raw[at] ^= mask
    forged = {**SIGNED["proof"], "proofValue": "z" + base58.b58encode(bytes(raw)).decode()}
    assert not verify({**SIGNED, "proof": forged}, PUBLIC)


@pytest.mark.parametrize("name", NUMBERS_AND_ORDER)
def test_canonical_json_is_the_published_output(name: str) -> None:
    source = _json(REFERENCE / "jcs" / "input" / f"{name}.json")
    assert canonical(source) == (REFERENCE / "jcs" / "output" / f"{name}.json").read_bytes().rstrip(b"\n")


def test_plainly_sorted_json_is_not_canonical() -> None:
    source = _json(REFERENCE / "jcs" / "input" / "weird.json")
    plain = json.dumps(source, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert plain.encode() != canonical(source)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', '{"a":NaN}', "[]", "1", "{", '{"a":Infinity}', "[" * 100_000])
def test_json_that_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(JsonError):
        read_object(text)


@pytest.mark.parametrize("value", [2**60, "\ud800", float("nan")])
def test_a_value_without_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(JsonError):
        canonical({"a": value})
