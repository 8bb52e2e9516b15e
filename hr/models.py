"""What HR's desk keeps of its own: a staff list between its preview and its confirmation."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, Key


class StaffList(Base):
    """A list that was read in. Its lines are sealed; gone once it is applied, another is read, or a day is over."""

    __tablename__ = "staff_list"
    __table_args__ = (
        CheckConstraint("(applied_at IS NULL) = (outcome IS NULL)", name="applied_with_outcome"),
        CheckConstraint("sealed IS NULL OR applied_at IS NULL", name="applied_is_let_go"),
        CheckConstraint("length(file_hash) = 64", name="file_hash"),
    )

    id: Mapped[Key]
    file_hash: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    applied_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
