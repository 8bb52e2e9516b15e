"""What is measured, of whom, and what came of it. Evidence is written once; states are derived."""

from assess.models.instruments import InstrumentApproval, InstrumentRevision, Keying
from assess.models.profiles import (
    Criterion,
    Derivation,
    Expert,
    Figure,
    Incumbent,
    JobProfile,
    Nomination,
    Nominator,
    Position,
    ProfileApproval,
    Relevance,
)
from assess.models.rated import Exercise, ExerciseRating, ExerciseTalk, Rater
from assess.models.reports import CarriedReport, Decision, Objection, Release, Remark, Report
from assess.models.sittings import Scores, Sitting, SittingAnswer, SittingHandIn
from assess.models.vacancies import Application, HiringManager, Vacancy

__all__ = [
    "Application",
    "CarriedReport",
    "Criterion",
    "Decision",
    "Derivation",
    "Exercise",
    "ExerciseRating",
    "ExerciseTalk",
    "Expert",
    "Figure",
    "HiringManager",
    "Incumbent",
    "InstrumentApproval",
    "InstrumentRevision",
    "JobProfile",
    "Keying",
    "Nomination",
    "Nominator",
    "Objection",
    "Position",
    "ProfileApproval",
    "Rater",
    "Release",
    "Relevance",
    "Remark",
    "Report",
    "Scores",
    "Sitting",
    "SittingAnswer",
    "SittingHandIn",
    "Vacancy",
]
