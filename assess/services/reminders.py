"""Reminding a whole group: advisers who did not hand in yet; of incumbents everybody who was invited.

HR sees who got a mail. A reminder to those alone who did not take part would tell who they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assess.errors.incumbents import NobodyToRemind, RemindedLately
from assess.models import Incumbent, JobProfile
from assess.queries.advisers import Group, advisers
from assess.queries.positions import profile_of
from assess.queries.staff import works_on
from assess.services.advisers import PATH
from kernel import audit, clock, jobs
from kernel.database import unit_of_work
from kernel.jobs import Job
from kernel.outbox import Mail
from people import mails
from people.models import Person
from people.queries import today

REMIND, REMINDER = "remind_of_profile", "assess_reminder"
BATCH = 50


class Reminded(StrEnum):
    """Which group a reminder goes to."""

    EXPERTS = "experts"
    NOMINATORS = "nominators"
    PEOPLE = "people"


PAUSE = {
    Reminded.EXPERTS: timedelta(days=1),
    Reminded.NOMINATORS: timedelta(days=1),
    Reminded.PEOPLE: timedelta(days=7),  # taking part is voluntary
}


@dataclass(frozen=True, slots=True)
class Due:
    """How many mails a reminder would be now, and when the last one went; `is_too_soon` for the next."""

    count: int
    last: datetime | None
    is_too_soon: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom, and what the link leads to."""

    person: Person
    path: str


def due(session: Session, profile: JobProfile, group: Reminded) -> Due:
    """What reminding this group would do."""
    sent = select(func.max(Mail.queued_at)).where(Mail.kind == REMINDER, Mail.about == _about(profile.id, group))
    last = session.scalar(sent)
    is_too_soon = last is not None and last > clock.now() - PAUSE[group]
    return Due(len(_recipients(session, profile, group)), last, is_too_soon)


def remind(session: Session, actor: Person, profile_id: int, group: Reminded) -> int:
    """Have the group reminded; asked twice on a day is once. How many mails that is.

    Errors: `NotFound`, `NobodyToRemind`, `RemindedLately`.
    """
    profile = profile_of(session, profile_id, lock=True)
    found = due(session, profile, group)
    if not found.count:
        raise NobodyToRemind
    if found.is_too_soon:
        raise RemindedLately
    about = _about(profile.id, group)
    payload: dict[str, object] = {"profile": profile.id, "group": group}
    jobs.enqueue(session, REMIND, payload, key=f"{REMIND}:{about}:{today(session)}", owner=actor.id)
    audit.record(session, "reminder.sent", actor=actor.id, object=f"profile:{profile.id}", reason=group)
    return found.count


@jobs.handles(REMIND)
def _remind_job(job: Job) -> None:
    """A second try mails nobody twice."""
    left = True
    while left:
        with unit_of_work() as session:
            left = _mail_batch(session, job)
        jobs.breath()


def _mail_batch(session: Session, job: Job) -> bool:
    """Whether there may be more."""
    group = Reminded(str(job.payload["group"]))
    profile = session.get_one(JobProfile, int(str(job.payload["profile"])))
    about = _about(profile.id, group)
    mailed = select(Mail.person_id).where(Mail.kind == REMINDER, Mail.about == about, Mail.queued_at >= job.created_at)
    done = set(session.scalars(mailed))
    waiting = [each for each in _recipients(session, profile, group) if each.person.id not in done]
    contact, title = session.get(Person, job.owner_id), profile.position.title
    for each in waiting[:BATCH]:
        mails.send(
            session, each.person, REMINDER, about=about, path=each.path, title=title, group=group, contact=contact
        )
    return len(waiting) > BATCH


def _recipients(session: Session, profile: JobProfile, group: Reminded) -> list[Recipient]:
    """Who has an address and would get this reminder now; nobody once it is too late."""
    if profile.derivation or (group is Reminded.NOMINATORS and profile.criterion):
        return []
    if group is Reminded.PEOPLE:
        return _invited(session, profile)
    return _slow_advisers(session, profile, Group(group))


def _slow_advisers(session: Session, profile: JobProfile, group: Group) -> list[Recipient]:
    path = f"/profiles/{profile.id}/{PATH[group]}"
    everybody = advisers(session, profile.id, group)
    slow = [each.person for each in everybody if each.asked_at is not None and each.handed_in_at is None]
    return [Recipient(person, path) for person in slow if person.email]


def _invited(session: Session, profile: JobProfile) -> list[Recipient]:
    found = select(Incumbent).join(Incumbent.person).options(joinedload(Incumbent.person))
    found = found.where(Incumbent.profile_id == profile.id, Incumbent.invited_at.is_not(None))
    found = found.where(Person.email.is_not(None), works_on(today(session))).order_by(Incumbent.id)
    rows: Sequence[Incumbent] = session.scalars(found).all()
    return [Recipient(each.person, f"/incumbents/{each.id}") for each in rows]


def _about(profile_id: int, group: Reminded) -> str:
    return f"{group}:{profile_id}"
