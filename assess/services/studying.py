"""From who took part to a study, and from a study to what comes out. Loaded on use: it needs numpy.

Nothing here writes, so that the sums are done outside a transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import rfc8785
from sqlalchemy.orm import Session

from assess.answers import Answer
from assess.instruments import SITUATIONS, Instrument
from assess.method import frozen, frozen_published
from assess.method.disclosure import published
from assess.method.incumbents import FEWEST_FOR_Z
from assess.method.profiles import Profile, Study, derive
from assess.method.published import Published
from assess.method.rating import overall, reliability
from assess.method.reliability import cronbach_alpha, pairwise_covariances
from assess.method.scoring import reversed_keyed, situations_total
from assess.method.situations import situation_scores
from assess.models import JobProfile
from assess.queries.advisers import relevance_of
from assess.queries.instruments import SituationKey, instrument_of, key_of
from assess.queries.joining import Joined, joined_kinds
from assess.queries.studies import Participant, answers_of_all, participants
from assess.rated_work import Counted, Kind, relevance_of as mean_relevance
from assess.services.criteria import CriterionKind, criterion_of
from assess.services.scoring import decimal

FloatArray = npt.NDArray[np.float64]
# ρ, Sackett et al. 2022 (corrected, with the criterion as it is): self-report, situations, structured interview; the
# call is an exercise as assessment centres have them.
VALIDITY_SELF_REPORT = 0.19
VALIDITY = {SITUATIONS: 0.26, Kind.INTERVIEW: 0.42, Kind.CALL: 0.29}
OPEN = float("nan")


@dataclass(frozen=True)
class Inputs:
    """A study with whose it is: the incumbents' numbers, and the SHA-256 of all that went in (its seed).

    `key` scored everybody's situations, and will score those of this profile's candidates; `counted` is the rated work
    that joined.
    """

    participants: tuple[int, ...]
    study: Study
    seed: str
    experts: int
    key: SituationKey
    counted: tuple[Counted, ...]


@dataclass(frozen=True)
class Outcome:
    """What came out: the exact figures with their seed, to be sealed, and what may be shown of them."""

    exact: dict[str, Any]
    shown: dict[str, Any]

    @property
    def status(self) -> str:
        return str(self.shown["status"])


def inputs_of(session: Session, profile: JobProfile) -> Inputs:
    """Read all that the derivation needs; whoever has no place in the criterion is left out."""
    everybody, criterion = participants(session, profile.id), criterion_of(session, profile)
    kind = CriterionKind(profile.criterion.kind) if profile.criterion else CriterionKind.NONE
    instrument, rated = instrument_of(profile.revision), [each.ratings for each in relevance_of(session, profile.id)]
    key = key_of(session, profile.revision)
    placed = [each for each in everybody if kind is CriterionKind.NONE or each.number in criterion]
    given = _answers_needed(session, key, placed)
    joined = joined_kinds(session, profile)
    people = _with_rated(_on_one_key(instrument, key, placed, given), joined)
    scales = (*instrument.scales, *(each.kind.value for each in joined))
    relevance = _relevance(instrument, rated, joined)
    scores = np.array([[_number(each.scales.get(code)) for code in scales] for each in people]).reshape(
        len(people), len(scales)
    )
    is_whole = ~np.isnan(scores).any(axis=1)
    whole = [each for each, is_there in zip(people, is_whole, strict=True) if is_there]
    study = Study(
        scales=scales,
        scores=scores,
        reliability=np.concatenate([_reliability(instrument, key, whole, given), _of_raters(joined, whole)]),
        relevance=np.array([relevance[code] for code in scales]),
        validity=np.array([VALIDITY.get(code, VALIDITY_SELF_REPORT) for code in scales]),
        is_top=np.array([criterion[each.number] for each in people], bool) if kind is CriterionKind.NAMED else None,
        figure=_figures(people, criterion) if kind is CriterionKind.FIGURE else None,
        top_share=(profile.criterion.top_share if profile.criterion else 20) / 100,
        rated=scales[len(instrument.scales) :],
    )
    return Inputs(
        participants=tuple(each.number for each in everybody),
        study=study,
        seed=_seed(profile, people, criterion, relevance, key),
        experts=len(rated),
        key=key,
        counted=tuple(Counted(each.kind, each.codes, each.has_same_raters) for each in joined),
    )


def outcome_of(inputs: Inputs) -> Outcome:
    """Derive it; the same inputs always give the same figures."""
    exact = derive(inputs.study, np.random.default_rng(int(inputs.seed, 16)))
    sealed = {**frozen.frozen(exact), "seed": inputs.seed, "situation_key": inputs.key._asdict()}
    return Outcome(exact=sealed, shown=frozen_published.frozen(showable(exact)))


def showable(exact: Profile) -> Published:
    """What may be shown. Without a contrast nobody needs to know how many of the named took part: it may be none."""
    found = published(exact)
    return replace(found, n_top=0) if exact.criterion == "none" else found


def _relevance(
    instrument: Instrument, rated: Sequence[Mapping[str, int]], joined: Sequence[Joined]
) -> dict[str, float]:
    """The experts' mean a scale; of the situations and of rated work that of the competencies they touch."""
    mean = {code: sum(each[code] for each in rated) / len(rated) for code in instrument.codes}
    of_rated = {each.kind.value: mean_relevance(each.codes, mean) for each in joined}
    return {**mean, SITUATIONS: instrument.relevance_of_situations(mean), **of_rated}


