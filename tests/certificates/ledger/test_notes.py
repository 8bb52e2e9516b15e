"""Signed notes, checkpoints and log proofs, as the C2SP texts have them."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, strategies as st

from certificates.ledger.notes import (
    Checkpoint,
    LogProof,
    NoteError,
    VerifierKey,
    add_signature,
    open_checkpoint,
    open_note,
    sign_note,
)

# The example of c2sp.org/signed-note.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = VerifierKey("example.org/log", KEY.public_key().public_bytes_raw())
HEAD = Checkpoint("example.org/log", 73, bytes(range(32)))
SIGNED = sign_note(HEAD.body(), LOG.name, KEY)


def test_the_published_note_opens_with_the_published_key() -> None:
    key = VerifierKey.parse(VKEY)
    assert open_note(NOTE, [key]) == ("This is an example message.\n", (key,))
    assert str(key) == VKEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AQ==",
        VKEY.replace("530d", "530e"),
        VKEY.replace("foo", "bar"),
        VKEY.replace("+Ae", "+Be"),
    ],
)
def test_a_verifier_key_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def test_a_checkpoint_opens_for_who_knows_the_log() -> None:
    assert open_checkpoint(SIGNED, [LOG]) == HEAD


def test_a_checkpoint_of_an_unknown_log_is_refused() -> None:
    with pytest.raises(NoteError, match="known key"):
        open_checkpoint(SIGNED, [VerifierKey.parse(VKEY)])


def test_a_checkpoint_signed_by_a_witness_alone_is_refused() -> None:
    witness = VerifierKey("witness.example", LOG.public)
    with pytest.raises(NoteError, match="the log it names"):
        open_checkpoint(sign_note(HEAD.body(), witness.name, KEY), [witness, LOG])


def test_a_witness_adds_its_signature_and_others_pass_it_over() -> None:
    witness = VerifierKey("witness.example", LOG.public)
    cosigned = add_signature(SIGNED, witness.name, KEY)
    assert open_note(cosigned, [LOG, witness])[1] == (LOG, witness)
    assert open_checkpoint(cosigned, [LOG]) == HEAD


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="utf-8"))
def test_no_character_of_a_checkpoint_changes_unnoticed(at: int, character: str) -> None:
    changed = SIGNED[:at] + character + SIGNED[at + 1 :]
    if changed != SIGNED:
        with pytest.raises(NoteError):
            open_checkpoint(changed, [LOG])


@pytest.mark.parametrize("body", ["log\n01\nAAAA\n", "log\n-1\nAAAA\n", "log\n1\nAAAA\n", "log\n1\n", "\n1\nAAAA\n"])
def test_text_that_is_no_checkpoint_is_refused(body: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(body)


@given(st.integers(0, 2**40), st.lists(st.binary(min_size=32, max_size=32), max_size=20), st.binary(max_size=60))
def test_a_log_proof_reads_back(index: int, path: list[bytes], extra: bytes) -> None:
    proof = LogProof(index, tuple(path), SIGNED, extra)
    assert LogProof.parse(str(proof)) == proof


def test_a_log_proof_is_the_published_format() -> None:
    lines = str(LogProof(5, (bytes(32),), SIGNED, b"salt")).split("\n")
    assert lines[:5] == ["c2sp.org/tlog-proof@v1", "extra c2FsdA==", "index 5", "A" * 43 + "=", ""]
    assert "\n".join(lines[5:]) == SIGNED


@pytest.mark.parametrize(
    ("old", "new"),
    [("@v1", "@v2"), ("index 5", "index 05"), ("index 5\n", ""), ("A=", "B="), ("c2Fs", "c2F"), ("extra ", "more ")],
)
def test_text_that_is_no_log_proof_is_refused(old: str, new: str) -> None:
    with pytest.raises(NoteError):
        LogProof.parse(str(LogProof(5, (bytes(32),), SIGNED, b"salt")).replace(old, new, 1))
