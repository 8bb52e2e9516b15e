"""The issuer as `did:web`: its address, its keys and its log (w3.org/TR/cid-1.0, did-method-web)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from certificates.canonical import Json
from certificates.ledger.notes import VerifierKey
from certificates.proof import multikey, timestamp

DID_CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
LOG_SERVICE = "TransparencyLog"


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A raw Ed25519 public key (32 bytes) and when it stopped signing, if it did."""

    public: bytes
    retired: datetime | None = None


def did_web(base_url: str) -> str:
    """DID of the installation at this address; ValueError when it is no https or http address."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("The address of an issuer is a plain web address.")
    path = [quote(each, safe="") for each in parts.path.split("/") if each]
    return ":".join(["did:web", parts.netloc.replace(":", "%3A"), *path])


def key_address(base_url: str, public: bytes) -> str:
    """Address of a key, `did:web:…#z6Mk…`: it holds the key itself, so that a file can be checked by what it names."""
    return f"{did_web(base_url)}#{multikey(public)}"


def did_document(base_url: str, keys: Sequence[IssuerKey], log_keys: Sequence[VerifierKey] = ()) -> Json:
    """`did.json`: every key that ever signed, and the log with its verifier keys.

    A retired key stays, with the day it expired: what it signed before then remains provable.
    """
    did = did_web(base_url)
    methods = [_method(did, base_url, key) for key in keys]
    return {
        "@context": DID_CONTEXT,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        "service": [_log_service(did, base_url, log_keys)] if log_keys else [],
    }


def _method(did: str, base_url: str, key: IssuerKey) -> Json:
    method: Json = {
        "id": key_address(base_url, key.public),
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey(key.public),
    }
    return method | ({"expires": timestamp(key.retired)} if key.retired else {})


def _log_service(did: str, base_url: str, keys: Sequence[VerifierKey]) -> Json:
    address = {"uri": base_url.rstrip("/"), "vkeys": [str(key) for key in keys]}
    return {"id": f"{did}#log", "type": LOG_SERVICE, "serviceEndpoint": address}
