"""Whether the pages of a paper are those that the issuer sealed; when not, what was changed on them."""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pikepdf
from babel.dates import format_date

from certificates.attachments import SEAL_TYPE
from certificates.canonical import Json, digest
from certificates.findings import Finding
from certificates.paper_seal import DAMAGE, page_digest
from certificates.paper_text import shows, visible_text
from certificates.proof import verify
from certificates.snapshot import Snapshot

_LOCALES = ("nl", "en_GB", "en_US")
_WORD_FORMATS = ("long", "d MMM y")
_DIGIT_FORMATS = ("yyyy-MM-dd", "dd-MM-yyyy", "d-M-yyyy", "dd/MM/yyyy")


def paper_findings(
    pdf: pikepdf.Pdf, seal: Json | None, credential: Json, snapshot: Snapshot, key: bytes
) -> list[Finding]:
    """What is wrong with the pages; the seal is made with the key that signed the credential."""
    if seal is None:
        return [Finding.PAPER_UNSEALED, *_differences(pdf, snapshot)]
    if not verify(seal, key) or seal.get("type") != SEAL_TYPE:
        return [Finding.SEAL_FALSE, *_differences(pdf, snapshot)]
    if seal.get("credential") != digest(credential):
        return [Finding.PAPER_OF_ANOTHER, *_differences(pdf, snapshot)]
    if _digest(pdf) != seal.get("pages"):
        return [Finding.PAPER_EDITED, *_differences(pdf, snapshot)]
    return []


def _digest(pdf: pikepdf.Pdf) -> str | None:
    try:
        return page_digest(pdf)
    except DAMAGE:
        return None


def _differences(pdf: pikepdf.Pdf, snapshot: Snapshot) -> Iterator[Finding]:
    """Which signed facts the pages no longer show: the words for a person, once the seal is known to be broken."""
    try:
        text = visible_text(pdf)
    except DAMAGE:
        return
    if not shows(text, snapshot.holder):
        yield Finding.NAME_DIFFERS
    if not shows(text, snapshot.title):
        yield Finding.TITLE_DIFFERS
    if not all(_shows_date(text, each) for each in (snapshot.valid_from, snapshot.valid_until) if each):
        yield Finding.DATE_DIFFERS


def _shows_date(text: str, moment: datetime) -> bool:
    """Whether the day is on the pages, in words or digits; its offset is that of the organisation's zone."""
    return any(shows(text, spelling) for spelling in _spellings(moment.date()))


def _spellings(day: date) -> set[str]:
    in_words = {format_date(day, pattern, locale) for pattern in _WORD_FORMATS for locale in _LOCALES}
    in_digits = {format_date(day, pattern, "en_GB") for pattern in _DIGIT_FORMATS}
    return {re.sub(r"\s+", " ", spelling) for spelling in in_words | in_digits}
