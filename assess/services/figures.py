"""Imported figures as the criterion: shown first, then read in as a whole, each sealed in that person's own file.

Between preview and confirmation they lie nowhere but, sealed, in the page that shows them.
"""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assess.errors.criteria import FiguresStale, Frozen
from assess.figure_list import FigureLine, Known
from assess.models import Figure, Incumbent
from assess.queries.incumbents import incumbents_by_number
from assess.queries.positions import profile_of
from assess.sealing import open_in, seal_in
from kernel import audit, clock, secrets
from kernel.secrets import Unreadable
from people.models import Person

KEPT = timedelta(hours=12)
EMPTY = b""  # of who takes no part


@dataclass(frozen=True, slots=True)
class Held:
    """How many figures there are, and when they were read in."""

    count: int
    at: datetime | None


def known_people(session: Session, profile_id: int) -> list[Known]:
    """The incumbents as a list may name them."""
    return [
        Known(number, (each.person.staff_number or "").casefold(), (each.person.email or "").casefold())
        for number, each in incumbents_by_number(session, profile_id).items()
    ]


def wrap(actor: Person, profile_id: int, lines: Iterable[FigureLine]) -> str:
    """What was read, sealed for this person and profile, to come back with the confirmation."""
    told = json.dumps({"at": clock.now().isoformat(), "lines": [asdict(line) for line in lines]})
    sealed = secrets.seal(_key(), zlib.compress(told.encode()), _context(actor, profile_id))
    return base64.urlsafe_b64encode(sealed).decode()


def unwrap(actor: Person, profile_id: int, wrapped: str) -> list[FigureLine]:
    """What `wrap` sealed. Errors: `FiguresStale` when it is old, another's or of another profile."""
    try:
        sealed = base64.b64decode(wrapped.encode("ascii", "replace"), altchars=b"-_", validate=True)
        told = json.loads(zlib.decompress(secrets.unseal(_key(), sealed, _context(actor, profile_id))))
    except (ValueError, Unreadable) as error:
        raise FiguresStale from error
    if datetime.fromisoformat(told["at"]) < clock.now() - KEPT:
        raise FiguresStale
    return [FigureLine(**line) for line in told["lines"]]


def read_in(session: Session, actor: Person, profile_id: int, wrapped: str) -> int:
    """Let these figures take the place of earlier ones, all or none; how many.

    Of who takes no part an empty one is kept: the count would tell who that is. Errors: `NotFound`, `Frozen`,
    `FiguresStale`.
    """
    profile = profile_of(session, profile_id, lock=True)
    if profile.criterion:
        raise Frozen
    lines = unwrap(actor, profile_id, wrapped)
    known = incumbents_by_number(session, profile_id)
    if not {line.incumbent for line in lines} <= known.keys():
        raise FiguresStale
    session.execute(delete(Figure).where(Figure.incumbent_id.in_(list(known))))
    for line in lines:
        mine = known[line.incumbent]
        sealed = seal_in(mine.file, line.figure, _place(mine.id)) if takes_part(mine) else EMPTY
        session.add(Figure(incumbent_id=mine.id, sealed=sealed, imported_at=clock.now()))
    session.flush()
    people = [known[line.incumbent].person_id for line in lines]
    audit.record_each(session, "figure.imported", people, actor=actor.id, object=f"profile:{profile_id}")
    audit.record(session, "figures.imported", actor=actor.id, object=f"profile:{profile_id}", reason=str(len(lines)))
    return len(lines)


def held(session: Session, profile_id: int) -> Held:
    """Without opening one, and with those of who takes no part since."""
    found = select(func.count(), func.max(Figure.imported_at)).join(Incumbent, Incumbent.id == Figure.incumbent_id)
    count, at = session.execute(found.where(Incumbent.profile_id == profile_id)).one()
    return Held(count, at)


def figures(session: Session, profile_id: int) -> dict[int, float]:
    """{number of the incumbent: figure}, opened to be frozen."""
    known = incumbents_by_number(session, profile_id)
    rows = session.scalars(select(Figure).where(Figure.incumbent_id.in_(list(known))))
    opened = (each for each in rows if takes_part(known[each.incumbent_id]))
    return {
        each.incumbent_id: float(open_in(known[each.incumbent_id].file, each.sealed, _place(each.incumbent_id)))
        for each in opened
    }


def forget(session: Session, incumbent: Incumbent) -> None:
    """Let go of what a figure says; that one was read in stays, as of everybody."""
    held = session.get(Figure, incumbent.id)
    if held is None:
        return
    at = held.imported_at
    session.delete(held)
    session.flush()
    session.add(Figure(incumbent_id=incumbent.id, sealed=EMPTY, imported_at=at))


def takes_part(incumbent: Incumbent) -> bool:
    """Whether something may be kept of them: they did not withdraw, and their file is there."""
    return incumbent.withdrawn_at is None and incumbent.file.erased_at is None


def _place(incumbent_id: int) -> str:
    return f"figure:{incumbent_id}"


def _context(actor: Person, profile_id: int) -> str:
    return f"figures:{profile_id}:{actor.id}"


def _key() -> bytes:
    return secrets.master_key().derive("figures")
