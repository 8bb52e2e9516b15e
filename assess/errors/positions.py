"""What is refused about positions and the versions of their profiles."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class PositionTaken(Conflict):
    message = N_("Deze functie staat er al. Open die functie, of kies een andere naam.")


class VersionOpen(Conflict):
    message = N_("De laatste versie is nog in de maak. Werk in die versie verder.")


class NoSuchInstrument(Invalid):
    message = N_("Kies waarmee je wilt meten.")
    field = "instrument"


refuse_by("uq_position_title", PositionTaken)
refuse_by("uq_job_profile_position_id_version", VersionOpen)
