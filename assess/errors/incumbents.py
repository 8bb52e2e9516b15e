"""What is refused about the people who do the work."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class NobodyTicked(Invalid):
    message = N_("Je koos nog niemand. Vink in de lijst aan wie dit werk doet.")


class TooManyAtOnce(Invalid):
    message = N_("Dit zijn te veel mensen in één keer. Kies er hoogstens %(most)s, bijvoorbeeld per team.")


class AlreadyInvited(Conflict):
    message = N_("Deze persoon is al uitgenodigd. Meedoen is vrijwillig: de persoon kan zelf afzien.")


class SomebodyNominated(Conflict):
    """Who hands in a list saw the people of that moment."""

    message = N_(
        "Een beoordelaar koos al uit de mensen van nu. Vraag eerst beide beoordelaars opnieuw; daarna kun je mensen "
        "toevoegen of weghalen."
    )


class NobodyToInvite(Conflict):
    message = N_("Iedereen die hier werkt, is al uitgenodigd.")


class TooFewToInvite(Conflict):
    """One alone would be seen in what HR is told of the turnout."""

    message = N_("Nodig minstens %(fewest)s mensen tegelijk uit. Van minder mensen zou je kunnen zien wie meedoet.")


class RemindedLately(Conflict):
    message = N_("Er ging kortgeleden al een herinnering. Wacht nog even met de volgende.")


class NobodyToRemind(Conflict):
    message = N_("Er is niemand om te herinneren: iedereen is klaar, of heeft geen e-mailadres.")


refuse_by("uq_incumbent_profile_id_person_id", Conflict)
