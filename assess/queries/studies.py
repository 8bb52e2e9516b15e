"""What a profile is derived from: who took part, with their scores and answers. For the derivation alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import sealing
from assess.answers import Answer
from assess.models import Incumbent, Scores, Sitting, SittingAnswer
from kernel import secrets
from people.models import File
from people.services import files

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Participant:
    """One incumbent who handed in: number, sitting, score a scale as a decimal (None: too little answered).

    `is_proposal`: the key that scored the situations was still the author's.
    """

    number: int
    sitting_id: int
    scales: Mapping[str, str | None]
    is_proposal: bool


def participants(session: Session, profile_id: int) -> list[Participant]:
    """Who handed in and neither withdrew nor was erased, by number."""
    found = (
        select(Incumbent.id, Sitting.id, Scores.sealed, File)
        .join(Sitting, Sitting.incumbent_id == Incumbent.id)
        .join(Scores, Scores.sitting_id == Sitting.id)
        .join(File, File.id == Sitting.file_id)
        .where(Incumbent.profile_id == profile_id, Incumbent.withdrawn_at.is_(None), File.erased_at.is_(None))
        .order_by(Incumbent.id)
    )
    return [_participant(*row) for row in session.execute(found)]


def numbers_of(session: Session, profile_id: int) -> list[int]:
    """The same people as numbers, held until the unit of work ends: nobody withdraws meanwhile."""
    mine = select(Incumbent.id).where(Incumbent.profile_id == profile_id).order_by(Incumbent.id).with_for_update()
    session.execute(mine).all()
    return [each.number for each in participants(session, profile_id)]


def answers_of_all(session: Session, sittings: Sequence[int]) -> Iterator[tuple[int, dict[str, Answer]]]:
    """For each of these sittings the answer to each item that counts; some at a time."""
    for first in range(0, len(sittings), AT_ONCE):
        yield from _answers(session, sittings[first : first + AT_ONCE]).items()


def _participant(number: int, sitting_id: int, sealed: bytes, file: File) -> Participant:
    told = sealing.open_in(file, sealed, f"scores:{sitting_id}")
    return Participant(number, sitting_id, told["scales"], told["key"]["is_proposal"])


def _answers(session: Session, sittings: Sequence[int]) -> dict[int, dict[str, Answer]]:
    theirs = select(Sitting.id, File).join(File, File.id == Sitting.file_id).where(Sitting.id.in_(sittings))
    keys = {sitting: files.key_of(file) for sitting, file in session.execute(theirs)}
    kept = select(SittingAnswer.sitting_id, SittingAnswer.item, SittingAnswer.event, SittingAnswer.sealed)
    kept = kept.where(SittingAnswer.sitting_id.in_(sittings)).order_by(SittingAnswer.sitting_id, SittingAnswer.sequence)
    last = {(row.sitting_id, row.item): row for row in session.execute(kept)}
    found: dict[int, dict[str, Answer]] = {sitting: {} for sitting in sittings}
    for (sitting, item), row in last.items():
        found[sitting][item] = json.loads(
            secrets.unseal(keys[sitting], row.sealed, f"answer:{sitting}:{item}:{row.event}")
        )
    return found
