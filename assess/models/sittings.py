"""Taking an instrument: answers as an append-only series, handed in once, scored once. All of it sealed in its file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.models.instruments import InstrumentRevision
from assess.models.profiles import Incumbent
from assess.models.vacancies import Application
from kernel.database import Base, Key
from people.models import File


class Sitting(Base):
    """One person takes one revision of an instrument once: as an incumbent, or for an application."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("(incumbent_id IS NULL) <> (application_id IS NULL)", name="one_reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("instrument_revision.id"))
    incumbent_id: Mapped[int | None] = mapped_column(ForeignKey("incumbent.id"), unique=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    started_at: Mapped[datetime]

    file: Mapped[File] = relationship()
    revision: Mapped[InstrumentRevision] = relationship()
    incumbent: Mapped[Incumbent | None] = relationship()
    application: Mapped[Application | None] = relationship()
    hand_in: Mapped["SittingHandIn | None"] = relationship(viewonly=True)


class SittingAnswer(Base):
    """One saved answer to one item; the highest `sequence` counts, `event` makes sending twice harmless.

    Sealed JSON: a number for a statement, {option: number} for a situation.
    """

    __tablename__ = "sitting_answer"
    __table_args__ = (UniqueConstraint("sitting_id", "event"), UniqueConstraint("sitting_id", "item", "sequence"))

    id: Mapped[Key]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    item: Mapped[str] = mapped_column(String(20))
    sequence: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    event: Mapped[str] = mapped_column(String(36))
    saved_at: Mapped[datetime]


class SittingHandIn(Base):
    """Handed in, once."""

    __tablename__ = "sitting_hand_in"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    handed_in_at: Mapped[datetime]


class Scores(Base):
    """Scale scores and signs of how the answers were given, sealed JSON; made when handed in."""

    __tablename__ = "scores"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
