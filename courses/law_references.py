"""References to law: as a list has them ("AVG art. 5 lid 1") and as running text does ("artikel 5 van de AVG")."""

import re
from collections.abc import Iterable, Iterator, Mapping

from courses.catalogue import Law

UNKNOWN = "onbekende wet"

_NUMBER = r"[0-9]+(?:[:.][0-9]+)*[a-z]?"
_LISTED = re.compile(rf"(?P<law>.+?)(?: art\. (?P<first>{_NUMBER})(?: t/m (?P<last>{_NUMBER}))?(?:,? .+)?)?")
_ARTICLES = re.compile(
    rf"\b(?:artikel(?:en)?|articles?|art\.) (?P<numbers>{_NUMBER}(?:(?:,|,? (?:en|of|and|or|t/m)) {_NUMBER})*)", re.I
)
_NAMED_AFTER = re.compile(r"(?:,? lid [0-9]+)?(?:,? onder [a-z])?(?: (?:van|uit|of))?(?: (?:de|het|the))? (?=[A-Z])")
_NAMED_BEFORE = re.compile(r"(?:[\w,;)] |\()([A-Z]\w*),? $")
_NAMES = re.compile(r"\b(?:Wet [A-Za-z]|Besluit [a-z]|(?:NEN|NTA|ISO) [0-9])")


def is_known(reference: str, glossary: Mapping[str, Law]) -> bool:
    """Whether the glossary has the law of a listed reference, and its articles."""
    found = _LISTED.fullmatch(reference)
    if not found or found["law"] not in glossary:
        return False
    articles = glossary[found["law"]].articles
    return all(article in articles for article in (found["first"], found["last"]) if article)


def strange_references(text: str, listed: Iterable[str], glossary: Mapping[str, Law]) -> Iterator[str]:
    """What a text names of laws that the glossary doesn't have, and of articles that are not among those `listed`."""
    text = text.replace("*", "")
    for found in _NAMES.finditer(text):
        if _law_at(text, found.start(), glossary) is None:
            yield " ".join(text[found.start() :].split()[:4])
    for found in _ARTICLES.finditer(text):
        law, known = _law_of(text, found, glossary), _articles(listed)
        for number in re.findall(_NUMBER, found["numbers"]):
            if (law, number) not in known:
                yield f"{law or ''} artikel {number}".strip()


def _law_of(text: str, found: re.Match[str], glossary: Mapping[str, Law]) -> str | None:
    """The law that stands next to these articles; UNKNOWN when it is none of ours, None when there is none."""
    if after := _NAMED_AFTER.match(text, found.end()):
        return _law_at(text, after.end(), glossary) or UNKNOWN
    before = text[: found.start()]
    if named := next((key for name, key in _spelled(glossary) if before.rstrip(" ,(").endswith(name)), None):
        return named
    return UNKNOWN if _NAMED_BEFORE.search(before) else None


def _law_at(text: str, start: int, glossary: Mapping[str, Law]) -> str | None:
    return next((key for name, key in _spelled(glossary) if re.match(rf"{re.escape(name)}\b", text[start:])), None)


def _spelled(glossary: Mapping[str, Law]) -> Iterator[tuple[str, str]]:
    """Each way in which a text may write a law, with its key; "UAVG" before "AVG"."""
    names = ((name, key) for key, law in glossary.items() for name in (key, law.title.nl, law.title.en, *law.also))
    return iter(sorted(names, key=lambda each: len(each[0]), reverse=True))


def _articles(listed: Iterable[str]) -> set[tuple[str | None, str]]:
    """(law, article) of every reference; (None, article) stands for an article whose law the text leaves out."""
    articles: set[tuple[str | None, str]] = set()
    for found in filter(None, map(_LISTED.fullmatch, listed)):
        for number in _from_to(found["first"], found["last"]):
            articles |= {(found["law"], number), (None, number)}
    return articles


def _from_to(first: str | None, last: str | None) -> list[str]:
    if first and last and first.isdigit() and last.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [number for number in (first, last) if number]
