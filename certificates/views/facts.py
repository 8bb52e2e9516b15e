"""The signed facts of a certificate as rows to compare with the paper."""

from datetime import date, datetime

from babel.dates import format_date
from flask_babel import get_locale, gettext as _

from certificates.canonical import Json
from certificates.credential import Kind
from certificates.paper_content import accreditation_number, kind_of, pass_rule
from certificates.snapshot import Snapshot
from people import crockford

Rows = list[dict[str, str]]


def signed_rows(credential: Json, log_index: int | None) -> Rows:
    """What the credential says, name and all: only for who has the paper, or may see the person."""
    facts, achievement = Snapshot.of(credential), credential["credentialSubject"]["achievement"]
    issued = datetime.fromisoformat(credential["awardedDate"]).astimezone(facts.valid_from.tzinfo)
    rows = [
        (_("Naam"), facts.holder),
        (_("Titel"), facts.title),
        (_("Uitgegeven door"), facts.issuer),
        (
            _("Waarop het rust") if kind_of(achievement) is Kind.ASSESSMENT else _("Waaraan is voldaan"),
            pass_rule(credential).replace("\n", ". ") or achievement["criteria"]["narrative"],
        ),
        (_("Accreditatie"), accreditation_number(achievement)),
        (
            _("Uitgereikt op"),
            _day(issued),
        ),
        (_("Geldig van"), _day(facts.valid_from)),
        (_("Geldig tot en met"), _day(facts.valid_until) if facts.valid_until else ""),
        (_("Vingerafdruk van de inhoud"), _in_fours(achievement["version"].removeprefix("sha256:")[:16])),
        (_("Plaats in het logboek"), "" if log_index is None else str(log_index)),
        (_("Vervangt"), crockford.grouped(credential.get("replaces", "").rpartition("/")[2])),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def evidence_rows(credential: Json) -> Rows:
    """Documents under the certificate, by their SHA-256."""
    names = {
        "answers": _("Antwoorden op de toets"),
        "settings": _("Instellingen van de training"),
        "statement": _("Ondertekende verklaring"),
        "report": _("Rapport van het assessment"),
        "profile": _("Functieprofiel"),
    }
    return [
        {"key": names.get(each["name"], each["name"]), "value": each["description"].removeprefix("SHA-256 ")}
        for each in credential.get("evidence", [])
    ]


def _day(moment: date) -> str:
    return format_date(moment, "d MMMM y", locale=get_locale())


def _in_fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