def _with_rated(people: Sequence[Participant], joined: Sequence[Joined]) -> Sequence[Participant]:
    """The same people with a score for each kind of rated work that joined; none for who withdrew meanwhile."""
    return [
        replace(each, scales={**each.scales, **{one.kind.value: _overall(one, each) for one in joined}})
        for each in people
    ]


def _overall(of: Joined, participant: Participant) -> str | None:
    score = overall(of.rated.get(participant.number, ()))
    return None if score is None else decimal(score)


def _of_raters(joined: Sequence[Joined], whole: Sequence[Participant]) -> FloatArray:
    """ICC of what each pair of raters gave the people with every scale scored; NaN with fewer than thirty of them."""
    if len(whole) < FEWEST_FOR_Z:
        return np.full(len(joined), OPEN)
    return np.array(
        [reliability([of.rated[each.number] for each in whole], has_same_raters=of.has_same_raters) for of in joined]
    )


def _figures(people: Sequence[Participant], criterion: Mapping[int, float | bool]) -> FloatArray:
    return np.array([float(criterion.get(each.number, OPEN)) for each in people])


def _answers_needed(
    session: Session, key: SituationKey, people: Sequence[Participant]
) -> Mapping[int, Mapping[str, Answer]]:
    """The answers in each sitting; none where neither α nor another key asks for them."""
    if len(people) < FEWEST_FOR_Z and not _is_another_key(key, people):
        return {}
    return dict(answers_of_all(session, [each.sitting_id for each in people]))


def _is_another_key(key: SituationKey, people: Sequence[Participant]) -> bool:
    """Whether somebody was scored with another key; every proposal is the same one, the author's."""
    return not (key.is_proposal and all(each.is_proposal for each in people))


def _on_one_key(
    instrument: Instrument,
    key: SituationKey,
    people: Sequence[Participant],
    given: Mapping[int, Mapping[str, Answer]],
) -> Sequence[Participant]:
    """The same people, their situations all scored with `key`: who came early was scored with the key of that day."""
    if not people or not _is_another_key(key, people):
        return people
    ratings, keyed, _ = _keyed(instrument, key, [given[each.sitting_id] for each in people])
    totals = situations_total(ratings, keyed)
    return [
        replace(each, scales={**each.scales, SITUATIONS: decimal(total)})
        for each, total in zip(people, totals, strict=True)
    ]


def _reliability(
    instrument: Instrument,
    key: SituationKey,
    whole: Sequence[Participant],
    answers: Mapping[int, Mapping[str, Answer]],
) -> FloatArray:
    """α of each scale over the people with every scale scored (k,), 0 … 1; NaN with fewer than thirty of them.

    Of the situations it is over the scores of the single situations, of which the total is the mean.
    """
    if len(whole) < FEWEST_FOR_Z:
        return np.full(len(instrument.scales), OPEN)
    given = [answers[each.sitting_id] for each in whole]
    items = [_statements(instrument, code, given) for code in instrument.codes]
    items.append(situation_scores(*_keyed(instrument, key, given)))
    return np.clip([cronbach_alpha(pairwise_covariances(each)) for each in items], 0, 1)


def _statements(instrument: Instrument, code: str, given: Sequence[Mapping[str, Answer]]) -> FloatArray:
    asked = instrument.statements_of(code)
    answers = np.array([[_single(each.get(one.item_id)) for one in asked] for each in given])
    return reversed_keyed(answers, np.array([one.is_reversed for one in asked]))


def _keyed(
    instrument: Instrument, key: SituationKey, given: Sequence[Mapping[str, Answer]]
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.int_]]:
    """Ratings (n, m) of every option, its key (m,), and the place of its situation (m,)."""
    options = [(place, each, option.key) for place, each in enumerate(instrument.situations) for option in each.options]
    ratings = np.array([[_rating(each.get(asked.item_id), option) for _, asked, option in options] for each in given])
    keyed = np.array([key.ratings[asked.id][option] for _, asked, option in options], dtype=float)
    return ratings, keyed, np.array([place for place, _, _ in options])


def _single(answer: Answer | None) -> float:
    return float(answer) if isinstance(answer, int) else OPEN


def _rating(answer: Answer | None, option: str) -> float:
    return float(answer.get(option, OPEN)) if isinstance(answer, Mapping) else OPEN


def _number(decimal: str | None) -> float:
    return OPEN if decimal is None else float(decimal)


def _seed(
    profile: JobProfile,
    people: Sequence[Participant],
    criterion: Mapping[int, float | bool],
    relevance: Mapping[str, float],
    key: SituationKey,
) -> str:
    """SHA-256 over all that is frozen: who draws lots again from the same inputs draws the same."""
    frozen_inputs: dict[str, Any] = {
        "instrument": profile.revision.content_hash,
        "people": [[each.number, dict(each.scales)] for each in people],
        "criterion": {str(number): value for number, value in criterion.items()},
        "relevance": dict(relevance),
        "key": key._asdict(),
    }
    return sha256(rfc8785.dumps(frozen_inputs)).hexdigest()
