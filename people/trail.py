"""One's own trail in words: who looked at your results, and what else was done with what is yours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import clock
from kernel.audit import AuditRow
from kernel.words import N_
from people.models import Organisation, Person

LOOKED = "looked"
LOOKS = (
    LOOKED,
    "evidence.looked_at",
    "certificate.looked",
    "certificate.downloaded",
    "certificate.compared",
    "report.looked",
    "guide.looked",
    "exercise.looked",
)
SAVED = "answer.saved"
ROWS_A_LINE = 20
BY_SOMEBODY = (
    "certificate.compared", "code.refused", "door_code.made", "door_code.refused", "recovery.asked", "sign_in.refused",
)  # fmt: skip
WORDS = {
    LOOKED: N_("Keek naar je resultaat"),
    "evidence.looked_at": N_("Keek naar de antwoorden bij je certificaat"),
    "certificate.looked": N_("Bekeek je certificaat"),
    "certificate.downloaded": N_("Downloadde je certificaat"),
    "certificate.compared": N_("Vergeleek je certificaat op de pagina waar iedereen kan controleren"),
    "sign_in": N_("Aangemeld"),
    "sign_in.refused": N_("Iemand probeerde je aan te melden met een verkeerd wachtwoord"),
    "sign_out": N_("Afgemeld"),
    "confirm": N_("Wachtwoord nog een keer gegeven"),
    "confirm.refused": N_("Een verkeerd wachtwoord gegeven"),
    "confirm.by_code": N_("Met een code uit de mail laten zien dat je het bent"),
    "doorway.made": N_("Link gemaakt waarmee je binnenkomt"),
    "doorway.withdrawn": N_("Link waarmee je binnenkwam gesloten"),
    "doorway.claimed": N_("Voor het eerst binnengekomen met een apparaat"),
    "browser.forgotten": N_("Een apparaat komt er niet meer vanzelf in"),
    "door_code.made": N_("Code gemaild om met een ander apparaat binnen te komen"),
    "door_code.refused": N_("Iemand gaf een verkeerde code uit een mail"),
    "code.refused": N_("Iemand gebruikte een verkeerde code bij je personeelsnummer"),
    "invitation.made": N_("Uitnodiging gestuurd"),
    "invitation.redeemed": N_("Wachtwoord gekozen met de uitnodiging"),
    "mail.bounced": N_("Genoteerd dat een mail aan jou terugkwam"),
    "letter.made": N_("Brief met een code gemaakt"),
    "letter.redeemed": N_("Wachtwoord gekozen met de code uit de brief"),
    "recovery.asked": N_("Een nieuw wachtwoord gevraagd"),
    "recovery.made": N_("Mail voor een nieuw wachtwoord gestuurd"),
    "recovery.redeemed": N_("Nieuw wachtwoord gekozen"),
    "person.password_changed": N_("Wachtwoord veranderd"),
    "person.language_chosen": N_("Taal gekozen"),
    "session.ended": N_("Op één apparaat afgemeld"),
    "session.all_ended": N_("Overal afgemeld"),
    "organisation.set_up": N_("Maatstaf ingericht en een account gemaakt"),
    "file.opened": N_("Dossier geopend om je papieren in te bewaren"),
    "certificate.issued": N_("Certificaat gemaakt"),
    "certificate.revoked": N_("Certificaat ingetrokken"),
    "certificate.superseded": N_("Certificaat vervangen"),
    "certificate.reissued": N_("Certificaat opnieuw gemaakt"),
    "paper.made": N_("PDF van je certificaat gemaakt"),
    "file.erased": N_("Dossier met je papieren gewist"),
    "enrolment.opened": N_("Een cursus aan je gevraagd"),
    "enrolment.closed": N_("Een cursus afgesloten"),
    "reminder.sent": N_("Herinnering gestuurd"),
    "lesson.read": N_("Les gelezen"),
    "attempt.started": N_("Toets begonnen"),
    SAVED: N_("Antwoord bewaard"),
    "attempt.handed_in": N_("Toets ingeleverd"),
    "statement.signed": N_("Verklaring ondertekend"),
    "period.ended": N_("Geldigheid van een cursus beëindigd"),
    "person.added": N_("Je gegevens toegevoegd"),
    "person.joins": N_("Je gegevens toegevoegd uit de personeelslijst"),
    "person.changed": N_("Je gegevens veranderd"),
    "person.changes": N_("Je gegevens veranderd door de personeelslijst"),
    "person.left": N_("Je laatste werkdag genoteerd"),
    "person.leaves": N_("Je laatste werkdag genoteerd uit de personeelslijst"),
    "person.let_go": N_("Je toegang beëindigd na je laatste werkdag"),
    "person.rehired": N_("Genoteerd dat je weer in dienst bent"),
    "person.returns": N_("Uit de personeelslijst genoteerd dat je weer in dienst bent"),
    "person.forgotten": N_("Je naam en adres gewist"),
    "role.granted": N_("Een rol gekregen"),
    "role.taken": N_("Een rol kwijtgeraakt"),
    "team.managers_set": N_("Leidinggevende van een team geworden of niet meer"),
    "person.applied": N_("Je gegevens toegevoegd omdat je solliciteert"),
    "application.invited": N_("Je uitgenodigd voor een vacature"),
    "application.invited_again": N_("Je een nieuwe link voor een vacature gestuurd"),
    "application.reminded": N_("Je aan een vacature herinnerd"),
    "application.withdrawn": N_("Je uitnodiging voor een vacature ingetrokken"),
    "application.decided": N_("Een besluit over je sollicitatie genomen"),
    "remark.answered": N_("Je vraag over het rapport beantwoord"),
    "objection.answered": N_("Je bezwaar beantwoord"),
    "objection.handed_over": N_("Je bezwaar aan een andere collega gegeven"),
    "hiring_manager.named": N_("Gevraagd om mee te beslissen over een vacature"),
    "hiring_manager.removed": N_("Genoteerd dat je niet meer meebeslist over een vacature"),
    "report.looked": N_("Las je vrijgegeven rapport"),
    "guide.looked": N_("Bekeek de gespreksleidraad bij je vrijgegeven rapport"),
    "incumbent.chosen": N_("Gekozen als iemand die het werk van een functie doet"),
    "incumbent.removed": N_("Weggehaald uit de mensen die het werk van een functie doen"),
    "incumbent.invited": N_("Uitgenodigd om mee te doen aan een functieprofiel"),
    "incumbent.withdrawn": N_("Gekozen om niet mee te doen aan een functieprofiel"),
    "incumbent.needs_told": N_("Gezegd wat je nodig hebt bij het assessment"),
    "sitting.started": N_("Assessment begonnen"),
    "sitting.handed_in": N_("Antwoorden van het assessment ingeleverd"),
    "expert.chosen": N_("Gekozen om te zeggen wat belangrijk is voor een functie"),
    "expert.asked": N_("Gevraagd wat belangrijk is voor een functie"),
    "expert.removed": N_("Niet meer gevraagd wat belangrijk is voor een functie"),
    "nominator.chosen": N_("Gekozen om aan te wijzen wie het werk het best doet"),
    "nominator.asked": N_("Gevraagd om aan te wijzen wie het werk het best doet"),
    "nominator.removed": N_("Niet meer gevraagd om aan te wijzen wie het werk het best doet"),
    "notice.read": N_("Gelezen wat het assessment is"),
    "needs.told": N_("Gezegd wat je nodig hebt bij het assessment"),
    "preview.read": N_("Gelezen hoe het werk echt is"),
    "practice.done": N_("Geoefend voor het assessment"),
    "report.made": N_("Je rapport gemaakt"),
    "remark.correction": N_("Gevraagd om iets in het rapport te verbeteren"),
    "remark.comment": N_("Iets bij het rapport gezet"),
    "remark.talk": N_("Gevraagd om een gesprek over het rapport"),
    "report.released": N_("Het rapport vrijgegeven"),
    "report.blocked": N_("Het rapport niet vrijgegeven"),
    "report.carried": N_("Het rapport meegegeven aan je personeelsdossier"),
    "objection.made": N_("Bezwaar gemaakt"),
    "keep.consented": N_("Goedgevonden dat je dossier een jaar bewaard blijft"),
    "keep.withdrawn": N_("Niet langer goedgevonden dat je dossier een jaar bewaard blijft"),
    "application.erased": N_("Het dossier van je sollicitatie gewist"),
    "application.erased_in_time": N_("Het dossier van je sollicitatie gewist, omdat de bewaartijd voorbij is"),
    "exercise.planned": N_("Een interview of gespeeld gesprek met je gepland"),
    "exercise.cancelled": N_("Een interview of gespeeld gesprek met je afgezegd"),
    "exercise.rater_replaced": N_("Een andere beoordelaar voor je interview of gespeelde gesprek gevraagd"),
    "exercise.rated": N_("Je interview of gespeelde gesprek beoordeeld"),
    "exercise.talked": N_("Opgeschreven wat twee beoordelaars van jou bespraken"),
    "exercise.looked": N_("Keek als beoordelaar naar beide beoordelingen van jou"),
    "exercise.released": N_("Vrijgegeven hoe je interview of gespeelde gesprek is beoordeeld"),
    "figure.imported": N_("Een cijfer over je werk ingelezen voor een functieprofiel"),
}
BY_NOUN = {
    "person": N_("Je gegevens bijgewerkt"),
    "role": N_("Je rol veranderd"),
    "period": N_("Een cursus aan je gevraagd of bijgewerkt"),
    "attempt": N_("Je toets bijgewerkt"),
    "certificate": N_("Je certificaat bijgewerkt"),
    "signature": N_("Je verklaring bijgewerkt"),
    "lesson": N_("Een les bijgewerkt"),
}
ANSWERS = N_("%(count)s antwoorden bewaard")
OTHER = N_("Iets anders met je gegevens gedaan")


class Why(StrEnum):
    """What somebody who looked was doing; Dutch until a page translates it."""

    FILE = N_("opende het dossier")
    REGISTER = N_("bekeek het register")
    DOWNLOAD = N_("downloadde het register")
    SEARCH = N_("zocht in de certificaten")
    REMINDERS = N_("bekeek de herinneringen")
    TEAM = N_("bekeek het team")
    VACANCY = N_("bekeek de vacature")
    SELECTION = N_("wil een besluit nemen over de sollicitatie")
    REQUEST = N_("beantwoordt een vraag of bezwaar")


WHYS = frozenset(Why)
CLOSED = {
    "certified": N_("je haalde het certificaat"),
    "left": N_("je ging uit dienst"),
    "withdrawn": N_("we vragen deze cursus niet meer"),
}


@dataclass(frozen=True)
class Event:
    """One line of the trail, of `count` rows; `message` and `why` are Dutch until a page translates them.

    `reason` is what somebody typed. `actor` is None for Maatstaf itself, or with `is_unknown` for somebody of whom
    we do not know who.
    """

    at: datetime
    message: str
    actor: str | None
    is_mine: bool
    reason: str
    why: str = ""
    is_unknown: bool = False
    count: int = 1


@dataclass(frozen=True)
class Trail:
    looks: list[Event]
    others: list[Event]


def message_of(action: str) -> str:
    """The act in words, by its own name or else by what it concerns."""
    return WORDS.get(action) or BY_NOUN.get(action.partition(".")[0], OTHER)


def about(session: Session, person: Person, limit: int = 100) -> Trail:
    """The newest of both kinds; looks by others apart, so that many sign-ins never push one off the page."""
    zone = session.get_one(Organisation, 1).zone
    mine = select(AuditRow).where(AuditRow.subject_id == person.id).order_by(AuditRow.id.desc())
    is_look = AuditRow.action.in_(LOOKS) & AuditRow.actor_id.is_distinct_from(person.id)
    looked = _a_day(session.scalars(mine.where(is_look).limit(limit * ROWS_A_LINE)), zone)[:limit]
    done = _folded(session.scalars(mine.where(~is_look).limit(limit * ROWS_A_LINE)))[:limit]
    names = _names(session, {row.actor_id for row, _count in [*looked, *done] if row.actor_id})
    return Trail(
        looks=[_event(row, person, names, count) for row, count in looked],
        others=[_event(row, person, names, count) for row, count in done],
    )


def _a_day(rows: Iterable[AuditRow], zone: ZoneInfo) -> list[tuple[AuditRow, int]]:
    """Each look with how many it stands for: those of one person for one reason on a day are one line, the newest."""
    lines: dict[object, tuple[AuditRow, int]] = {}
    for row in rows:
        what = (clock.day(row.at, zone), row.actor_id, row.action, row.reason)
        newest, count = lines.get(what, (row, 0))
        lines[what] = (newest, count + 1)
    return list(lines.values())


def _folded(rows: Iterable[AuditRow]) -> list[tuple[AuditRow, int]]:
    """Each row with how many it stands for: answers saved one after another in a test are one line, the newest."""
    lines: list[tuple[AuditRow, int]] = []
    for row in rows:
        last, count = lines[-1] if lines else (None, 0)
        if last is not None and row.action == last.action == SAVED and row.object == last.object:
            lines[-1] = (last, count + 1)
        else:
            lines.append((row, 1))
    return lines


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _event(row: AuditRow, person: Person, names: dict[int, str], count: int = 1) -> Event:
    why = CLOSED.get(row.reason, "") if row.action == "enrolment.closed" else row.reason if row.reason in WHYS else ""
    return Event(
        at=row.at,
        message=ANSWERS if count > 1 and row.action == SAVED else message_of(row.action),
        actor=names.get(row.actor_id) if row.actor_id else None,
        is_mine=row.actor_id == person.id,
        reason="" if why else row.reason,
        why=why,
        is_unknown=row.actor_id is None and row.action in BY_SOMEBODY,
        count=count,
    )
