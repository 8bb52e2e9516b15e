"""What HR's desk refuses."""

from kernel.errors import Conflict, Invalid, NotAllowed
from kernel.words import N_


class PeopleChanged(Conflict):
    message = N_("Intussen is er iets veranderd, dus er is nog niets ingelezen. Hieronder staat hoe het nu zou worden.")


class ListHasFaults(Conflict):
    message = N_("In deze lijst klopt nog iets niet. Er is niets ingelezen.")


class ListGone(Conflict):
    message = N_("Deze lijst is niet meer bewaard. Kies het bestand opnieuw.")


class Protected(NotAllowed):
    """Who gets into the account of an administrator, gets in everywhere."""

    message = N_("Alleen een beheerder verandert hoe een beheerder, auditor of privacyfunctionaris zich aanmeldt.")


class LeavesBeforeStart(Invalid):
    message = N_("De laatste werkdag ligt voor de eerste. Kijk de datums na.")
    field = "left_on"


class AlreadyLeft(Conflict):
    message = N_("Deze persoon is al uit dienst.")


class StillHere(Conflict):
    message = N_("Deze persoon is nog in dienst.")


class SameTeam(Invalid):
    message = N_("Kies een ander team dan het team dat weggaat.")
    field = "to"


class LocationInUse(Conflict):
    message = N_("Op deze locatie zitten nog teams. Geef die teams eerst een andere locatie.")


class NobodyToInvite(Conflict):
    message = N_("Er is niemand om uit te nodigen: iedereen is al uitgenodigd of heeft geen e-mailadres.")


class NotFailed(Conflict):
    message = N_("Dit werk is niet vastgelopen, of iemand zette het al opnieuw klaar.")


class NotSent(Conflict):
    message = N_("Deze mail is nog niet verstuurd. Wacht tot hij weg is, of kijk bij Mails en werk wat er misging.")


class NobodyChosen(Invalid):
    message = N_("Je koos nog niemand. Vink in de lijst aan voor wie je dit wilt doen.")


class ExportGone(Conflict):
    message = N_("Dit bestand bewaren we een dag. Maak het opnieuw vanuit de lijst.")
