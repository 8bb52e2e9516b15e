"""The parts of an instrument as frozen values: words, competencies, statements, situations, call and preview."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Language = Literal["nl", "en"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

LOWEST, HIGHEST = 1, 5
OPTIONS_PER_SITUATION = 5
ANCHORED = (1, 3, 5)


def _on_the_scale(value: object) -> object:
    if type(value) is not int or not LOWEST <= value <= HIGHEST:
        raise ValueError(f"{value} is geen cijfer van de schaal; kies een heel getal van {LOWEST} tot en met {HIGHEST}")
    return value


def _anchored(anchors: Mapping[int, "Words"]) -> Mapping[int, "Words"]:
    if tuple(sorted(anchors)) != ANCHORED:
        raise ValueError("een gedragsschaal zegt wat een 1, een 3 en een 5 is; geef precies die drie")
    return anchors


class Value(BaseModel):
    """A frozen value that refuses fields it doesn't know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Value):
    """The same words in both languages of the product."""

    nl: Text
    en: Text

    def in_(self, language: str) -> str:
        """These words in a language; Dutch when it is none of ours."""
        return self.en if language == "en" else self.nl


Rating = Annotated[int, BeforeValidator(_on_the_scale)]
Anchors = Annotated[Mapping[int, Words], AfterValidator(_anchored)]  # at 1, 3 and 5; 2 and 4 lie between


class BehaviourScale(Value):
    """A behaviourally anchored rating scale, 1–5, of one competency."""

    code: Code
    name: Words
    anchors: Anchors


class InterviewQuestion(Value):
    """A question asked of everyone in the same words, with probes, rated on its own anchors."""

    kind: Literal["past", "situational"]
    question: Words
    probes: tuple[Words, ...] = Field(min_length=1)
    anchors: Anchors


class Competency(Value):
    """What somebody does when the work goes well: its indicators, behaviour scale and interview questions."""

    code: Code
    name: Words
    definition: Words
    positive: tuple[Words, ...] = Field(min_length=1)
    negative: tuple[Words, ...] = Field(min_length=1)
    behaviour: Anchors
    interview: tuple[InterviewQuestion, ...] = Field(min_length=2)

    @property
    def scale(self) -> BehaviourScale:
        """The behaviour scale on which work is rated."""
        return BehaviourScale(code=self.code, name=self.name, anchors=self.behaviour)


class Statement(Value):
    """A self-report item, answered 1–5; with key `-` agreeing says less of the competency."""

    id: Annotated[str, StringConstraints(pattern=r"^st-[0-9]{2,3}$")]
    competency: Code
    key: Literal["+", "-"]
    text: Words

    @property
    def item_id(self) -> str:
        """The name under which an answer is kept."""
        return self.id

    @property
    def is_reversed(self) -> bool:
        """Whether the answer x counts as 6 − x."""
        return self.key == "-"


class Option(Value):
    """One way to act in a situation, how effective the author thinks it is (1–5), and why."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    text: Words
    rating: Rating
    why: Words


class Situation(Value):
    """A moment at work of which every option is rated 1–5 (situational judgement, rate format)."""

    id: Annotated[str, StringConstraints(pattern=r"^S[0-9]{2}$")]
    title: Words
    text: Words
    competencies: tuple[Code, ...] = Field(min_length=1)
    options: tuple[Option, ...]

    @model_validator(mode="after")
    def _can_be_scored(self) -> Self:
        keys = [option.key for option in self.options]
        if not len(keys) == len(set(keys)) == OPTIONS_PER_SITUATION:
            raise ValueError(f"een situatie heeft {OPTIONS_PER_SITUATION} opties, elk met een eigen letter")
        if len({option.rating for option in self.options}) == 1:
            raise ValueError("geef niet elke optie hetzelfde cijfer; dan valt er niets te vergelijken")
        return self

    @property
    def item_id(self) -> str:
        """The name under which an answer is kept."""
        return f"si-{self.id}"


class PracticeStatement(Value):
    """A statement to practise on; it counts for nothing."""

    id: Annotated[str, StringConstraints(pattern=r"^pr-[0-9]{2}$")]
    text: Words


class PracticeOption(Value):
    """A way to act in a practice situation."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    text: Words


class PracticeSituation(Value):
    """A situation to practise on; it has no key and counts for nothing."""

    id: Annotated[str, StringConstraints(pattern=r"^pr-S[0-9]{2}$")]
    title: Words
    text: Words
    options: tuple[PracticeOption, ...] = Field(min_length=2)


class Practice(Value):
    """What a candidate tries before the assessment."""

    statements: tuple[PracticeStatement, ...] = Field(min_length=1)
    situations: tuple[PracticeSituation, ...] = Field(min_length=1)


class Tick(Value):
    """A yes-or-no fact beside the scales of a call; yes caps the rating of one scale."""

    question: Words
    explanation: Words
    code: Code
    at_most: Rating


class Call(Value):
    """A simulated call: texts in Markdown for candidate, role player and raters; scales; the tick that caps one."""

    title: Words
    minutes: int = Field(gt=0)
    introduction: Words
    timetable: Words
    card: Words
    script: Words
    scoring: Words
    raters: Words
    scales: tuple[BehaviourScale, ...] = Field(min_length=1)
    tick: Tick

    def highest(self, code: str, *, is_ticked: bool) -> int:
        """The highest rating that a scale allows."""
        return self.tick.at_most if is_ticked and code == self.tick.code else HIGHEST


class Preview(Value):
    """What the job is like, the hard parts included (realistic job preview); Markdown."""

    title: Words
    text: Words
