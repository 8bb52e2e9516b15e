"""States and acts as words on HR's pages: (word, kind), the kind as in components/status_tag.html."""

from hr.queries_mails import MailState
from kernel.words import N_

MAIL_STATES = {
    MailState.QUEUED: (N_("Staat klaar"), "todo"),
    MailState.SENT: (N_("Verstuurd"), "good"),
    MailState.BOUNCED: (N_("Teruggekomen"), "bad"),
}

JOB_WORDS = {
    "deliver_mail": N_("Een mail versturen"),
    "make_paper": N_("Een certificaat opmaken"),
    "make_archive": N_("Certificaten in een ZIP zetten"),
    "make_export": N_("Een lijst als bestand maken"),
    "recover": N_("Een mail voor een nieuw wachtwoord maken"),
    "daily": N_("Het werk van elke dag: herinneren en vernieuwen"),
}
