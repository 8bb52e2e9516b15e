"""How plain a Dutch text is: long sentences, difficult words, and commands that say "moet"."""

import re
from collections.abc import Iterator, Mapping

from kernel.placeholders import PLACEHOLDER

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^'\n]{3,}'(?!\w)")
_MARKUP = re.compile(r"^\s*(?:[-*]|\d+\.|#+)\s+|[*_|`]+", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…:;])[\"”')]*\s+|\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.)\s)|\|")
_ABBREVIATION = re.compile(r"\b(art|nr|bijv|min|vr)\.", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-'’./@][^\W_]+)*")
_COMMAND = re.compile(r"\bmoet(?:en)?\b", re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a Markdown text; list items and table cells are sentences of their own."""
    spoken = _ABBREVIATION.sub(r"\1", PLACEHOLDER.sub("X", text))
    for sentence in _SENTENCE_END.split(spoken):
        plain = " ".join(_MARKUP.sub(" ", sentence).split())
        if plain:
            yield plain


def long_sentences(text: str, longest: int) -> list[str]:
    """The sentences of more than `longest` words."""
    return [sentence for sentence in sentences(text) if len(_WORD.findall(sentence)) > longest]


def difficult_words(text: str, difficult: Mapping[str, str]) -> list[str]:
    """The difficult words that the text uses, in the order of the list."""
    lowered = " ".join(text.lower().split())
    return [word for word in difficult if re.search(rf"\b{re.escape(word)}\b", lowered)]


def commands(text: str) -> list[str]:
    """The sentences of ours that say "moet" or "moeten"; what people say between quotation marks is theirs."""
    return [sentence for sentence in sentences(_QUOTED.sub("", text)) if _COMMAND.search(sentence)]
