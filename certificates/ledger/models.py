"""The log's tables. The log itself refuses UPDATE and DELETE by trigger."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base, Identifier


class LogEntry(Base):
    """Entry `idx`: 42 bytes and their leaf hash."""

    __tablename__ = "log"
    __table_args__ = (
        CheckConstraint("length(entry) = 42", name="entry_length"),
        CheckConstraint("length(leaf) = 32", name="leaf_length"),
    )

    idx: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)


class Node(Base):
    """The hash of a complete subtree: `level` 0 are the leaves."""

    __tablename__ = "node"
    __table_args__ = (CheckConstraint("length(hash) = 32", name="hash_length"),)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    idx: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Head(Base):
    """One row, locked by every append, so that indices have no gaps."""

    __tablename__ = "head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    root: Mapped[bytes] = mapped_column(LargeBinary)


class Checkpoint(Base):
    """A signed head: what an auditor keeps outside."""

    __tablename__ = "checkpoint"

    size: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
