"""What people fill in on the pages of certificates."""

from collections.abc import Sequence

from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from certificates.holder import normalise_code
from certificates.ledger.entries import Reason
from certificates.numbers import normalise_number
from certificates.words import REASONS, STATES
from kernel.forms import Form
from people.models import Team

LARGEST_FILE = 10_000_000


class NumberForm(Form):
    """Which certificate; a GET, so that the address can be kept."""

    class Meta:
        csrf = False

    number = StringField(
        _l("Certificaatnummer"),
        validators=[InputRequired(_l("Vul het nummer in dat op het certificaat staat."))],
        description=_l("26 letters en cijfers, onder ‘Controleer dit certificaat’."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )

    def validate_number(self, field: StringField) -> None:
        if normalise_number(field.data) is None:
            raise ValidationError(_("Dit is geen certificaatnummer. Tel de letters en cijfers na: het zijn er 26."))


class CodeForm(Form):
    """Who has the paper in hand, has its code."""

    code = StringField(
        _l("Code van de houder"),
        validators=[InputRequired(_l("Vul de code in die op het papier staat."))],
        description=_l("16 letters en cijfers, onder het certificaatnummer."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )

    def validate_code(self, field: StringField) -> None:
        if normalise_code(field.data) is None:
            raise ValidationError(_("Dit is geen code. Tel de letters en cijfers na: het zijn er 16."))


class SuppliedForm(Form):
    """A paper or its JSON, to be looked at and not kept."""

    file = FileField(
        _l("Kies het bestand"),
        validators=[FileRequired(_l("Kies eerst een bestand."))],
        description=_l("De PDF of het JSON-bestand van het certificaat, hoogstens 10 MB. We bewaren het niet."),
        render_kw={"accept": ".pdf,.json,application/pdf,application/json"},
    )


class RevokeForm(Form):
    """Why a certificate does not hold any more."""

    reason = RadioField(_l("Waarom trek je dit certificaat in?"), validators=[InputRequired(_l("Kies een reden."))])
    note = TextAreaField(
        _l("Toelichting"),
        validators=[InputRequired(_l("Schrijf in een paar woorden op wat er aan de hand is.")), Length(max=500)],
        description=_l("Voor het logboek van de organisatie. De houder kan dit lezen."),
    )
    confirmed = HiddenField(default="")

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.reason.choices = [SelectChoice(str(int(reason)), _(words)) for reason, words in REASONS.items()]

    @property
    def chosen(self) -> Reason:
        return Reason(int(self.reason.data))


class SearchForm(Form):
    """What HR looks for; a GET, so that it stands in the address."""

    class Meta:
        csrf = False

    name = StringField(_l("Naam"))
    team = SelectField(_l("Team"), validate_choice=False)
    title = SelectField(_l("Cursus"), validate_choice=False)
    status = SelectField(_l("Status"), validate_choice=False)
    first = DateField(_l("Uitgereikt vanaf"))
    last = DateField(_l("Uitgereikt tot en met"))

    def __init__(self, formdata: object, teams: Sequence[Team], titles: Sequence[str]) -> None:
        super().__init__(formdata)
        every = SelectChoice("", _("Alle"))
        self.team.choices = [every, *(SelectChoice(str(team.id), team.name) for team in teams)]
        self.title.choices = [every, *(SelectChoice(title, title) for title in titles)]
        self.status.choices = [every, *(SelectChoice(state, _(name)) for state, (name, _kind) in STATES.items())]
