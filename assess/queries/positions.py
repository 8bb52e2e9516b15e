"""Positions and their profile versions, with how far each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assess.models import Criterion, Derivation, JobProfile, Position, ProfileApproval
from kernel.errors import NotFound


class Stage(StrEnum):
    """How far a profile version is; read from what is there."""

    SET_UP = "set_up"
    FROZEN = "frozen"
    OPENED = "opened"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position with its last version, if it has one."""

    position: Position
    last: JobProfile | None

    @property
    def stage(self) -> Stage | None:
        return stage_of(self.last) if self.last else None


def stage_of(profile: JobProfile) -> Stage:
    """From what was written once: the criterion, the derivation, the approval."""
    if profile.approval:
        return Stage.APPROVED
    if profile.derivation:
        return Stage.OPENED
    return Stage.FROZEN if profile.criterion else Stage.SET_UP


def positions(session: Session) -> list[PositionRow]:
    """Every position by title."""
    found = session.scalars(select(Position).order_by(func.lower(Position.title)))
    last: dict[int, JobProfile] = {each.position_id: each for each in _versions(session)}
    return [PositionRow(each, last.get(each.id)) for each in found]


def position_of(session: Session, position_id: int, *, lock: bool = False) -> Position:
    """Errors: `NotFound`; `lock` holds it until the end of the unit of work."""
    found = session.get(Position, position_id, with_for_update=lock or None)
    if found is None:
        raise NotFound
    return found


def versions(session: Session, position: Position) -> list[JobProfile]:
    """The newest first."""
    return [each for each in reversed(_versions(session)) if each.position_id == position.id]


def _versions(session: Session) -> Sequence[JobProfile]:
    """All, the newest of a position last, with what tells their stage."""
    found = select(JobProfile).order_by(JobProfile.position_id, JobProfile.version)
    return session.scalars(
        found.options(
            joinedload(JobProfile.criterion).load_only(Criterion.kind),
            joinedload(JobProfile.derivation).load_only(Derivation.status),
            joinedload(JobProfile.approval).load_only(ProfileApproval.approved_at),
        )
    ).all()


def profile_of(session: Session, profile_id: int, *, lock: bool = False) -> JobProfile:
    """Errors: `NotFound`; `lock` holds it until the end of the unit of work, so that one at a time changes it."""
    wanted = select(JobProfile).where(JobProfile.id == profile_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found
