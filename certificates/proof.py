"""Data Integrity proofs with `eddsa-jcs-2022`, and Ed25519 keys as Multikey (w3.org/TR/vc-di-eddsa)."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.canonical import Json, JsonError, canonical

CRYPTOSUITE = "eddsa-jcs-2022"
ED25519_PUBLIC = b"\xed\x01"
BASE58BTC = "z"


class ProofError(ValueError):
    """A proof that is not there, is of another kind, or does not fit its document."""


def multikey(public: bytes) -> str:
    """Multibase text `z6Mk…` of a raw Ed25519 public key (32 bytes)."""
    if len(public) != 32:
        raise ProofError("An Ed25519 public key is 32 bytes.")
    return _multibase(ED25519_PUBLIC + public)


def public_of(key: str) -> bytes:
    """Raw Ed25519 public key of a multikey; ProofError for any other kind of key."""
    raw = _from_multibase(key)
    if raw[:2] != ED25519_PUBLIC or len(raw) != 34:
        raise ProofError("Only Ed25519 multikeys are understood.")
    return raw[2:]


def sign(document: Json, key: Ed25519PrivateKey, *, method: str, created: datetime) -> Json:
    """The document with its proof; `method` is the address of the key (`did:web:…#z6Mk…`)."""
    options: Json = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": timestamp(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    signature = key.sign(hash_data(document, options))
    return {**document, "proof": {**options, "proofValue": _multibase(signature)}}


def verify(document: Json, public: bytes) -> bool:
    """Whether the document's own proof was made over it with this key."""
    try:
        unsecured, options, signature = _parts(document)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, hash_data(unsecured, options))
    except (ProofError, JsonError, InvalidSignature, ValueError):
        return False
    return True


def hash_data(document: Json, options: Json) -> bytes:
    """The 64 bytes that are signed: the hash of the proof's options, then that of the document."""
    return sha256(canonical(options)).digest() + sha256(canonical(document)).digest()


def verification_method(document: Json) -> str:
    """Address of the key that the document's proof names; ProofError when it names none."""
    method = _proof_of(document).get("verificationMethod")
    if not isinstance(method, str):
        raise ProofError("The proof names no key.")
    return method


def timestamp(at: datetime) -> str:
    """The moment in UTC to the second, as XML Schema writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parts(document: Json) -> tuple[Json, Json, bytes]:
    """Document without proof, the proof's options and the raw signature (64 bytes)."""
    options = dict(_proof_of(document))
    signature = _from_multibase(options.pop("proofValue", None))
    if (options.get("type"), options.get("cryptosuite")) != ("DataIntegrityProof", CRYPTOSUITE):
        raise ProofError(f"Only {CRYPTOSUITE} proofs are understood.")
    if options.get("proofPurpose") != "assertionMethod":
        raise ProofError("The proof was made for another purpose.")
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    if "@context" in options:
        _require_context(unsecured.get("@context"), options["@context"])
        unsecured["@context"] = options["@context"]
    return unsecured, options, signature


def _require_context(ours: Any, signed: Any) -> None:
    """The document's contexts begin with those that were signed, in the same order."""
    ours, signed = (each if isinstance(each, list) else [each] for each in (ours, signed))
    if ours[: len(signed)] != signed:
        raise ProofError("The contexts of document and proof differ.")


def _proof_of(document: Json) -> Json:
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise ProofError("The document carries no single proof.")
    return proof


def _multibase(raw: bytes) -> str:
    return BASE58BTC + base58.b58encode(raw).decode()


def _from_multibase(text: Any) -> bytes:
    if not isinstance(text, str) or text[:1] != BASE58BTC or len(text) > 200:
        raise ProofError("A key or signature is written in base58 behind a z.")
    try:
        return base58.b58decode(text[1:])
    except ValueError as error:
        raise ProofError("A key or signature is not base58.") from error
