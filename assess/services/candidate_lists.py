"""A list of candidates between its preview and the invitations.

It is kept by nobody: the preview page carries it, sealed for one vacancy and one person, so that whoever is not
invited leaves no trace. Sending it twice invites nobody twice.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess.candidate_list import CandidateLine
from assess.errors.selection import ListChanged
from assess.models import Application, Vacancy
from assess.queries.vacancies import seated_in
from assess.services import applications, vacancies
from kernel import clock
from kernel.secrets import Unreadable, master_key, seal, unseal
from people.models import Person
from people.queries import works_today

KEPT = timedelta(days=1)


class Kind(StrEnum):
    """What inviting would do with a line."""

    NEW = "new"
    APPLIED_BEFORE = "applied_before"
    WORKS_HERE = "works_here"
    INVITED_ALREADY = "invited_already"
    ERASED = "erased"
    YOURSELF = "yourself"
    SEATED = "seated"


INVITED = frozenset({Kind.NEW, Kind.APPLIED_BEFORE, Kind.WORKS_HERE})


@dataclass(frozen=True, slots=True)
class Previewed:
    """A line, what would happen, and the name that we know the address by when it is another one."""

    line: CandidateLine
    kind: Kind
    known_as: str = ""


def preview(session: Session, actor: Person, vacancy_id: int, lines: Sequence[CandidateLine]) -> list[Previewed]:
    """What inviting these would do now, in the order of the list."""
    known: dict[str, Person] = {}
    for start in range(0, len(lines), 500):
        some = [line.email for line in lines[start : start + 500]]
        known |= {str(each.email): each for each in session.scalars(select(Person).where(Person.email.in_(some)))}
    mine = select(Application).where(Application.vacancy_id == vacancy_id).options(joinedload(Application.file))
    invited = {each.person_id: each for each in session.scalars(mine)}
    seated = seated_in(session, session.get_one(Vacancy, vacancy_id))
    found = []
    for line in lines:
        person = known.get(line.email)
        if person is None:
            found.append(Previewed(line, Kind.NEW))
        elif person.id == actor.id:
            found.append(Previewed(line, Kind.YOURSELF))
        elif person.id in seated:
            found.append(Previewed(line, Kind.SEATED, _other_name(line, person)))
        else:
            found.append(_previewed(session, line, person, invited.get(person.id)))
    return found


def _previewed(session: Session, line: CandidateLine, person: Person, application: Application | None) -> Previewed:
    other = _other_name(line, person)
    if application is not None and application.file.erased_at is not None:
        return Previewed(line, Kind.ERASED)
    if application is not None and application.withdrawn_at is None:
        return Previewed(line, Kind.INVITED_ALREADY, other)
    return Previewed(line, Kind.WORKS_HERE if works_today(session, person) else Kind.APPLIED_BEFORE, other)


def _other_name(line: CandidateLine, person: Person) -> str:
    return person.name if person.name != line.name else ""


def invite_some(session: Session, actor: Person, vacancy_id: int, lines: Sequence[CandidateLine]) -> int:
    """Invite of these who can be; return how many. Errors: `NotFound`, `VacancyShut`."""
    vacancy = vacancies.locked_open(session, actor, vacancy_id)
    wanted = [each.line for each in preview(session, actor, vacancy_id, lines) if each.kind in INVITED]
    for line in wanted:
        applications.invite(session, actor, vacancy, name=line.name, email=line.email, language=line.language)
    return len(wanted)


def sealed(lines: Sequence[CandidateLine], vacancy_id: int, actor: Person) -> str:
    """The lines as the preview page carries them."""
    told = {"at": clock.now().isoformat(), "lines": [asdict(line) for line in lines]}
    packed = zlib.compress(json.dumps(told).encode(), 9)
    return base64.b64encode(seal(_key(), packed, _context(vacancy_id, actor))).decode()


def opened(text: str, vacancy_id: int, actor: Person) -> list[CandidateLine]:
    """Back from the page. Errors: `ListChanged` when it is another's, of another vacancy, or of another day."""
    try:
        packed = unseal(_key(), base64.b64decode(text, validate=True), _context(vacancy_id, actor))
    except (Unreadable, ValueError) as error:
        raise ListChanged from error
    told = json.loads(zlib.decompress(packed))
    if clock.now() - datetime.fromisoformat(told["at"]) > KEPT:
        raise ListChanged
    return [CandidateLine(**line) for line in told["lines"]]


def _key() -> bytes:
    return master_key().derive("candidate-list")


def _context(vacancy_id: int, actor: Person) -> str:
    return f"candidate-list:{vacancy_id}:{actor.id}"
