"""The paper of a certificate: drawn after the issue, outside the transaction, and stored once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from certificates import queries
from certificates.canonical import Json, canonical
from certificates.holder import holder_code
from certificates.ledger import queries as ledger
from certificates.ledger.entries import proof_extra
from certificates.ledger.notes import LogProof
from certificates.models import Certificate, Paper
from certificates.paper import PaperContent
from certificates.paper_content import paper_content
from certificates.press import printed
from certificates.proof import public_of, verification_method
from certificates.sealing import sealed_paper
from certificates.services import keys
from certificates.services.issuing import MAKE_PAPER, name_of
from kernel import audit, clock, jobs, secrets
from kernel.database import unit_of_work
from kernel.jobs import Job
from people.models import File
from people.services import files


@dataclass(frozen=True)
class Draft:
    """All that a paper needs, taken from the database so that drawing holds no transaction."""

    content: PaperContent
    credential: Json
    proof: str
    key: Ed25519PrivateKey
    at: datetime


@jobs.handles(MAKE_PAPER)
def make_paper(job: Job) -> None:
    """Do the job that was asked with the issue."""
    make(int(str(job.payload["certificate"])))


def make(certificate_id: int, draw: Callable[[PaperContent], bytes] = printed) -> None:
    """Draw, seal and store the paper, unless it is there or its file was erased. Errors: `PressError`."""
    with unit_of_work() as session:
        draft = _draft(session, session.get_one(Certificate, certificate_id))
    if draft is None:
        return
    pdf = sealed_paper(draw(draft.content), draft.credential, draft.proof, draft.key, draft.at)
    with unit_of_work() as session:
        _store(session, session.get_one(Certificate, certificate_id), pdf)


def bundle(session: Session, certificate: Certificate) -> bytes | None:
    """The JSON that proves as much as the paper: credential and log proof; None before the first checkpoint over it."""
    found, newest = queries.sealed(session, certificate), ledger.newest_checkpoint(session)
    if found is None or newest is None or newest.size <= certificate.entry_index:
        return None
    proof = _log_proof(session, certificate, found.salt, newest.note)
    return canonical({"credential": found.credential, "proof": str(proof)})


def _draft(session: Session, certificate: Certificate) -> Draft | None:
    keys.opened_log(session)
    found = queries.sealed(session, certificate)
    if found is None or queries.has_paper(session, certificate):
        return None
    signed = keys.sign_head(session)
    audit.record(session, "checkpoint.signed", actor=None, object=f"checkpoint:{signed.size}")
    origin = keys.opened_log(session).origin
    code = holder_code(found.salt, origin, certificate.public_id)
    return Draft(
        content=paper_content(
            found.credential,
            queries.organisation(session),
            public_id=certificate.public_id,
            holder_code=code,
            log_index=certificate.entry_index,
        ),
        credential=found.credential,
        proof=str(_log_proof(session, certificate, found.salt, signed.note)),
        key=keys.key_named(session, public_of(verification_method(found.credential).partition("#")[2])),
        at=clock.now(),
    )


def _log_proof(session: Session, certificate: Certificate, salt: bytes, checkpoint: str) -> LogProof:
    extra = proof_extra(ledger.entry(session, certificate.entry_index), salt)
    return ledger.log_proof(session, certificate.entry_index, checkpoint, extra)


def _store(session: Session, certificate: Certificate, pdf: bytes) -> None:
    file = session.get_one(File, certificate.file_id, with_for_update=True, populate_existing=True)
    if file.wrapped_key is None or queries.has_paper(session, certificate):
        return
    sealed = secrets.seal(files.key_of(file), pdf, f"paper:{certificate.public_id}")
    session.add(Paper(certificate_id=certificate.id, sealed=sealed, made_at=clock.now()))
    audit.record(session, "paper.made", actor=None, subject=file.person_id, object=name_of(certificate))
