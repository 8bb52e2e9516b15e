"""Whom an assignment speaks to on a day."""

from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.sql import Select

from courses.models import Assignment, Enrolment, Period
from courses.queries.overview import here_on
from people.models import Person, Team

is_here = here_on


def is_addressed(assignment: Assignment) -> ColumnElement[bool]:
    """Whether a person belongs to the audience."""
    target = assignment.target or ""
    if assignment.audience == "function":
        return Person.function == target
    if assignment.audience == "everyone":
        return Person.id.is_not(None)
    key = int(target)
    if assignment.audience == "location":
        return Person.team_id.in_(select(Team.id).where(Team.location_id == key))
    return Person.team_id == key if assignment.audience == "team" else Person.id == key


def is_certified(course: str, today: date) -> ColumnElement[bool]:
    """Whether a person's certificate for the course is good on this day."""
    return exists().where(
        Period.person_id == Person.id,
        Period.course == course,
        Period.valid_from <= today,
        Period.valid_until >= today,
        Period.ended_on.is_(None),
    )


def has_open_round(course: str) -> ColumnElement[bool]:
    """Whether the course is already asked of a person."""
    return exists().where(Enrolment.person_id == Person.id, Enrolment.course == course, Enrolment.closed_at.is_(None))


def was_asked_by(assignment: Assignment) -> ColumnElement[bool]:
    """Whether this assignment did its work for a person; one who left and came back is asked anew."""
    mine = Enrolment.assignment_id == assignment.id
    not_left = or_(Enrolment.closed_why.is_(None), Enrolment.closed_why != "left")
    return exists().where(Enrolment.person_id == Person.id, mine, not_left)


def still_to_enrol(assignment: Assignment, today: date) -> Select[Person]:
    """Those whom an assignment asks, and who neither have the course open, nor did it, nor hold its certificate."""
    return (
        select(Person)
        .where(is_here(today), is_addressed(assignment))
        .where(~has_open_round(assignment.course), ~was_asked_by(assignment), ~is_certified(assignment.course, today))
        .order_by(Person.id)
    )
