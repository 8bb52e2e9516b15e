"""Vacancies: opened against an approved profile, and kept in order."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.errors.selection import IsCandidate, ProfileNotApproved, VacancyShut, VacancyTwice
from assess.models import HiringManager, JobProfile, ProfileApproval, Vacancy
from assess.queries.rivals import candidates_in, is_no_rival
from kernel import audit, clock
from kernel.errors import NotFound
from people.models import Person


def open_vacancy(
    session: Session,
    actor: Person,
    *,
    title: str,
    profile_id: int,
    contact: Person,
    reach: str,
    promised_days: int,
    retention_days: int,
    managers: Sequence[Person],
) -> Vacancy:
    """A vacancy that measures against one approved version. Errors: `ProfileNotApproved`, `VacancyTwice`."""
    session.get(JobProfile, profile_id, with_for_update=True)  # one at a time, so that sent twice is once
    if session.get(ProfileApproval, profile_id) is None:
        raise ProfileNotApproved
    same = (Vacancy.title == title, Vacancy.profile_id == profile_id, Vacancy.closed_at.is_(None))
    if session.scalar(select(Vacancy.id).where(*same)) is not None:
        raise VacancyTwice
    vacancy = Vacancy(
        title=title,
        profile_id=profile_id,
        contact_id=contact.id,
        contact_reach=reach,
        promised_days=promised_days,
        retention_days=retention_days,
        opened_at=clock.now(),
    )
    session.add(vacancy)
    session.flush()
    _name_managers(session, actor, vacancy, managers)
    audit.record(session, "vacancy.opened", actor=actor.id, object=f"vacancy:{vacancy.id}")
    return vacancy


def change_vacancy(
    session: Session, actor: Person, vacancy_id: int, *, contact: Person, reach: str, managers: Sequence[Person]
) -> Vacancy:
    """Who can be called and who decides along; what candidates were promised stays.

    Errors: `NotFound`, `IsCandidate`.
    """
    vacancy = locked(session, actor, vacancy_id)
    _refuse_candidates(session, vacancy, contact, managers)
    vacancy.contact, vacancy.contact_reach = contact, reach
    _name_managers(session, actor, vacancy, managers)
    audit.record(session, "vacancy.changed", actor=actor.id, object=f"vacancy:{vacancy.id}")
    return vacancy


def retention_of(vacancy: Vacancy) -> timedelta:
    """How long after closing the files are kept, without consent for longer."""
    return timedelta(days=vacancy.retention_days)


def locked(session: Session, actor: Person, vacancy_id: int) -> Vacancy:
    """The vacancy until the end of the unit of work, unless `actor` is a candidate in it. Errors: `NotFound`."""
    found = select(Vacancy).where(Vacancy.id == vacancy_id, is_no_rival(actor)).with_for_update()
    vacancy = session.scalar(found.execution_options(populate_existing=True))
    if vacancy is None:
        raise NotFound
    return vacancy


def locked_open(session: Session, actor: Person, vacancy_id: int) -> Vacancy:
    """The same, when it still takes candidates. Errors: `NotFound`, `VacancyShut`."""
    vacancy = locked(session, actor, vacancy_id)
    if vacancy.closed_at is not None:
        raise VacancyShut
    return vacancy


def _refuse_candidates(session: Session, vacancy: Vacancy, contact: Person, managers: Sequence[Person]) -> None:
    invited = set(session.scalars(candidates_in(vacancy.id)))
    for field, person in [("contact", contact), *(("managers", each) for each in managers)]:
        if person.id in invited:
            raise IsCandidate(field, person.name)


def _name_managers(session: Session, actor: Person, vacancy: Vacancy, managers: Sequence[Person]) -> None:
    named = select(HiringManager.person_id).where(HiringManager.vacancy_id == vacancy.id)
    before, after = set(session.scalars(named)), {person.id for person in managers}
    gone = delete(HiringManager).where(HiringManager.vacancy_id == vacancy.id)
    session.execute(gone.where(HiringManager.person_id.in_(before - after)))
    session.add_all([HiringManager(vacancy_id=vacancy.id, person_id=each) for each in sorted(after - before)])
    about = f"vacancy:{vacancy.id}"
    audit.record_each(session, "hiring_manager.named", sorted(after - before), actor=actor.id, object=about)
    audit.record_each(session, "hiring_manager.removed", sorted(before - after), actor=actor.id, object=about)
