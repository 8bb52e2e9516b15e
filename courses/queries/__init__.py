"""What pages of courses read, one question a file."""

from courses.queries.evidence import Evidence, evidence_of
from courses.queries.overview import TeamRow, overview
from courses.queries.record import CourseRecord, person_record
from courses.queries.standing import StandingPage, StandingRow, standing

__all__ = [
    "CourseRecord",
    "Evidence",
    "StandingPage",
    "StandingRow",
    "TeamRow",
    "evidence_of",
    "overview",
    "person_record",
    "standing",
]
