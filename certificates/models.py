"""Issued credentials, what became of them, and their paper. Nothing here is deleted with a course or a person."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, Key
from people.models import File


class SigningKey(Base):
    """An Ed25519 key: of the issuer (credentials) or of the log (checkpoints). Retired keys stay."""

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("purpose IN ('issuer', 'log')", name="purpose"),)

    id: Mapped[Key]
    purpose: Mapped[str] = mapped_column(String(10))
    public: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"))


class Certificate(Base):
    """A frozen, signed fact with its place in the log.

    `achievement` is noun:key of what was achieved; issue 1 is the first, a correction is the next issue
    and supersedes the one before. The row names nobody and stays; what does, is in `Snapshot`.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("achievement", "issue"),
        CheckConstraint("issue >= 1", name="issue"),
        CheckConstraint("valid_until >= valid_from", name="validity"),
    )

    id: Mapped[Key]
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), index=True)
    achievement: Mapped[str] = mapped_column(String(80))
    issue: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    issued_at: Mapped[datetime] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"), unique=True)
    status_index: Mapped[int] = mapped_column(unique=True)

    file: Mapped[File] = relationship()
    snapshot: Mapped["Snapshot | None"] = relationship(viewonly=True)
    endings: Mapped[list["Ending"]] = relationship(viewonly=True, lazy="selectin", order_by="Ending.entry_index")
    paper: Mapped["Paper | None"] = relationship(viewonly=True)


class Snapshot(Base):
    """The signed credential and its salt, sealed with the file's key; an erasure deletes this row."""

    __tablename__ = "snapshot"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary)


class Ending(Base):
    """A certificate revoked, superseded by a next issue, or erased; `entry_index` is its place in the log."""

    __tablename__ = "ending"
    __table_args__ = (CheckConstraint("kind IN ('revoked', 'superseded', 'erased')", name="kind"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    reason: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[int | None]
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"))


class Paper(Base):
    """The bytes that are downloaded ever after, sealed with the file's key."""

    __tablename__ = "paper"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
