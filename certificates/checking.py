"""The check of a certificate that needs no database and no network: only the file and what is trusted beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from certificates.canonical import Json, JsonError, canonical
from certificates.findings import WORST_FIRST, Finding, Outcome
from certificates.ledger.entries import EntryError, EntryType, entry_from_extra, parse
from certificates.ledger.merkle import leaf_hash, verify_inclusion
from certificates.ledger.notes import Checkpoint, LogProof, NoteError, open_checkpoint
from certificates.paper_check import paper_findings
from certificates.proof import ProofError, public_of, verification_method, verify
from certificates.snapshot import Snapshot, SnapshotError
from certificates.supplied import Supplied, SuppliedError, read_supplied
from certificates.trust import Trusted


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where the certificate stands in the log, and when it was written there."""

    origin: str
    index: int
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check: what was found, what the certificate says, and what the check knows.

    Whatever happened after `known_until`, revocation above all, cannot be known from the file.
    """

    findings: tuple[Finding, ...]
    snapshot: Snapshot | None = None
    place: LogPlace | None = None

    @property
    def outcome(self) -> Outcome:
        """The worst that was found; proven when there is nothing to find."""
        found = {Outcome.PROVEN, *(finding.outcome for finding in self.findings)}
        return next(each for each in WORST_FIRST if each in found)

    @property
    def known_until(self) -> datetime | None:
        """The moment up to which the file itself can tell; None when its place in the log is not shown."""
        return self.place.at if self.place else None


def check_supplied(data: bytes, at: datetime, trusted: Trusted | None = None) -> Checked:
    """Check the bytes of a PDF or JSON file as of `at`; nothing of them is kept."""
    try:
        supplied = read_supplied(data)
        canonical(supplied.credential)  # whatever has no RFC 8785 form was never signed
        snapshot = Snapshot.of(supplied.credential)
        key = _named_key(supplied.credential, snapshot)
    except SuppliedError as error:
        return Checked((error.finding,))
    except (SnapshotError, ProofError, JsonError):
        return Checked((Finding.MALFORMED,))
    return _check(supplied, snapshot, key, at, trusted or Trusted())


def _check(supplied: Supplied, snapshot: Snapshot, key: bytes, at: datetime, trusted: Trusted) -> Checked:
    place, log_findings = _log_check(supplied, trusted)
    found = [*_signature_findings(supplied.credential, snapshot, key, place, trusted), *log_findings]
    if supplied.pdf is not None:
        found += paper_findings(supplied.pdf, supplied.seal, supplied.credential, snapshot, key)
    found += _validity_findings(snapshot, at)
    if not trusted.issuer_keys and not (trusted.log_keys and place and not log_findings):
        found.append(Finding.ISSUER_UNPROVEN)
    return Checked(tuple(found), snapshot, place)


def _named_key(credential: Json, snapshot: Snapshot) -> bytes:
    """The raw public key in the address of the key that signed, which lies under the issuer's own address."""
    owner, _, key = verification_method(credential).partition("#")
    if owner != snapshot.issuer_id:
        raise ProofError("The key does not belong to the issuer.")
    return public_of(key)


def _signature_findings(
    credential: Json, snapshot: Snapshot, key: bytes, place: LogPlace | None, trusted: Trusted
) -> Iterator[Finding]:
    if not verify(credential, key):
        yield Finding.SIGNATURE_FALSE
    if trusted.issuer_id not in {None, snapshot.issuer_id} or (trusted.issuer_keys and key not in trusted.issuer_keys):
        yield Finding.ISSUER_DIFFERS
    elif (expired := trusted.issuer_keys.get(key)) and not _signed_by(credential, place, expired):
        yield Finding.KEY_RETIRED


def _signed_by(credential: Json, place: LogPlace | None, moment: datetime) -> bool:
    """Whether the signature was there at `moment`, to the second; who signs chooses `created`, the log its own time."""
    if place is not None:
        return place.at.replace(microsecond=0) <= moment
    try:
        return datetime.fromisoformat(credential["proof"]["created"]) <= moment
    except (KeyError, TypeError, ValueError):
        return False


def _log_check(supplied: Supplied, trusted: Trusted) -> tuple[LogPlace | None, tuple[Finding, ...]]:
    """The place in the log when the proof leads there, and what stands in the way of believing it."""
    if supplied.proof is None:
        return None, (Finding.NO_LOG_PROOF,)
    try:
        proof = LogProof.parse(supplied.proof)
        head = Checkpoint.parse(proof.checkpoint)
        place = _place(proof, head, supplied.credential)
    except (NoteError, EntryError, JsonError):
        return None, (Finding.PROOF_MALFORMED,)
    if place is None:
        return None, (Finding.NOT_IN_LOG,)
    return place, tuple(_checkpoint_findings(proof, head, trusted))


def _place(proof: LogProof, head: Checkpoint, credential: Json) -> LogPlace | None:
    """Where the credential's commitment stands under this head; None when the path does not lead there."""
    entry = entry_from_extra(proof.extra, head.origin, credential)
    fact = parse(entry)
    leads = verify_inclusion(proof.index, head.size, leaf_hash(entry), proof.path, head.root)
    if fact.type is not EntryType.ISSUE or not leads:
        return None
    return LogPlace(head.origin, proof.index, head.size, fact.at)


def _checkpoint_findings(proof: LogProof, head: Checkpoint, trusted: Trusted) -> Iterator[Finding]:
    if not trusted.log_keys:
        yield Finding.LOG_UNPROVEN
    else:
        try:
            open_checkpoint(proof.checkpoint, trusted.log_keys)
        except NoteError:
            yield Finding.CHECKPOINT_FALSE
    same_size = (each for each in trusted.checkpoints if (each.origin, each.size) == (head.origin, head.size))
    if any(each.root != head.root for each in same_size):
        yield Finding.LOG_FORKED


def _validity_findings(snapshot: Snapshot, at: datetime) -> Iterator[Finding]:
    if at < snapshot.valid_from:
        yield Finding.NOT_YET_VALID
    if snapshot.valid_until and at.replace(microsecond=0) > snapshot.valid_until:
        yield Finding.EXPIRED
