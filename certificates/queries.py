"""What the pages of certificates read."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from certificates.canonical import Json, read_object
from certificates.issuer import IssuerKey, did_document
from certificates.ledger import queries as ledger
from certificates.ledger.notes import VerifierKey
from certificates.models import Certificate, Ending, Paper, SigningKey, Snapshot
from certificates.state import UNTRUE, State, state_of
from certificates.status import MIN_ENTRIES
from kernel import clock, jobs, secrets
from kernel.errors import NotFound
from kernel.jobs import Job
from people.models import File, Organisation
from people.services import files


@dataclass(frozen=True)
class Sealed:
    """What the file's key opens: the signed credential, and the salt that proves its place in the log (32 bytes)."""

    credential: Json
    salt: bytes


def organisation(session: Session) -> Organisation:
    """The one organisation. Errors: `NotFound` before the set-up."""
    found = session.get(Organisation, 1)
    if found is None:
        raise NotFound
    return found


def today(session: Session) -> date:
    """The day it is in the organisation's zone."""
    return clock.day(clock.now(), organisation(session).zone)


def by_number(session: Session, public_id: str) -> Certificate | None:
    """The certificate with this number, with what became of it."""
    return session.scalar(select(Certificate).where(Certificate.public_id == public_id))


def of_person(session: Session, person_id: int, public_id: str) -> Certificate:
    """The person's own certificate. Errors: `NotFound` when it is not there, or not theirs."""
    theirs = select(Certificate).join(File).where(File.person_id == person_id, Certificate.public_id == public_id)
    return _found(session.scalar(theirs))


def of_somebody(session: Session, public_id: str) -> Certificate:
    """Anybody's certificate with its file and person. Errors: `NotFound`."""
    row = select(Certificate).where(Certificate.public_id == public_id)
    return _found(session.scalar(row.options(joinedload(Certificate.file).joinedload(File.person))))


def of_staff(session: Session, public_id: str) -> Certificate:
    """The same, for who looks after certificates: what came out of a selection stays with its application.

    Errors: `NotFound`.
    """
    found = of_somebody(session, public_id)
    if found.file.purpose == files.SELECTION:
        raise NotFound
    return found


def _found(certificate: Certificate | None) -> Certificate:
    if certificate is None:
        raise NotFound
    return certificate


def state(session: Session, certificate: Certificate) -> State:
    """What the certificate is worth today."""
    endings = {ending.kind for ending in certificate.endings}
    return state_of(endings, certificate.valid_from, certificate.valid_until, today(session))


def ending(certificate: Certificate, state: State) -> Ending | None:
    """How it ended, when it ended in `state`."""
    return next((ending for ending in certificate.endings if ending.kind == state), None)


def successor(session: Session, certificate: Certificate) -> Certificate | None:
    """The next issue of the same achievement."""
    following = Certificate.achievement == certificate.achievement, Certificate.issue == certificate.issue + 1
    return session.scalar(select(Certificate).where(*following))


def sealed(session: Session, certificate: Certificate) -> Sealed | None:
    """The credential and its salt; None once its file is erased."""
    row = session.get(Snapshot, certificate.id)
    file = session.get_one(File, certificate.file_id)
    if row is None or file.wrapped_key is None:
        return None
    key, number = files.key_of(file), certificate.public_id
    return Sealed(
        read_object(secrets.unseal(key, row.credential, f"credential:{number}")),
        secrets.unseal(key, row.salt, f"salt:{number}"),
    )


def paper_bytes(session: Session, certificate: Certificate) -> bytes | None:
    """The PDF as it was made; None while it is being made, and once its file is erased."""
    row = session.get(Paper, certificate.id)
    file = session.get_one(File, certificate.file_id)
    if row is None or file.wrapped_key is None:
        return None
    return secrets.unseal(files.key_of(file), row.sealed, f"paper:{certificate.public_id}")


def has_paper(session: Session, certificate: Certificate) -> bool:
    return session.scalar(select(Paper.certificate_id).where(Paper.certificate_id == certificate.id)) is not None


def paper_job(session: Session, certificate: Certificate) -> Job | None:
    """The work that makes the paper."""
    return session.scalar(select(Job).where(Job.key == f"paper:{certificate.id}"))


def job_of(session: Session, owner_id: int, kind: str, job_id: int) -> Job:
    """A piece of work that this person asked for. Errors: `NotFound`."""
    job = session.scalar(select(Job).where(Job.id == job_id, Job.owner_id == owner_id, Job.kind == kind))
    if job is None:
        raise NotFound
    return job


def job_state(job: jobs.Job) -> str:
    """One word for a page and its script: waiting, running, done or failed."""
    if job.finished_at or job.failed_at:
        return "done" if job.finished_at else "failed"
    return "running" if job.leased_until else "waiting"


def log_keys(session: Session) -> list[VerifierKey]:
    """Every key that ever signed the log's head, the one of now first."""
    head = ledger.head(session)
    rows = select(SigningKey.public).where(SigningKey.purpose == "log").order_by(SigningKey.id.desc())
    return [VerifierKey(head.origin, public) for public in session.scalars(rows)] if head else []


def issuer_document(session: Session) -> Json:
    """`did.json`. Errors: `NotFound` before there is a key."""
    rows = session.scalars(select(SigningKey).where(SigningKey.purpose == "issuer").order_by(SigningKey.id)).all()
    if not rows:
        raise NotFound
    keys = [IssuerKey(row.public, row.retired_at) for row in rows]
    return did_document(organisation(session).base_url, keys, log_keys(session))


def untrue_bits(session: Session, number: int) -> list[int]:
    """Bits of status list `number` that are set: certificates revoked or superseded."""
    first = (number - 1) * MIN_ENTRIES
    inside = Certificate.status_index.between(first, first + MIN_ENTRIES - 1)
    ended = select(Certificate.status_index).join(Ending).where(Ending.kind.in_(UNTRUE), inside).distinct()
    return [index - first for index in session.scalars(ended.order_by(Certificate.status_index))]


def lists(session: Session) -> int:
    """How many status lists certificates stand in; at least one."""
    from sqlalchemy import func

    return (session.scalar(select(func.max(Certificate.status_index))) or 0) // MIN_ENTRIES + 1


def last_signed(session: Session) -> tuple[str, datetime] | None:
    """The newest checkpoint and its moment."""
    newest = ledger.newest_checkpoint(session)
    return (newest.note, newest.made_at) if newest else None
