"""States and outcomes of selection as words: (word, kind), the kind as in components/status_tag.html.

A decision has one kind whatever came out: no colour says which is better.
"""

from assess.candidate_states import State
from kernel.words import N_

STATES = {
    State.INVITED: (N_("Uitgenodigd"), "todo"),
    State.STARTED: (N_("Begonnen"), "busy"),
    State.HANDED_IN: (N_("Ingeleverd"), "busy"),
    State.WITH_CANDIDATE: (N_("Bij de kandidaat"), "busy"),
    State.NOT_RELEASED: (N_("Niet vrijgegeven"), "gone"),
    State.RELEASED: (N_("Vrijgegeven"), "busy"),
    State.DECIDED: (N_("Besloten"), "good"),
    State.WITHDRAWN: (N_("Uitnodiging ingetrokken"), "gone"),
    State.ERASED: (N_("Gewist"), "gone"),
}
OUTCOMES = {"hired": N_("Aangenomen"), "not_hired": N_("Niet aangenomen")}
REQUESTS = {
    "objection": N_("Bezwaar"),
    "correction": N_("Verzoek om verbetering"),
    "talk": N_("Verzoek om een gesprek"),
}
# For HR, where a profile is chosen: what its status gives, and what it forbids.
STATUS_FORBIDS = {
    "hypothesis": N_(
        "Je krijgt scores per competentie en vragen voor het gesprek. Er is geen totaalscore: kandidaten ermee "
        "vergelijken kan niet."
    ),
    "indicative": N_(
        "Een aanwijzing, die vooral rust op het oordeel van deskundigen. Het voorspelt niet hoe iemand het werk doet: "
        "wijs niemand af op een score alleen."
    ),
    "provisional": N_(
        "Vergeleken met het werk van genoeg eigen mensen, maar nog niet gevolgd bij nieuwe collega’s: wijs niemand af "
        "op een score alleen."
    ),
    "followed_up": N_(
        "Gevolgd bij nieuwe collega’s. Ook dan is een score één deel van wat je weet: een mens beslist, met redenen."
    ),
}
