"""Reading what authors write: YAML and front matter, with errors that say where and what to do."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

REMEDIES = {
    "missing": "Vul '{field}' in.",
    "extra_forbidden": "Haal '{field}' weg, of kijk of het goed gespeld is.",
    "string_pattern_mismatch": "Kies voor '{field}' een andere schrijfwijze; het patroon is {pattern}.",
    "string_too_short": "Vul '{field}' in; het is nu leeg.",
    "string_type": "Schrijf bij '{field}' tekst.",
    "int_type": "Schrijf bij '{field}' een heel getal.",
    "int_parsing": "Schrijf bij '{field}' een heel getal.",
    "too_short": "Geef bij '{field}' minstens {min_length}; het zijn er nu {actual_length}.",
    "model_type": "Schrijf bij '{field}' velden als 'naam: waarde'.",
    "model_attributes_type": "Schrijf bij '{field}' velden als 'naam: waarde'.",
    "literal_error": "Kies voor '{field}' een van deze woorden: {expected}.",
    "value_error": "Pas dit aan: {message}.",
}
OTHER_REMEDY = "Kijk '{field}' na: {message}."


class ContentError(Exception):
    """A file of the library can't be read; says which file, which line and what to do."""

    def __init__(self, file: Path, remedy: str, line: int | None = None) -> None:
        self.file, self.remedy, self.line = file, remedy, line
        place = f"{file.name}, regel {line}" if line else file.name
        super().__init__(f"{place} ({file.parent.name}): {remedy}")


_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same grammar, ten times as fast where libyaml is


class _Loader(_Safe):  # type: ignore[misc, valid-type]  # chosen at run time
    """Safe YAML that refuses a key written twice and keeps dates as text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                raise yaml.MarkedYAMLError(
                    problem=f"'{key}' staat er twee keer; houd er één", problem_mark=node.value[position][0].start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Document:
    """A YAML mapping that remembers on which line of its file everything stands."""

    def __init__(self, file: Path, text: str, first_line: int = 1) -> None:
        self.file, self.first_line = file, first_line
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            data = loader.construct_document(node) if node else None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = first_line + mark.line if mark else None
            raise ContentError(file, f"De YAML klopt hier niet: {error.problem}.", line) from error
        if node is None or not isinstance(data, dict):
            raise ContentError(file, "Schrijf hier velden als 'naam: waarde'.", first_line)
        self.node: yaml.Node = node
        self.data: dict[str, Any] = data

    def line(self, path: Sequence[str | int]) -> int:
        """The line of what is at the path, or of the deepest part of it that exists."""
        start: yaml.Node = self.node
        node = start
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            start, node = found
        return int(self.first_line + start.start_mark.line)

    def build(self, model: type[Model], data: Mapping[str, Any], at: Sequence[str | int] = ()) -> Model:
        """The model of this data, which stands at a path in the document."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            line = self.line([*at, *error.errors()[0]["loc"]])
            raise ContentError(self.file, remedy_of(error), line) from error


def build(model: type[Model], data: Mapping[str, Any], file: Path, line: int) -> Model:
    """The model of this data, which was read from a line of a file."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ContentError(file, remedy_of(error), line) from error


def remedy_of(error: ValidationError) -> str:
    """What an author can do about the first thing that's wrong."""
    first = error.errors()[0]
    context = first.get("ctx", {})
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    field = ".".join(str(step) for step in first["loc"])
    remedy = REMEDIES.get(first["type"], OTHER_REMEDY)
    known = {**context, "expected": context.get("expected", "").replace(" or ", ", ")}
    return remedy.format(**known | {"field": field, "message": message})


def read_text(file: Path) -> str:
    """The text of a file of the library."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContentError(file, "Dit bestand is er niet. Maak het, of haal de naam ervan weg uit de lijst.") from error
    except UnicodeDecodeError as error:
        raise ContentError(file, "Sla dit bestand op als UTF-8.") from error


def read_yaml(file: Path) -> Document:
    """A YAML file of the library."""
    return Document(file, read_text(file))


def split_front_matter(file: Path, text: str) -> tuple[Document, str, int]:
    """The fields between the `---` lines, the text below them, and the line on which that text begins."""
    opening, _, rest = text.partition("---\n")
    fields, closing, body = rest.partition("\n---\n")
    if opening or not closing:
        raise ContentError(file, "Begin met velden tussen twee regels met '---'.", 1)
    return Document(file, fields, first_line=2), body, fields.count("\n") + 4


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Where a step in a path begins, and what is found there."""
    if isinstance(node, yaml.MappingNode):
        named = next((pair for pair in node.value if pair[0].value == str(step)), None)
        return named or (node.value[step] if isinstance(step, int) and step < len(node.value) else None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
