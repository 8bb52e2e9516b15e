"""Positions, and what the best in them share: a profile version from its first invitation to its approval.

How far a version is, is read from what is there: `Criterion` (frozen), `Derivation` (scores opened), `ProfileApproval`
(in force). Each of those is written once.
"""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.models.instruments import InstrumentRevision
from kernel.database import Base, Key
from people.models import File, Person


class Position(Base):
    """What people are hired for: a role with a title."""

    __tablename__ = "position"

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text, unique=True)
    made_at: Mapped[datetime]


class JobProfile(Base):
    """One version of what a position asks, measured with one revision of an instrument.

    `told_turnout`: the highest step of the turnout that HR may have seen before somebody withdrew.
    """

    __tablename__ = "job_profile"
    __table_args__ = (UniqueConstraint("position_id", "version"), CheckConstraint("version >= 1", name="version"))

    id: Mapped[Key]
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    version: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("instrument_revision.id"))
    started_at: Mapped[datetime]
    told_turnout: Mapped[int] = mapped_column(default=0, server_default="0")

    position: Mapped[Position] = relationship()
    revision: Mapped[InstrumentRevision] = relationship()
    criterion: Mapped["Criterion | None"] = relationship(viewonly=True)
    derivation: Mapped["Derivation | None"] = relationship(viewonly=True)
    approval: Mapped["ProfileApproval | None"] = relationship(viewonly=True)


class Incumbent(Base):
    """Somebody who does the work now and is asked to take part; whether they do is theirs to choose.

    `needs` is sealed JSON {extra_time, large_print, other_form, other}; never why. `helper` reads it when they ask
    for something that somebody has to arrange: never who makes profiles.
    """

    __tablename__ = "incumbent"
    __table_args__ = (
        UniqueConstraint("profile_id", "person_id"),
        CheckConstraint("helper_id IS NULL OR needs IS NOT NULL", name="helped"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    invited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    needs: Mapped[bytes | None] = mapped_column(LargeBinary)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    profile: Mapped[JobProfile] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    file: Mapped[File] = relationship()
    helper: Mapped[Person | None] = relationship(foreign_keys=helper_id)


class Expert(Base):
    """Somebody chosen, then asked, to say how relevant each competency is for the work."""

    __tablename__ = "expert"

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime | None]

    profile: Mapped[JobProfile] = relationship()
    person: Mapped[Person] = relationship()


class Relevance(Base):
    """An expert's judgement, handed in once, without seeing the others': {code: 0..4}."""

    __tablename__ = "relevance"

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    ratings: Mapped[dict[str, int]] = mapped_column(JSON)
    handed_in_at: Mapped[datetime]


class Nominator(Base):
    """Somebody chosen, then asked, to name the top performers; `round` counts how often: both once more at most."""

    __tablename__ = "nominator"
    __table_args__ = (CheckConstraint("round BETWEEN 1 AND 2", name="round"),)

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=1)

    profile: Mapped[JobProfile] = relationship()
    person: Mapped[Person] = relationship()


class Nomination(Base):
    """Whom one rater named, without seeing the other's: sealed JSON [incumbent number, …], empty once it was frozen."""

    __tablename__ = "nomination"

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    handed_in_at: Mapped[datetime]


class Figure(Base):
    """An imported figure of how well somebody does the work, sealed in that person's file."""

    __tablename__ = "figure"

    incumbent_id: Mapped[int] = mapped_column(ForeignKey("incumbent.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    imported_at: Mapped[datetime]


class Criterion(Base):
    """What counts as doing well, frozen before anybody opens a score. `top_share` in whole percents."""

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint("kind IN ('figure', 'named', 'none')", name="kind"),
        CheckConstraint("top_share BETWEEN 1 AND 50", name="top_share"),
    )

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    top_share: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # JSON {incumbent number: sealed figure, or whether top}
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Derivation(Base):
    """What came out. `published` may be shown (RFC 8785 JSON); the exact figures are sealed and committed to in it."""

    __tablename__ = "derivation"
    __table_args__ = (
        CheckConstraint("status IN ('hypothesis', 'indicative', 'provisional', 'followed_up')", name="status"),
    )

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    status: Mapped[str] = mapped_column(String(12))
    published: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_salt: Mapped[bytes] = mapped_column(LargeBinary)
    derived_at: Mapped[datetime]
    derived_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ProfileApproval(Base):
    """Who approved it, after the works council had its say; from here on it is frozen and in the log."""

    __tablename__ = "profile_approval"
    __table_args__ = (CheckConstraint("length(content_hash) = 64", name="content_hash"),)

    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    works_council: Mapped[str] = mapped_column(Text)  # what the council said, or was asked, and when
    approved_at: Mapped[datetime]
    review_on: Mapped[date]
    content_hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"), unique=True)
