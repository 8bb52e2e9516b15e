"""What the rules of candidates refuse: preparing, reading, letting go, objecting, keeping."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class StepsFirst(Conflict):
    message = N_("Er komt nog iets voor. Doe eerst wat op je overzicht open staat.")


class NoReport(Conflict):
    message = N_("Je rapport is nog niet klaar. Je krijgt een mail zodra je het kunt lezen.")


class AlreadyReleased(Conflict):
    message = N_("Je hebt dit rapport al vrijgegeven. Dat blijft zo.")


class ReleasedMeanwhile(Conflict):
    message = N_("Je koos net al iets, misschien op een ander apparaat. Bekijk hoe het nu staat.")


class NothingWritten(Invalid):
    message = N_("Schrijf in een paar woorden wat je bedoelt.")
    field = "text"


class NoDecision(Conflict):
    message = N_("Er is nog geen besluit. Je krijgt een brief zodra het er is.")


class AlreadyObjected(Conflict):
    message = N_("Je hebt al bezwaar gemaakt. Wil je iets toevoegen? Bel of mail wie je bezwaar behandelt.")


class NotHired(Conflict):
    message = N_("Dit kan alleen als je bent aangenomen.")


refuse_by("uq_release_application_id_sequence", ReleasedMeanwhile)
refuse_by("uq_objection_application_id", AlreadyObjected)
