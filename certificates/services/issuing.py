"""A certificate is issued: frozen, signed, and in the log, in the transaction of what it witnesses."""

import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.canonical import Json, canonical
from certificates.credential import Fact, Kind, Norm, unsigned_credential
from certificates.errors import AlreadyIssued
from certificates.issuer import key_address
from certificates.ledger import services as ledger
from certificates.ledger.entries import SALT_BYTES, EntryType, commitment, commitment_entry
from certificates.models import Certificate, Snapshot
from certificates.numbers import RANDOM_BYTES, certificate_number, status_bit
from certificates.proof import sign
from certificates.services import keys
from certificates.status import MIN_ENTRIES
from kernel import audit, clock, jobs, secrets
from people.models import File, Organisation, Person
from people.services import files
from people.services.organisation import fix_base_url

MAKE_PAPER = "make_paper"


@dataclass(frozen=True)
class Achievement:
    """What was achieved, frozen by who knows it; hashes are SHA-256 in hexadecimal.

    `key` is noun:key of what it rests on ("courses.enrolment:12"), `pass_rule` and `evidence` go by name;
    `edition_hash` is empty where nothing was set beside the revision.
    """

    key: str
    title: str
    description: str
    criteria: str
    course: str  # the slug of what was achieved, in the achievement's address
    revision_hash: str
    edition_hash: str
    pass_rule: Mapping[str, str]
    evidence: Mapping[str, str]
    language: str
    accreditation: str = ""
    is_draft: bool = False
    kind: Kind = Kind.COURSE


@dataclass(frozen=True)
class Place:
    """What only this issue has: its number, its status bit, and its moment."""

    public_id: str
    status_index: int
    at: datetime


def issue(
    session: Session,
    *,
    person: Person,
    file: File,
    achievement: Achievement,
    valid_from: date,
    valid_until: date,
    actor: int | None,
) -> Certificate:
    """Certify what `person` achieved; its paper follows. Errors: `AlreadyIssued`, `FileErased`."""
    keys.opened_log(session)
    if session.scalar(select(Certificate.id).where(Certificate.achievement == achievement.key)) is not None:
        raise AlreadyIssued
    organisation, place = fix_base_url(session), new_place(session)
    fact = _fact(organisation, person, achievement, place, validity=(valid_from, valid_until))
    row = Certificate(
        achievement=achievement.key,
        title=achievement.title,
        language=achievement.language,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    certificate, _salt = enter(session, row, file, unsigned_credential(fact), place)
    audit.record(session, "certificate.issued", actor=actor, subject=person.id, object=name_of(certificate))
    return certificate


def commit_document(session: Session, entry_type: EntryType, document: Json) -> tuple[int, bytes]:
    """Write to the log that `document` existed now; return its index and the salt that proves it (32 bytes)."""
    head, salt = keys.opened_log(session), random.token_bytes(SALT_BYTES)
    entry = commitment_entry(entry_type, clock.now(), commitment(salt, head.origin, document))
    index = ledger.append(session, entry)
    keys.sign_head(session)
    return index, salt


def new_place(session: Session) -> Place:
    """A number nobody can guess, and a status bit nobody has; holds under the lock of the head."""
    issued = session.scalar(select(func.max(Certificate.id))) or 0
    lists = issued * 2 // MIN_ENTRIES + 1  # never more than half full, so that a free bit is found soon
    index = random.randbelow(lists * MIN_ENTRIES)
    while session.scalar(select(Certificate.id).where(Certificate.status_index == index)) is not None:
        index = random.randbelow(lists * MIN_ENTRIES)
    return Place(certificate_number(random.token_bytes(RANDOM_BYTES)), index, clock.now())


def enter(session: Session, row: Certificate, file: File, unsigned: Json, place: Place) -> tuple[Certificate, bytes]:
    """Sign the credential, commit to it in the log and seal it in its file; return the row and the commitment."""
    session.refresh(file)  # what was erased while this waited for the log is seen
    key, sealing_key = keys.signing_key(session, keys.Purpose.ISSUER), files.key_of(file)
    base_url = session.get_one(Organisation, 1).base_url
    method = key_address(base_url, key.public_key().public_bytes_raw())
    credential = sign(unsigned, key, method=method, created=place.at)
    salt = random.token_bytes(SALT_BYTES)
    commits = commitment(salt, keys.opened_log(session).origin, credential)
    row.public_id, row.status_index, row.issued_at, row.file_id = place.public_id, place.status_index, place.at, file.id
    row.entry_index = ledger.append(session, commitment_entry(EntryType.ISSUE, place.at, commits))
    session.add(row)
    session.flush()
    session.add(_snapshot(row, sealing_key, credential, salt))
    jobs.enqueue(session, MAKE_PAPER, {"certificate": row.id}, key=f"paper:{row.id}")
    return row, commits


def name_of(certificate: Certificate) -> str:
    """How the audit trail names it."""
    return f"certificate:{certificate.id}"


def _snapshot(row: Certificate, key: bytes, credential: Json, salt: bytes) -> Snapshot:
    return Snapshot(
        certificate_id=row.id,
        credential=secrets.seal(key, canonical(credential), f"credential:{row.public_id}"),
        salt=secrets.seal(key, salt, f"salt:{row.public_id}"),
    )


def _fact(
    organisation: Organisation,
    person: Person,
    achievement: Achievement,
    place: Place,
    *,
    validity: tuple[date, date],
) -> Fact:
    status_list, bit = status_bit(organisation.base_url, place.status_index)
    return Fact(
        public_id=place.public_id,
        base_url=organisation.base_url,
        organisation=organisation.name,
        kind=achievement.kind,
        holder=person.name,
        title=achievement.title,
        description=achievement.description,
        criteria=achievement.criteria,
        language=achievement.language,
        slug=achievement.course,
        revision=achievement.revision_hash,
        settings=achievement.edition_hash,
        norms=tuple(Norm(*rule) for rule in achievement.pass_rule.items()),
        issued=place.at,
        valid_from=validity[0],
        valid_until=validity[1],
        zone=organisation.zone,
        evidence=tuple(achievement.evidence.items()),
        status_list=status_list,
        status_index=bit,
        accreditation=achievement.accreditation,
        is_draft=achievement.is_draft,
    )
