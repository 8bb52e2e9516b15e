"""What is refused about experts and nominators, and about what they hand in."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class HandedInAlready(Conflict):
    message = N_("Deze persoon heeft al ingeleverd. Wat ingeleverd is, blijft meetellen.")


class TwoIsEnough(Conflict):
    message = N_("Er zijn al twee beoordelaars. Haal eerst iemand weg.")


class TwoNeeded(Conflict):
    message = N_("Kies eerst twee beoordelaars. Zo telt niet één mening.")


class FewPeople(Conflict):
    message = N_("Kies eerst de mensen die dit werk doen: minstens drie.")


class NobodyToAsk(Conflict):
    message = N_("Je hebt iedereen al gevraagd. Voeg eerst iemand toe.")


class BothFirst(Conflict):
    message = N_("Opnieuw vragen kan als beide beoordelaars hebben ingeleverd.")


class TwiceIsEnough(Conflict):
    message = N_("Beide beoordelaars zijn al een tweede keer gevraagd. Een derde keer kan niet.")


class ScoresOpen(Conflict):
    message = N_("De scores zijn open. Vanaf dat moment verandert hier niets meer.")


class RelevanceHandedIn(Conflict):
    message = N_("Je hebt dit al ingeleverd. Dank je wel.")


class RelevanceIncomplete(Invalid):
    message = N_("Kies bij elke competentie hoe belangrijk die is.")


class NominationHandedIn(Conflict):
    message = N_("Je hebt je lijst al ingeleverd. Dank je wel.")


class NobodyNamed(Invalid):
    message = N_("Kies minstens één collega.")
    field = "chosen"


class TooManyNamed(Invalid):
    message = N_("Kies hoogstens %(most)s collega’s. Dat is de helft: anders zegt de vergelijking niets.")
    field = "chosen"


class NotOnTheList(Invalid):
    message = N_("De lijst is net veranderd. Kijk je keuze na.")
    field = "chosen"


refuse_by("pk_relevance", RelevanceHandedIn)
refuse_by("pk_nomination", NominationHandedIn)
