"""The signed fact: what it says, what it leaves out, and that it reads back."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, strategies as st

from certificates.canonical import canonical
from certificates.credential import Fact, Kind, unsigned_credential
from certificates.holder import ALPHABET, holder_code, is_holder_code, normalise_code
from certificates.issuer import IssuerKey, did_document, did_web, key_address
from certificates.snapshot import Snapshot, SnapshotError
from tests.certificates.issued import BASE_URL, FACT, ISSUED, KEY, LOG_KEY, ORIGIN, SALT, issue, issuer_document, public

CREDENTIAL = unsigned_credential(FACT)


def test_the_credential_has_what_open_badges_requires() -> None:
    assert CREDENTIAL["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(CREDENTIAL["type"])
    assert CREDENTIAL["id"].startswith("https://")
    assert CREDENTIAL["issuer"]["type"] == ["Profile"]
    subject = CREDENTIAL["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert subject["identifier"][0] | {"identityHash": ""} == {
        "type": "IdentityObject",
        "identityType": "name",
        "identityHash": "",
        "hashed": False,
    }
    assert {"id", "type", "name", "description", "criteria"} <= set(subject["achievement"])
    assert all(each["type"] == ["Evidence"] for each in CREDENTIAL["evidence"])


def test_a_day_of_validity_is_the_whole_day_where_the_organisation_is() -> None:
    assert CREDENTIAL["validFrom"] == "2026-03-01T00:00:00+01:00"
    assert unsigned_credential(replace(FACT, valid_until=date(2027, 7, 1)))["validUntil"] == "2027-07-01T23:59:59+02:00"
    assert "validUntil" not in unsigned_credential(replace(FACT, valid_until=None))


def test_the_norm_is_told_and_no_score() -> None:
    subject = CREDENTIAL["credentialSubject"]
    (norm,) = subject["achievement"]["resultDescription"]
    assert (norm["name"], norm["requiredValue"]) == ("Kennistoets", "24 van de 30 vragen goed")
    assert subject["result"] == [{"type": ["Result"], "resultDescription": norm["id"], "status": "Completed"}]
    assert not any("score" in field.name for field in fields(Fact))


def test_an_assessment_holds_the_digest_of_its_report_and_no_result() -> None:
    report = unsigned_credential(replace(FACT, kind=Kind.ASSESSMENT, norms=(), evidence=(("report", "12" * 32),)))
    assert "result" not in report["credentialSubject"]
    assert report["evidence"][0]["description"] == "SHA-256 " + "12" * 32


def test_evidence_is_addressed_by_its_hash() -> None:
    assert CREDENTIAL["evidence"][0]["id"] == "ni:///sha-256;7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-8"


def test_the_revocation_bit_is_named_as_text() -> None:
    assert CREDENTIAL["credentialStatus"]["statusListIndex"] == "94567"
    assert CREDENTIAL["credentialStatus"]["statusListCredential"] == f"{BASE_URL}/status/1"


def test_a_reissue_names_what_it_replaces() -> None:
    reissue = unsigned_credential(replace(FACT, replaces="1234"))
    assert reissue["replaces"] == f"{BASE_URL}/c/1234"
    assert "replaces" in reissue["@context"][-1]


def test_the_same_fact_gives_the_same_bytes_without_floats() -> None:
    assert canonical(unsigned_credential(FACT)) == canonical(unsigned_credential(replace(FACT)))
    json.loads(canonical(CREDENTIAL), parse_float=pytest.fail)


def test_a_credential_reads_back_as_what_it_says() -> None:
    said = Snapshot.of(issue().credential)
    assert (said.holder, said.title, said.issuer) == (FACT.holder, FACT.title, FACT.organisation)
    assert said.valid_until == datetime(2027, 3, 1, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("missing", ["id", "issuer", "credentialSubject", "validFrom"])
def test_a_document_that_says_too_little_is_no_credential(missing: str) -> None:
    with pytest.raises(SnapshotError):
        Snapshot.of({name: value for name, value in CREDENTIAL.items() if name != missing})


def test_a_credential_with_two_names_is_refused() -> None:
    subject = CREDENTIAL["credentialSubject"]
    twice = {**CREDENTIAL, "credentialSubject": {**subject, "identifier": subject["identifier"] * 2}}
    with pytest.raises(SnapshotError):
        Snapshot.of(twice)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://leren.example.nl", "did:web:leren.example.nl"),
        ("https://leren.example.nl/", "did:web:leren.example.nl"),
        ("http://localhost:5000", "did:web:localhost%3A5000"),
        ("https://example.nl/hr/leren", "did:web:example.nl:hr:leren"),
    ],
)
def test_the_issuer_is_known_by_its_web_address(address: str, did: str) -> None:
    assert did_web(address) == did


@pytest.mark.parametrize("address", ["", "leren.example.nl", "ftp://example.nl", "https://example.nl/?a=b"])
def test_an_issuer_without_a_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="plain web address"):
        did_web(address)


def test_a_retired_key_stays_in_the_issuers_document_with_its_end() -> None:
    document = did_document(BASE_URL, [IssuerKey(public(LOG_KEY), retired=ISSUED), IssuerKey(public(KEY))])
    old, new = document["verificationMethod"]
    assert (old["expires"], "expires" in new) == ("2026-03-01T09:30:00Z", False)
    assert document["assertionMethod"] == [old["id"], new["id"]]
    assert new["id"] == key_address(BASE_URL, public(KEY))


def test_the_issuers_document_names_its_log() -> None:
    (log,) = issuer_document()["service"]
    assert log["serviceEndpoint"]["vkeys"][0].startswith(f"{ORIGIN}+")


def test_the_holders_code_is_short_and_of_this_certificate() -> None:
    code = holder_code(SALT, ORIGIN, FACT.public_id)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert code != holder_code(SALT, ORIGIN, "another")
    assert code != holder_code(bytes(32), ORIGIN, FACT.public_id)


@given(st.binary(min_size=32, max_size=32), st.randoms())
def test_a_code_typed_as_people_type_is_understood(salt: bytes, random: object) -> None:
    code = holder_code(salt, ORIGIN, "1")
    for typed in (
        code.lower(),
        code.replace("-", " "),
        code.replace("0", "o").replace("1", "l"),
        f" {code.replace('1', 'I')} ",
    ):
        assert normalise_code(typed) == code
        assert is_holder_code(typed, salt, ORIGIN, "1")


@given(st.text(max_size=30))
def test_what_is_no_code_is_no_code(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or set(code) <= set(ALPHABET) | {"-"}
    assert not is_holder_code(typed, SALT, ORIGIN, "1")
