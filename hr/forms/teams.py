"""Forms for teams and locations."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField

from kernel.forms import ANY, Form, needed
from people.models import Location, Team


class TeamForm(Form):
    name = StringField(_l("Naam van het team"), needed(_l("Vul de naam van het team in."), 80))
    location = SelectField(_l("Locatie"))

    def offer(self, locations: list[Location]) -> None:
        places = [SelectChoice(str(location.id), location.name) for location in locations]
        self.location.choices = [SelectChoice(ANY, _l("Geen locatie")), *places]


class LocationForm(Form):
    name = StringField(_l("Naam van de locatie"), needed(_l("Vul de naam van de locatie in."), 80))


class MoveForm(Form):
    to = SelectField(_l("Waar gaan ze heen?"))

    def offer(self, teams: list[Team]) -> None:
        self.to.choices = [SelectChoice(str(team.id), team.name) for team in teams]
