"""Vacancies, and who was invited to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.models.profiles import JobProfile
from kernel.database import Base, Key
from people.models import File, Person


class Vacancy(Base):
    """A place to fill, measured against one profile version from beginning to end."""

    __tablename__ = "vacancy"
    __table_args__ = (
        CheckConstraint("promised_days BETWEEN 1 AND 60", name="promised_days"),
        CheckConstraint("retention_days BETWEEN 1 AND 28", name="retention_days"),
    )

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    profile_id: Mapped[int] = mapped_column(ForeignKey("job_profile.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_reach: Mapped[str] = mapped_column(Text)  # telephone or address, as candidates read it
    promised_days: Mapped[int]
    retention_days: Mapped[int] = mapped_column(default=28)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    profile: Mapped[JobProfile] = relationship()
    contact: Mapped[Person] = relationship()


class HiringManager(Base):
    """Who reads the released reports of one vacancy, beside HR."""

    __tablename__ = "hiring_manager"

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    vacancy: Mapped[Vacancy] = relationship()
    person: Mapped[Person] = relationship()


class Application(Base):
    """One person invited to one vacancy, with a selection file of its own.

    `needs` is sealed JSON {extra_time, large_print, other_form}; never why. A file without a key was erased.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "person_id"),
        CheckConstraint("keep_withdrawn_at IS NULL OR keep_consented_at IS NOT NULL", name="keep_withdrawn"),
    )

    id: Mapped[Key]
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), unique=True)
    invited_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    notice_read_at: Mapped[datetime | None]
    needs: Mapped[bytes | None] = mapped_column(LargeBinary)
    needs_told_at: Mapped[datetime | None]
    preview_read_at: Mapped[datetime | None]
    practised_at: Mapped[datetime | None]
    keep_consented_at: Mapped[datetime | None]
    keep_withdrawn_at: Mapped[datetime | None]

    vacancy: Mapped[Vacancy] = relationship()
    person: Mapped[Person] = relationship()
    file: Mapped[File] = relationship()
