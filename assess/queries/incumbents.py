"""The people who do the work, as far as HR may know: who was chosen and asked, never who took part.

Who declined, or had their part erased, stays in the list: a name that goes from it would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assess.models import Incumbent, JobProfile, Sitting, SittingHandIn
from assess.queries.staff import works_on
from people.models import File, Person
from people.queries import today

SHOWN_FROM = 3  # fewer people are never shown as a group (METHOD.md)
STEPS = (SHOWN_FROM, 30, 85)  # to say anything at all, to compare, and to compare well (METHOD.md)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were chosen, can still be invited, have no mail address, and were invited.

    `at_least`: of `STEPS` the highest that as many took part; 0 below the first. HR asks whether there are enough; a
    count that moves would answer more. Who invites one more and reads again, or knows that somebody thought of
    leaving, would see what that one did. So there are three steps, which METHOD asks for; nobody is invited with fewer
    than two others; how many declined is not told; and what was told stays, also when somebody withdraws.
    """

    chosen: int
    to_invite: int
    without_mail: int
    invited: int
    at_least: int


def incumbents(session: Session, profile_id: int) -> list[Incumbent]:
    """Everybody chosen, by name."""
    found = _of(profile_id).join(Incumbent.person).outerjoin(Person.team)
    by_name = found.order_by(func.lower(Person.name), Person.id)
    return list(session.scalars(by_name.options(contains_eager(Incumbent.person).contains_eager(Person.team))))


def incumbents_by_number(session: Session, profile_id: int) -> dict[int, Incumbent]:
    """The same by their number, each with person and file."""
    found = _of(profile_id).options(joinedload(Incumbent.person), joinedload(Incumbent.file))
    return {each.id: each for each in session.scalars(found)}


def chosen_people(profile_id: int) -> Select[int]:
    """The numbers of the persons that were chosen."""
    return select(Incumbent.person_id).where(Incumbent.profile_id == profile_id)


def to_invite(session: Session, profile_id: int) -> Sequence[Incumbent]:
    """Who works here and was not invited yet."""
    found = _of(profile_id).join(Incumbent.person).where(Incumbent.invited_at.is_(None), works_on(today(session)))
    return session.scalars(found.options(contains_eager(Incumbent.person)).order_by(Incumbent.id)).all()


def turnout(session: Session, profile_id: int) -> Turnout:
    """The counts, and no more than the counts."""
    mine = Incumbent.profile_id == profile_id
    is_new = (Incumbent.invited_at.is_(None), works_on(today(session)))
    return Turnout(
        chosen=_count(session, mine),
        to_invite=_count(session, mine, *is_new),
        without_mail=_count(session, mine, *is_new, Person.email.is_(None)),
        invited=_count(session, mine, Incumbent.invited_at.is_not(None)),
        at_least=told_turnout(session, profile_id),
    )


def told_turnout(session: Session, profile_id: int) -> int:
    """The step of the turnout that HR sees: that of now, or a higher one that they may have seen before."""
    told = session.scalar(select(JobProfile.told_turnout).where(JobProfile.id == profile_id)) or 0
    count = took_part(session, profile_id)
    return max(told, *(step for step in (0, *STEPS) if step <= count))


def took_part(session: Session, profile_id: int) -> int:
    """How many handed in and did not withdraw since; never to be shown."""
    found = select(func.count()).select_from(SittingHandIn).join(Sitting, Sitting.id == SittingHandIn.sitting_id)
    found = found.join(Incumbent, Incumbent.id == Sitting.incumbent_id).join(File, File.id == Incumbent.file_id)
    mine = (Incumbent.profile_id == profile_id, Incumbent.withdrawn_at.is_(None), File.erased_at.is_(None))
    return session.scalar(found.where(*mine)) or 0


def _of(profile_id: int) -> Select[Incumbent]:
    return select(Incumbent).where(Incumbent.profile_id == profile_id)


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Incumbent).join(Incumbent.person)
    return session.scalar(found.where(*conditions)) or 0
