"""A file that somebody hands over: a paper, a bundle or a bare credential, taken apart."""

import io
from dataclasses import dataclass

import pikepdf

from certificates.attachments import CREDENTIAL, PROOF, SEAL, AttachmentError, attached, is_named
from certificates.canonical import Json, JsonError, read_object
from certificates.findings import Finding

MAX_FILE_BYTES = 4_000_000
MAX_PAGES = 8  # a paper is one page
BROKEN = ""  # a proof that is there and cannot be read


class SuppliedError(ValueError):
    """A file in which there is nothing to check; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Supplied:
    """The parts of a file, none of them trusted; `pdf` is there for a paper, a damaged `proof` is `BROKEN`."""

    credential: Json
    proof: str | None = None
    seal: Json | None = None
    pdf: pikepdf.Pdf | None = None


def read_supplied(data: bytes) -> Supplied:
    """The parts of a PDF or JSON file; SuppliedError when it holds no credential."""
    if len(data) > MAX_FILE_BYTES:
        raise SuppliedError(Finding.UNREADABLE)
    try:
        return _from_pdf(data) if b"%PDF-" in data[:1024] else _from_json(read_object(data))
    except (pikepdf.PdfError, pikepdf.PasswordError, AttachmentError, JsonError, UnicodeError) as error:
        raise SuppliedError(Finding.UNREADABLE) from error


def _from_pdf(data: bytes) -> Supplied:
    pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    if len(pdf.pages) > MAX_PAGES:
        raise SuppliedError(Finding.UNREADABLE)
    proof = _proof(pdf)  # first: looking up an attachment drops broken ones from the list of names
    credential, seal = (attached(pdf, name) for name in (CREDENTIAL, SEAL))
    if credential is None:
        raise SuppliedError(Finding.NO_CREDENTIAL)
    return Supplied(
        credential=read_object(credential),
        proof=proof,
        seal=None if seal is None else read_object(seal),
        pdf=pdf,
    )


def _proof(pdf: pikepdf.Pdf) -> str | None:
    absent = BROKEN if is_named(pdf, PROOF) else None
    try:
        proof = attached(pdf, PROOF)
        return absent if proof is None else proof.decode()
    except (AttachmentError, UnicodeError):
        return BROKEN


def _from_json(document: Json) -> Supplied:
    """A bundle `{"credential": …, "proof": "<tlog-proof>"}`, or the credential itself."""
    if "credentialSubject" in document:
        return Supplied(document)
    credential, proof = document.get("credential"), document.get("proof")
    if not isinstance(credential, dict):
        raise SuppliedError(Finding.NO_CREDENTIAL)
    return Supplied(credential, proof if isinstance(proof, str) or proof is None else BROKEN)
