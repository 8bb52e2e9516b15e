"""Forms about people."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SearchField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, Regexp

from hr.queries_people import HERE
from hr.words import PERSON_STATES
from kernel.forms import ANY, LONGEST, FilterForm, Form, at_most, cleaned, needed
from people.forms import EMAIL
from people.models import Location, Person, Team


class PeopleFilter(FilterForm):
    q = SearchField(_l("Naam, nummer of mail"), [Optional(), Length(max=LONGEST)])
    team = SelectField(_l("Team"), default=ANY)
    location = SelectField(_l("Locatie"), default=ANY)
    function = SelectField(_l("Functie"), default=ANY)
    state = SelectField(
        _l("Staat"),
        choices=[
            SelectChoice(HERE, _l("In dienst")),
            *(SelectChoice(state.value, _l(name)) for state, (name, _kind) in PERSON_STATES.items()),
            SelectChoice("all", _l("Iedereen, ook vroeger")),
        ],
        default=HERE,
    )

    def offer(self, teams: list[Team], locations: list[Location], functions: list[str]) -> "PeopleFilter":
        """Fill the lists to choose from."""
        self.team.choices = [SelectChoice(ANY, _l("Alle teams")), *_named(teams)]
        self.location.choices = [SelectChoice(ANY, _l("Alle locaties")), *_named(locations)]
        self.function.choices = [SelectChoice(ANY, _l("Alle functies")), *(SelectChoice(f, f) for f in functions)]
        return self


class PersonForm(Form):
    name = StringField(
        _l("Naam"),
        needed(_l("Vul de naam in.")),
        description=_l("Voor- en achternaam, zoals die op het certificaat komt."),
    )
    email = StringField(
        _l("E-mailadres"),
        [Optional(), at_most(254), Regexp(EMAIL, message=_l("Vul een heel e-mailadres in, zoals naam@zorggroep.nl."))],
        description=_l("Leeg laten mag. Dan print je een brief met een code."),
    )
    staff_number = StringField(
        _l("Personeelsnummer"),
        [at_most(40)],
        description=_l("Hieraan herkennen we iemand bij het inlezen van een nieuwe lijst."),
    )
    function = StringField(_l("Functie"), [Optional(), at_most(120)])
    team = SelectField(_l("Team"))
    language = RadioField(
        _l("Taal van mails en pagina’s"),
        choices=[SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")],
        default="nl",
    )

    def offer(self, teams: list[Team]) -> None:
        self.team.choices = [SelectChoice(ANY, _l("Geen team")), *_named(teams)]

    def validate_staff_number(self, field: Any) -> None:
        if not cleaned(field.data) and not cleaned(self.email.data):
            raise ValidationError(_l("Vul een personeelsnummer of een e-mailadres in: daarmee meldt iemand zich aan."))

    def values(self) -> dict[str, Any]:
        """What was filled in, as a person keeps it."""
        return {
            "name": cleaned(self.name.data),
            "email": cleaned(self.email.data).lower() or None,
            "staff_number": cleaned(self.staff_number.data) or None,
            "function": cleaned(self.function.data),
            "language": self.language.data,
        }

    def fill(self, person: Person) -> None:
        self.process(obj=person)
        self.team.data = str(person.team_id or ANY)


class NewPersonForm(PersonForm):
    started_on = DateField(_l("In dienst vanaf"), [InputRequired(_l("Vul de eerste werkdag in."))])


class DepartureForm(Form):
    left_on = DateField(
        _l("Laatste werkdag"),
        [InputRequired(_l("Vul de laatste werkdag in."))],
        description=_l("Die dag telt nog mee. Ligt die al achter ons, dan sluiten we alles meteen."),
    )


class ReturnForm(Form):
    started_on = DateField(_l("Weer in dienst vanaf"), [InputRequired(_l("Vul de eerste werkdag in."))])


def _named(things: list[Any]) -> list[SelectChoice]:
    return [SelectChoice(str(thing.id), thing.name) for thing in things]
