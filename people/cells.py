"""A cell of a list of people as text, a name or a language; and what is said of one that can't be read. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from kernel.words import N_

LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
LONGEST_NAME = 120
LONGEST_EMAIL = 254

_GARBLED = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # UTF-8 that was read as Windows-1252


class BadCell(Exception):
    """What is wrong with a cell, and what to do about it; both still to be translated."""

    def __init__(self, what: str, remedy: str, **values: object) -> None:
        super().__init__(what)
        self.what, self.remedy, self.values = what, remedy, values


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell and what to do, both still to be translated with `values`."""

    line: int
    column: str
    what: str
    remedy: str
    values: Mapping[str, object] = field(default_factory=dict)


def heading_key(heading: str) -> str:
    """A heading as lists of known names hold it: small letters and nothing else."""
    return re.sub(r"[^a-z]", "", heading.casefold())


def read_text(cell: str, most: int) -> str:
    """A cell as typed, NFC. Errors: `BadCell` when it is too long or not readable."""
    text = unicodedata.normalize("NFC", cell.strip())
    if _GARBLED.search(text) or any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        raise BadCell(
            N_("Er staan tekens in die niet goed zijn overgekomen."),
            N_("Bewaar de lijst opnieuw als CSV met UTF-8, of als XLSX."),
        )
    if len(text) > most:
        raise BadCell(N_("Dit is te lang."), N_("Kort het in tot %(most)s tekens."), most=most)
    return text


def read_name(cell: str) -> str:
    """Errors: `BadCell`."""
    text = read_text(cell, LONGEST_NAME)
    if not text:
        raise BadCell(N_("Er staat geen naam."), N_("Vul de naam in, of haal de regel weg."))
    if not any(char.isalpha() for char in text):
        raise BadCell(N_("Dit lijkt geen naam."), N_("Kijk of de kolommen niet verschoven zijn."))
    return text


def read_language(cell: str) -> str:
    """nl, en, or "" when it does not say. Errors: `BadCell`."""
    text = cell.strip().casefold()
    if text and text not in LANGUAGES:
        raise BadCell(N_("Deze taal kennen we niet."), N_("Vul nl of en in, of laat het leeg."))
    return LANGUAGES.get(text, "")
