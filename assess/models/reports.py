"""What a candidate reads first, lets go of or keeps, and what the organisation decides."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.models.vacancies import Application
from certificates.models import Certificate
from kernel.database import Base, Key
from people.models import File, Person


class Report(Base):
    """The report of one application: its facts (sealed JSON) and its paper; `digest` is SHA-256 of the paper."""

    __tablename__ = "report"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_paper: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime]


class CarriedReport(Base):
    """What somebody who was hired let go along: the facts of the report, sealed in the employment file."""

    __tablename__ = "carried_report"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    carried_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    file: Mapped[File] = relationship()


class Release(Base):
    """The candidate released the report or blocked it; the last one counts, and what was released stays so."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("application_id", "sequence"),
        CheckConstraint("outcome IN ('released', 'blocked')", name="outcome"),
        CheckConstraint("(certificate_id IS NULL) = (outcome = 'blocked')", name="released_with_certificate"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    sequence: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    at: Mapped[datetime]

    certificate: Mapped[Certificate | None] = relationship()


class Remark(Base):
    """What a candidate asks or says about the report, and the answer; sealed text."""

    __tablename__ = "remark"
    __table_args__ = (
        CheckConstraint("kind IN ('correction', 'comment', 'talk')", name="kind"),
        CheckConstraint("(sealed_answer IS NULL) = (answered_at IS NULL)", name="answered"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    application: Mapped[Application] = relationship()
    answerer: Mapped[Person | None] = relationship()


class Decision(Base):
    """What a named person decided about an application, and why (sealed)."""

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint("outcome IN ('hired', 'not_hired')", name="outcome"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10))
    sealed_reasons: Mapped[bytes] = mapped_column(LargeBinary)
    decided_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship()


class Objection(Base):
    """A candidate objects to how it went or what was decided; answered by a named person within a term."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(sealed_answer IS NULL) = (answered_at IS NULL)", name="answered"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    handler_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    handler: Mapped[Person] = relationship()
