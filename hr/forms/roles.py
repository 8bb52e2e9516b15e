"""Forms for roles."""

from flask_babel import gettext, lazy_gettext as _l
from wtforms import SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput

from hr.services.roles import GRANTABLE
from kernel.forms import Form
from people.permissions import ROLE_NAMES, Role

WHAT_IT_MAY = {
    Role.HR: _l("leest mensen in, wijst cursussen toe, geeft certificaten uit, maakt functieprofielen en vacatures"),
    Role.ASSESSOR: _l("beoordeelt interviews en gespeelde gesprekken waarvoor diegene is gevraagd"),
    Role.PSYCHOLOGIST: _l("leest elk cijfer van een functieprofiel, met de formule erbij"),
    Role.PRIVACY_OFFICER: _l("keurt de inhoud goed, ziet wie gecertificeerd is en leest het logboek"),
    Role.AUDITOR: _l("leest bewijs van één persoon, met een reden die diegene ook ziet"),
    Role.ADMINISTRATOR: _l("geeft en neemt rollen, stelt de organisatie in"),
}


class RolesForm(Form):
    roles = SelectMultipleField(_l("Rollen"), option_widget=CheckboxInput(), validate_choice=True)

    def offer(self) -> None:
        names = {role: gettext(ROLE_NAMES[role]) for role in GRANTABLE}
        self.roles.choices = [
            SelectChoice(role.value, f"{name[0].upper()}{name[1:]}: {WHAT_IT_MAY[role]}")
            for role, name in names.items()
        ]
