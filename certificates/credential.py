"""The signed fact: an Open Badges 3.0 credential on W3C Verifiable Credentials 2.0, from a frozen snapshot."""

import base64
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from certificates.canonical import Json
from certificates.issuer import did_web
from certificates.proof import timestamp

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
REPLACES = {"replaces": {"@id": "http://purl.org/dc/terms/replaces", "@type": "@id"}}
ACCREDITATION = "ext:accreditation"
DRAFT = "draft"


class Kind(StrEnum):
    """What was achieved, in the words of Open Badges' `achievementType`."""

    COURSE = "CertificateOfCompletion"
    ASSESSMENT = "Assessment"


@dataclass(frozen=True, slots=True)
class Norm:
    """A part of the pass rule in words and numbers as text: `Norm("Kennistoets", "24 van de 30 vragen goed")`."""

    name: str
    required: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Everything a certificate says, as it was when it was issued; there is no room for a score.

    Hashes are SHA-256 in hexadecimal, `settings` may be empty; `valid_until` includes that day in `zone`.
    """

    public_id: str
    base_url: str
    organisation: str
    kind: Kind
    holder: str
    title: str
    description: str
    criteria: str
    language: str
    slug: str
    revision: str
    settings: str
    norms: tuple[Norm, ...]
    issued: datetime
    valid_from: date
    valid_until: date | None
    zone: ZoneInfo
    evidence: tuple[tuple[str, str], ...]
    status_list: str
    status_index: int
    replaces: str | None = None
    accreditation: str = ""
    is_draft: bool = False


def check_url(base_url: str, public_id: str) -> str:
    """Address of a certificate's check page, which is also the credential's id; printed, so it lives for ever."""
    return f"{base_url.rstrip('/')}/c/{public_id}"


def unsigned_credential(fact: Fact) -> Json:
    """The credential without its proof."""
    credential: Json = {
        "@context": [*CONTEXT, REPLACES] if fact.replaces else list(CONTEXT),
        "id": check_url(fact.base_url, fact.public_id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": fact.title,
        "issuer": _issuer(fact),
        "awardedDate": timestamp(fact.issued),
        "validFrom": _moment(fact.valid_from, time.min, fact.zone),
        "credentialSubject": _subject(fact),
        "evidence": [_evidence(name, digest) for name, digest in _documents(fact)],
        "credentialStatus": status_entry(fact.status_list, fact.status_index),
    }
    if fact.valid_until:
        credential["validUntil"] = _moment(fact.valid_until, time(23, 59, 59), fact.zone)
    if fact.replaces:
        credential["replaces"] = check_url(fact.base_url, fact.replaces)
    return credential


def status_entry(status_list: str, index: int) -> Json:
    """Where the credential's revocation bit stands (w3.org/TR/vc-bitstring-status-list, 2.1)."""
    return {
        "id": f"{status_list}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": status_list,
    }


def _issuer(fact: Fact) -> Json:
    return {
        "id": did_web(fact.base_url),
        "type": ["Profile"],
        "name": fact.organisation,
        "url": fact.base_url.rstrip("/"),
    }


def _subject(fact: Fact) -> Json:
    """Who achieved what. The norm is told and that it was met, never by how much."""
    address = f"{fact.base_url.rstrip('/')}/achievements/{fact.slug}"
    subject: Json = {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityType": "name", "identityHash": fact.holder, "hashed": False}
        ],
        "achievement": _achievement(fact, address),
    }
    if fact.norms:
        subject["result"] = [
            {"type": ["Result"], "resultDescription": f"{address}#norm-{number}", "status": "Completed"}
            for number, _ in enumerate(fact.norms, 1)
        ]
    return subject


def _achievement(fact: Fact, address: str) -> Json:
    achievement: Json = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": fact.kind.value,
        "name": fact.title,
        "description": fact.description,
        "criteria": {"narrative": fact.criteria},
        "inLanguage": fact.language,
        "version": f"sha256:{fact.revision}",
    }
    if fact.is_draft:
        achievement["tag"] = [DRAFT]
    if fact.accreditation:
        achievement["otherIdentifier"] = [_accreditation(fact.accreditation)]
    if fact.norms:
        achievement["resultDescription"] = [
            {
                "id": f"{address}#norm-{number}",
                "type": ["ResultDescription"],
                "name": norm.name,
                "resultType": "Status",
                "requiredValue": norm.required,
            }
            for number, norm in enumerate(fact.norms, 1)
        ]
    return achievement


def _accreditation(number: str) -> Json:
    """The number under which a professional register knows the training."""
    return {"type": "IdentifierEntry", "identifier": number, "identifierType": ACCREDITATION}


def _documents(fact: Fact) -> tuple[tuple[str, str], ...]:
    return (*fact.evidence, ("settings", fact.settings)) if fact.settings else fact.evidence


def _evidence(name: str, digest: str) -> Json:
    """A document by its SHA-256 alone: the hash as address (RFC 6920), and in hexadecimal to compare by eye."""
    address = base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")
    return {"id": f"ni:///sha-256;{address}", "type": ["Evidence"], "name": name, "description": f"SHA-256 {digest}"}


def _moment(day: date, clock: time, zone: ZoneInfo) -> str:
    """That time of the day in the organisation's zone, with its offset, so that the day stays readable."""
    return datetime.combine(day, clock, zone).isoformat(timespec="seconds")
