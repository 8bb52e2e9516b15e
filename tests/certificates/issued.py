"""A small issuer for the tests: a credential, its place in a log of five, and a paper made of them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.canonical import Json
from certificates.credential import Fact, Kind, Norm, unsigned_credential
from certificates.issuer import IssuerKey, did_document, key_address
from certificates.ledger.entries import EntryType, commitment, commitment_entry, proof_extra
from certificates.ledger.merkle import Frontier, inclusion_proof, leaf_hash
from certificates.ledger.notes import Checkpoint, LogProof, VerifierKey, sign_note
from certificates.proof import sign
from certificates.sealing import sealed_paper
from certificates.trust import Trusted, trusted_issuer

BASE_URL = "https://leren.example.nl"
ORIGIN = "leren.example.nl/log"
ISSUED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TODAY = datetime(2026, 11, 23, tzinfo=UTC)
SALT = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"\x03" * 32)

FACT = Fact(
    public_id="4f3c2b1a09f8e7d6c5b4a39281706f5e",
    base_url=BASE_URL,
    organisation="Zorg & Zo",
    kind=Kind.COURSE,
    holder="Siân Çelik-de Vries",
    title="Privacy in de praktijk",
    description="Training over de AVG voor wie met dossiers werkt.",
    criteria="De kennistoets is gehaald en de verklaring is ondertekend.",
    language="nl",
    slug="privacy-basis",
    revision="ab" * 32,
    settings="cd" * 32,
    norms=(Norm("Kennistoets", "24 van de 30 vragen goed"),),
    issued=ISSUED,
    valid_from=date(2026, 3, 1),
    valid_until=date(2027, 3, 1),
    zone=ZoneInfo("Europe/Amsterdam"),
    evidence=(("statement", "ef" * 32),),
    status_list=f"{BASE_URL}/status/1",
    status_index=94567,
)


@dataclass(frozen=True)
class Issued:
    """A credential with the log proof that belongs to it."""

    credential: Json
    proof: str

    @property
    def bundle(self) -> Json:
        return {"credential": self.credential, "proof": self.proof}


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def issue(
    fact: Fact = FACT,
    key: Ed25519PrivateKey = KEY,
    kind: EntryType = EntryType.ISSUE,
    created: datetime = ISSUED,
    entered: datetime = ISSUED,
) -> Issued:
    """Sign the fact and write it as the fourth of five entries."""
    method = key_address(fact.base_url, public(key))
    credential = sign(unsigned_credential(fact), key, method=method, created=created)
    return Issued(credential, log_proof(credential, kind, at=entered))


def log_proof(
    credential: Json, kind: EntryType = EntryType.ISSUE, key: Ed25519PrivateKey = LOG_KEY, at: datetime = ISSUED
) -> str:
    """The proof that the credential is the fourth entry in a log of five."""
    entry = commitment_entry(kind, at, commitment(SALT, ORIGIN, credential))
    nodes, frontier = {}, Frontier()
    for each in (b"0", b"1", b"2", entry, b"4"):
        frontier, closed = frontier.append(leaf_hash(each))
        nodes |= {(node.level, node.index): node.hash for node in closed}
    path = inclusion_proof(3, 5, lambda level, index: nodes[level, index])
    checkpoint = sign_note(Checkpoint(ORIGIN, 5, frontier.root()).body(), ORIGIN, key)
    return str(LogProof(3, tuple(path), checkpoint, proof_extra(entry, SALT)))


def issuer_document(*keys: IssuerKey) -> Json:
    """The issuer's `did.json` with its log."""
    log = VerifierKey(ORIGIN, public(LOG_KEY))
    return did_document(BASE_URL, keys or (IssuerKey(public(KEY)),), [log])


def pinned(*keys: IssuerKey) -> Trusted:
    return trusted_issuer(issuer_document(*keys))


@cache
def pages(fact: Fact = FACT) -> bytes:
    """One tagged page that shows the facts, with a drawing and a link."""
    from weasyprint import HTML

    html = f"""<html lang="nl"><head><title>Certificaat</title>
    <meta name="dcterms.created" content="2026-03-01T09:30:00Z"></head><body><h1>Certificaat</h1>
    <p>{escape(fact.holder)}</p><p>{escape(fact.title)}</p><p>Geldig van 1 maart 2026 tot en met 1 maart 2027</p>
    <svg width="40" height="40"><rect width="20" height="20" fill="navy"/></svg>
    <p><a href="{BASE_URL}/c/1">Controleer</a> efficiënt</p></body></html>"""
    made: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True)
    return made


def paper(fact: Fact = FACT, key: Ed25519PrivateKey = KEY) -> bytes:
    """The finished paper of a fact."""
    issued = issue(fact, key)
    return sealed_paper(pages(fact), issued.credential, issued.proof, key, ISSUED)


def somebody_else() -> Fact:
    return replace(FACT, holder="Bram Jansen", public_id="0" * 32)
