"""Who may open what of assessment, from `people.permissions.GRANTS`: for the works council's pack."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from kernel.words import N_
from people.permissions import GRANTS, ROLE_NAMES, Permission, Role

# The permissions that touch assessment, and what they open; courses have their own.
OPENS: dict[Permission, str] = {
    Permission.TAKE_PART: N_("Eigen antwoorden, scores en rapport. Vrijgeven, of niet."),
    Permission.ADVISE: N_(
        "Wat aan deze persoon zelf is gevraagd: als deskundige of beoordelaar, of om mee te beslissen over een "
        "vacature. Dan ook de rapporten die zijn vrijgegeven."
    ),
    Permission.MAKE_PROFILES: N_("Functies en profielen: aantallen en de uitkomst. Nooit scores van een medewerker."),
    Permission.SELECT: N_("Vacatures, kandidaten, rapporten die zijn vrijgegeven, besluiten."),
    Permission.RATE: N_("Interviews en gespeelde gesprekken die deze persoon beoordeelt."),
    Permission.READ_FIGURES: N_("Elk cijfer van een profiel, met formule. Nooit per persoon."),
    Permission.APPROVE_INSTRUMENTS: N_("De vragenlijst met de sleutel, om goed te keuren. Nooit antwoorden of scores."),
    Permission.READ_TRAIL: N_("Wie wat deed of bekeek."),
}
ROLES = tuple(Role)


# On what each processing rests, as docs/privacy.md has it.
GROUNDS = (
    (
        N_("Collega’s die meedoen: antwoorden, scores, hoe goed iemand het werk doet"),
        N_("gerechtvaardigd belang (f): weten wat het werk vraagt; meedoen is vrijwillig, en bezwaar kan altijd"),
    ),
    (
        N_("Deskundigen en beoordelaars: wat zij zeggen over het werk, en hun naam"),
        N_("gerechtvaardigd belang (f): het profiel en elke beoordeling zijn na te gaan"),
    ),
    (
        N_("Kandidaten: antwoorden, rapport, beoordelingen, besluit"),
        N_(
            "stappen voor een overeenkomst, op verzoek van de kandidaat (b), en gerechtvaardigd belang (f): eerlijk "
            "kiezen"
        ),
    ),
    (N_("Wat iemand nodig heeft om mee te doen"), N_("dezelfde grondslag; alleen wat nodig is, nooit waarom")),
    (N_("Een dossier een jaar bewaren"), N_("toestemming (a), altijd in te trekken")),
    (N_("Het rapport mee naar het personeelsdossier"), N_("toestemming (a), alleen als de persoon zelf ja zegt")),
    (N_("Wie wat deed of zag"), N_("gerechtvaardigd belang (f): kunnen nagaan dat dit klopt")),
)


@dataclass(frozen=True)
class Ground:
    """What is processed, and the legal basis on which."""

    what: str
    ground: str


@dataclass(frozen=True)
class Line:
    """One row of the matrix: what is opened, and for each of `ROLES` whether it opens."""

    opens: str
    marks: tuple[bool, ...]


def roles() -> list[str]:
    return [_(ROLE_NAMES[role]) for role in ROLES]


def grounds() -> Iterator[Ground]:
    """The legal basis of each processing (AVG art. 6)."""
    return (Ground(_(what), _(ground)) for what, ground in GROUNDS)


def matrix() -> Iterator[Line]:
    """A row a permission; everybody who works here is an employee too."""
    for permission, opens in OPENS.items():
        yield Line(_(opens), tuple(may(role, permission) for role in ROLES))


def may(role: Role, permission: Permission) -> bool:
    own = frozenset() if role is Role.CANDIDATE else GRANTS[Role.EMPLOYEE]
    return permission in GRANTS[role] | own
