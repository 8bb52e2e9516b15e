"""What HR fills in to start a position, and to fix its criterion."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, RadioField, SearchField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from kernel.forms import ANY, LONGEST, FilterForm, Form, needed
from people.models import Location, Team


class PositionForm(Form):
    title = StringField(
        _l("Naam van de functie"),
        needed(_l("Vul de naam van de functie in."), 80),
        description=_l("Zoals iedereen die noemt, bijvoorbeeld: Medewerker contactcentrum."),
    )


class NewProfileForm(Form):
    instrument = RadioField(_l("Waarmee meet je?"), [InputRequired(_l("Kies waarmee je wilt meten."))])

    def __init__(self, instruments: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.instrument.choices = [SelectChoice(slug, title) for slug, title in instruments.items()]
        if len(instruments) == 1:
            self.instrument.data = self.instrument.data or next(iter(instruments))


class StaffFilter(FilterForm):
    q = SearchField(_l("Naam, nummer of mail"), [Optional(), Length(max=LONGEST)])
    function = SelectField(_l("Functie"), default=ANY)
    team = SelectField(_l("Team"), default=ANY)
    location = SelectField(_l("Locatie"), default=ANY)

    def offer(self, functions: Iterable[str], teams: Sequence[Team], locations: Sequence[Location]) -> "StaffFilter":
        """Fill the lists to choose from."""
        self.function.choices = [SelectChoice(ANY, _("Alle functies")), *(SelectChoice(f, f) for f in functions)]
        self.team.choices = [SelectChoice(ANY, _("Alle teams")), *(SelectChoice(str(t.id), t.name) for t in teams)]
        places = (SelectChoice(str(place.id), place.name) for place in locations)
        self.location.choices = [SelectChoice(ANY, _("Alle locaties")), *places]
        return self


class FiguresForm(Form):
    file = FileField(_l("Je lijst met cijfers"), [FileRequired(_l("Kies eerst een bestand."))])


class ReadInForm(Form):
    """What was previewed comes back sealed."""

    figures = HiddenField(validators=[InputRequired()])


_SHARE = _l("Vul een heel getal in van 1 tot en met 50.")


class FreezeForm(Form):
    kind = RadioField(
        _l("Waaraan zie je wie het werk het best doet?"), [InputRequired(_l("Kies wat je wilt vastleggen."))]
    )
    top_share = IntegerField(
        _l("Hoeveel procent noem je de besten?"),
        [Optional(), NumberRange(1, 50, _SHARE)],
        description=_l("Alleen bij cijfers. Met 20 horen de hoogste 20 van elke 100 mensen erbij."),
    )

    def __init__(self, kinds: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = [SelectChoice(kind, words) for kind, words in kinds.items()]
