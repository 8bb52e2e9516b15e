"""What a checker trusts beforehand: keys of the issuer and its log, and checkpoints kept outside."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from certificates.canonical import Json, JsonError, read_object
from certificates.issuer import LOG_SERVICE
from certificates.ledger.notes import Checkpoint, NoteError, VerifierKey
from certificates.proof import ProofError, public_of


class TrustError(ValueError):
    """A key file in which no key or checkpoint was found."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """Pinned keys: the issuer's raw public keys with the time each expired, and the log's verifier keys.

    `issuer_id` is there when the keys came from a DID document. Nothing pinned is `Trusted()`.
    """

    issuer_id: str | None = None
    issuer_keys: dict[bytes, datetime | None] = field(default_factory=dict)
    log_keys: tuple[VerifierKey, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()


def read_trusted(text: str) -> Trusted:
    """The trust in a key file: a downloaded `did.json`, a checkpoint, or lines with verifier keys and multikeys."""
    try:
        if text.lstrip().startswith("{"):
            return trusted_issuer(read_object(text))
        if "\n\n" in text.strip():
            return Trusted(checkpoints=(Checkpoint.parse(text),))
        return _from_lines(text.split())
    except (JsonError, NoteError, ProofError) as error:
        raise TrustError("The key file holds no DID document, checkpoint, verifier key or multikey.") from error


def merged(trusts: list[Trusted]) -> Trusted:
    """Several key files as one: keys of the issuer in one, a checkpoint of its log in another."""
    issuers = {each.issuer_id for each in trusts if each.issuer_id}
    if len(issuers) > 1:
        raise TrustError("The key files are of different issuers.")
    return Trusted(
        issuer_id=issuers.pop() if issuers else None,
        issuer_keys={key: expired for each in trusts for key, expired in each.issuer_keys.items()},
        log_keys=tuple(key for each in trusts for key in each.log_keys),
        checkpoints=tuple(head for each in trusts for head in each.checkpoints),
    )


def trusted_issuer(document: Json) -> Trusted:
    """The keys in a DID document: those that may assert, and those of the log it names."""
    try:
        may_assert = set(document["assertionMethod"])
        methods = [method for method in document["verificationMethod"] if method["id"] in may_assert]
        keys = {public_of(method["publicKeyMultibase"]): _expiry(method.get("expires")) for method in methods}
        services = [each for each in document.get("service", []) if each["type"] == LOG_SERVICE]
        log_keys = tuple(VerifierKey.parse(text) for each in services for text in each["serviceEndpoint"]["vkeys"])
        return Trusted(document["id"], keys, log_keys)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise TrustError("The DID document of the issuer cannot be read.") from error


def _from_lines(lines: list[str]) -> Trusted:
    if not lines:
        raise TrustError("The key file is empty.")
    log_keys = tuple(VerifierKey.parse(line) for line in lines if "+" in line)
    return Trusted(issuer_keys={public_of(line): None for line in lines if "+" not in line}, log_keys=log_keys)


def _expiry(stamp: Any) -> datetime | None:
    moment = None if stamp is None else datetime.fromisoformat(stamp)
    if moment and moment.tzinfo is None:
        raise ValueError("The day on which a key expired has no zone.")
    return moment
