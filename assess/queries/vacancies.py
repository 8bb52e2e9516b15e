"""Vacancies as HR and hiring managers see them. What one may not see is not found."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import Session, joinedload

from assess.models import (
    Application,
    Exercise,
    HiringManager,
    JobProfile,
    Objection,
    Position,
    ProfileApproval,
    Rater,
    Vacancy,
)
from assess.queries.rivals import is_no_rival
from kernel.errors import NotFound
from kernel.paging import Paging, page_of
from people.models import Person
from people.queries import today
from people.services.sign_in import find_person

OPEN, CLOSED, ALL = "open", "closed", "all"


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """A vacancy with how many people are or were in it."""

    vacancy: Vacancy
    candidates: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's part in a vacancy: who decides along reads what was released, who is called hears requests."""

    vacancy: Vacancy
    decides: bool
    is_contact: bool


def _whole(found: Select[Vacancy]) -> Select[Vacancy]:
    profile = joinedload(Vacancy.profile)
    return found.options(
        joinedload(Vacancy.contact),
        profile.joinedload(JobProfile.position),
        profile.joinedload(JobProfile.approval),
        profile.joinedload(JobProfile.derivation),
    )


def vacancies(session: Session, person: Person, state: str, words: str, page: int) -> tuple[list[VacancyRow], Paging]:
    """A page of vacancies, the newest first; those in which `person` is no candidate."""
    count = select(func.count()).select_from(Application)
    here = count.where(Application.vacancy_id == Vacancy.id).scalar_subquery()
    found = select(Vacancy, here).join(Vacancy.profile).join(JobProfile.position).where(is_no_rival(person))
    if state != ALL:
        found = found.where(Vacancy.closed_at.is_(None) if state == OPEN else Vacancy.closed_at.is_not(None))
    for word in words.split():
        found = found.where(
            or_(Vacancy.title.icontains(word, autoescape=True), Position.title.icontains(word, autoescape=True))
        )
    wanted = found.order_by(Vacancy.opened_at.desc(), Vacancy.id.desc())
    rows, where = page_of(session, wanted.options(joinedload(Vacancy.profile).joinedload(JobProfile.position)), page)
    return [VacancyRow(*row) for row in rows], where


def is_any_vacancy(session: Session, person: Person) -> bool:
    return session.scalar(select(Vacancy.id).where(is_no_rival(person)).limit(1)) is not None


def vacancy_of(session: Session, person: Person, vacancy_id: int) -> Vacancy:
    """For who sees every vacancy but those in which they are a candidate. Errors: `NotFound`."""
    found = session.scalar(_whole(select(Vacancy).where(Vacancy.id == vacancy_id, is_no_rival(person))))
    if found is None:
        raise NotFound
    return found


def seat_of(session: Session, person: Person, vacancy_id: int) -> Seat:
    """A vacancy through who decides along or can be called, and is no candidate in it. Errors: `NotFound`."""
    is_named = select(HiringManager.person_id).where(
        HiringManager.vacancy_id == vacancy_id, HiringManager.person_id == person.id
    )
    decides = session.scalar(is_named) is not None
    found = session.scalar(_whole(select(Vacancy).where(Vacancy.id == vacancy_id, is_no_rival(person))))
    if found is None or not (decides or found.contact_id == person.id):
        raise NotFound
    return Seat(found, decides, found.contact_id == person.id)


def seated_in(session: Session, vacancy: Vacancy) -> set[int]:
    """The numbers of who decides along or can be called, rates somebody, or handles an objection."""
    named = select(HiringManager.person_id).where(HiringManager.vacancy_id == vacancy.id)
    rates = select(Rater.person_id).join(Exercise, Exercise.id == Rater.exercise_id).join(Exercise.application)
    handles = select(Objection.handler_id).join(Application, Application.id == Objection.application_id)
    others = (each.where(Application.vacancy_id == vacancy.id) for each in (rates, handles))
    return {vacancy.contact_id, *session.scalars(union(named, *others))}


def managers_of(session: Session, vacancy: Vacancy) -> list[Person]:
    """Who decides along, by name."""
    named = select(Person).join(HiringManager, HiringManager.person_id == Person.id)
    found = named.where(HiringManager.vacancy_id == vacancy.id).order_by(func.lower(Person.name), Person.id)
    return list(session.scalars(found))


def approved_profiles(session: Session) -> list[JobProfile]:
    """Every version that may be measured against, by position, the newest first."""
    found = (
        select(JobProfile)
        .join(ProfileApproval, ProfileApproval.profile_id == JobProfile.id)
        .join(JobProfile.position)
        .order_by(func.lower(Position.title), JobProfile.version.desc())
    )
    options = (joinedload(JobProfile.position), joinedload(JobProfile.derivation), joinedload(JobProfile.approval))
    return list(session.scalars(found.options(*options)))


def worker_named(session: Session, name: str) -> Person | None:
    """Who works here today with this e-mail address or staff number."""
    person = find_person(session, name)
    return person if person is not None and person.works_on(today(session)) else None
