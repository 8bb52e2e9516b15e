"""What the rules of selection refuse: vacancies, invitations, decisions, answers."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class ProfileNotApproved(Invalid):
    message = N_("Kies een profiel dat is goedgekeurd. Een vacature meet tegen één vastgestelde versie.")
    field = "profile"


class NotAtWork(Invalid):
    """`field` says which of the two boxes named somebody who can't be found."""

    message = N_("We vinden niemand die hier werkt met %(name)s. Vul een e-mailadres of personeelsnummer in.")

    def __init__(self, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field  # type: ignore[misc]  # one refusal for two boxes of the same kind


class IsCandidate(Invalid):
    """Who would get a part in a vacancy in which they are a candidate; `field` says which box names them."""

    message = N_("%(name)s is of was kandidaat bij deze vacature en ziet er daarom niets van. Kies een ander.")

    def __init__(self, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field  # type: ignore[misc]  # one refusal for boxes of the same kind


class HasASeat(Conflict):
    message = N_(
        "Deze persoon heeft zelf een rol bij deze vacature: beslist mee, is contactpersoon, beoordeelt iemand of "
        "behandelt een bezwaar. Kies daar eerst een ander voor; daarna kun je de uitnodiging sturen. Wie al iemand "
        "beoordeelde, kan hier geen kandidaat zijn."
    )


class VacancyTwice(Conflict):
    message = N_("Er staat al een open vacature met deze naam en dit profiel. Open die, of kies een andere naam.")


class VacancyShut(Conflict):
    message = N_("Deze vacature is gesloten. Maak een nieuwe vacature om weer mensen uit te nodigen.")


class InvitedAlready(Conflict):
    message = N_("Deze persoon is al uitgenodigd voor deze vacature.")


class FileWasErased(Conflict):
    message = N_("Deze persoon liet het dossier bij deze vacature wissen. Daarom kan hier geen nieuwe uitnodiging uit.")


class BegunAlready(Conflict):
    message = N_("Deze kandidaat is al begonnen. Intrekken kan niet meer; een beslissing kan wel.")


class CameInAlready(Conflict):
    message = N_("Deze kandidaat kwam al binnen met dit e-mailadres. Daarom blijft het zoals het is.")


class DecidedAlready(Conflict):
    message = N_("Over deze kandidaat is al beslist. Een beslissing verandert niet meer; bezwaar maken kan wel.")


class OwnApplication(Conflict):
    message = N_("Dit gaat over jezelf. Vraag een collega om dit te doen.")


class ReasonsTooShort(Invalid):
    message = N_("Schrijf in een paar zinnen waarom, minstens 20 tekens. De kandidaat leest dit.")
    field = "reasons"


class AnswerMissing(Invalid):
    message = N_("Schrijf je antwoord in een paar zinnen, minstens 20 tekens. De kandidaat leest dit.")
    field = "answer"


class AnsweredAlready(Conflict):
    message = N_("Een collega heeft dit net beantwoord.")


class NobodyTicked(Invalid):
    message = N_("Je koos nog niemand. Vink in de lijst aan wie je wilt herinneren.")


class ListChanged(Conflict):
    message = N_("Deze lijst is niet meer geldig. Kies het bestand opnieuw. Er is nog niemand uitgenodigd.")


refuse_by("uq_application_vacancy_id_person_id", InvitedAlready)
refuse_by("pk_decision", DecidedAlready)
