"""The people who do the work: chosen, invited, reminded as one group, so that nobody sees who took part."""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from assess.errors.criteria import Frozen
from assess.errors.incumbents import (
    AlreadyInvited,
    NobodyTicked,
    NobodyToInvite,
    SomebodyNominated,
    TooFewToInvite,
    TooManyAtOnce,
)
from assess.models import Figure, Incumbent, JobProfile, Nomination
from assess.queries.incumbents import SHOWN_FROM, chosen_people, to_invite
from assess.queries.instruments import instrument_of
from assess.queries.positions import profile_of
from assess.queries.staff import works_on
from assess.services.positions import choose
from kernel import audit, clock, jobs
from kernel.database import unit_of_work
from kernel.errors import NotFound
from kernel.jobs import Job
from kernel.outbox import Mail
from people import mails
from people.models import Person
from people.queries import today

AT_ONCE = 500
BATCH = 50
INVITE, INVITED = "invite_incumbents", "assess_incumbent"


def may_choose(session: Session, profile: JobProfile) -> None:
    """Errors: `Frozen`, `SomebodyNominated`: nobody may be left out of a choice that was made already."""
    if profile.criterion:
        raise Frozen
    if session.scalar(select(exists().where(Nomination.profile_id == profile.id))):
        raise SomebodyNominated


def add_people(session: Session, actor: Person, profile_id: int, person_ids: Sequence[int]) -> int:
    """Choose who does the work, of those who work here now; how many came in anew.

    Errors: `NotFound`, `Frozen`, `SomebodyNominated`, `NobodyTicked`, `TooManyAtOnce`.
    """
    profile = profile_of(session, profile_id, lock=True)
    may_choose(session, profile)
    if not person_ids:
        raise NobodyTicked
    if len(person_ids) > AT_ONCE:
        raise TooManyAtOnce(most=AT_ONCE)
    new = select(Person).where(
        Person.id.in_(person_ids), works_on(today(session)), Person.id.not_in(chosen_people(profile_id))
    )
    people = list(session.scalars(new.order_by(Person.id)))
    choose(session, actor, profile, people)
    return len(people)


def remove_person(session: Session, actor: Person, profile_id: int, person_id: int) -> Person:
    """Take somebody out again who was not invited yet.

    Errors: `NotFound`, `Frozen`, `SomebodyNominated`, `AlreadyInvited`.
    """
    profile = profile_of(session, profile_id, lock=True)
    may_choose(session, profile)
    found = select(Incumbent).where(Incumbent.profile_id == profile_id, Incumbent.person_id == person_id)
    incumbent = session.scalar(found.options(joinedload(Incumbent.person)))
    if incumbent is None:
        raise NotFound
    if incumbent.invited_at is not None:
        raise AlreadyInvited
    if (figure := session.get(Figure, incumbent.id)) is not None:
        session.delete(figure)
        session.flush()
    person = incumbent.person
    session.delete(incumbent)
    audit.record(session, "incumbent.removed", actor=actor.id, subject=person_id, object=f"profile:{profile_id}")
    return person


def invite(session: Session, actor: Person, profile_id: int) -> int:
    """Invite everybody who was chosen, works here and was not invited yet, never one or two alone; how many.

    Errors: `NotFound`, `NobodyToInvite`, `TooFewToInvite`.
    """
    profile = profile_of(session, profile_id, lock=True)
    new = to_invite(session, profile_id)
    if not new:
        raise NobodyToInvite
    if len(new) < SHOWN_FROM:
        raise TooFewToInvite(fewest=SHOWN_FROM)
    at = clock.now()
    for incumbent in new:
        incumbent.invited_at = at
    session.flush()
    numbers = [incumbent.person_id for incumbent in new]
    audit.record_each(session, "incumbent.invited", numbers, actor=actor.id, object=f"profile:{profile.id}")
    jobs.enqueue(session, INVITE, {"profile": profile.id}, owner=actor.id)
    return len(new)


@jobs.handles(INVITE)
def _invite_job(job: Job) -> None:
    """Mail who was invited and has no mail of it yet; a second try mails nobody twice."""
    left = True
    while left:
        with unit_of_work() as session:
            left = _mail_batch(session, int(str(job.payload["profile"])), session.get(Person, job.owner_id))
        jobs.breath()


def _mail_batch(session: Session, profile_id: int, contact: Person | None) -> bool:
    """Whether there may be more."""
    profile = session.get_one(JobProfile, profile_id)
    about = f"profile:{profile_id}"
    was_mailed = exists().where(Mail.person_id == Incumbent.person_id, Mail.kind == INVITED, Mail.about == about)
    waiting = select(Incumbent).join(Incumbent.person).options(joinedload(Incumbent.person))
    waiting = waiting.where(Incumbent.profile_id == profile_id, Incumbent.invited_at.is_not(None))
    waiting = waiting.where(Person.email.is_not(None), ~was_mailed)
    found = session.scalars(waiting.order_by(Incumbent.id).limit(BATCH)).all()
    for incumbent in found:
        mails.send(
            session,
            incumbent.person,
            INVITED,
            about=about,
            path=f"/incumbents/{incumbent.id}",
            title=profile.position.title,
            minutes=instrument_of(profile.revision).minutes,
            contact=contact,
        )
    return len(found) == BATCH
