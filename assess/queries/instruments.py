"""What is measured with now: the current revision of an instrument, and the key of its situations."""

import json
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assess import sealing
from assess.errors.instruments import NoInstrument
from assess.instruments import Instrument, Key, mean_key, parse
from assess.models import Derivation, InstrumentApproval, InstrumentRevision, JobProfile, Keying
from people.models import Organisation

EXPERTS_NEEDED = 5  # who keyed, before the author's proposal gives way (METHOD.md)
MOST_KEPT = 64
_instruments: dict[tuple[str, ...], Instrument] = {}  # by hash and words: what these name never changes


class SituationKey(NamedTuple):
    """Rating of every option, how many experts keyed these situations, and whether it is still one proposal."""

    ratings: Key
    experts: int
    is_proposal: bool


# Asked on every page of a sitting, so built once.
_published = (
    select(InstrumentRevision)
    .where(InstrumentRevision.slug == bindparam("slug"))
    .order_by(InstrumentRevision.id.desc())
    .limit(1)
)


def current_revision(session: Session, slug: str) -> InstrumentRevision | None:
    """The revision published last; None when there is none."""
    revision: InstrumentRevision | None = session.scalar(_published, {"slug": slug})
    return revision


def published_revision(session: Session, slug: str) -> InstrumentRevision:
    """The revision published last. Errors: `NoInstrument`."""
    revision = current_revision(session, slug)
    if revision is None:
        raise NoInstrument
    return revision


def revision_named(session: Session, content_hash: str) -> InstrumentRevision:
    """The revision with this hash, which frozen facts name. Errors: NoResultFound."""
    return session.scalars(select(InstrumentRevision).where(InstrumentRevision.content_hash == content_hash)).one()


def revisions(session: Session) -> list[InstrumentRevision]:
    """All that was ever published here, by slug and the newest first."""
    newest_first = select(InstrumentRevision).order_by(InstrumentRevision.slug, InstrumentRevision.id.desc())
    return list(session.scalars(newest_first))


def approvals_of(session: Session, revision_id: int) -> list[InstrumentApproval]:
    """Who put their name under a revision, first to last; none means that it is a concept."""
    mine = select(InstrumentApproval).where(InstrumentApproval.revision_id == revision_id)
    return list(session.scalars(mine.order_by(InstrumentApproval.id)))


# Asked on every page of a sitting, so built once.
_approved = select(InstrumentApproval.id).where(InstrumentApproval.revision_id == bindparam("revision")).limit(1)


def is_concept(session: Session, revision_id: int) -> bool:
    """Whether nobody has put their name under a revision yet."""
    return session.scalar(_approved, {"revision": revision_id}) is None


def instrument_slugs(session: Session) -> list[str]:
    """Every instrument that was ever published here."""
    slug = InstrumentRevision.slug
    return list(session.scalars(select(slug).distinct().order_by(slug)))


def instrument_of(revision: InstrumentRevision) -> Instrument:
    """The instrument of a revision, its blanks open."""
    return _kept((revision.content_hash,), lambda: parse(json.loads(revision.content)))


def shown(session: Session, revision: InstrumentRevision, contact: str = "") -> Instrument:
    """The instrument as people see it: with the organisation's name, and the contact person where there is one."""
    words = {"organisatie": session.get_one(Organisation, 1).name} | ({"contactpersoon": contact} if contact else {})
    name = (revision.content_hash, *sorted(words.values()))
    return _kept(name, lambda: instrument_of(revision).filled(words))


def key_of(session: Session, revision: InstrumentRevision) -> SituationKey:
    """The author's proposal until five experts have rated exactly these situations; then the experts' mean."""
    instrument = instrument_of(revision)
    keyings = keyings_of(session, revision)
    is_proposal = len(keyings) < EXPERTS_NEEDED
    ratings = instrument.key if is_proposal else mean_key([keying.ratings for keying in keyings])
    return SituationKey(ratings, len(keyings), is_proposal)


def key_in_force(session: Session, profile: JobProfile) -> SituationKey:
    """The key that its derivation froze, whoever keyed since; until then the one that stands now."""
    derivation = session.get(Derivation, profile.id)
    if derivation is None:
        return key_of(session, profile.revision)
    return SituationKey(**sealing.open_of_profile(derivation.sealed, f"derivation:{profile.id}")["situation_key"])


def keyings_of(session: Session, revision: InstrumentRevision) -> list[Keying]:
    """Who rated exactly these situations, in this revision or another that asks the same; a person's last one."""
    asked = instrument_of(revision).asked_situations
    others = session.scalars(select(InstrumentRevision).where(InstrumentRevision.slug == revision.slug))
    same = [each.id for each in others if instrument_of(each).asked_situations == asked]
    rows = session.scalars(
        select(Keying).where(Keying.revision_id.in_(same)).order_by(Keying.handed_in_at, Keying.revision_id)
    )
    last = {row.person_id: row for row in rows}
    return sorted(last.values(), key=lambda row: (row.handed_in_at, row.person_id))


def _kept(name: tuple[str, ...], make: Callable[[], Instrument]) -> Instrument:
    if name not in _instruments:
        if len(_instruments) >= MOST_KEPT:
            _instruments.clear()
        _instruments[name] = make()
    return _instruments[name]
