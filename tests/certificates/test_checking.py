"""The offline check of signed facts and log proofs: what holds, and every way in which it does not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from certificates.checking import Checked, check_supplied
from certificates.findings import Finding, Outcome
from certificates.issuer import IssuerKey
from certificates.ledger.entries import EntryType
from certificates.ledger.notes import Checkpoint, VerifierKey, sign_note
from certificates.proof import multikey
from certificates.trust import Trusted, TrustError, merged, read_trusted
from tests.certificates.issued import (
    FACT,
    ISSUED,
    KEY,
    LOG_KEY,
    ORIGIN,
    STRANGER,
    TODAY,
    Issued,
    issue,
    issuer_document,
    log_proof,
    pinned,
    public,
    somebody_else,
)

ISSUE = issue()
LOG = VerifierKey(ORIGIN, public(LOG_KEY))


def check(document: Any, trusted: Trusted | None = None, at: datetime = TODAY) -> Checked:
    return check_supplied(json.dumps(document).encode(), at, pinned() if trusted is None else trusted)


def test_a_certificate_is_proven_with_the_issuers_document() -> None:
    checked = check(ISSUE.bundle)
    assert (checked.outcome, checked.findings) == (Outcome.PROVEN, ())
    assert checked.snapshot is not None
    assert checked.snapshot.holder == FACT.holder
    assert checked.place is not None
    assert (checked.place.index, checked.place.size) == (3, 5)


def test_it_says_up_to_when_it_knows() -> None:
    assert check(ISSUE.bundle).known_until == ISSUED
    assert check(ISSUE.credential).known_until is None


def test_without_a_pinned_key_nobody_is_proven_to_have_issued_it() -> None:
    checked = check(ISSUE.bundle, Trusted())
    assert checked.outcome is Outcome.UNPROVEN
    assert Finding.ISSUER_UNPROVEN in checked.findings


def test_the_key_of_the_log_alone_proves_a_certificate() -> None:
    assert check(ISSUE.bundle, read_trusted(str(LOG))).outcome is Outcome.PROVEN


def test_the_key_of_the_issuer_alone_leaves_the_log_unproven() -> None:
    checked = check(ISSUE.bundle, read_trusted(multikey(public(KEY))))
    assert checked.findings == (Finding.LOG_UNPROVEN,)


def test_a_bare_credential_has_no_place_in_the_log() -> None:
    assert check(ISSUE.credential).findings == (Finding.NO_LOG_PROOF,)


@pytest.mark.parametrize("changed", [{"name": "Doctor"}, {"validUntil": "2099-01-01T00:00:00+01:00"}, {"extra": 1}])
def test_a_changed_fact_is_refused(changed: dict[str, Any]) -> None:
    checked = check({**ISSUE.bundle, "credential": {**ISSUE.credential, **changed}})
    assert checked.findings == (Finding.SIGNATURE_FALSE, Finding.NOT_IN_LOG)


def test_a_certificate_signed_by_a_stranger_is_refused() -> None:
    forged = issue(key=STRANGER)
    assert Finding.ISSUER_DIFFERS in check(forged.bundle).findings


def test_a_certificate_of_another_issuer_is_refused() -> None:
    elsewhere = issue(replace(FACT, base_url="https://elders.example"))
    assert Finding.ISSUER_DIFFERS in check(elsewhere.bundle).findings


def test_a_key_outside_the_issuers_address_is_refused() -> None:
    forged = {**ISSUE.credential, "issuer": {**ISSUE.credential["issuer"], "id": "did:web:example.org"}}
    assert check(forged).findings == (Finding.MALFORMED,)


def test_what_a_key_signed_before_it_retired_stays_proven() -> None:
    later = IssuerKey(public(KEY), retired=ISSUED + timedelta(days=1))
    assert check(ISSUE.bundle, pinned(later)).outcome is Outcome.PROVEN


def test_what_a_key_signed_after_it_retired_is_refused() -> None:
    earlier = IssuerKey(public(KEY), retired=ISSUED - timedelta(days=1))
    assert check(ISSUE.bundle, pinned(earlier)).findings == (Finding.KEY_RETIRED,)


def test_a_back_dated_signature_of_a_retired_key_is_refused_by_the_time_of_the_log() -> None:
    retired, day = ISSUED, timedelta(days=1)
    back_dated = issue(created=retired - day, entered=retired + day)
    trusted = pinned(IssuerKey(public(KEY), retired=retired))
    assert check(back_dated.bundle, trusted).findings == (Finding.KEY_RETIRED,)


def test_what_the_log_held_before_the_key_retired_stays_proven_whatever_the_signature_says() -> None:
    retired, day = ISSUED, timedelta(days=1)
    trusted = pinned(IssuerKey(public(KEY), retired=retired))
    assert check(issue(created=retired + day, entered=retired - day).bundle, trusted).outcome is Outcome.PROVEN


def test_a_certificate_entered_in_the_second_in_which_the_key_retired_stays_proven() -> None:
    retired = ISSUED + timedelta(milliseconds=700)
    entered = issue(entered=ISSUED + timedelta(milliseconds=300))
    assert check(entered.bundle, pinned(IssuerKey(public(KEY), retired=retired))).outcome is Outcome.PROVEN


def test_without_log_proof_a_retired_key_is_judged_by_the_signature_and_nothing_is_proven() -> None:
    trusted = pinned(IssuerKey(public(KEY), retired=ISSUED))
    assert check(issue(created=ISSUED).credential, trusted).findings == (Finding.NO_LOG_PROOF,)
    later = issue(created=ISSUED + timedelta(days=1))
    assert check(later.credential, trusted).findings == (Finding.KEY_RETIRED, Finding.NO_LOG_PROOF)


def test_a_retirement_without_zone_is_no_key_file() -> None:
    document = issuer_document(IssuerKey(public(KEY), retired=ISSUED))
    document["verificationMethod"][0]["expires"] = "2026-03-01T09:30:00"
    with pytest.raises(TrustError):
        read_trusted(json.dumps(document))


def test_the_log_proof_of_another_certificate_is_refused() -> None:
    assert check(Issued(ISSUE.credential, issue(somebody_else()).proof).bundle).findings == (Finding.NOT_IN_LOG,)


def test_an_entry_that_issues_nothing_is_no_proof() -> None:
    assert check(issue(kind=EntryType.STATEMENT).bundle).findings == (Finding.NOT_IN_LOG,)


def test_a_checkpoint_signed_by_a_stranger_is_refused() -> None:
    forged = Issued(ISSUE.credential, log_proof(ISSUE.credential, key=STRANGER))
    assert check(forged.bundle).findings == (Finding.CHECKPOINT_FALSE,)


def test_a_log_that_contradicts_a_kept_checkpoint_is_refused() -> None:
    kept = read_trusted(sign_note(Checkpoint(ORIGIN, 5, bytes(32)).body(), ORIGIN, LOG_KEY))
    assert check(ISSUE.bundle, merged([pinned(), kept])).findings == (Finding.LOG_FORKED,)


def test_a_certificate_is_valid_through_its_last_day() -> None:
    last_second = datetime(2027, 3, 1, 22, 59, 59, 999_000, tzinfo=UTC)
    assert check(ISSUE.bundle, at=last_second).outcome is Outcome.PROVEN
    expired = check(ISSUE.bundle, at=last_second + timedelta(seconds=1))
    assert (expired.findings, expired.outcome) == ((Finding.EXPIRED,), Outcome.OUT_OF_DATE)
    assert check(ISSUE.bundle, at=datetime(2026, 2, 28, tzinfo=UTC)).findings == (Finding.NOT_YET_VALID,)


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", Finding.UNREADABLE),
        (b"%PDF-1.7 nothing", Finding.UNREADABLE),
        (b"\xff\xfe", Finding.UNREADABLE),
        (b"{}", Finding.NO_CREDENTIAL),
        (b'{"credential": 1}', Finding.NO_CREDENTIAL),
        (b'{"credential": {}}', Finding.MALFORMED),
        (b'{"credentialSubject": []}', Finding.MALFORMED),
        (b"[" * 100_000, Finding.UNREADABLE),
    ],
)
def test_a_file_with_nothing_to_check_is_refused_with_its_reason(data: bytes, finding: Finding) -> None:
    assert check_supplied(data, TODAY).findings == (finding,)


def test_a_damaged_log_proof_is_named() -> None:
    assert check(Issued(ISSUE.credential, ISSUE.proof[1:]).bundle).findings == (Finding.PROOF_MALFORMED,)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_character_of_a_bundle_changes_unnoticed(data: st.DataObject) -> None:
    text = json.dumps(ISSUE.bundle, ensure_ascii=False)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(codec="utf-8")) + text[at + 1 :]
    checked = check_supplied(changed.encode(), TODAY, pinned())
    assert checked.outcome is not Outcome.PROVEN or json.loads(changed) == ISSUE.bundle


def test_the_issuers_document_is_a_key_file() -> None:
    assert read_trusted(json.dumps(issuer_document())) == pinned()


@pytest.mark.parametrize("text", ["", "{}", "key", "z6Mk", '{"id": 1, "assertionMethod": []}', "a\n\nb"])
def test_a_file_without_keys_cannot_be_trusted(text: str) -> None:
    with pytest.raises(TrustError):
        read_trusted(text)


def test_keys_of_two_issuers_are_not_mixed() -> None:
    with pytest.raises(TrustError):
        merged([pinned(), replace(pinned(), issuer_id="did:web:elders.example")])


def test_every_finding_has_words_and_a_weight() -> None:
    assert all(finding.words and finding.outcome is not Outcome.PROVEN for finding in Finding)
