"""Who did or looked at what, whose, when and why: a row in the same transaction.

Rows name persons by number, not by foreign key: the trail outlives an erasure, and the kernel leans on
nobody. They can't be changed; retention deletes them.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, Text, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.database import Base, Key, unit_of_work


class AuditRow(Base):
    """One act. `object` is "noun:key"; `subject_id` the person it is about, if any."""

    __tablename__ = "audit"
    audited = False

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    subject_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60))
    object: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)


def record(
    session: Session,
    action: str,
    *,
    actor: int | None,
    object: str = "",  # noqa: A002 - the field's word
    subject: int | None = None,
    reason: str = "",
) -> None:
    """Write the row that goes with what this unit of work changes. `actor` is None for the system itself."""
    session.add(
        AuditRow(at=clock.now(), actor_id=actor, subject_id=subject, action=action, object=object, reason=reason)
    )
    session.info["audited"] = True


def record_each(
    session: Session,
    action: str,
    subjects: Iterable[int],
    *,
    actor: int | None,
    object: str = "",  # noqa: A002
    reason: str = "",
) -> None:
    """The same row for each of these persons, in one statement."""
    same = {"at": clock.now(), "actor_id": actor, "action": action, "object": object, "reason": reason}
    if rows := [{**same, "subject_id": subject} for subject in subjects]:
        session.execute(insert(AuditRow), rows)
        session.info["audited"] = True


def note(action: str, *, actor: int | None, object: str = "", subject: int | None = None, reason: str = "") -> None:  # noqa: A002
    """Write a row on its own: before a look at somebody's result, or after a refusal."""
    with unit_of_work() as session:
        record(session, action, actor=actor, object=object, subject=subject, reason=reason)


def about(session: Session, subject: int, limit: int = 200) -> list[AuditRow]:
    """What was done with or seen of a person, newest first: theirs to read (AVG art. 15)."""
    rows = select(AuditRow).where(AuditRow.subject_id == subject).order_by(AuditRow.id.desc()).limit(limit)
    return list(session.scalars(rows))
