"""Persons, where they work, what they are, and how they come in."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_login import UserMixin
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    event,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, QueryContext, mapped_column, relationship, validates
from sqlalchemy.sql.elements import ColumnElement

from kernel.database import Base, Key
from people.addresses import ADDRESS
from people.doorway_models import KnownBrowser
from people.errors import NumberIsAddress
from people.permissions import Permission, Role, permissions_of


class Organisation(Base):
    """The one organisation of this installation: its name, its look, its words."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text)
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_mime: Mapped[str | None] = mapped_column(String(40))
    accent: Mapped[str] = mapped_column(String(7), default="#1f6f63")
    signatory_name: Mapped[str] = mapped_column(Text, default="")
    signatory_role: Mapped[str] = mapped_column(Text, default="")
    zone_name: Mapped[str] = mapped_column(String(60), default="Europe/Amsterdam")
    base_url: Mapped[str] = mapped_column(Text)
    base_url_fixed_at: Mapped[datetime | None]
    mail_from: Mapped[str] = mapped_column(Text, default="")
    help_contact: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def logo_url(self) -> str | None:
        return "/logo" if self.logo_mime else None


@event.listens_for(Organisation, "load")
def _hold(organisation: Organisation, context: QueryContext) -> None:
    """A session forgets what nobody holds, and every page and every day asks for the organisation more than once."""
    context.session.info["organisation"] = organisation


class Location(Base):
    __tablename__ = "location"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text, unique=True)


class Team(Base):
    __tablename__ = "team"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text, unique=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    location: Mapped[Location | None] = relationship()


class TeamManager(Base):
    """Who sees a team's progress."""

    __tablename__ = "team_manager"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Person(UserMixin, Base):  # type: ignore[misc]  # flask-login publishes no types
    """Somebody who works or worked here, or a candidate: who has no start yet.

    Staff sign in with e-mail address or staff number, candidates come in through a doorway.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "email IS NOT NULL OR staff_number IS NOT NULL OR forgotten_at IS NOT NULL", name="can_be_named"
        ),
        CheckConstraint("forgotten_at IS NULL OR (name = '' AND email IS NULL)", name="forgotten_without_name"),
        CheckConstraint("language IN ('nl', 'en')", name="language"),
        CheckConstraint(
            "left_on IS NULL OR (started_on IS NOT NULL AND left_on >= started_on)", name="leaves_after_start"
        ),
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        Index("uq_person_staff_number_lower", text("lower(staff_number)"), unique=True),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text, index=True)
    email: Mapped[str | None] = mapped_column(Text, unique=True)
    staff_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    function: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    started_on: Mapped[date | None]
    left_on: Mapped[date | None]
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]

    # who came in through a doorway may do what a candidate may, whatever they were here before
    came_by_doorway = False

    team: Mapped[Team | None] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @validates("staff_number")
    def _is_no_address(self, _field: str, number: str | None) -> str | None:
        """One name to sign in with leads to one person. Errors: `NumberIsAddress`."""
        if number and re.fullmatch(ADDRESS, number):
            raise NumberIsAddress
        return number

    @hybrid_property
    def is_staff(self) -> bool:
        """Whether this person has a start here, also when it is to come or when they left; false for candidates."""
        return self.started_on is not None

    @is_staff.inplace.expression
    @classmethod
    def _is_staff(cls) -> ColumnElement[bool]:
        return cls.started_on.is_not(None)

    @property
    def roles(self) -> frozenset[Role]:
        if self.came_by_doorway:
            return frozenset({Role.CANDIDATE})
        own = Role.EMPLOYEE if self.is_staff else Role.CANDIDATE
        return frozenset({own, *(Role(grant.role) for grant in self.grants)})

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def works_on(self, day: date) -> bool:
        """Whether this person has a start here and has not left before `day`."""
        return self.is_staff and (self.left_on is None or self.left_on >= day)


class RoleGrant(Base):
    """A role beside that of employee or candidate, of which everyone has one."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "role IN ('manager', 'hr', 'assessor', 'psychologist', 'privacy_officer', 'auditor', 'administrator')",
            name="role",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None]


FILE_IS_OPEN = text("erased_at IS NULL AND purpose <> 'selection'")


class File(Base):
    """One person × one purpose: the unit of keys, retention and erasure. Erased means the key is gone.

    One is open at a time, but for selection: there each application has its own.
    """

    __tablename__ = "file"
    __table_args__ = (
        Index(
            "uq_file_open",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=FILE_IS_OPEN,
            postgresql_where=FILE_IS_OPEN,
        ),
        CheckConstraint(
            "purpose IN ('selection', 'benchmark', 'development', 'learning', 'employment')", name="purpose"
        ),
        CheckConstraint("(wrapped_key IS NULL) = (erased_at IS NOT NULL)", name="erased_without_key"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class SignIn(Base):
    """A session on the server: a copied cookie is dead once this row has ended."""

    __tablename__ = "sign_in"
    audited = False

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    method: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser_id: Mapped[int | None] = mapped_column(ForeignKey("known_browser.id"), index=True)

    person: Mapped[Person] = relationship()
    browser: Mapped[KnownBrowser | None] = relationship()


class Invitation(Base):
    """A secret that lets one person choose a password: by mailed link, or by a code on a printed letter."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("kind IN ('invitation', 'recovery', 'letter')", name="kind"),)

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))

    person: Mapped[Person] = relationship()


class Tally(Base):
    """How often something was tried in one window of time; what rate limits count."""

    __tablename__ = "tally"
    audited = False

    bucket: Mapped[str] = mapped_column(String(120), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
