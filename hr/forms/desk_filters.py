"""What narrows HR's lists; it stands in the address, so it carries no token."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SearchField, SelectChoice, SelectField
from wtforms.validators import Length, Optional

from kernel.forms import ANY, LONGEST, FilterForm


class Named(Protocol):
    """A team or a location."""

    id: Any
    name: Any


class MailFilter(FilterForm):
    q = SearchField(_l("Naam of onderwerp"), [Optional(), Length(max=LONGEST)])
    state = SelectField(
        _l("Staat"),
        choices=[
            SelectChoice(ANY, _l("Alle mails")),
            SelectChoice("bounced", _l("Teruggekomen")),
            SelectChoice("failed", _l("Niet verstuurd")),
            SelectChoice("queued", _l("Staat klaar")),
            SelectChoice("sent", _l("Verstuurd")),
        ],
    )


class TrailFilter(FilterForm):
    q = SearchField(_l("Naam of nummer"), [Optional(), Length(max=LONGEST)])
    action = SelectField(_l("Wat er gebeurde"))
    since = DateField(_l("Vanaf"), [Optional()])
    until = DateField(_l("Tot en met"), [Optional()])


class RegisterFilter(FilterForm):
    course = SelectField(_l("Cursus"))
    q = SearchField(_l("Naam of nummer"), [Optional(), Length(max=LONGEST)])
    team = SelectField(_l("Team"))
    location = SelectField(_l("Locatie"))
    state = SelectField(
        _l("Staat"),
        choices=[
            SelectChoice(ANY, _l("Alle")),
            SelectChoice("certified", _l("Geldig certificaat")),
            SelectChoice("due", _l("Loopt nog")),
            SelectChoice("late", _l("Te laat")),
            SelectChoice("never_started", _l("Niet begonnen")),
            SelectChoice("not_asked", _l("Niet toegewezen")),
        ],
    )

    def offer(
        self, courses: Sequence[tuple[str, str]], teams: Sequence[Named], locations: Sequence[Named]
    ) -> "RegisterFilter":
        """Fill the lists to choose from; without a course in the address it is the first."""
        self.course.choices = [SelectChoice(slug, title) for slug, title in courses]
        self.team.choices = [SelectChoice(ANY, _l("Alle teams")), *(SelectChoice(str(t.id), t.name) for t in teams)]
        places = (SelectChoice(str(place.id), place.name) for place in locations)
        self.location.choices = [SelectChoice(ANY, _l("Alle locaties")), *places]
        if self.course.data not in {slug for slug, _title in courses}:
            self.course.data = courses[0][0] if courses else ""
        return self


class ReminderFilter(FilterForm):
    q = SearchField(_l("Naam of nummer"), [Optional(), Length(max=LONGEST)])
    course = SelectField(_l("Cursus"))

    def offer(self, courses: Sequence[tuple[str, str]]) -> "ReminderFilter":
        """Fill the list to choose from."""
        self.course.choices = [SelectChoice(ANY, _l("Alle cursussen")), *(SelectChoice(*each) for each in courses)]
        return self
