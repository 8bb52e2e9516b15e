"""The criterion, frozen once before anybody opens a score.

A figure: whoever has one. Named: true for whom both raters named, false for the other incumbents whom both could name;
who names others has none. Nothing: no contrast, so the profile stays a hypothesis.

What it says of somebody is sealed in their own file, inside what is frozen: that never changes, and says nothing any
more of who withdrew and whose file is erased.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.errors.criteria import FewIncumbents, Frozen, NotReady, ShareOffScale
from assess.models import Criterion, Incumbent, JobProfile, Relevance
from assess.queries.advisers import EXPERTS_NEEDED
from assess.queries.incumbents import SHOWN_FROM, incumbents_by_number, told_turnout
from assess.queries.positions import profile_of
from assess.sealing import open_in, open_of_profile, seal_in, seal_of_profile
from assess.services import figures, nominations
from kernel import audit, clock
from people.models import File, Person

USUAL_SHARE = 20
LEAST_SHARE, MOST_SHARE = 1, 50
FEWEST = 3


class CriterionKind(StrEnum):
    """What the top performers are told by."""

    FIGURE = "figure"
    NAMED = "named"
    NONE = "none"


class Missing(StrEnum):
    """What has to be there before scores open."""

    CRITERION = "criterion"
    EXPERTS = "experts"
    PARTICIPANTS = "participants"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether each kind could be frozen now, with the counts that HR sees; never who."""

    figures: figures.Held
    named: nominations.Named | None

    @property
    def is_figure_ready(self) -> bool:
        return self.figures.count >= FEWEST

    @property
    def is_named_ready(self) -> bool:
        return self.named is not None and bool(self.named.both)

    def allows(self, kind: CriterionKind) -> bool:
        ready = {CriterionKind.FIGURE: self.is_figure_ready, CriterionKind.NAMED: self.is_named_ready}
        return ready.get(kind, True)


def readiness(session: Session, profile_id: int) -> Readiness:
    """What could be frozen now: figures of at least three people, or somebody whom both raters named."""
    return Readiness(figures.held(session, profile_id), nominations.named(session, profile_id))


def freeze(
    session: Session, actor: Person, profile_id: int, kind: CriterionKind, top_share: int = USUAL_SHARE
) -> Criterion:
    """Fix what counts as doing well. `top_share`, in whole percents, is of a figure; of names it follows from who took
    part, for against the share of all it would tell how many of the named did.

    Errors: `NotFound`, `Frozen`, `FewIncumbents`, `ShareOffScale`, `NotReady`.
    """
    profile = profile_of(session, profile_id, lock=True)
    if profile.criterion:
        raise Frozen
    if _chosen(session, profile) < FEWEST:
        raise FewIncumbents
    if not LEAST_SHARE <= top_share <= MOST_SHARE:
        raise ShareOffScale
    if not readiness(session, profile_id).allows(kind):
        raise NotReady
    made = Criterion(
        profile_id=profile_id,
        kind=kind,
        top_share=top_share,
        sealed=sealed_values(session, profile_id, _values(session, profile_id, kind)),
        frozen_at=clock.now(),
        frozen_by=actor.id,
    )
    session.add(made)
    nominations.forget_lists(session, profile_id)
    session.flush()
    audit.record(session, "criterion.frozen", actor=actor.id, object=f"profile:{profile_id}", reason=kind)
    return made


def criterion_of(session: Session, profile: JobProfile) -> dict[int, float | bool]:
    """{number of the incumbent: figure, or whether top}; who has none, or takes no part any more, is not in it.

    For the derivation alone.
    """
    criterion, known = session.get_one(Criterion, profile.id), incumbents_by_number(session, profile.id)
    told = open_of_profile(criterion.sealed, _context(profile.id))
    opened = {
        int(number): _opened(known[int(number)].file, value, _own_context(profile.id, number))
        for number, value in told.items()
        if figures.takes_part(known[int(number)])
    }
    is_named = criterion.kind == CriterionKind.NAMED
    return {number: bool(value) if is_named else float(value) for number, value in opened.items()}


def _opened(file: File, value: str | float, context: str) -> Any:
    """What is frozen of one person; criteria from before it lay in their own file hold it as it is."""
    return open_in(file, base64.b64decode(value), context) if isinstance(value, str) else value


def sealed_values(session: Session, profile_id: int, values: Mapping[int, float | bool]) -> bytes:
    """What `criterion_of` opens: JSON {number: base64 of the value under the key of that person's file}, sealed."""
    known = incumbents_by_number(session, profile_id)
    kept = {
        str(number): base64.b64encode(seal_in(known[number].file, value, _own_context(profile_id, number))).decode()
        for number, value in values.items()
        if figures.takes_part(known[number])
    }
    return seal_of_profile(kept, _context(profile_id))


def missing(session: Session, profile: JobProfile) -> list[Missing]:
    """What has to be there before scores open, as far as HR is told; nothing when they may."""
    handed_in = select(func.count()).select_from(Relevance).where(Relevance.profile_id == profile.id)
    found = {
        Missing.CRITERION: profile.criterion is None,
        Missing.EXPERTS: (session.scalar(handed_in) or 0) < EXPERTS_NEEDED,
        Missing.PARTICIPANTS: told_turnout(session, profile.id) < SHOWN_FROM,
    }
    return [each for each, is_missing in found.items() if is_missing]


def _values(session: Session, profile_id: int, kind: CriterionKind) -> Mapping[int, float | bool]:
    if kind is CriterionKind.FIGURE:
        return figures.figures(session, profile_id)
    named = nominations.named(session, profile_id) if kind is CriterionKind.NAMED else None
    return {number: number in named.both for number in sorted(named.judged)} if named else {}


def _chosen(session: Session, profile: JobProfile) -> int:
    mine = select(func.count()).select_from(Incumbent).where(Incumbent.profile_id == profile.id)
    return session.scalar(mine) or 0


def _context(profile_id: int) -> str:
    return f"criterion:{profile_id}"


def _own_context(profile_id: int, number: int | str) -> str:
    return f"criterion:{profile_id}:{number}"
