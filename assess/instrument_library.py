"""The instruments that ship: the library on disk, read into values, or refused whole with file, line and remedy."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assess.instruments import (
    BehaviourScale,
    Call,
    Competency,
    Instrument,
    Option,
    Practice,
    PracticeOption,
    PracticeSituation,
    PracticeStatement,
    Preview,
    Situation,
    Statement,
    Tick,
    Unfit,
    Value,
    Words,
    interleaved,
)
from kernel.placeholders import placeholders_in
from kernel.source import ContentError, Document, read_text, remedy_of, split_front_matter

LIBRARY = Path(__file__).parent / "library"
LANGUAGES = ("nl", "en")
CALL_TEXTS = ("introduction", "timetable", "card", "script", "scoring", "raters")
PLACEHOLDERS = frozenset({"organisatie", "contactpersoon"})  # filled in by the organisation and the vacancy
SECTION = re.compile(r"^<!-- ([a-z]+) -->$")

Fields = dict[str, Any]
At = tuple[str | int, ...]


class Library(Value):
    """All instruments that ship."""

    instruments: tuple[Instrument, ...]

    def instrument(self, slug: str) -> Instrument:
        """The instrument of that name. KeyError when there is none."""
        return {instrument.slug: instrument for instrument in self.instruments}[slug]


class Manifest(Value):
    """An instrument.yaml: what isn't said in another file. The name of its folder is the slug."""

    title: Words
    minutes: int


class CallManifest(Value):
    """A call.yaml: how long it takes, its scales by competency, and the fixed tick."""

    minutes: int
    scales: Mapping[str, Any]
    tick: Tick


class Header(Value):
    """The fields above a text."""

    title: str


def load_library(path: Path = LIBRARY) -> Library:
    """The library in this directory. ContentError names the file, the line and the remedy."""
    folders = sorted(folder for folder in path.iterdir() if folder.is_dir() and folder.name[0] not in "._")
    return Library(instruments=tuple(_instrument(folder) for folder in folders))


@lru_cache(maxsize=1)
def shipped() -> Library:
    """The library that this version ships with, read once."""
    return load_library()


def _instrument(folder: Path) -> Instrument:
    manifest = _yaml(folder / "instrument.yaml")
    fields = dict(manifest.build(Manifest, manifest.data))
    parts = {name: _yaml(folder / f"{name}.yaml") for name in ("competencies", "statements", "situations", "call")}
    fields |= {
        "slug": folder.name,
        "competencies": _competencies(parts["competencies"]),
        "statements": _statements(parts["statements"]),
        "situations": _situations(parts["situations"]),
        "call": _call(folder, parts["call"]),
        "practice": _practice(_yaml(folder / "practice.yaml")),
        "preview": Preview(**_texts(folder, "preview", ("text",))),
    }
    try:
        return Instrument.model_validate(fields)
    except ValidationError as error:
        broken = error.errors()[0].get("ctx", {}).get("error")
        if isinstance(broken, Unfit):
            part = parts[broken.part]
            raise ContentError(part.file, broken.remedy, part.line(broken.path)) from error
        raise ContentError(manifest.file, remedy_of(error), manifest.line(error.errors()[0]["loc"])) from error


def _competencies(document: Document) -> list[Competency]:
    return [
        document.build(Competency, _named(document, fields, (code,), "code"), at=(code,))
        for code, fields in _entries(document, document.data)
    ]


def _statements(document: Document) -> tuple[Statement, ...]:
    by_competency = {
        code: tuple(
            document.build(
                Statement, _named(document, fields, (code, key), "id") | {"competency": code}, at=(code, key)
            )
            for key, fields in _entries(document, statements, (code,))
        )
        for code, statements in _entries(document, document.data)
    }
    return interleaved(by_competency)


def _situations(document: Document) -> list[Situation]:
    return [
        document.build(Situation, _with_options(document, _named(document, fields, (key,), "id"), (key,)), at=(key,))
        for key, fields in _entries(document, document.data)
    ]


def _practice(document: Document) -> Practice:
    statements = _entries(document, document.data.get("statements"), ("statements",))
    situations = _entries(document, document.data.get("situations"), ("situations",))
    fields = {
        "statements": [
            document.build(PracticeStatement, _named(document, each, ("statements", key), "id"), at=("statements", key))
            for key, each in statements
        ],
        "situations": [_practice_situation(document, each, ("situations", key)) for key, each in situations],
    }
    return document.build(Practice, document.data | fields)


