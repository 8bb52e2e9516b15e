"""What was asked of whom, and how far that is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from courses.models import Assignment, Enrolment
from kernel.errors import NotFound
from kernel.paging import Paging, page_of
from people.models import Person


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment with who asked it, and its rounds: how many there were, and how many are still open."""

    assignment: Assignment
    asked_by: str | None
    rounds: int
    still_open: int

    @property
    def id(self) -> int:
        return self.assignment.id


def assignments(session: Session, page: int) -> tuple[list[AssignmentRow], Paging]:
    """A page of assignments: those that run first, then the newest."""
    found: Select[*tuple[Any, ...]] = select(Assignment, Person.name).outerjoin(
        Person, Person.id == Assignment.asked_by
    )
    found = found.order_by(Assignment.ended_at.is_not(None), Assignment.id.desc())
    rows, where = page_of(session, found, page)
    counts = _counts(session, [assignment.id for assignment, _name in rows])
    return [AssignmentRow(each, name, *counts.get(each.id, (0, 0))) for each, name in rows], where


def running(session: Session, assignment_id: int) -> AssignmentRow:
    """One assignment that was not withdrawn. Errors: `NotFound`."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or assignment.ended_at is not None:
        raise NotFound
    return AssignmentRow(assignment, None, *_counts(session, [assignment_id]).get(assignment_id, (0, 0)))


def is_anything_asked_of_everyone(session: Session) -> bool:
    """Whether who joins gets a course by itself."""
    running = select(Assignment.id).where(Assignment.audience == "everyone", Assignment.ended_at.is_(None))
    return session.scalar(running.limit(1)) is not None


def _counts(session: Session, ids: list[int]) -> dict[int, tuple[int, int]]:
    still_open = func.sum(case((Enrolment.closed_at.is_(None), 1), else_=0))
    counted = select(Enrolment.assignment_id, func.count(), still_open).where(Enrolment.assignment_id.in_(ids))
    rows = session.execute(counted.group_by(Enrolment.assignment_id))
    return {key: (count, int(count_open)) for key, count, count_open in rows if key is not None}
