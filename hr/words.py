"""States and acts as words on HR's pages: (word, kind), the kind as in components/status_tag.html."""

from hr.queries_mails import MailState
from hr.queries_people import State
from kernel.words import N_

PERSON_STATES = {
    State.ACTIVE: (N_("Doet mee"), "good"),
    State.NOT_INVITED: (N_("Nog niet uitgenodigd"), "todo"),
    State.INVITED: (N_("Uitgenodigd"), "busy"),
    State.EXPIRED: (N_("Uitnodiging verlopen"), "warn"),
    State.BOUNCED: (N_("Mail teruggekomen"), "bad"),
    State.FAILED: (N_("Mail niet verstuurd"), "bad"),
    State.LEFT: (N_("Uit dienst"), "gone"),
}

MAIL_STATES = {
    MailState.QUEUED: (N_("Staat klaar"), "todo"),
    MailState.FAILED: (N_("Niet verstuurd"), "bad"),
    MailState.SENT: (N_("Verstuurd"), "good"),
    MailState.BOUNCED: (N_("Teruggekomen"), "bad"),
}

JOB_WORDS = {
    "deliver_mail": N_("Een mail versturen"),
    "make_paper": N_("Een certificaat opmaken"),
    "make_archive": N_("Certificaten in een ZIP zetten"),
    "make_export": N_("Een lijst als bestand maken"),
    "assign_people": N_("Een cursus toewijzen aan de gekozen mensen"),
    "invite_people": N_("De gekozen mensen uitnodigen"),
    "remind_people": N_("De gekozen mensen herinneren"),
    "enrol_and_tell": N_("Mensen laten weten dat er een cursus klaarstaat"),
    "recover": N_("Een mail voor een nieuw wachtwoord maken"),
    "derive_profile": N_("De scores van een functieprofiel openen"),
    "invite_incumbents": N_("Mensen uitnodigen voor een functieprofiel"),
    "make_report": N_("Een rapport voor een kandidaat maken"),
    "remind_of_profile": N_("Mensen herinneren aan een functieprofiel"),
    "tell_of_closing": N_("Kandidaten laten weten dat een vacature sluit"),
    "daily": N_("Het werk van elke dag: herinneren en vernieuwen"),
}

REGISTER_STATES = {
    "certified": (N_("Geldig"), "good"),
    "passed": (N_("Nog tekenen"), "busy"),
    "started": (N_("Bezig"), "busy"),
    "not_started": (N_("Niet begonnen"), "todo"),
    "late": (N_("Te laat"), "warn"),
    "expired": (N_("Verlopen"), "gone"),
    "not_asked": (N_("Niet toegewezen"), "gone"),
}

AUDIENCES = {
    "everyone": N_("Iedereen"),
    "team": N_("Een team"),
    "location": N_("Een locatie"),
    "function": N_("Een functie"),
    "person": N_("Eén persoon"),
}

REASONS = {
    "asked": N_("Toegewezen"),
    "renewal": N_("Vernieuwing"),
    "changed": N_("Opnieuw, want de inhoud is veranderd"),
    "own_wish": N_("Op eigen verzoek"),
}

CLOSED = {
    "certified": N_("Afgerond"),
    "left": N_("Gestopt, want uit dienst"),
    "withdrawn": N_("Ingetrokken"),
}

ROUND_STATES = {
    "not_started": (N_("Niet begonnen"), "todo"),
    "reading": (N_("Leest de lessen"), "busy"),
    "ready_to_test": (N_("Klaar voor de toets"), "busy"),
    "testing": (N_("Bezig met de toets"), "busy"),
    "failed": (N_("Nog niet geslaagd"), "busy"),
    "passed_unsigned": (N_("Nog tekenen"), "busy"),
    "certified": (N_("Afgerond"), "good"),
    "closed": (N_("Gestopt"), "gone"),
}
