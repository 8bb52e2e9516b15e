"""What states, reasons and findings are called on a page; translated where they are shown."""

from certificates.findings import Finding
from certificates.ledger.entries import Reason
from certificates.state import State
from kernel.words import N_

# State: its name, and the kind of tag it gets (templates/components/status_tag.html).
STATES: dict[State, tuple[str, str]] = {
    State.VALID: (N_("Geldig"), "good"),
    State.UPCOMING: (N_("Nog niet geldig"), "todo"),
    State.EXPIRED: (N_("Verlopen"), "gone"),
    State.SUPERSEDED: (N_("Vervangen"), "gone"),
    State.REVOKED: (N_("Ingetrokken"), "bad"),
    State.ERASED: (N_("Gewist"), "gone"),
}

# The first words that somebody reads who checks it.
HEADLINES: dict[State, str] = {
    State.VALID: N_("Dit certificaat is geldig"),
    State.UPCOMING: N_("Dit certificaat geldt nog niet"),
    State.EXPIRED: N_("Dit certificaat is verlopen"),
    State.SUPERSEDED: N_("Dit certificaat is vervangen"),
    State.REVOKED: N_("Dit certificaat is ingetrokken"),
    State.ERASED: N_("Dit certificaat is gewist"),
}

# What it means for who checks, and what to do.
ADVICE: dict[State, tuple[str, str]] = {
    State.VALID: (
        N_("Dit certificaat is door ons uitgegeven en geldt vandaag."),
        N_("Vergelijk het papier met wat wij hebben vastgelegd: vul hieronder de code van de houder in."),
    ),
    State.UPCOMING: (
        N_("Dit certificaat is door ons uitgegeven, maar het geldt nog niet."),
        N_("Kijk vanaf welke dag het geldt, of vraag de houder om het certificaat dat nu geldt."),
    ),
    State.EXPIRED: (
        N_("Dit certificaat was echt en geldig, maar de einddatum is voorbij."),
        N_("Vraag de houder of er een nieuwer certificaat is."),
    ),
    State.SUPERSEDED: (
        N_("Er stond iets niet goed op dit certificaat. Er is een verbeterd certificaat voor in de plaats gekomen."),
        N_("Accepteer dit papier niet. Vraag de houder om het nieuwe certificaat."),
    ),
    State.REVOKED: (
        N_("De organisatie heeft dit certificaat ingetrokken. Het geldt niet meer."),
        N_("Accepteer dit papier niet. Neem bij vragen contact op met de organisatie."),
    ),
    State.ERASED: (
        N_("Dit certificaat is door ons uitgegeven. De gegevens van de houder zijn daarna gewist."),
        N_("We kunnen de naam niet meer vergelijken. De PDF van de houder bewijst zichzelf nog: controleer die hier."),
    ),
}

REASONS: dict[Reason, str] = {
    Reason.ISSUED_IN_ERROR: N_("Per vergissing uitgegeven"),
    Reason.IRREGULARITY: N_("Bij de toets of de verklaring is iets niet eerlijk gegaan"),
    Reason.HOLDER_REQUEST: N_("De houder vraagt erom"),
    Reason.OTHER: N_("Een andere reden"),
}

FINDINGS: dict[Finding, str] = {
    Finding.UNREADABLE: N_("Dit bestand is geen PDF of JSON die we kunnen lezen."),
    Finding.NO_CREDENTIAL: N_("In dit bestand zit geen certificaat."),
    Finding.MALFORMED: N_("Wat in dit bestand zit, is geen certificaat zoals wij dat uitgeven."),
    Finding.SIGNATURE_FALSE: N_("De ondertekende gegevens zijn na het ondertekenen veranderd."),
    Finding.ISSUER_DIFFERS: N_("Dit certificaat is niet door ons ondertekend."),
    Finding.KEY_RETIRED: N_("Dit certificaat is ondertekend met een sleutel die wij niet meer gebruikten."),
    Finding.PROOF_MALFORMED: N_("Het bewijs uit het logboek is niet te lezen."),
    Finding.NOT_IN_LOG: N_("Het bewijs uit het logboek hoort niet bij dit certificaat."),
    Finding.CHECKPOINT_FALSE: N_("Het bewijs komt niet uit ons logboek."),
    Finding.LOG_FORKED: N_("Het bewijs spreekt ons logboek tegen."),
    Finding.NAME_DIFFERS: N_("De naam op dit papier is niet de naam in het ondertekende bewijs."),
    Finding.TITLE_DIFFERS: N_("De titel op dit papier is niet de titel in het ondertekende bewijs."),
    Finding.DATE_DIFFERS: N_("Een datum op dit papier is niet de datum in het ondertekende bewijs."),
    Finding.PAPER_EDITED: N_("De pagina’s van dit papier zijn veranderd nadat het is gemaakt."),
    Finding.PAPER_UNSEALED: N_("Dit papier heeft geen zegel. Wat erop staat, kan veranderd zijn."),
    Finding.PAPER_OF_ANOTHER: N_("Het zegel in dit papier hoort bij een ander certificaat."),
    Finding.SEAL_FALSE: N_("Het zegel op dit papier is niet van ons."),
    Finding.NOT_YET_VALID: N_("Dit certificaat geldt nog niet."),
    Finding.EXPIRED: N_("De einddatum van dit certificaat is voorbij."),
    Finding.ISSUER_UNPROVEN: N_("Wie dit certificaat uitgaf, is niet bewezen."),
    Finding.LOG_UNPROVEN: N_("De plaats in het logboek is niet bewezen."),
    Finding.NO_LOG_PROOF: N_("Dit bestand heeft geen bewijs uit het logboek bij zich."),
}
