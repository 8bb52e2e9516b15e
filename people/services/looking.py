"""Who looked at whose results in a list: a row for each person shown, which that person can read."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kernel import audit
from kernel.database import unit_of_work
from people.trail import LOOKED, Why


def record_looks(session: Session, actor_id: int, person_ids: Iterable[int], at_what: str, why: Why) -> None:
    """Write, with what else this unit of work does, who looked at whom; at oneself is no look."""
    others = sorted(set(person_ids) - {actor_id})
    audit.record_each(session, LOOKED, others, actor=actor_id, object=at_what, reason=why)


def note_looks(actor_id: int, person_ids: Iterable[int], at_what: str, why: Why) -> None:
    """Write it before the list is shown. Opens a unit of work of its own, so what was read before is detached."""
    with unit_of_work() as session:
        record_looks(session, actor_id, person_ids, at_what, why)
