"""How candidates come in: the mailed link, the browsers that claimed it, and the codes for another one."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.database import Base, Key

if TYPE_CHECKING:
    from people.models import Person


class Doorway(Base):
    """A mailed link by which a candidate comes in without a password, until it expires or is withdrawn."""

    __tablename__ = "doorway"
    __table_args__ = (CheckConstraint("expires_at > made_at", name="expires_after_it_is_made"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    path: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))

    person: Mapped["Person"] = relationship()


class KnownBrowser(Base):
    """A browser that claimed a doorway: it comes in again by itself; one that is not the person's own not for long."""

    __tablename__ = "known_browser"

    id: Mapped[Key]
    doorway_id: Mapped[int] = mapped_column(ForeignKey("doorway.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    is_own: Mapped[bool]
    claimed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    doorway: Mapped[Doorway] = relationship()


class DoorCode(Base):
    """Six digits by mail, for the browser that asked: it claims a doorway, or a candidate proves who they are."""

    __tablename__ = "door_code"
    audited = False
    __table_args__ = (CheckConstraint("tries BETWEEN 0 AND 5", name="tries"),)

    id: Mapped[Key]
    doorway_id: Mapped[int] = mapped_column(ForeignKey("doorway.id"), index=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int]
    used_at: Mapped[datetime | None]

    doorway: Mapped[Doorway] = relationship()
