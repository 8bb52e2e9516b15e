"""How a candidate gets to the pages of one application: by mailed link, or by password who works here."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from assess.models import Application, Vacancy
from assess.queries.candidacy import erased_on
from kernel import clock
from kernel.outbox import Mail
from people import mails, queries
from people.doorway_models import Doorway
from people.models import Organisation
from people.services import doorways

WHILE_OPEN = timedelta(days=365)  # a vacancy that is open has no last day yet; closing it gives the doors theirs

BELOW_APPLICATION = re.compile(r"/applications/([0-9]{1,9})(?:/.*)?")


@doorways.names_purpose
def title_at(session: Session, doorway: Doorway) -> str | None:
    """The vacancy of the application that a doorway leads to; its mail says so too."""
    found = BELOW_APPLICATION.fullmatch(doorway.path)
    if found is None:
        return None
    own = (Application.id == int(found[1]), Application.person_id == doorway.person_id)
    return session.scalar(select(Vacancy.title).join(Application, Application.vacancy_id == Vacancy.id).where(*own))


def path_of(application: Application) -> str:
    """Where a candidate's own pages of this application begin."""
    return f"/applications/{application.id}"


def tell(
    session: Session,
    application: Application,
    kind: str,
    *,
    actor: int | None,
    path: str = "",
    **values: Any,
) -> Mail | None:
    """Mail templates/mails/`kind` to the candidate, with a link that leads on to `path` below the application."""
    person, goal = application.person, path_of(application) + path
    doorway, link = None, goal
    if not queries.works_today(session, person):
        until = last_moment(session, application)
        doorway, secret = doorways.invite(session, person, actor=actor, expires_at=until, path=goal)
        link = doorways.door_path(secret)
    about, vacancy = f"application:{application.id}", application.vacancy
    mail = mails.send(session, person, kind, about=about, path=link, vacancy=vacancy, **values)
    if doorway is not None:
        doorway.mail_id = mail.id if mail else None
    return mail


def notify(session: Session, application: Application, kind: str, **values: Any) -> None:
    """Mail the candidate without a link to come in by."""
    about, vacancy = f"application:{application.id}", application.vacancy
    mails.send(session, application.person, kind, about=about, vacancy=vacancy, **values)


def last_moment(session: Session, application: Application) -> datetime:
    """Until when a link lets in: the day before the file is erased, or a year while that day is not known yet."""
    day = erased_on(session, application)
    if day is None:
        return clock.now() + WHILE_OPEN
    zone = session.get_one(Organisation, 1).zone
    return max(clock.start_of_day(day, zone), clock.now() + timedelta(hours=1))


def keep_until_erased(session: Session, application: Application) -> None:
    """Give every open link of this application the last moment that belongs to it now."""
    at, until = clock.now(), last_moment(session, application)
    open_ones = update(Doorway).where(*_of(application), queries.is_open(at))
    session.execute(open_ones.values(expires_at=until))


def shut(session: Session, application: Application, *, actor: int | None) -> None:
    """No link of this application lets in any more."""
    theirs = select(Doorway.path).where(*_of(application)).distinct()
    for path in session.scalars(theirs).all():
        doorways.withdraw(session, application.person, actor=actor, path=path)


def _of(application: Application) -> tuple[ColumnElement[bool], ...]:
    own = path_of(application)
    below = or_(Doorway.path == own, Doorway.path.startswith(own + "/"))
    return Doorway.person_id == application.person_id, below
