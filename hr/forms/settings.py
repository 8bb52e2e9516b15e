"""Forms for the organisation's settings."""

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from courses.renewal import fewest_days
from kernel.forms import Form, at_most, needed
from people import colours
from people.forms import EMAIL

REMINDERS_MOST = 6


class OrganisationForm(Form):
    name = StringField(
        _l("Naam van de organisatie"),
        needed(_l("Vul de naam van je organisatie in.")),
        description=_l("Zoals medewerkers die kennen. Staat op elke pagina en op elk nieuw certificaat."),
    )
    signatory_name = StringField(
        _l("Wie tekent de certificaten?"),
        [Optional(), at_most(120)],
        description=_l("Bijvoorbeeld de bestuurder. De naam staat onder elk nieuw certificaat."),
    )
    signatory_role = StringField(_l("Functie van wie tekent"), [Optional(), at_most(120)])
    help_contact = StringField(
        _l("Waar vinden mensen hulp?"),
        [Optional(), at_most(160)],
        description=_l("Staat onder elke pagina en mail. Bijvoorbeeld: Bel 088 123 45 10, op werkdagen."),
    )
    mail_from = StringField(
        _l("Afzender van mails"),
        [
            *needed(_l("Vul een e-mailadres in dat iemand leest."), 254),
            Regexp(EMAIL, message=_l("Vul een heel e-mailadres in, zoals leren@zorggroep.nl.")),
        ],
        description=_l("Een adres dat gelezen wordt, want mensen antwoorden op onze mails."),
    )
    zone_name = SelectField(_l("Tijdzone"), description=_l("Bepaalt wanneer een dag begint en eindigt."))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        zones = sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "America/", "Atlantic/")))
        self.zone_name.choices = [SelectChoice(zone, zone.replace("_", " ")) for zone in zones]


class LookForm(Form):
    accent = StringField(
        _l("Kleur"),
        needed(_l("Vul een kleur in, zoals #11594f."), 7),
        description=_l("De hoofdkleur van je huisstijl, als # met zes cijfers of letters."),
    )
    logo = FileField(_l("Logo"), description=_l("PNG, JPEG of WebP van hoogstens 2 MB. Liefst liggend, zonder rand."))
    removes_logo = BooleanField(_l("Haal het logo weg dat er nu staat"))

    def validate_accent(self, field: Any) -> None:
        if not colours.is_colour(field.data or ""):
            raise ValidationError(_l("Dit is geen kleur. Schrijf die als #11594f."))


class AddressForm(Form):
    base_url = StringField(
        _l("Adres"),
        needed(_l("Vul het adres in."), 200),
        description=_l("Begint met https:// en eindigt na de naam, zoals https://leren.zorggroep.nl."),
    )
    is_sure = BooleanField(
        _l("Dit adres blijft jaren bestaan"), [InputRequired(_l("Vink dit aan als je het zeker weet."))]
    )

    def validate_base_url(self, field: Any) -> None:
        try:
            parts = urlsplit((field.data or "").strip())
            is_plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
            is_right = parts.scheme == "https" and bool(parts.hostname) and is_plain and parts.port != 0
        except ValueError:
            is_right = False
        if not is_right:
            raise ValidationError(_l("Dit is geen volledig adres. Schrijf het als https://leren.zorggroep.nl."))


class WordsForm(Form):
    """One field a placeholder; `of` makes the form for the ones that there are."""

    @classmethod
    def of(cls, blanks: list[Any]) -> type["WordsForm"]:
        fields = {
            blank.key: TextAreaField(
                blank.label, [Optional(), at_most(600)], description=blank.help, render_kw={"rows": 2}
            )
            for blank in blanks
        }
        made: type[WordsForm] = type("WordsForm", (cls,), fields)
        return made


def _between(low: int, high: int) -> list[Any]:
    words = _l("Vul een heel getal in van %(min)s tot en met %(max)s.", min=low, max=high)
    return [InputRequired(words), NumberRange(low, high, words)]


class RulesForm(Form):
    pass_mark = IntegerField(_l("Geslaagd vanaf (procent goed)"), _between(50, 100))
    drawn_per_lesson = IntegerField(_l("Vragen per module in de toets"), _between(1, 10))
    attempts_a_day = IntegerField(_l("Pogingen per dag"), _between(1, 10))
    valid_months = IntegerField(_l("Geldig (maanden)"), _between(1, 60))
    window_days = IntegerField(
        _l("Eerder opnieuw beginnen (dagen)"),
        _between(0, 365),
        description=_l("Zo lang voor het einde kan iemand al vernieuwen, zonder geldige dagen te verliezen."),
    )
    answers_kept_months = IntegerField(
        _l("Antwoorden bewaren (maanden)"),
        _between(1, 84),
        description=_l("Zo lang na het einde van het certificaat. Daarna wissen we ze, en dat draait niemand terug."),
    )
    accreditation = StringField(
        _l("Accreditatienummer"),
        [Optional(), at_most(60)],
        description=_l("Gaf een beroepsregister de cursus een nummer? Dat komt op elk nieuw certificaat."),
    )
    due_days = IntegerField(_l("Tijd om klaar te zijn (dagen)"), _between(1, 365))
    reminder_days = StringField(
        _l("Herinneringen"),
        needed(_l("Vul minstens één dag in."), 60),
        description=_l("Dagen vóór de einddatum, met komma’s. Erna schrijf je met een min: 14, 3, -1, -8."),
    )

    def validate_window_days(self, field: Any) -> None:
        if self.valid_months.errors or field.errors:
            return
        most = fewest_days(self.valid_months.data) - 1
        if field.data > most:
            raise ValidationError(
                gettext(
                    "Zo lang geldt het certificaat niet. Vul hoogstens %(most)s in, of laat het langer gelden.",
                    most=most,
                )
            )

    def validate_reminder_days(self, _field: Any) -> None:
        try:
            days = self.days()
        except ValueError:
            days = []
        if not 1 <= len(set(days)) == len(days) <= REMINDERS_MOST or any(not -90 <= day <= 180 for day in days):
            raise ValidationError(_l("Schrijf één tot zes verschillende dagen, met komma’s ertussen: 14, 3, -1, -8."))

    def days(self) -> list[int]:
        """The days as numbers, the earliest reminder first."""
        return sorted((int(part) for part in (self.reminder_days.data or "").split(",")), reverse=True)
