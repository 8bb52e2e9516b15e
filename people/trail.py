"""One's own trail in words: who looked at your results, and what else was done with what is yours."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import audit
from kernel.audit import AuditRow
from kernel.words import N_
from people.models import Person

LOOKS = ("looked", "evidence.looked_at")
WORDS = {
    "looked": N_("Keek naar je resultaat"),
    "evidence.looked_at": N_("Keek naar je resultaat"),
    "sign_in": N_("Aangemeld"),
    "sign_in.refused": N_("Iemand probeerde je aan te melden met een verkeerd wachtwoord"),
    "sign_out": N_("Afgemeld"),
    "confirm": N_("Wachtwoord nog een keer gegeven"),
    "confirm.refused": N_("Een verkeerd wachtwoord gegeven"),
    "code.refused": N_("Iemand gebruikte een verkeerde code bij je personeelsnummer"),
    "invitation.made": N_("Uitnodiging gestuurd"),
    "invitation.redeemed": N_("Wachtwoord gekozen met de uitnodiging"),
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
    "certificate.downloaded": N_("Certificaat gedownload"),
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
OTHER = N_("Iets anders met je gegevens gedaan")


@dataclass(frozen=True)
class Event:
    """One row of the trail; `actor` is None for Maatstaf itself, `message` is Dutch until a page translates it."""

    at: datetime
    message: str
    actor: str | None
    is_mine: bool
    reason: str


@dataclass(frozen=True)
class Trail:
    looks: list[Event]
    others: list[Event]


def message_of(action: str) -> str:
    """The act in words, by its own name or else by what it concerns."""
    return WORDS.get(action) or BY_NOUN.get(action.partition(".")[0], OTHER)


def about(session: Session, person: Person, limit: int = 100) -> Trail:
    """The newest of both kinds; looks apart, so that many sign-ins never push one off the page."""
    looks = select(AuditRow).where(AuditRow.subject_id == person.id, AuditRow.action.in_(LOOKS))
    looked = list(session.scalars(looks.order_by(AuditRow.id.desc()).limit(limit)))
    done = [row for row in audit.about(session, person.id, limit) if row.action not in LOOKS]
    names = _names(session, {row.actor_id for row in [*looked, *done] if row.actor_id})
    return Trail(
        looks=[_event(row, person, names) for row in looked if row.actor_id != person.id],
        others=[_event(row, person, names) for row in done],
    )


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _event(row: AuditRow, person: Person, names: dict[int, str]) -> Event:
    actor = names.get(row.actor_id) if row.actor_id else None
    return Event(row.at, message_of(row.action), actor, row.actor_id == person.id, row.reason)
