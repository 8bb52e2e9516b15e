"""The format in which a lesson is written: front matter, sections, and blocks between `:::` lines.

## A heading                              begins a section
<!-- objectives: M1-a -->                 the objectives it serves
<!-- check: … -->                         an open point for whoever approves; never shown
::: situatie wet, systemen                a situation within these frames, with choices below its text:
- [x] …                                   [x] best, [~] tolerable, [ ] poor; the lines below: Gevolg: … and Uitleg: …
::: onthoud  ::: organisatie              take-aways; the organisation's own rules
::: beeld <name>                          the drawing figures/<name>.svg; the text is its alternative
:::                                       ends a block
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courses.content import FigureBlock, Lesson, OrganisationBlock, RememberBlock, Situation, TextBlock, Value
from kernel.source import ContentError, build, split_front_matter

WORDS = {
    "situatie": "situation",
    "onthoud": "remember",
    "beeld": "figure",
    "organisatie": "organisation",
} | {kind: kind for kind in ("situation", "remember", "figure", "organisation")}
BLOCKS: dict[str, type[Value]] = {
    "text": TextBlock,
    "situation": Situation,
    "remember": RememberBlock,
    "figure": FigureBlock,
    "organisation": OrganisationBlock,
}
FRAMES = {"wet": "law", "organisatie": "organisation", "systemen": "systems", "maatschappij": "society"}
MARKS = {"x": "best", "~": "tolerable", " ": "poor"}
LABELS = {"Gevolg": "consequence", "Uitleg": "explanation", "Consequence": "consequence", "Explanation": "explanation"}

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_CHOICE = re.compile(r"- \[([x~ ])\] (.+)")
_TITLE = re.compile(r"\*\*(.+?)\.?\*\* ")


@dataclass(frozen=True)
class OpenPoint:
    """Something that whoever approves the content looks at first."""

    where: str
    text: str


@dataclass
class _Part:
    """Lines that belong together: a section's heading, running text or a fenced block."""

    word: str
    argument: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def parse_lesson(file: Path, text: str, slug: str, drawing: Callable[[str], str]) -> Lesson:
    """The lesson in this text; `drawing` gives the SVG of a figure by its name, or ''."""
    header, body, first_line = split_front_matter(file, text)
    parts = list(_parts(file, _without_remarks(body), first_line))
    sections = _sections(file, parts, drawing)
    objectives = [{"id": key, "sentence": words} for key, words in header.data.get("objectives", {}).items()]
    return header.build(Lesson, header.data | {"slug": slug, "objectives": objectives, "sections": sections})


def open_points(where: str, text: str) -> tuple[OpenPoint, ...]:
    """The `check:` remarks in a lesson's source."""
    remarks = (found[1].strip() for found in _COMMENT.finditer(text))
    return tuple(
        OpenPoint(where, " ".join(remark.removeprefix("check:").split()))
        for remark in remarks
        if remark.startswith("check:")
    )


def _without_remarks(body: str) -> str:
    """The text without comments, except for objectives; every line keeps its number."""

    def blank(found: re.Match[str]) -> str:
        is_objectives = found[1].strip().startswith("objectives:")
        return found[0] if is_objectives else "\n" * found[0].count("\n")

    return _COMMENT.sub(blank, body)


def _parts(file: Path, body: str, first_line: int) -> Iterator[_Part]:
    part = _Part("text", "", first_line)
    for number, line in enumerate(body.splitlines(), start=first_line):
        is_fence = line.startswith(":::")
        if line.startswith("## ") and part.word == "text":
            yield part
            yield _Part("section", line[3:].strip(), number)
            part = _Part("text", "", number)
        elif is_fence and part.word == "text":
            yield part
            part = _opened(file, line, number)
        elif is_fence:
            if line.strip() != ":::":
                raise ContentError(file, f"Sluit eerst het blok van regel {part.line} met ':::'.", number)
            yield part
            part = _Part("text", "", number)
        else:
            part.lines.append(line)
    if part.word != "text":
        raise ContentError(file, "Sluit dit blok met een regel ':::'.", part.line)
    yield part


def _opened(file: Path, line: str, number: int) -> _Part:
    word, _, argument = line[3:].strip().partition(" ")
    if word not in WORDS:
        raise ContentError(file, f"Begin een blok met een van deze woorden: {', '.join(WORDS)}.", number)
    return _Part(WORDS[word], argument.strip(), number)


def _sections(file: Path, parts: list[_Part], drawing: Callable[[str], str]) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for part in parts:
        if part.word == "section":
            sections.append({"title": part.argument, "objectives": [], "blocks": []})
            continue
        objectives, part.lines = _objectives(part.lines)
        if not (part.text or objectives):
            continue
        if not sections:
            raise ContentError(file, "Begin de les met een kop: een regel die begint met '## '.", part.line)
        sections[-1]["objectives"] += objectives
        if part.text:
            sections[-1]["blocks"].append(_block(file, part, drawing))
    return sections


def _objectives(lines: list[str]) -> tuple[list[str], list[str]]:
    """The objectives named in the lines, and the other lines."""
    named, others = [], []
    for line in lines:
        found = _COMMENT.fullmatch(line.strip())
        if found:
            named += [key.strip() for key in found[1].strip().removeprefix("objectives:").split(",")]
        else:
            others.append(line)
    return named, others


def _block(file: Path, part: _Part, drawing: Callable[[str], str]) -> Value:
    fields: dict[str, Any] = {"text": part.text}
    if part.word == "situation":
        fields = _situation(file, part)
    elif part.word == "figure":
        if not part.argument:
            raise ContentError(file, "Noem achter 'beeld' de naam van de tekening.", part.line)
        fields = {"name": part.argument, "alt": part.text, "svg": drawing(part.argument)}
    return build(BLOCKS[part.word], fields, file, part.line)


def _situation(file: Path, part: _Part) -> dict[str, Any]:
    first = next((number for number, line in enumerate(part.lines) if line.startswith("- [")), len(part.lines))
    text = "\n".join(part.lines[:first]).strip()
    title = _TITLE.match(text)
    return {
        "title": title[1] if title else "",
        "frames": [FRAMES.get(word.strip(), word.strip()) for word in part.argument.split(",") if word.strip()],
        "text": text[title.end() :] if title else text,
        "choices": _choices(file, part.lines[first:], part.line + first + 1),
    }


def _choices(file: Path, lines: list[str], first_line: int) -> list[dict[str, str]]:
    choices: list[dict[str, str]] = []
    for number, line in enumerate(lines, start=first_line):
        if found := _CHOICE.match(line):
            choices.append({"mark": MARKS[found[1]], "text": found[2].strip()})
        elif line.startswith("  ") and choices:
            label, _, words = line.strip().partition(": ")
            name, said = (LABELS[label], words) if label in LABELS else ("consequence", line.strip())
            choices[-1][name] = f"{choices[-1].get(name, '')} {said}".strip()
        elif line.strip():
            raise ContentError(
                file, "Begin een keuze met '- [x] ', '- [~] ' of '- [ ] ', gevolg en uitleg met twee spaties.", number
            )
    return choices
