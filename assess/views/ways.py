"""The two ways to a candidate: HR's, to every vacancy, and that of who is named in one. Both show the same pages."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.models import Vacancy
from assess.queries import vacancies as queries
from assess.queries.candidates import Candidate, candidate_of
from kernel.database import read_session
from kernel.errors import NotFound
from people import access
from people.models import Person


@dataclass(frozen=True, slots=True)
class Way:
    """The names of the pages on one way, and how a vacancy is fetched on it by who may decide."""

    vacancy: str
    candidate: str
    report: str
    guide: str
    decision: str
    letter: str
    fetch: Callable[[Session, Person, int], Vacancy]


def _decided_along(session: Session, person: Person, vacancy_id: int) -> Vacancy:
    seat = queries.seat_of(session, person, vacancy_id)
    if not seat.decides:
        raise NotFound
    return seat.vacancy


HR = Way(
    vacancy="assess.vacancy",
    candidate="assess.candidate",
    report="assess.released_report",
    guide="assess.interview_guide",
    decision="assess.decision",
    letter="assess.decision_letter",
    fetch=queries.vacancy_of,
)
MANAGER = Way(
    vacancy="assess.managed_vacancy",
    candidate="assess.managed_candidate",
    report="assess.managed_report",
    guide="assess.managed_guide",
    decision="assess.managed_decision",
    letter="assess.managed_letter",
    fetch=_decided_along,
)


def candidate_on(way: Way, vacancy_id: int, application_id: int) -> Candidate:
    """Who may decide, reads; never in a vacancy in which they are a candidate. Errors: `NotFound`."""
    session = read_session()
    return candidate_of(session, way.fetch(session, access.me(), vacancy_id), application_id)