def _practice_situation(document: Document, fields: Fields, at: At) -> PracticeSituation:
    named = _named(document, fields, at, "id")
    return document.build(PracticeSituation, _with_options(document, named, at, PracticeOption), at=at)


def _with_options(
    document: Document, fields: Fields, at: At, model: type[Option] | type[PracticeOption] = Option
) -> Fields:
    """The fields with their options built: those are written under their letter."""
    options: list[Option | PracticeOption] = []
    for letter, option in _entries(document, fields.get("options"), (*at, "options")):
        place = (*at, "options", letter)
        options.append(document.build(model, _named(document, option, place, "key"), at=place))
    return fields | {"options": options}


def _call(folder: Path, document: Document) -> Call:
    manifest = document.build(CallManifest, document.data)
    scales = [
        document.build(BehaviourScale, _named(document, fields, ("scales", code), "code"), at=("scales", code))
        for code, fields in _entries(document, manifest.scales, ("scales",))
    ]
    texts = _texts(folder, "call", CALL_TEXTS)
    return document.build(Call, texts | {"minutes": manifest.minutes, "scales": scales, "tick": manifest.tick})


def _texts(folder: Path, name: str, sections: tuple[str, ...]) -> Fields:
    """The title and the sections of a text that has a file for each language."""
    found = {language: _text(folder / f"{name}.{language}.md", sections) for language in LANGUAGES}
    return {part: Words(nl=found["nl"][part], en=found["en"][part]) for part in ("title", *sections)}


def _text(file: Path, sections: tuple[str, ...]) -> dict[str, str]:
    header, body, first_line = split_front_matter(file, _read(file))
    title = header.build(Header, header.data).title
    current = sections[0] if len(sections) == 1 else ""  # one section needs no mark
    lines: dict[str, list[str]] = {current: []} if current else {}
    for number, line in enumerate(body.splitlines(), first_line):
        if mark := SECTION.match(line):
            current = mark[1]
            if current not in sections or current in lines:
                remedy = f"Gebruik elk deel één keer: {', '.join(sections)}. Kijk '{current}' na."
                raise ContentError(file, remedy, number)
            lines[current] = []
        elif current:
            lines[current].append(line)
        elif line.strip():
            raise ContentError(file, f"Zet boven deze tekst bij welk deel hij hoort: <!-- {sections[0]} -->.", number)
    found = {name: "\n".join(text).strip() for name, text in lines.items()} | {"title": title.strip()}
    for name in ("title", *sections):
        if not found.get(name):
            raise ContentError(file, f"Schrijf het deel '{name}'; het is er niet, of het is leeg.", first_line)
    return found


def _entries(document: Document, mapping: object, at: At = ()) -> list[tuple[str, Fields]]:
    """The entries of a mapping in a document, each a mapping itself. ContentError when one isn't."""
    if not isinstance(mapping, dict):
        raise ContentError(document.file, "Schrijf hier velden als 'naam: waarde'.", document.line(at))
    for key, fields in mapping.items():
        if not isinstance(fields, dict):
            raise ContentError(
                document.file, f"Schrijf onder '{key}' velden als 'naam: waarde'.", document.line((*at, key))
            )
    return list(mapping.items())


def _named(document: Document, fields: Fields, at: At, name: str) -> Fields:
    """The fields with what they stand under as their name."""
    if name in fields:
        remedy = f"Haal '{name}' weg: '{at[-1]}' is de naam al."
        raise ContentError(document.file, remedy, document.line((*at, name)))
    return fields | {name: at[-1]}


def _yaml(file: Path) -> Document:
    return Document(file, _read(file))


def _read(file: Path) -> str:
    """The text of a file, of which every blank can be filled in."""
    text = read_text(file)
    for number, line in enumerate(text.splitlines(), 1):
        for name in sorted(placeholders_in(line) - PLACEHOLDERS):
            known = ", ".join(f"{{{each}}}" for each in sorted(PLACEHOLDERS))
            raise ContentError(file, f"Het invulveld {{{name}}} is er niet. Kies uit {known}.", number)
    return text
