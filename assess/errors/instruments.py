"""What the rules of instruments refuse."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class InstrumentPublishedBefore(Conflict):
    message = N_("Het instrument %(slug)s is gelijk aan een oude versie. Geef er een nieuwe versie van uit.")


class NoInstrument(Conflict):
    message = N_("Dit instrument is er nog niet. Vraag je beheerder om de inhoud in te lezen.")


class AlreadyKeyed(Conflict):
    message = N_("Je hebt deze situaties al beoordeeld. Dank je wel.")


class InstrumentApproved(Conflict):
    message = N_("Je hebt deze versie al goedgekeurd.")


class KeyingIncomplete(Invalid):
    """`count` options have no rating, or one off the scale."""

    message = N_("Geef elke keuze een cijfer van 1 tot en met 5. Bij %(count)s keuzes ontbreekt het nog.")
    field = "ratings"


refuse_by("pk_keying", AlreadyKeyed)
refuse_by("uq_instrument_approval_revision_id_person_id", InstrumentApproved)
