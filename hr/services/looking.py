"""Who looked at whose result: one row a day for each viewer and person, which that person can read."""

from collections.abc import Collection

from sqlalchemy import select

from kernel import audit, clock
from kernel.audit import AuditRow
from kernel.database import unit_of_work
from people.models import Organisation

LOOKED = "looked"


def note_looks(actor_id: int, person_ids: Collection[int], at_what: str) -> None:
    """Write, before a list is shown, who looked at whom; a second look on the same day at the same is the same look.

    Opens a unit of work of its own, so what was read before is detached.
    """
    others = set(person_ids) - {actor_id}
    if not others:
        return
    with unit_of_work() as session:
        zone = session.get_one(Organisation, 1).zone
        today = clock.start_of_day(clock.day(clock.now(), zone), zone)
        seen = select(AuditRow.subject_id).where(AuditRow.subject_id.in_(others), AuditRow.at >= today)
        seen = seen.where(AuditRow.actor_id == actor_id, AuditRow.action == LOOKED, AuditRow.object == at_what)
        for person_id in sorted(others - set(session.scalars(seen))):
            audit.record(session, LOOKED, actor=actor_id, subject=person_id, object=at_what)
