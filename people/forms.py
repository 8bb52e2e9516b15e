"""What people fill in to come in, and in their own account."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from kernel.errors import DomainError
from kernel.forms import Form
from people.addresses import ADDRESS

EMAIL = rf"^\s*{ADDRESS}\s*$"
LONGEST_PASSWORD = 200
PASSWORD_HINT = _l("Minstens 12 tekens. Een zin van een paar woorden is veilig en goed te onthouden.")


def refuse(form: Form, refusal: DomainError) -> None:
    """Show a refusal at the field it belongs to, or above the form."""
    words = gettext(refusal.message, **refusal.values)
    field = getattr(refusal, "field", "")
    if field and field in form:
        form[field].errors = [*form[field].errors, words]
    else:
        form.form_errors = [*form.form_errors, words]


def _needed(words: Any) -> list[Any]:
    return [InputRequired(words), Length(max=320, message=_l("Dit is te lang. Kort het in tot hoogstens 320 tekens."))]


def _new_password() -> list[Any]:
    return [
        InputRequired(_l("Kies een wachtwoord.")),
        Length(min=12, message=_l("Dit wachtwoord is te kort. Kies er een van minstens 12 tekens.")),
        Length(max=LONGEST_PASSWORD, message=_l("Dit wachtwoord is te lang. Kies er een van hoogstens 200 tekens.")),
    ]


class SignInForm(Form):
    name = StringField(_l("E-mailadres of personeelsnummer"), _needed(_l("Vul je e-mailadres of personeelsnummer in.")))
    password = PasswordField(_l("Wachtwoord"), _needed(_l("Vul je wachtwoord in.")))


class ConfirmForm(Form):
    name_of_proof = "password"
    password = PasswordField(_l("Wachtwoord"), _needed(_l("Vul je wachtwoord in.")))


class RecoveryForm(Form):
    name = StringField(_l("E-mailadres of personeelsnummer"), _needed(_l("Vul je e-mailadres of personeelsnummer in.")))


class InvitationForm(Form):
    password = PasswordField(_l("Nieuw wachtwoord"), _new_password(), description=PASSWORD_HINT)


class BeginForm(Form):
    is_borrowed = BooleanField(
        _l("Dit is niet mijn eigen apparaat"),
        description=_l("Dan onthouden we deze browser kort. Meld je af als je stopt."),
    )


class DoorCodeForm(Form):
    door_code = StringField(
        _l("Code uit de mail"),
        _needed(_l("Vul de zes cijfers uit de mail in.")),
        description=_l("Zes cijfers. Ze werken tien minuten."),
    )


class ConfirmByCodeForm(DoorCodeForm):
    name_of_proof = "door_code"


class CodeForm(Form):
    number = StringField(
        _l("E-mailadres of personeelsnummer"), _needed(_l("Vul je e-mailadres of personeelsnummer in."))
    )
    code = StringField(
        _l("Code uit de brief"),
        _needed(_l("Vul de code uit je brief in.")),
        description=_l("Twaalf tekens. Hoofdletters en streepjes maken niet uit."),
    )
    password = PasswordField(_l("Nieuw wachtwoord"), _new_password(), description=PASSWORD_HINT)


class ChangePasswordForm(Form):
    current = PasswordField(_l("Je wachtwoord van nu"), _needed(_l("Vul het wachtwoord in dat je nu hebt.")))
    password = PasswordField(_l("Nieuw wachtwoord"), _new_password(), description=PASSWORD_HINT)


class LanguageForm(Form):
    language = RadioField(
        _l("Taal van de pagina’s en je mails"),
        [InputRequired(_l("Kies een taal."))],
        choices=[SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")],
    )


class SetUpForm(Form):
    code = StringField(
        _l("Code voor het begin"),
        _needed(_l("Vul de code in. Die staat in het venster waarin Maatstaf is gestart.")),
        description=_l("Die staat in het venster waarin Maatstaf is gestart. Zo weten we dat jij dit mag."),
    )
    organisation = StringField(
        _l("Naam van je organisatie"),
        _needed(_l("Vul de naam van je organisatie in.")),
        description=_l("Zoals medewerkers die kennen. De naam komt op elk certificaat."),
    )
    name = StringField(_l("Je eigen naam"), _needed(_l("Vul je naam in.")))
    email = StringField(
        _l("Je e-mailadres"),
        [
            *_needed(_l("Vul je e-mailadres in.")),
            Regexp(EMAIL, message=_l("Vul een heel e-mailadres in, zoals naam@zorggroep.nl.")),
        ],
        description=_l("Hiermee meld je je aan. Antwoorden op onze mails komen hier ook aan."),
    )
    password = PasswordField(_l("Wachtwoord"), _new_password(), description=PASSWORD_HINT)
    is_right_address = BooleanField(
        validators=[
            DataRequired(
                _l(
                    "Klopt het adres, zet dan hier een vinkje. Klopt het niet, verander het dan eerst op de server "
                    "en start Maatstaf opnieuw."
                )
            )
        ],
        description=_l("Het komt op elk certificaat en ligt vast vanaf het eerste certificaat."),
    )

    def __init__(self, address: str) -> None:
        super().__init__()
        self.is_right_address.label.text = gettext("Dit adres klopt: %(address)s", address=address)
