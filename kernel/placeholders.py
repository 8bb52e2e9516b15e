"""The blanks in a text, `{key}`: which there are, and the text with them filled in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

Text = TypeVar("Text", bound="str | dict[str, Any]")

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
PHONE = re.compile(r"(?<!\w)[+0][\d ()-]{7,}\d")


def strings_in(content: object) -> Iterator[str]:
    """Every text in nested content; the names of fields are not text."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from strings_in(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from strings_in(value)


def placeholders_in(content: object) -> frozenset[str]:
    """The keys of all placeholders in a text or in content."""
    return frozenset(key for text in strings_in(content) for key in PLACEHOLDER.findall(text))


def fill(text_or_content: Text, values: Mapping[str, str]) -> Text:
    """The same text or content with the values in place; a placeholder without a value stays visible."""
    return cast(Text, _filled(text_or_content, values))


def _filled(content: object, values: Mapping[str, str]) -> object:
    if isinstance(content, str):
        return PLACEHOLDER.sub(lambda found: _in_place(found, values), content)
    if isinstance(content, Mapping):
        return {key: _filled(value, values) for key, value in content.items()}
    if isinstance(content, list):
        return [_filled(value, values) for value in content]
    return content


def _in_place(found: re.Match[str], values: Mapping[str, str]) -> str:
    """A value without the full stop that our sentence has already, its phone numbers kept on one line."""
    value = values.get(found[1], found[0])
    if found.string.startswith(".", found.end()):
        value = value.removesuffix(".")
    return PHONE.sub(lambda phone: phone[0].replace(" ", "\u00a0"), value)
