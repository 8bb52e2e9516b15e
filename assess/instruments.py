"""What is measured with: competencies, statements, situations and a simulated call, as one frozen value that hashes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from assess.instrument_parts import (
    HIGHEST,
    LOWEST,
    Anchors,
    BehaviourScale,
    Call,
    Code,
    Competency,
    InterviewQuestion,
    Language,
    Option,
    Practice,
    PracticeOption,
    PracticeSituation,
    PracticeStatement,
    Preview,
    Rating,
    Situation,
    Slug,
    Statement,
    Tick,
    Value,
    Words,
)
from certificates.canonical import digest
from kernel.placeholders import fill

__all__ = [
    "HIGHEST",
    "LOWEST",
    "SITUATIONS",
    "Anchors",
    "BehaviourScale",
    "Call",
    "Code",
    "Competency",
    "Instrument",
    "InterviewQuestion",
    "Key",
    "Language",
    "Option",
    "Practice",
    "PracticeOption",
    "PracticeSituation",
    "PracticeStatement",
    "Preview",
    "Rating",
    "Situation",
    "Statement",
    "Tick",
    "Unfit",
    "Value",
    "Words",
    "interleaved",
    "mean_key",
    "parse",
]

Key = Mapping[str, Mapping[str, float]]  # {situation: {option: rating 1–5}}

SITUATIONS = "SIT"  # the scale of the situations together, until a competency has four of them
STATEMENTS_PER_COMPETENCY, REVERSED_PER_COMPETENCY = 6, 3


class Unfit(ValueError):
    """A rule that an instrument breaks: in which part, at which path in it, and what to do (an author's Dutch)."""

    def __init__(self, part: str, path: tuple[str | int, ...], remedy: str) -> None:
        self.part, self.path, self.remedy = part, path, remedy
        super().__init__(remedy)


class Instrument(Value):
    """An instrument in both languages, complete: a stored copy is taken and scored without the library."""

    format: Literal[1] = 1
    slug: Slug
    title: Words
    minutes: int = Field(gt=0)
    competencies: tuple[Competency, ...] = Field(min_length=2)
    statements: tuple[Statement, ...]  # in the order in which they are asked
    situations: tuple[Situation, ...] = Field(min_length=1)
    practice: Practice
    call: Call
    preview: Preview

    @model_validator(mode="after")
    def _keeps_every_rule(self) -> Self:
        for broken in _broken_rules(self):
            raise broken
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """The competencies, in the order of the library."""
        return tuple(competency.code for competency in self.competencies)

    @property
    def scales(self) -> tuple[str, ...]:
        """What is scored: each competency by self-report, and the situations together."""
        return (*self.codes, SITUATIONS)

    @property
    def items(self) -> tuple[Statement | Situation, ...]:
        """Everything that is asked, in the order in which it is."""
        return (*self.statements, *self.situations)

    @property
    def key(self) -> Mapping[str, Mapping[str, int]]:
        """The author's rating of every option: one proposal."""
        return {each.id: {option.key: option.rating for option in each.options} for each in self.situations}

    @property
    def asked_situations(self) -> dict[str, tuple[Words, dict[str, Words]]]:
        """What an expert who keys is asked: text and options, without what the author thinks of them."""
        return {each.id: (each.text, {option.key: option.text for option in each.options}) for each in self.situations}

    def item(self, item_id: str) -> Statement | Situation:
        """The item of that name. KeyError when there is none."""
        return {item.item_id: item for item in self.items}[item_id]

    def competency(self, code: str) -> Competency:
        """The competency of that code. KeyError when there is none."""
        return {competency.code: competency for competency in self.competencies}[code]

    def statements_of(self, code: str) -> tuple[Statement, ...]:
        """The statements of a competency, in the order in which they are asked."""
        return tuple(statement for statement in self.statements if statement.competency == code)

    def statement_ids_of(self, code: str) -> tuple[str, ...]:
        """The names of a competency's statements, in the order in which they are asked."""
        return tuple(statement.id for statement in self.statements_of(code))

    def relevance_of_situations(self, relevance: Mapping[str, float]) -> float:
        """The mean relevance of the competencies that the situations touch, each as often as it is touched."""
        touched = [relevance[code] for situation in self.situations for code in situation.competencies]
        return sum(touched) / len(touched)

    def content(self) -> dict[str, Any]:
        """All that is shown, asked and keyed, as JSON; placeholders stay open."""
        return self.model_dump(mode="json")

    def content_hash(self) -> str:
        """Hexadecimal SHA-256 of the content in canonical JSON (RFC 8785)."""
        return digest(self.content())

    def filled(self, values: Mapping[str, str]) -> Self:
        """The same instrument with the organisation's words in place; a blank without words stays visible."""
        return type(self).model_validate(fill(self.content(), values))


def interleaved(by_competency: Mapping[str, tuple[Statement, ...]]) -> tuple[Statement, ...]:
    """The statements in rounds of one of each competency, so that none follows its own and the keys alternate."""
    rounds = max((len(statements) for statements in by_competency.values()), default=0)
    return tuple(
        statements[(turn + place) % len(statements)]
        for turn in range(rounds)
        for place, statements in enumerate(by_competency.values())
        if turn < len(statements)
    )


def mean_key(ratings: Sequence[Key]) -> Key:
    """The mean rating of every option over raters who all rated the same options."""
    first = ratings[0]
    return {
        situation: {option: fmean(each[situation][option] for each in ratings) for option in options}
        for situation, options in first.items()
    }


def _broken_rules(instrument: Instrument) -> Iterator[Unfit]:
    """What no part can see by itself."""
    yield from _names_given_twice(instrument)
    yield from _unknown_competencies(instrument)
    yield from _unbalanced_statements(instrument)
    yield from _neighbours(instrument)


def _names_given_twice(instrument: Instrument) -> Iterator[Unfit]:
    seen: set[str] = set()
    for competency in instrument.competencies:
        if competency.code in seen or competency.code == SITUATIONS:
            yield Unfit(
                "competencies", (competency.code,), f"Geef elke competentie een eigen code, niet '{SITUATIONS}'."
            )
        seen.add(competency.code)
    for statement in instrument.statements:
        if statement.id in seen:
            path = (statement.competency, statement.id)
            yield Unfit("statements", path, f"'{statement.id}' staat er twee keer; geef elke stelling een eigen naam.")
        seen.add(statement.id)
    for situation in instrument.situations:
        if situation.id in seen:
            yield Unfit("situations", (situation.id,), f"'{situation.id}' staat er twee keer; houd er één.")
        seen.add(situation.id)


def _unknown_competencies(instrument: Instrument) -> Iterator[Unfit]:
    remedy = "De competentie '{}' is er niet. Kies er een uit competencies.yaml: " + ", ".join(instrument.codes) + "."
    for statement in instrument.statements:
        if statement.competency not in instrument.codes:
            yield Unfit("statements", (statement.competency,), remedy.format(statement.competency))
    for situation in instrument.situations:
        for place, code in enumerate(situation.competencies):
            if code not in instrument.codes:
                yield Unfit("situations", (situation.id, "competencies", place), remedy.format(code))
            if code in situation.competencies[:place]:
                path = (situation.id, "competencies", place)
                yield Unfit("situations", path, f"'{code}' staat hier twee keer; houd er één.")
    for scale in instrument.call.scales:
        if scale.code not in instrument.codes:
            yield Unfit("call", ("scales", scale.code), remedy.format(scale.code))
    if instrument.call.tick.code not in {scale.code for scale in instrument.call.scales}:
        yield Unfit("call", ("tick", "code"), "Laat het vaste kruisje bij een van de schalen van dit gesprek horen.")


def _unbalanced_statements(instrument: Instrument) -> Iterator[Unfit]:
    wanted = f"Schrijf er {STATEMENTS_PER_COMPETENCY}, waarvan {REVERSED_PER_COMPETENCY} met key '-'."
    for code in instrument.codes:
        keys = [statement.key for statement in instrument.statements_of(code)]
        if not keys:
            remedy = f"{code} heeft geen stellingen. {wanted.removesuffix('.')} (statements.yaml)."
            yield Unfit("competencies", (code,), remedy)
        elif len(keys) != STATEMENTS_PER_COMPETENCY or keys.count("-") != REVERSED_PER_COMPETENCY:
            found = f"{code} heeft {len(keys)} stellingen, waarvan {keys.count('-')} met key '-'."
            yield Unfit("statements", (code,), f"{found} {wanted}")


def _neighbours(instrument: Instrument) -> Iterator[Unfit]:
    for before, after in pairwise(instrument.statements):
        if before.competency == after.competency:
            remedy = f"'{before.id}' en '{after.id}' volgen elkaar op en horen bij één competentie. Zet er iets tussen."
            yield Unfit("statements", (after.competency, after.id), remedy)


def parse(content: Mapping[str, Any]) -> Instrument:
    """The instrument of stored content."""
    return Instrument.model_validate(dict(content))
