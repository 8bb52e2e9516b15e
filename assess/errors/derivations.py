"""What is refused about opening scores and approving what came out."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class NotYet(Conflict):
    """Something has to be there before scores open; the profile's page says what."""

    message = N_("De scores gaan nog niet open. Bekijk bij het profiel wat er nog ontbreekt.")


class OpenedBefore(Conflict):
    message = N_("De scores zijn al open. Bekijk wat eruit kwam.")


class PeopleChanged(Conflict):
    """Somebody handed in or withdrew while we calculated."""

    message = N_("Intussen deed er iemand mee of juist niet meer. We rekenen opnieuw.")


class NothingToApprove(Conflict):
    message = N_("Er is nog niets om goed te keuren. Open eerst de scores.")


class ApprovedBefore(Conflict):
    message = N_("Dit profiel is al goedgekeurd. Het verandert niet meer.")


class ReviewOffScale(Invalid):
    message = N_("Kies een dag na vandaag, en hoogstens drie jaar later.")
    field = "review_on"


refuse_by("pk_derivation", OpenedBefore)
refuse_by("pk_profile_approval", ApprovedBefore)
