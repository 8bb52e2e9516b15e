"""What the rules of certificates refuse."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid, NotFound, Unavailable
from kernel.words import N_


class AlreadyIssued(Conflict):
    message = N_("Dit certificaat is al uitgereikt.")


class AlreadyRevoked(Conflict):
    message = N_("Dit certificaat is al ingetrokken. Je hoeft niets te doen.")


class AlreadySuperseded(Conflict):
    message = N_("Dit certificaat is al vervangen. Kijk bij het nieuwe certificaat van deze persoon.")


class AlreadyErased(Conflict):
    message = N_("Dit dossier is al gewist.")


class NameUnchanged(Conflict):
    message = N_(
        "De naam op het certificaat is dezelfde als die van de persoon. Verbeter eerst de naam bij Mensen, "
        "en geef daarna een nieuw certificaat uit."
    )


class WrongCode(Invalid):
    message = N_("Deze code hoort niet bij dit certificaat. Kijk de code op het papier na: 16 letters en cijfers.")
    field = "code"


class UnknownNumber(NotFound):
    message = N_("Dit nummer kennen we niet.")


class PaperInTheMaking(Unavailable):
    message = N_("Het papier wordt gemaakt. Probeer het over een minuut opnieuw.")


class NobodyChosen(Invalid):
    message = N_("Kies eerst een of meer certificaten waarvan het papier er nog is.")
    field = "certificate"


refuse_by("uq_certificate_achievement_issue", AlreadyIssued)
refuse_by("pk_ending", Conflict)
