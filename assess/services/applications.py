"""Invitations to a vacancy: made, corrected, repeated, withdrawn. One file for each application."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from assess.errors.selection import (
    BegunAlready,
    CameInAlready,
    FileWasErased,
    HasASeat,
    InvitedAlready,
    OwnApplication,
)
from assess.models import Application, Decision, Sitting, SittingHandIn, Vacancy
from assess.queries.instruments import instrument_of
from assess.queries.rivals import is_no_rival
from assess.queries.vacancies import seated_in
from assess.services import doors, vacancies
from kernel import audit, clock
from kernel.database import add_if_absent
from kernel.errors import NotFound
from people.errors import EmailTaken
from people.models import File, Person
from people.services import doorways, files

AT_ONCE = 25
ONCE_A = timedelta(hours=20)  # a day, for who reminds at nine one day and at eight the next


def invite(session: Session, actor: Person, vacancy: Vacancy, *, name: str, email: str, language: str) -> Application:
    """Invite one person, who may work here or have applied before; `vacancy` is locked and open.

    Errors: `InvitedAlready`, `FileWasErased`, `OwnApplication`, `HasASeat`.
    """
    person = _person(session, actor, name=name, email=email, language=language)
    if person.id == actor.id:
        raise OwnApplication
    if person.id in seated_in(session, vacancy):
        raise HasASeat
    application = _before(session, vacancy, person)
    if application is None:
        file = files.new_file(session, person, files.SELECTION)
        application = Application(vacancy=vacancy, person=person, file=file, invited_at=clock.now())
        session.add(application)
    else:
        application.withdrawn_at, application.reminded_at, application.invited_at = None, None, clock.now()
    session.flush()
    _mail(session, actor, application, "application_invited", "application.invited")
    return application


def _person(session: Session, actor: Person, *, name: str, email: str, language: str) -> Person:
    """Who has this address, locked; or somebody new, who has no start here."""
    is_new = add_if_absent(
        session, Person, ["email"], name=name, email=email, language=language, created_at=clock.now()
    )
    known = select(Person).where(Person.email == email).with_for_update()
    person: Person | None = session.scalar(known.execution_options(populate_existing=True))
    if person is None:  # forgotten while we waited for the lock
        return _person(session, actor, name=name, email=email, language=language)
    if is_new:
        audit.record(session, "person.applied", actor=actor.id, subject=person.id, object=f"person:{person.id}")
    return person


def _before(session: Session, vacancy: Vacancy, person: Person) -> Application | None:
    """An invitation to the same vacancy that was withdrawn. Errors: `InvitedAlready`, `FileWasErased`."""
    mine = select(Application).where(Application.vacancy_id == vacancy.id, Application.person_id == person.id)
    application = session.scalar(mine.options(joinedload(Application.file)))
    if application is None:
        return None
    if application.file.erased_at is not None:
        raise FileWasErased
    if application.withdrawn_at is None:
        raise InvitedAlready
    return application


def invite_again(session: Session, actor: Person, application: Application, *, name: str, email: str) -> None:
    """Mail a new link, to a better address if need be; who works here is corrected at their own page.

    Errors: `NotFound` once it was withdrawn, `CameInAlready`, `EmailTaken`, `VacancyShut`.
    """
    vacancies.locked_open(session, actor, application.vacancy_id)
    if application.withdrawn_at is not None:
        raise NotFound
    person = application.person
    if not person.is_staff:
        _correct(session, actor, application, name, email)
    _mail(session, actor, application, "application_invited", "application.invited_again")


def _correct(session: Session, actor: Person, application: Application, name: str, email: str) -> None:
    person = application.person
    if email != person.email:
        came_in = (Application.person_id == person.id, Application.notice_read_at.is_not(None))
        if session.scalar(select(Application.id).where(*came_in).limit(1)) is not None:
            raise CameInAlready
        if session.scalar(select(Person.id).where(Person.email == email)) is not None:
            raise EmailTaken
        doorways.withdraw(session, person, actor=actor.id)
    if (name, email) != (person.name, person.email):
        person.name, person.email = name, email
        audit.record(session, "person.changed", actor=actor.id, subject=person.id, object=f"person:{person.id}")


def is_waiting() -> tuple[ColumnElement[bool], ...]:
    """Of an `Application` with its `File`: it has not been handed in, nor ended in another way."""
    handed_in = exists().where(Sitting.application_id == Application.id, SittingHandIn.sitting_id == Sitting.id)
    return (
        Application.withdrawn_at.is_(None),
        File.erased_at.is_(None),
        ~handed_in,
        ~exists().where(Decision.application_id == Application.id),
    )


def remindable(
    session: Session, vacancy: Vacancy, only: Sequence[int] | None, *, most: int | None = None
) -> Sequence[Application]:
    """Who gets a reminder now, of `only` or (None) of all: not handed in, and no mail of the kind in the last day.

    At `most` so many are held until the end of the unit of work; None is everybody, to count.
    """
    if vacancy.closed_at is not None:
        return []
    before = clock.now() - ONCE_A
    found = (
        select(Application)
        .join(Application.file)
        .where(Application.vacancy_id == vacancy.id, *is_waiting(), Application.invited_at < before)
        .where(Application.reminded_at.is_(None) | (Application.reminded_at < before))
    )
    if only is not None:
        found = found.where(Application.id.in_(only))
    options = (joinedload(Application.person), joinedload(Application.file), joinedload(Application.vacancy))
    found = found.order_by(Application.id).options(*options)
    if most is not None:
        found = found.limit(most).with_for_update(of=(Application, File)).execution_options(populate_existing=True)
    return session.scalars(found).all()


def remind_some(session: Session, actor: Person, vacancy_id: int, only: Sequence[int] | None) -> int:
    """Remind the next who have not handed in, once a day each; return how many, 0 once everybody was.

    Errors: `NotFound`, `VacancyShut`.
    """
    vacancy = vacancies.locked_open(session, actor, vacancy_id)
    reminded = remindable(session, vacancy, only, most=AT_ONCE)
    for application in reminded:
        application.reminded_at = clock.now()
        _mail(session, actor, application, "application_reminder", "application.reminded")
    return len(reminded)


def withdraw(session: Session, actor: Person, application: Application) -> None:
    """Take an invitation back before the assessment was begun; the candidate hears so. Twice is once.

    Errors: `BegunAlready`.
    """
    if application.withdrawn_at is not None:
        return
    if session.scalar(select(Sitting.id).where(Sitting.application_id == application.id)) is not None:
        raise BegunAlready
    application.withdrawn_at = clock.now()
    doors.shut(session, application, actor=actor.id)
    doors.notify(session, application, "application_withdrawn")
    _record(session, actor, application, "application.withdrawn")


def locked(session: Session, actor: Person, vacancy_id: int, application_id: int) -> Application:
    """An application of this vacancy that is not erased, until the end of the unit of work.

    Errors: `NotFound`, also for who is a candidate in it.
    """
    found = (
        select(Application)
        .join(Application.file)
        .where(Application.id == application_id, Application.vacancy_id == vacancy_id, File.erased_at.is_(None))
        .where(is_no_rival(actor, Application.vacancy_id))
        .options(joinedload(Application.person), joinedload(Application.file), joinedload(Application.vacancy))
        .with_for_update(of=(Application, File))  # of an erasure at the same time the second sees the first
    )
    application = session.scalar(found.execution_options(populate_existing=True))
    if application is None:
        raise NotFound
    return application


def _mail(session: Session, actor: Person, application: Application, kind: str, action: str) -> None:
    minutes = instrument_of(application.vacancy.profile.revision).minutes
    doors.tell(session, application, kind, actor=actor.id, minutes=minutes)
    _record(session, actor, application, action)


def _record(session: Session, actor: Person, application: Application, action: str) -> None:
    who, what = application.person_id, f"application:{application.id}"
    audit.record(session, action, actor=actor.id, subject=who, object=what)
