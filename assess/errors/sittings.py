"""What the rules of taking part and of taking an assessment refuse."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class SittingHandedIn(Conflict):
    message = N_("Je antwoorden zijn al ingeleverd. Je kunt er niets meer aan veranderen.")


class SelectionClosed(Conflict):
    message = N_("Deze vacature is gesloten. Je hoeft niets meer in te vullen. Heb je vragen? Bel je contactpersoon.")


class ProfileMade(Conflict):
    message = N_("Het profiel is al gemaakt. Je hoeft niets meer in te vullen.")


class TookNoPart(Conflict):
    message = N_("Je hebt gezegd dat je niet meedoet. Je hoeft hier niets meer in te vullen.")


class NothingAnswered(Conflict):
    message = N_("Je hebt nog niets ingevuld. Geef eerst antwoord op de vragen.")


class NoSuchRating(Invalid):
    message = N_("Dit antwoord hoort niet bij deze vraag. Laad de pagina opnieuw.")
    field = "chosen"


refuse_by("pk_sitting_hand_in", SittingHandedIn)
