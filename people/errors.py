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


class NumberIsAddress(Invalid):
    message = N_("Een personeelsnummer is geen e-mailadres. Vul alleen het nummer in.")
    field = "staff_number"


class NameTaken(Conflict):
    message = N_("Deze naam bestaat al. Kies een andere naam.")


class TeamInUse(Conflict):
    message = N_("In dit team werken nog mensen. Geef hun eerst een ander team.")


class BaseUrlFixed(Conflict):
    message = N_("Het adres ligt vast sinds het eerste certificaat, want het staat op elk papier.")


class LastAdministrator(Conflict):
    message = N_("Er blijft altijd één beheerder. Geef eerst iemand anders deze rol.")


class WrongCode(Invalid):
    """One sentence for every way in which a letter's code fails."""

    message = N_("Dit klopt niet. Kijk je personeelsnummer en de code na. Is je brief oud? Vraag HR om een nieuwe.")
    field = "code"


class WrongSetUpCode(Invalid):
    message = N_("Deze code klopt niet. De code staat in het venster waarin Maatstaf is gestart.")
    field = "code"


class WrongPassword(Invalid):
    message = N_("Dit is niet je wachtwoord van nu. Typ het nog een keer.")
    field = "current"


class NoEmail(Conflict):
    message = N_("Deze persoon heeft geen e-mailadres. Maak een brief met een code.")


class SomebodyElse(Conflict):
    message = N_("In deze browser is iemand anders aangemeld. Meld eerst die persoon af.")


class NoColour(Invalid):
    message = N_("Vul een kleur in met zes tekens, zoals #1f6f63.")
    field = "accent"


class LogoTooLarge(Invalid):
    message = N_("Dit logo is te groot. Kies een afbeelding van hoogstens 2 MB.")
    field = "logo"


class LogoIsDrawing(Invalid):
    message = N_("Een SVG kan code bevatten, daarom nemen we die niet aan. Sla je logo op als PNG en kies die.")
    field = "logo"


class LogoUnreadable(Invalid):
    message = N_("We kunnen deze afbeelding niet lezen. Kies een PNG, JPEG of WebP.")
    field = "logo"


class DoorwayShut(NotFound):
    status = 410
    message = N_("Deze link werkt niet meer. Vraag een nieuwe aan wie je uitnodigde.")


class ComesByPassword(Conflict):
    message = N_("Je werkt hier. Meld je aan met je wachtwoord.")


class NeedsDoorCode(Conflict):
    message = N_("We kennen deze browser nog niet. We mailen je een code.")


class WrongDoorCode(Invalid):
    """One sentence for every way in which a mailed code fails."""

    message = N_("Deze code klopt niet, of is te oud. Kijk hem na of vraag een nieuwe code.")
    field = "door_code"


class UnknownBrowser(DomainError):
    status = 401
    message = N_("We kennen deze browser niet meer. Open de link uit je mail nog eens.")


class FileErased(DomainError):
    message = N_("Dit dossier is gewist.")


refuse_by("uq_person_email", EmailTaken)
refuse_by("uq_person_staff_number", StaffNumberTaken)
refuse_by("uq_person_staff_number_lower", StaffNumberTaken)
refuse_by("uq_team_name", NameTaken)
refuse_by("uq_location_name", NameTaken)
