"""What a course says: lessons, situations, questions and statements as frozen values that hash and round-trip."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Language = Literal["nl", "en"]
Frame = Literal["law", "organisation", "systems", "society"]
Mark = Literal["best", "tolerable", "poor"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Explanation = Annotated[str, StringConstraints(strip_whitespace=True)]


class Value(BaseModel):
    """A frozen value that refuses fields it doesn't know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Localised(Value):
    """The same words in both languages of the product."""

    nl: Words
    en: Words


class Objective(Value):
    """What the learner can do afterwards."""

    id: Key
    sentence: Words


class TextBlock(Value):
    """Running text in Markdown."""

    kind: Literal["text"] = "text"
    text: Words


class RememberBlock(Value):
    """The take-aways of a section, in Markdown."""

    kind: Literal["remember"] = "remember"
    text: Words


class OrganisationBlock(Value):
    """The organisation's own rules, in Markdown with placeholders."""

    kind: Literal["organisation"] = "organisation"
    text: Words


class FigureBlock(Value):
    """A drawing as SVG text (empty until it is drawn) and the words that replace it."""

    kind: Literal["figure"] = "figure"
    name: Slug
    alt: Words
    svg: str = ""


class Choice(Value):
    """One way to act in a situation, what comes of it and why."""

    mark: Mark
    text: Words
    consequence: Explanation = ""
    explanation: Explanation = ""


class Situation(Value):
    """A moment at work to practise on; it counts for nothing."""

    kind: Literal["situation"] = "situation"
    title: str = ""
    frames: tuple[Frame, ...] = ()
    text: Words
    choices: tuple[Choice, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _has_one_best_choice(self) -> Self:
        if [choice.mark for choice in self.choices].count("best") != 1:
            raise ValueError("een situatie heeft precies één beste keuze, gemerkt met [x]")
        return self


Block = Annotated[TextBlock | Situation | RememberBlock | FigureBlock | OrganisationBlock, Field(discriminator="kind")]


class Section(Value):
    """A part of a lesson under one heading, with the objectives it serves."""

    title: Words
    objectives: tuple[Key, ...] = ()
    blocks: tuple[Block, ...] = Field(min_length=1)


class Lesson(Value):
    """About ten minutes of reading and practising."""

    slug: Slug
    title: Localised
    minutes: int = Field(gt=0)
    objectives: tuple[Objective, ...] = ()
    law: tuple[Words, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in reading order, without the headings."""
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def situations(self) -> tuple[Situation, ...]:
        """The situations of this lesson, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Situation))


class Option(Value):
    """An answer one can choose, with the feedback that explains it."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    text: Words
    correct: bool = False
    feedback: Explanation = ""


class Question(Value):
    """A test question about a situation at work; its id and option keys never change meaning."""

    id: Key
    lesson: Slug
    title: Words
    objectives: tuple[Key, ...] = Field(min_length=1)
    law: tuple[Words, ...] = ()
    frame: Frame
    level: int = Field(ge=1, le=3)
    situation: Words
    question: Words
    options: tuple[Option, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _has_a_right_answer(self) -> Self:
        keys = [option.key for option in self.options]
        if len(set(keys)) != len(keys):
            raise ValueError("elke optie heeft een eigen letter")
        if not 0 < len(self.right_keys) < len(keys):
            raise ValueError("minstens één optie is goed (correct: true) en minstens één niet")
        return self

    @property
    def right_keys(self) -> frozenset[str]:
        """The keys of all right options."""
        return frozenset(option.key for option in self.options if option.correct)

    @property
    def is_multiple(self) -> bool:
        """Whether more than one option is right, so that checkboxes are shown."""
        return len(self.right_keys) > 1

    def is_right(self, chosen: frozenset[str]) -> bool:
        """Whether exactly the right options were chosen."""
        return chosen == self.right_keys


class FinalTest(Value):
    """The rule of a test: how much is drawn, how much is enough (per cent), how often one may try."""

    pass_mark: int = Field(ge=1, le=100)
    questions_per_lesson: int = Field(ge=1)
    attempts_per_day: int = Field(ge=1)


class Approval(Value):
    """Who stands for the content, in which role, since which day (ISO 8601)."""

    name: Words
    role: Words
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Course(Value):
    """A course in one language, complete: a stored copy renders without the library."""

    format: Literal[1] = 1
    slug: Slug
    language: Language
    kind: Literal["course", "quick_start", "card"]
    title: Localised
    summary: Localised
    minutes: int = Field(gt=0)
    test: FinalTest | None = None
    renewal_months: int | None = Field(default=None, gt=0)
    statement: Slug | None = None
    lessons: tuple[Lesson, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = ()
    approval: Approval | None = Field(default=None, exclude=True)

    @model_validator(mode="after")
    def _names_everything_once(self) -> Self:
        lessons = [lesson.slug for lesson in self.lessons]
        for names in (lessons, [question.id for question in self.questions]):
            if twice := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"komt twee keer voor: {', '.join(sorted(twice))}")
        if lost := {question.lesson for question in self.questions} - set(lessons):
            raise ValueError(f"vragen bij een les die er niet is: {', '.join(sorted(lost))}")
        return self

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved this content yet; then it says "concept"."""
        return self.approval is None

    def content(self) -> dict[str, Any]:
        """All that is shown and tested, as JSON; placeholders stay open, and the approval (of its hash) stays out."""
        return self.model_dump(mode="json")

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """The course of a stored revision."""
        return cls.model_validate(dict(content))

    def questions_by_lesson(self) -> Mapping[str, tuple[Question, ...]]:
        """The question bank, by lesson slug, lessons in order."""
        return {
            lesson.slug: tuple(question for question in self.questions if question.lesson == lesson.slug)
            for lesson in self.lessons
        }


class Statement(Value):
    """A text to sign, in Markdown with placeholders; a new version asks for new signatures."""

    slug: Slug
    language: Language
    title: Words
    version: Words
    text: Words

    def content(self) -> dict[str, Any]:
        """The statement as JSON-able content, placeholders left open."""
        return self.model_dump(mode="json")


class Placeholder(Value):
    """A blank in the texts: the organisation fills it in once, or the signature does each time."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    scope: Literal["organisation", "signature"]
    label: Localised
    help: Localised
    example: Words


def content_hash(content: Mapping[str, Any]) -> str:
    """Hexadecimal SHA-256 of the content in canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()
