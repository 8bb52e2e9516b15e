"""Forms of vacancies, invitations and decisions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from assess.candidate_states import State
from assess.models import JobProfile
from assess.queries.vacancies import ALL, CLOSED, OPEN
from assess.selection_words import OUTCOMES, STATES, STATUS_FORBIDS
from assess.status_words import STATUS_NAMES
from kernel.forms import ANY, LONGEST, FilterForm, Form, at_most, cleaned, needed
from people.forms import EMAIL

MOST_TEXT = 4000
FEWEST = 20
LANGUAGES = [SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")]


class VacancyFilter(FilterForm):
    q = SearchField(_l("Naam van de vacature"), [Optional(), Length(max=LONGEST)])
    state = SelectField(
        _l("Staat"),
        choices=[
            SelectChoice(OPEN, _l("Open")),
            SelectChoice(CLOSED, _l("Gesloten")),
            SelectChoice(ALL, _l("Alle")),
        ],
        default=OPEN,
    )


class CandidateFilter(FilterForm):
    q = SearchField(_l("Naam of e-mailadres"), [Optional(), Length(max=LONGEST)])
    state = SelectField(
        _l("Staat"),
        choices=[
            SelectChoice(ANY, _l("Iedereen")),
            *(SelectChoice(state.value, _l(word)) for state, (word, _kind) in STATES.items() if state in State),
        ],
    )


class RequestFilter(FilterForm):
    state = SelectField(
        _l("Staat"),
        choices=[SelectChoice(OPEN, _l("Open")), SelectChoice("answered", _l("Beantwoord"))],
        default=OPEN,
    )
    whose = SelectField(
        _l("Van wie"),
        choices=[SelectChoice(ANY, _l("Iedereen")), SelectChoice("mine", _l("Op mijn naam"))],
    )


class PeopleBehindForm(Form):
    """Who can be called and who decides along."""

    contact = StringField(
        _l("Contactpersoon"),
        needed(_l("Vul in wie kandidaten kunnen bellen."), 254),
        description=_l("E-mailadres of personeelsnummer van een collega. Kandidaten lezen de naam."),
    )
    reach = StringField(
        _l("Hoe is die te bereiken?"),
        needed(_l("Vul een telefoonnummer of e-mailadres in."), 160),
        description=_l("Zoals kandidaten het lezen: 088 123 45 10, op werkdagen van 9 tot 17 uur."),
    )
    managers = TextAreaField(
        _l("Wie beslist mee?"),
        [Optional(), at_most(2000)],
        description=_l(
            "E-mailadres of personeelsnummer, één per regel. Zij lezen alleen rapporten die een kandidaat vrijgeeft. "
            "Leeg laten mag."
        ),
        render_kw={"rows": 3},
    )

    def manager_names(self) -> list[str]:
        """What was typed, a name a line."""
        return list(dict.fromkeys(filter(None, map(cleaned, (self.managers.data or "").splitlines()))))


class VacancyForm(PeopleBehindForm):
    title = StringField(
        _l("Naam van de vacature"),
        needed(_l("Vul de naam van de vacature in.")),
        description=_l("Zoals die in de advertentie staat. Kandidaten lezen deze naam."),
    )
    profile = RadioField(
        _l("Welk functieprofiel hoort erbij?"),
        [InputRequired(_l("Kies een profiel."))],
        description=_l("Eén versie van een functieprofiel, voor deze hele vacature. Alleen goedgekeurde staan hier."),
    )
    promised_days = IntegerField(
        _l("Hoeveel dagen na het inleveren hoort een kandidaat meer?"),
        [
            InputRequired(_l("Vul een heel getal in van 1 tot en met 60.")),
            NumberRange(1, 60, _l("Vul een heel getal in van 1 tot en met 60.")),
        ],
        default=10,
        description=_l("Dit beloof je aan elke kandidaat."),
    )
    retention_days = IntegerField(
        _l("Hoeveel dagen na het sluiten wissen we de dossiers?"),
        [
            InputRequired(_l("Vul een heel getal in van 1 tot en met 28.")),
            NumberRange(1, 28, _l("Vul een heel getal in van 1 tot en met 28.")),
        ],
        default=28,
        description=_l("Hoogstens 28. Geeft een kandidaat toestemming, dan blijft dat dossier een jaar."),
    )

    def offer(self, profiles: Sequence[JobProfile]) -> None:
        """Fill in what may be measured against, each with its status and what that forbids."""
        self.profile.choices = [SelectChoice(str(each.id), profile_words(each)) for each in profiles]


def profile_words(profile: JobProfile) -> str:
    """A profile version with its status and what that forbids, in the reader's language."""
    status = profile.derivation.status if profile.derivation else "hypothesis"
    named = gettext("%(position)s, versie %(version)s", position=profile.position.title, version=profile.version)
    return f"{named} – {gettext(STATUS_NAMES[status])}. {gettext(STATUS_FORBIDS[status])}"


class AddressForm(Form):
    name = StringField(_l("Naam"), needed(_l("Vul de naam in.")))
    email = StringField(
        _l("E-mailadres"),
        [
            *needed(_l("Vul het e-mailadres in."), 254),
            Regexp(EMAIL, message=_l("Vul een heel e-mailadres in, zoals naam@voorbeeld.nl.")),
        ],
        description=_l("Hierheen gaat de uitnodiging. Werkt iemand hier al, vul dan het werkadres in."),
    )

    @property
    def address(self) -> str:
        return cleaned(self.email.data).lower()


class InvitationForm(AddressForm):
    language = RadioField(
        _l("Taal van de mail en de pagina’s"),
        [InputRequired(_l("Kies een taal."))],
        choices=LANGUAGES,
        default="nl",
    )


class CandidateListForm(Form):
    file = FileField(_l("Je lijst met kandidaten"), [FileRequired(_l("Kies eerst een bestand."))])


class SendListForm(Form):
    kept = HiddenField(validators=[InputRequired(), Length(max=480_000)])


class DecisionForm(Form):
    outcome = RadioField(
        _l("Wat is het besluit?"),
        [InputRequired(_l("Kies wat je besloten hebt."))],
        choices=[SelectChoice(outcome, _l(word)) for outcome, word in OUTCOMES.items()],
    )
    reasons = TextAreaField(
        _l("Waarom?"),
        [at_most(MOST_TEXT)],
        description=_l("De kandidaat leest dit in de brief. Schrijf wat de doorslag gaf, in gewone woorden."),
        render_kw={"rows": 7},
    )

    def validate_reasons(self, field: Any) -> None:
        if len(cleaned(field.data)) < FEWEST:
            raise ValidationError(_l("Schrijf in een paar zinnen waarom, minstens 20 tekens. De kandidaat leest dit."))


class AnswerForm(Form):
    answer = TextAreaField(
        _l("Je antwoord"),
        [at_most(MOST_TEXT)],
        description=_l("De kandidaat krijgt een mail dat je antwoordde, en leest je antwoord op de eigen pagina."),
        render_kw={"rows": 7},
    )

    def validate_answer(self, field: Any) -> None:
        if len(cleaned(field.data)) < FEWEST:
            raise ValidationError(
                _l("Schrijf je antwoord in een paar zinnen, minstens 20 tekens. De kandidaat leest dit.")
            )


class HandlerForm(Form):
    handler = StringField(
        _l("Wie behandelt dit?"),
        needed(_l("Vul in wie dit behandelt."), 254),
        description=_l("E-mailadres of personeelsnummer. Kies liever iemand die niet zelf besliste."),
    )
