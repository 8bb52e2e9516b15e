"""What was taught, asked, answered, signed and proved. Evidence is written once; states are derived."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, Key
from people.models import File, Person


class Revision(Base):
    """Published content of a course or statement, named by its hash (without the organisation's words)."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint("length(content_hash) = 64", name="content_hash"),
        CheckConstraint("kind IN ('course', 'statement')", name="kind"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(40), index=True)
    language: Mapped[str] = mapped_column(String(2))
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text, deferred=True)  # RFC 8785 JSON
    is_material: Mapped[bool]
    published_at: Mapped[datetime]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"), unique=True)


class Approval(Base):
    """Who put their name under a revision."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("revision_id", "person_id"),)

    id: Mapped[Key]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime]


class CourseRules(Base):
    """The settings of a course in this organisation."""

    __tablename__ = "course_rules"
    __table_args__ = (
        CheckConstraint("pass_mark BETWEEN 50 AND 100", name="pass_mark"),
        CheckConstraint("drawn_per_lesson BETWEEN 1 AND 10", name="drawn_per_lesson"),
        CheckConstraint("attempts_a_day BETWEEN 1 AND 10", name="attempts_a_day"),
        CheckConstraint("valid_months BETWEEN 1 AND 60", name="valid_months"),
        CheckConstraint("window_days BETWEEN 0 AND 365", name="window_days"),
    )

    course: Mapped[str] = mapped_column(String(40), primary_key=True)
    pass_mark: Mapped[int]
    drawn_per_lesson: Mapped[int]
    attempts_a_day: Mapped[int]
    valid_months: Mapped[int]
    window_days: Mapped[int] = mapped_column(default=60)
    due_days: Mapped[int] = mapped_column(default=30)
    reminder_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: [14, 3, -1, -8])
    answers_kept_months: Mapped[int] = mapped_column(default=12)
    accreditation: Mapped[str] = mapped_column(Text, default="")


class Edition(Base):
    """What a person is shown: a revision with the organisation's words and rules of that moment."""

    __tablename__ = "edition"

    id: Mapped[Key]
    edition_hash: Mapped[str] = mapped_column(String(64), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    settings: Mapped[str] = mapped_column(Text)  # RFC 8785 JSON: {"rules": {…}, "words": {…}}
    made_at: Mapped[datetime]

    revision: Mapped[Revision] = relationship()


class Assignment(Base):
    """A course asked of a person, or of everyone in a team, location or function, or of everyone."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("audience IN ('person', 'team', 'location', 'function', 'everyone')", name="audience"),
        CheckConstraint("(audience = 'everyone') = (target IS NULL)", name="target"),
    )

    id: Mapped[Key]
    course: Mapped[str] = mapped_column(String(40), index=True)
    audience: Mapped[str] = mapped_column(String(10))
    target: Mapped[str | None] = mapped_column(Text)  # key of the person, team or location, or the function's name
    target_name: Mapped[str] = mapped_column(Text)  # as it read when it was asked
    due_on: Mapped[date | None]
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class Enrolment(Base):
    """One round of one course for one person; a renewal is a new one. At most one is open."""

    __tablename__ = "enrolment"
    __table_args__ = (
        CheckConstraint("reason IN ('asked', 'renewal', 'changed', 'own_wish')", name="reason"),
        CheckConstraint("(closed_at IS NULL) = (closed_why IS NULL)", name="closed_with_reason"),
        CheckConstraint("closed_why IN ('certified', 'left', 'withdrawn')", name="closed_why"),
        Index(
            "uq_enrolment_open",
            "file_id",
            "course",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_enrolment_course_open",
            "course",
            "person_id",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(String(40), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    reason: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str | None] = mapped_column(String(10))

    file: Mapped[File] = relationship()
    person: Mapped[Person] = relationship()


class LessonRead(Base):
    """A lesson read to its end, in the edition that was shown."""

    __tablename__ = "lesson_read"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(40), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    read_at: Mapped[datetime]


class Attempt(Base):
    """One go at the final test: what was drawn, in the order shown, against one edition."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"), CheckConstraint("number >= 1", name="number"))

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    drawn: Mapped[list[dict[str, object]]] = mapped_column(JSON)  # [{"question": "M1-01", "options": ["C", "A", …]}]
    pass_mark: Mapped[int]
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship()
    edition: Mapped[Edition] = relationship()
    hand_in: Mapped["HandIn | None"] = relationship(viewonly=True)


class Answer(Base):
    """One saved answer in an append-only series; the last one counts. `event` makes sending twice harmless.

    `sequence` goes up from 1; an answer that came too late to count, from 0 down.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "event"),
        UniqueConstraint("attempt_id", "question", "sequence"),
    )

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    chosen: Mapped[list[str]] = mapped_column(JSON)
    event: Mapped[str] = mapped_column(String(36))
    saved_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)


class HandIn(Base):
    """A test handed in, once, and what came of it."""

    __tablename__ = "hand_in"
    __table_args__ = (CheckConstraint("right_count BETWEEN 0 AND asked_count", name="counts"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    handed_in_at: Mapped[datetime]
    right_count: Mapped[int]
    asked_count: Mapped[int]
    is_passed: Mapped[bool]
    answers_digest: Mapped[str] = mapped_column(String(64))


class Signature(Base):
    """A statement signed: the exact text, the name as typed, how the signer was known, and when."""

    __tablename__ = "signature"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    language: Mapped[str] = mapped_column(String(2))
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary)
    text_hash: Mapped[str] = mapped_column(String(64))
    sealed_name: Mapped[bytes] = mapped_column(LargeBinary)
    method: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime]
    signed_at: Mapped[datetime]
    sealed_salt: Mapped[bytes] = mapped_column(LargeBinary)
    entry_index: Mapped[int] = mapped_column(ForeignKey("log.idx"), unique=True)


class Period(Base):
    """Being certified, from day to day; renewing early loses no days."""

    __tablename__ = "period"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="validity"),
        CheckConstraint("(ended_on IS NULL) = (ended_why IS NULL)", name="ended_with_reason"),
        CheckConstraint("ended_why IN ('revoked', 'left')", name="ended_why"),
        Index("ix_period_course_until", "course", "valid_until", "person_id", "valid_from", "ended_on"),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(String(40))
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    window_opens_on: Mapped[date] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    ended_why: Mapped[str | None] = mapped_column(String(10))


class Reminder(Base):
    """A step of reminding that was sent; never twice the same step."""

    __tablename__ = "reminder"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)  # "asked", "14", "-1", or "hand:<date>"
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))
    sent_at: Mapped[datetime]
