"""Things that tests need, made the shortest way that the database allows. Need an application context."""

import itertools
from datetime import date, timedelta
from typing import Any, TypeVar

from kernel import audit, clock
from kernel.database import Base, unit_of_work
from people.models import Location, Organisation, Person, RoleGrant, Team, TeamManager
from people.permissions import Role
from people.services import doorways, passwords, sessions

Row = TypeVar("Row", bound=Base)
OFFICES = tuple(role for role in Role if role not in {Role.EMPLOYEE, Role.CANDIDATE})
PASSWORD = "een lange zin voor de test"
_password_hash = passwords.hash_password(PASSWORD)
_numbers = itertools.count(1)


def organisation(**values: Any) -> Organisation:
    given = {"id": 1, "name": "Zorggroep De Linde", "base_url": "https://maatstaf.test", **values}
    return _add(Organisation(**given))


def person(*roles: Role, **values: Any) -> Person:
    number = next(_numbers)
    given: dict[str, Any] = {
        "name": f"Medewerker {number}",
        "email": f"medewerker{number}@delinde.example",
        "staff_number": f"D{number:05}",
        "started_on": date(2020, 1, 1),
        "password_hash": _password_hash,
        "created_at": clock.now(),
        **values,
    }
    made = Person(**given)
    made.grants = [RoleGrant(role=role, granted_at=clock.now()) for role in roles]
    return _add(made)


def candidate(**values: Any) -> Person:
    """Somebody who does not work here, and comes in by a link."""
    none = {"staff_number": None, "started_on": None, "password_hash": None}
    return person(**{"name": f"Kandidaat {next(_numbers)}", **none, **values})


def doorway(person: Person, **values: Any) -> str:
    """The secret of a link that was mailed to `person`."""
    with unit_of_work() as session:
        until = values.pop("expires_at", clock.now() + timedelta(days=28))
        invited = session.get_one(Person, person.id)
        return doorways.invite(session, invited, actor=None, expires_at=until, **values)[1]


def location(name: str = "Noord") -> Location:
    return _add(Location(name=name))


def team(name: str = "", managers: tuple[Person, ...] = (), **values: Any) -> Team:
    made = _add(Team(name=name or f"Team {next(_numbers)}", **values))
    for manager in managers:
        _add(TeamManager(team_id=made.id, person_id=manager.id))
    return made


def session_token(person: Person) -> str:
    if not person.is_staff:
        secret = doorway(person)
        with unit_of_work() as session:
            found = doorways.locked(session, secret)
            return doorways.claim(session, found, doorways.new_token(), is_own=True).session
    with unit_of_work() as session:
        token = sessions.start(session, session.get_one(Person, person.id), "password")
        audit.record(session, "sign_in", actor=person.id)
    return token


def _add(thing: Row) -> Row:
    with unit_of_work() as session:
        session.add(thing)
        audit.record(session, "test", actor=None)
    return thing
