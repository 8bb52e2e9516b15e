"""Publishing: library instruments become immutable revisions, each with its place in the log; experts key them."""

from collections.abc import Mapping
from dataclasses import dataclass

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.errors.instruments import AlreadyKeyed, InstrumentPublishedBefore, KeyingIncomplete
from assess.instrument_library import Library, shipped
from assess.instruments import HIGHEST, LOWEST, Instrument
from assess.models import InstrumentApproval, InstrumentRevision, Keying
from assess.queries.instruments import current_revision, instrument_of
from certificates.ledger.entries import EntryType
from certificates.services.issuing import commit_document
from kernel import audit, clock, jobs
from kernel.database import unit_of_work
from kernel.errors import NotFound
from kernel.jobs import Job
from people.models import Person


@dataclass(frozen=True)
class Imported:
    """What an import did: the revisions it published, and how many instruments were as they were."""

    published: tuple[InstrumentRevision, ...]
    unchanged: int


def import_library(session: Session, library: Library, *, actor: int | None) -> Imported:
    """Publish every instrument that changed. Errors: `InstrumentPublishedBefore`."""
    published = [publish(session, instrument, actor=actor) for instrument in library.instruments]
    new = tuple(revision for revision in published if revision)
    return Imported(new, len(published) - len(new))


def publish(session: Session, instrument: Instrument, *, actor: int | None) -> InstrumentRevision | None:
    """Make `instrument` the current revision; None when it already is. Errors: `InstrumentPublishedBefore`."""
    before, name = current_revision(session, instrument.slug), instrument.content_hash()
    if before and before.content_hash == name:
        return None
    if session.scalar(select(InstrumentRevision.id).where(InstrumentRevision.content_hash == name)):
        raise InstrumentPublishedBefore(slug=instrument.slug)
    revision = InstrumentRevision(slug=instrument.slug, content_hash=name, published_at=clock.now())
    revision.content = rfc8785.dumps(instrument.content()).decode()
    revision.entry_index, revision.salt = commit_document(session, EntryType.CONTENT, content_document(revision))
    session.add(revision)
    session.flush()
    what = f"instrument:{revision.id}"
    audit.record(session, "instrument.published", actor=actor, object=what, reason=instrument.slug)
    return revision


def content_document(revision: InstrumentRevision) -> dict[str, object]:
    """What the log's CONTENT entry commits to."""
    return {"type": "content", "kind": "instrument", "slug": revision.slug, "contentHash": revision.content_hash}


def approve(session: Session, revision_id: int, *, actor: Person, role: str) -> InstrumentApproval:
    """Put a name under a revision. Errors: `NotFound`, `InstrumentApproved`."""
    revision = session.get(InstrumentRevision, revision_id)
    if revision is None:
        raise NotFound
    approval = InstrumentApproval(
        revision_id=revision.id, person_id=actor.id, name=actor.name, role=role.strip(), approved_at=clock.now()
    )
    session.add(approval)
    session.flush()
    what = f"instrument:{revision.id}"
    audit.record(session, "instrument.approved", actor=actor.id, object=what, reason=approval.role)
    return approval


def hand_in_keying(
    session: Session, person: Person, revision_id: int, ratings: Mapping[str, Mapping[str, int]]
) -> Keying:
    """Record an expert's rating of every option. Errors: `NotFound`, `AlreadyKeyed`, `KeyingIncomplete`."""
    revision = session.get(InstrumentRevision, revision_id)
    if revision is None:
        raise NotFound
    if session.get(Keying, (revision_id, person.id)) is not None:
        raise AlreadyKeyed
    keying = Keying(
        revision_id=revision_id,
        person_id=person.id,
        ratings=_complete(instrument_of(revision), ratings),
        handed_in_at=clock.now(),
    )
    session.add(keying)
    session.flush()
    audit.record(session, "instrument.keyed", actor=person.id, object=f"instrument:{revision_id}")
    return keying


@jobs.handles("publish_instruments")
def publish_instruments(_job: Job) -> None:
    """Once, after the set-up: publish the instruments that ship."""
    with unit_of_work() as session:
        if current_revision(session, shipped().instruments[0].slug) is None:
            import_library(session, shipped(), actor=None)


def _complete(instrument: Instrument, ratings: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Exactly the options that are asked, each rated."""
    rated = {
        situation: {
            option: rating
            for option in options
            if _is_on_the_scale(rating := ratings.get(situation, {}).get(option, 0))
        }
        for situation, options in instrument.key.items()
    }
    missing = sum(len(options) - len(rated[situation]) for situation, options in instrument.key.items())
    if missing:
        raise KeyingIncomplete(count=missing)
    return rated


def _is_on_the_scale(rating: object) -> bool:
    return type(rating) is int and LOWEST <= rating <= HIGHEST
