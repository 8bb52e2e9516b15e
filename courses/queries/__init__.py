"""What pages of courses read, one question a file."""

from courses.queries.evidence import Evidence, evidence_of
from courses.queries.overview import TeamRow, overview
from courses.queries.record import CourseRecord, person_record
from courses.queries.register import Filters, RegisterPage, RegisterRow, register
from courses.queries.standing import StandingPage, StandingRow, standing

__all__ = [
    "CourseRecord",
    "Evidence",
    "Filters",
    "RegisterPage",
    "RegisterRow",
    "StandingPage",
    "StandingRow",
    "TeamRow",
    "evidence_of",
    "overview",
    "person_record",
    "register",
    "standing",
]
