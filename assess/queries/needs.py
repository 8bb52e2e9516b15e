"""What somebody needs to show what they can, and who arranges it for an incumbent without HR hearing of it."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assess import sealing
from assess.models import Application, Incumbent, JobProfile
from assess.queries.staff import works_on
from kernel.errors import NotFound
from people.models import File, Person, RoleGrant, TeamManager
from people.permissions import Permission, Role
from people.queries import today

HELPERS = (Role.PSYCHOLOGIST, Role.PRIVACY_OFFICER)  # the first that works here
KNOWS_NOT = (Permission.MAKE_PROFILES, Permission.SELECT)  # who holds one of these hears of no colleague's part


@dataclass(frozen=True)
class Needs:
    """What somebody needs to show what they can; never why. `other` is in their own words."""

    extra_time: bool = False
    large_print: bool = False
    other_form: bool = False
    other: str = ""

    def __bool__(self) -> bool:
        return any((self.extra_time, self.large_print, self.other_form, self.other))

    @property
    def ask_somebody(self) -> bool:
        """Whether a person has to arrange it."""
        return self.other_form or bool(self.other)


def needs_of(about: Application | Incumbent) -> Needs:
    """What a candidate or an incumbent asked for. Errors: `FileErased`."""
    if about.needs is None:
        return Needs()
    return Needs(**sealing.open_in(about.file, about.needs, needs_context(about)))


def needs_context(about: Application | Incumbent) -> str:
    """What binds sealed needs to their row."""
    return f"needs:{about.id}" if isinstance(about, Application) else f"incumbent-needs:{about.id}"


def may_help(person: Person) -> bool:
    """Whether this person may hear what a colleague needs: it tells that the colleague takes part."""
    return any(role in person.roles for role in HELPERS) and not any(person.may(each) for each in KNOWS_NOT)


def helper_for(session: Session, person: Person) -> Person | None:
    """Who arranges what this person needs: neither HR nor their own manager; None when there is nobody."""
    manages = select(TeamManager.person_id).where(TeamManager.team_id == person.team_id)
    for role in HELPERS:
        holds = select(RoleGrant.person_id).where(RoleGrant.role == role)
        found = select(Person).where(Person.id.in_(holds), Person.id.not_in(manages), Person.id != person.id)
        for each in session.scalars(found.where(works_on(today(session))).order_by(Person.id)):
            if may_help(each):
                return each
    return None


def helped_by(session: Session, helper: Person) -> list[Incumbent]:
    """Who asked this person to arrange something, by number; nobody when they may not hear it any more."""
    return list(session.scalars(_asked(helper).order_by(Incumbent.id))) if may_help(helper) else []


def helped(session: Session, helper: Person, incumbent_id: int) -> Incumbent:
    """Errors: `NotFound` unless this incumbent asked this person."""
    found = session.scalar(_asked(helper).where(Incumbent.id == incumbent_id)) if may_help(helper) else None
    if found is None:
        raise NotFound
    return found


def _asked(helper: Person) -> Select[Incumbent]:
    found = select(Incumbent).join(Incumbent.person).join(Incumbent.file)
    found = found.where(Incumbent.helper_id == helper.id, File.erased_at.is_(None))
    profile = joinedload(Incumbent.profile)
    return found.options(
        contains_eager(Incumbent.person),
        contains_eager(Incumbent.file),
        profile.joinedload(JobProfile.position),
        profile.joinedload(JobProfile.derivation),
    )
