"""The trail in words: an act is a noun and what was done with it, `certificate.issued` is "certificaat uitgegeven"."""

from kernel.words import N_

ALONE = {
    "looked": N_("resultaat bekeken"),
    "refused": N_("geen toegang gekregen"),
    "sign_in": N_("aangemeld"),
    "sign_out": N_("afgemeld"),
    "confirm": N_("wachtwoord nog eens gegeven"),
}
NOUNS = {
    "answer": N_("antwoord"),
    "answers": N_("antwoorden"),
    "archive": N_("ZIP met certificaten"),
    "assignment": N_("toewijzing"),
    "attempt": N_("toets"),
    "certificate": N_("certificaat"),
    "certificates": N_("certificaten"),
    "code": N_("code"),
    "confirm": N_("wachtwoord"),
    "course": N_("cursus"),
    "enrolment": N_("ronde"),
    "evidence": N_("bewijs"),
    "export": N_("bestand"),
    "file": N_("dossier"),
    "invitation": N_("uitnodiging"),
    "invitations": N_("uitnodigingen"),
    "job": N_("werk"),
    "key": N_("sleutel"),
    "lesson": N_("les"),
    "letter": N_("brief"),
    "letters": N_("brieven"),
    "list": N_("lijst"),
    "location": N_("locatie"),
    "mail": N_("mail"),
    "organisation": N_("organisatie"),
    "paper": N_("papier"),
    "people": N_("mensen"),
    "period": N_("periode"),
    "person": N_("persoon"),
    "recovery": N_("nieuw wachtwoord"),
    "register": N_("register"),
    "reminder": N_("herinnering"),
    "reminders": N_("herinneringen"),
    "revision": N_("versie"),
    "role": N_("rol"),
    "rules": N_("regels van de cursus"),
    "session": N_("sessie"),
    "sign_in": N_("aanmelding"),
    "signature": N_("handtekening"),
    "staff": N_("personeel"),
    "statement": N_("verklaring"),
    "team": N_("team"),
    "trail": N_("logboek"),
}
VERBS = {
    "added": N_("toegevoegd"),
    "address_changed": N_("van adres veranderd"),
    "address_fixed": N_("op een vast adres gezet"),
    "all_ended": N_("overal beëindigd"),
    "approved": N_("goedgekeurd"),
    "asked": N_("gevraagd"),
    "changed": N_("veranderd"),
    "closed": N_("afgesloten"),
    "corrected": N_("verbeterd"),
    "deleted": N_("weggehaald"),
    "details_updated": N_("bijgewerkt: gegevens"),
    "downloaded": N_("gedownload"),
    "ended": N_("beëindigd"),
    "erased": N_("gewist"),
    "exported": N_("als bestand gemaakt"),
    "granted": N_("gegeven"),
    "handed_in": N_("ingeleverd"),
    "imported": N_("ingelezen"),
    "issued": N_("uitgegeven"),
    "joined": N_("in dienst"),
    "language_chosen": N_("koos een taal"),
    "left": N_("uit dienst"),
    "look_updated": N_("bijgewerkt: uiterlijk"),
    "looked": N_("bekeken"),
    "made": N_("gemaakt"),
    "moved": N_("verplaatst"),
    "opened": N_("geopend"),
    "password_changed": N_("veranderde het wachtwoord"),
    "published": N_("uitgegeven"),
    "read": N_("gelezen"),
    "redeemed": N_("gebruikt"),
    "refused": N_("geweigerd"),
    "reissued": N_("opnieuw uitgegeven"),
    "removed": N_("weggehaald"),
    "renamed": N_("van naam veranderd"),
    "reopened": N_("opnieuw geopend"),
    "returned": N_("weer in dienst"),
    "revoked": N_("ingetrokken"),
    "rotated": N_("vernieuwd"),
    "saved": N_("opgeslagen"),
    "sent": N_("verstuurd"),
    "set_up": N_("ingericht"),
    "signed": N_("getekend"),
    "started": N_("begonnen"),
    "superseded": N_("vervangen"),
    "taken": N_("afgenomen"),
    "tried_again": N_("opnieuw klaargezet"),
    "updated": N_("bijgewerkt"),
    "withdrawn": N_("ingetrokken"),
    "words_updated": N_("bijgewerkt: woorden"),
}


def words_of(action: str) -> tuple[str, ...]:
    """The act as Dutch words for a page to translate one by one; a name that we have no words for stays as it is."""
    if action in ALONE:
        return (ALONE[action],)
    noun, _, verb = action.partition(".")
    return (NOUNS.get(noun, noun), *((VERBS.get(verb, verb.replace("_", " ")),) if verb else ()))


def object_of(name: str) -> tuple[str, str]:
    """The noun of "noun:key" as a Dutch word, and its key; what is no such name stands alone."""
    noun, colon, key = name.partition(":")
    return (NOUNS.get(noun, noun), key) if colon else ("", name)
