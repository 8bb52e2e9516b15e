"""Work that people rate: the structured interview and the simulated call, by two raters who don't see each other."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.models.profiles import Incumbent
from assess.models.vacancies import Application
from kernel.database import Base, Key
from people.models import Person


class Exercise(Base):
    """One interview or call of one candidate or incumbent; `codes` are the competencies that both raters rate.

    `released_at`: when the candidate let the organisation read it, if it was rated after the report was released.
    """

    __tablename__ = "exercise"
    __table_args__ = (
        CheckConstraint("kind IN ('interview', 'call')", name="kind"),
        CheckConstraint("(incumbent_id IS NULL) <> (application_id IS NULL)", name="one_reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(10))
    incumbent_id: Mapped[int | None] = mapped_column(ForeignKey("incumbent.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    planned_at: Mapped[datetime]
    codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    released_at: Mapped[datetime | None]

    incumbent: Mapped[Incumbent | None] = relationship()
    application: Mapped[Application | None] = relationship()


class Rater(Base):
    """Who was asked to rate an exercise; two."""

    __tablename__ = "rater"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime]

    exercise: Mapped[Exercise] = relationship()
    person: Mapped[Person] = relationship()


class ExerciseRating(Base):
    """What one rater handed in, once: sealed JSON {scores: {code: 1..5 or null}, quotes: {code: text}, disclosed}.

    `disclosed` and its `words` are of a call.
    """

    __tablename__ = "exercise_rating"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    handed_in_at: Mapped[datetime]


class ExerciseTalk(Base):
    """What two raters who differed by two or more said of it (sealed); both ratings stay."""

    __tablename__ = "exercise_talk"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    held_at: Mapped[datetime]
