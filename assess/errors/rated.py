"""What is refused about rated work: planning it, rating it, talking about it."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class TwoRatersNeeded(Invalid):
    message = N_("Kies precies twee beoordelaars. Zo telt niet één mening.")
    field = "raters"


class NoRater(Invalid):
    message = N_(
        "Kies beoordelaars uit de lijst. Wie wordt beoordeeld, leiding geeft of kandidaat is, staat er niet in."
    )
    field = "raters"


class TopicsNeeded(Invalid):
    message = N_("Kies %(fewest)s tot en met %(most)s onderwerpen. Dat past in een uur.")
    field = "topics"


class NotInvited(Conflict):
    message = N_("Deze persoon is nog niet uitgenodigd. Nodig eerst uit; meedoen is vrijwillig.")


class ScoresAreOpen(Conflict):
    message = N_("De scores van dit profiel zijn open. Een nieuw gesprek telt pas mee bij een volgende versie.")


class RatedByNow(Conflict):
    message = N_("Een beoordelaar leverde al in. Wat ingeleverd is, blijft staan.")


class MomentIsOver(Conflict):
    message = N_("Dit moment is al voorbij. Wat je plande, blijft staan.")


class RatedAlready(Conflict):
    message = N_("Je hebt dit al beoordeeld. Wat je inleverde, blijft staan.")


class RatingIncomplete(Invalid):
    message = N_("Geef bij elk onderwerp een cijfer van 1 tot en met 5, of kies “niet gezien”.")


class QuoteMissing(Invalid):
    message = N_("Schrijf bij elk cijfer één citaat op. Is er geen citaat, kies dan “niet gezien”.")


class TickMissing(Invalid):
    message = N_("Kies ja, nee of twijfel.")
    field = "disclosed"


class WordsMissing(Invalid):
    message = N_("Schrijf de woorden op die je hoorde.")
    field = "words"


class NoTalkAsked(Conflict):
    message = N_("Jullie cijfers liggen niet ver uit elkaar. Een gesprek is niet nodig.")


class TalkedAlready(Conflict):
    message = N_("Jullie gesprek staat er al bij.")


class TalkEmpty(Invalid):
    message = N_("Schrijf in een paar woorden waar het over ging.")
    field = "about"


class ReportFirst(Conflict):
    message = N_("Geef eerst je rapport vrij. Dit gaat dan mee.")


refuse_by("pk_exercise_rating", RatedAlready)
refuse_by("pk_exercise_talk", TalkedAlready)
