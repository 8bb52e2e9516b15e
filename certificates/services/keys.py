"""The keys that sign credentials and checkpoints: made at first need, announced in the log, never thrown away."""

from enum import StrEnum
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.ledger import services as ledger
from certificates.ledger.entries import key_entry
from certificates.ledger.models import Checkpoint, Head
from certificates.models import SigningKey
from kernel import audit, clock, secrets
from people.models import Organisation


class Purpose(StrEnum):
    ISSUER = "issuer"
    LOG = "log"


def log_origin(base_url: str) -> str:
    """The log's name: the host of the installation, without scheme or path (`leren.example/log`)."""
    return f"{urlsplit(base_url).netloc}/log"


def opened_log(session: Session) -> Head:
    """The log's head, locked; at first need the log is opened and its two keys are announced and signed in it."""
    head = ledger.find_locked_head(session)
    if head is None:
        head = ledger.open_log(session, log_origin(session.get_one(Organisation, 1).base_url))
        for purpose in Purpose:
            if _current(session, purpose) is None:
                _make(session, purpose)
        sign_head(session)
    return head


def signing_key(session: Session, purpose: Purpose) -> Ed25519PrivateKey:
    """The key that signs now. Errors: RuntimeError before the log is opened."""
    row = _current(session, purpose)
    if row is None:
        raise RuntimeError("the log is not opened yet, so that there are no keys")
    return _private(row)


def key_named(session: Session, public: bytes) -> Ed25519PrivateKey:
    """The key with these 32 public bytes, retired or not: what it signed belongs to it for ever."""
    return _private(session.execute(select(SigningKey).where(SigningKey.public == public)).scalar_one())


def sign_head(session: Session) -> Checkpoint:
    """The signed head of now, for all that was appended in this transaction."""
    return ledger.checkpoint(session, signing_key(session, Purpose.LOG))


def rotate(session: Session, purpose: Purpose, actor: int | None) -> SigningKey:
    """Retire the key that signs now and announce the next."""
    opened_log(session)
    row = _current(session, purpose)
    if row is not None:
        row.retired_at = clock.now()
        session.flush()
    made = _make(session, purpose)
    sign_head(session)
    audit.record(session, "key.rotated", actor=actor, object=f"signing_key:{made.id}")
    return made


def _current(session: Session, purpose: Purpose) -> SigningKey | None:
    live = select(SigningKey).where(SigningKey.purpose == purpose, SigningKey.retired_at.is_(None))
    return session.scalar(live.order_by(SigningKey.id.desc()).limit(1))


def _make(session: Session, purpose: Purpose) -> SigningKey:
    key, at = Ed25519PrivateKey.generate(), clock.now()
    public = key.public_key().public_bytes_raw()
    wrapped = secrets.master_key().wrap(key.private_bytes_raw(), _context(purpose, public))
    index = ledger.append(session, key_entry(at, public))
    row = SigningKey(purpose=purpose, public=public, wrapped_private=wrapped, made_at=at, entry_index=index)
    session.add(row)
    session.flush()
    audit.record(session, "key.made", actor=None, object=f"signing_key:{row.id}")
    return row


def _private(row: SigningKey) -> Ed25519PrivateKey:
    raw = secrets.master_key().unwrap(row.wrapped_private, _context(row.purpose, row.public))
    return Ed25519PrivateKey.from_private_bytes(raw)


def _context(purpose: str, public: bytes) -> str:
    return f"signing:{purpose}:{public.hex()}"
