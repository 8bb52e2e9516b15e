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
    Permission.READ_TRAIL: N_("Wie wat deed of bekeek."),
}
ROLES = tuple(Role)


@dataclass(frozen=True)
class Line:
    """One row of the matrix: what is opened, and for each of `ROLES` whether it opens."""

    opens: str
    marks: tuple[bool, ...]


def roles() -> list[str]:
    return [_(ROLE_NAMES[role]) for role in ROLES]


def matrix() -> Iterator[Line]:
    """A row a permission; everybody who works here is an employee too."""
    for permission, opens in OPENS.items():
        yield Line(_(opens), tuple(may(role, permission) for role in ROLES))


def may(role: Role, permission: Permission) -> bool:
    own = frozenset() if role is Role.CANDIDATE else GRANTS[Role.EMPLOYEE]
    return permission in GRANTS[role] | own
