"""Published instruments, and who keyed their situations."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, Key
from people.models import Person


class InstrumentRevision(Base):
    """A published instrument in all its languages, named by its hash."""

    __tablename__ = "instrument_revision"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="content_hash"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(40), index=True)
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text, deferred=True)  # RFC 8785 JSON
    published_at: Mapped[datetime]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"), unique=True)


class InstrumentApproval(Base):
    """Who put their name under a revision; a revision without one is a concept."""

    __tablename__ = "instrument_approval"
    __table_args__ = (UniqueConstraint("revision_id", "person_id"),)

    id: Mapped[Key]
    revision_id: Mapped[int] = mapped_column(ForeignKey("instrument_revision.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime]


class Keying(Base):
    """How one expert rated every option of the situations, without seeing the others."""

    __tablename__ = "keying"

    revision_id: Mapped[int] = mapped_column(ForeignKey("instrument_revision.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    ratings: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)  # {situation: {option: 1..5}}
    handed_in_at: Mapped[datetime]

    revision: Mapped[InstrumentRevision] = relationship()
    person: Mapped[Person] = relationship()
