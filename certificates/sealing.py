"""The last step of a paper: a seal over its pages, and then the files that prove it."""

import io
from datetime import datetime

import pikepdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.attachments import CREDENTIAL, PROOF, SEAL, SEAL_TYPE
from certificates.canonical import Json, canonical, digest
from certificates.paper import Attachment, attach
from certificates.paper_seal import page_digest
from certificates.proof import sign, verification_method


def page_seal(pages: bytes, credential: Json, key: Ed25519PrivateKey, at: datetime) -> Json:
    """Signed statement that these pages are the paper of this credential; `key` is the one that signed it."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        statement: Json = {"type": SEAL_TYPE, "credential": digest(credential), "pages": page_digest(pdf)}
    return sign(statement, key, method=verification_method(credential), created=at)


def sealed_paper(pages: bytes, credential: Json, proof: str, key: Ed25519PrivateKey, at: datetime) -> bytes:
    """The PDF with its proof inside; `proof` is the tlog-proof text. The same arguments give the same bytes."""
    seal = page_seal(pages, credential, key, at)
    files = (
        Attachment(CREDENTIAL, "application/json", "Signed certificate (Open Badges 3.0)", canonical(credential)),
        Attachment(PROOF, "text/plain", "Place in the log (c2sp.org/tlog-proof), with its salt", proof.encode()),
        Attachment(SEAL, "application/json", "Signed digest of the pages of this paper", canonical(seal)),
    )
    return attach(pages, files)
