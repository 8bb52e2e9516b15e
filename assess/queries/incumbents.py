"""The people who do the work, as far as HR may know: who was chosen and asked, never who took part.

Who declined, or had their part erased, stays in the list: a name that goes from it would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assess.models import Incumbent, Sitting, SittingHandIn
from assess.queries.staff import works_on
from people.models import File, Person
from people.queries import today

SHOWN_FROM = 3  # fewer people are never shown as a group (METHOD.md)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were chosen, can still be invited, have no mail address, and were invited.

    `declined` and `took_part` are None while fewer than three did: a smaller number says who.
    """

    chosen: int
    to_invite: int
    without_mail: int
    invited: int
    declined: int | None
    took_part: int | None


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
        declined=_shown(_count(session, mine, Incumbent.withdrawn_at.is_not(None))),
        took_part=_shown(took_part(session, profile_id)),
    )


def took_part(session: Session, profile_id: int) -> int:
    """How many handed in and did not withdraw since; to be shown from `SHOWN_FROM` up."""
    found = select(func.count()).select_from(SittingHandIn).join(Sitting, Sitting.id == SittingHandIn.sitting_id)
    found = found.join(Incumbent, Incumbent.id == Sitting.incumbent_id).join(File, File.id == Incumbent.file_id)
    mine = (Incumbent.profile_id == profile_id, Incumbent.withdrawn_at.is_(None), File.erased_at.is_(None))
    return session.scalar(found.where(*mine)) or 0


def _of(profile_id: int) -> Select[Incumbent]:
    return select(Incumbent).where(Incumbent.profile_id == profile_id)


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Incumbent).join(Incumbent.person)
    return session.scalar(found.where(*conditions)) or 0


def _shown(count: int) -> int | None:
    return count if count >= SHOWN_FROM else None
