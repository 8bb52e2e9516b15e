"""What people's rules refuse."""

from kernel.database import refuse_by
from kernel.errors import Conflict, DomainError, Invalid, NotFound
from kernel.words import N_


class WrongCredentials(Invalid):
    """One sentence for every way in which signing in fails, so that it tells nobody who has an account."""

    message = N_("Dit klopt niet. Kijk je e-mailadres of personeelsnummer en je wachtwoord na.")
    field = "password"


class LinkSpent(NotFound):
    status = 410
    message = N_("Deze link werkt niet meer. Vraag hieronder een nieuwe aan.")


class WeakPassword(Invalid):
    message = N_("Kies een wachtwoord van minstens 12 tekens, dat niet te raden is uit je naam.")
    field = "password"


class EmailTaken(Conflict):
    message = N_("Dit e-mailadres hoort al bij iemand anders.")


class StaffNumberTaken(Conflict):
    message = N_("Dit personeelsnummer hoort al bij iemand anders.")


class NameTaken(Conflict):
    message = N_("Deze naam bestaat al. Kies een andere naam.")


class TeamInUse(Conflict):
    message = N_("In dit team werken nog mensen. Geef hun eerst een ander team.")


class BaseUrlFixed(Conflict):
    message = N_("Het adres ligt vast sinds het eerste certificaat, want het staat op elk papier.")


class LastAdministrator(Conflict):
    message = N_("Er blijft altijd één beheerder. Geef eerst iemand anders deze rol.")


class FileErased(DomainError):
    message = N_("Dit dossier is gewist.")


refuse_by("uq_person_email", EmailTaken)
refuse_by("uq_person_staff_number", StaffNumberTaken)
refuse_by("uq_team_name", NameTaken)
refuse_by("uq_location_name", NameTaken)
