"""What the rules of courses refuse."""

from kernel.database import refuse_by
from kernel.errors import Conflict, Invalid
from kernel.words import N_


class ContentUnfit(Conflict):
    message = N_("De inhoud heeft nog %(count)s fouten. Herstel die eerst: flask content check noemt ze.")


class PublishedBefore(Conflict):
    message = N_("De tekst van %(slug)s is gelijk aan een oude versie. Geef er een nieuwe versie van uit.")


class NoContent(Conflict):
    message = N_("Deze cursus is er nog niet. Vraag je beheerder om de inhoud in te lezen.")


class BlanksOpen(Conflict):
    """`course` is its slug; `blanks` the keys of the words that are missing."""

    message = N_("Deze cursus noemt woorden die je organisatie nog niet heeft ingevuld. Vul die eerst in.")

    def __init__(self, course: str, blanks: list[str]) -> None:
        super().__init__()
        self.course, self.blanks = course, blanks


class AlreadyApproved(Conflict):
    message = N_("Je hebt deze versie al goedgekeurd.")


class AlreadyEnrolled(Conflict):
    message = N_("Deze cursus staat al open.")


class EnrolmentClosed(Conflict):
    message = N_("Deze ronde is afgesloten. Op je overzicht zie je wat er nu van je gevraagd wordt.")


class TextChanged(Conflict):
    message = N_("De tekst van deze les is net vernieuwd. Lees de nieuwe versie en ga dan verder.")


class ReadFirst(Conflict):
    message = N_("Lees eerst alle lessen. Daarna gaat de toets open.")


class AttemptsSpent(Conflict):
    message = N_("Je hebt de toets vandaag al %(count)s keer gemaakt. Morgen kun je het weer proberen.")


class AlreadyPassed(Conflict):
    message = N_("Je bent al geslaagd voor deze toets.")


class HandedIn(Conflict):
    message = N_("Deze toets is al ingeleverd. Je opgeslagen antwoorden staan bij de uitslag.")


class TimeOver(Conflict):
    message = N_("De tijd is voorbij. Wat je had opgeslagen telt mee: lever de toets nu in.")


class NoSuchAnswer(Invalid):
    message = N_("Dit antwoord hoort niet bij deze vraag. Laad de pagina opnieuw.")
    field = "chosen"


class PassFirst(Conflict):
    message = N_("Maak eerst de toets. Ben je geslaagd, dan kun je hier tekenen.")


class AlreadySigned(Conflict):
    message = N_("Je hebt deze verklaring al getekend.")


class OtherName(Invalid):
    message = N_("Typ je naam zoals die in de verklaring staat. Klopt die naam niet? Vraag HR om hem te verbeteren.")
    field = "typed_name"


class StatementChanged(Conflict):
    message = N_("De tekst van de verklaring is net vernieuwd. Lees de nieuwe tekst voordat je tekent.")


class WordsMissing(Conflict):
    message = N_("Deze verklaring is nog niet klaar om te tekenen. We hebben nog gegevens van je organisatie nodig.")


refuse_by("uq_enrolment_open", AlreadyEnrolled)
refuse_by("uq_approval_revision_id", AlreadyApproved)
refuse_by("uq_signature_enrolment_id", AlreadySigned)
refuse_by("pk_hand_in", HandedIn)
