"""The blanks that the organisation fills in its texts, and which are still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from courses.content import Course, Statement
from courses.queries.content import library
from kernel.placeholders import placeholders_in
from people.models import Organisation

ITS_NAME = "organisatie"  # filled from the organisation's name itself


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank in the reader's language. `used_in`: titles of the courses and statements that hold it."""

    key: str
    label: str
    help: str
    example: str
    used_in: tuple[str, ...]


def blanks(language: str) -> list[Blank]:
    """Every blank that the organisation fills in."""
    used = _used_in(language)
    return [
        Blank(
            key=placeholder.key,
            label=getattr(placeholder.label, language),
            help=getattr(placeholder.help, language),
            example=placeholder.example,
            used_in=used.get(placeholder.key, ()),
        )
        for placeholder in library().placeholders
        if placeholder.scope == "organisation" and placeholder.key != ITS_NAME
    ]


def open_blanks(organisation: Organisation) -> list[str]:
    """The keys of the blanks that a text uses and that have no words yet."""
    words: Mapping[str, str] = organisation.words or {}
    return [blank.key for blank in blanks("nl") if blank.used_in and not words.get(blank.key, "").strip()]


@lru_cache(maxsize=2)
def _used_in(language: str) -> Mapping[str, tuple[str, ...]]:
    titles: dict[str, set[str]] = {}
    texts: list[Course | Statement] = [*library().courses, *library().statements]
    for text in texts:
        if isinstance(text, Statement) and text.language != language:
            continue
        title = text.title if isinstance(text, Statement) else getattr(text.title, language)
        for key in placeholders_in(text.content()):
            titles.setdefault(key, set()).add(title)
    return {key: tuple(sorted(found)) for key, found in titles.items()}
