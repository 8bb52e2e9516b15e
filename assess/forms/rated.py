"""What HR plans of rated work, what a rater and two raters together fill in, and how an expert keys situations."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from assess.instruments import HIGHEST, LOWEST, BehaviourScale, Instrument, Tick
from assess.rated_words import KINDS
from assess.rated_work import FEWEST_TOPICS, MOST_TOPICS, RATERS_NEEDED, Given, Kind
from kernel.forms import Form, at_most, cleaned
from kernel.words import N_
from people.models import Person

NOT_SEEN = "none"
NOBODY = 0
MOST_QUOTE, MOST_TALK = 1000, 3000
MINUTES_A_DAY = 24 * 60
TICKS = {"yes": N_("Ja"), "no": N_("Nee"), "unsure": N_("Twijfel")}
NUMBERS = range(LOWEST, HIGHEST + 1)


def _ticks(label: Any, **options: Any) -> SelectMultipleField:
    widgets = {"option_widget": CheckboxInput(), "widget": ListWidget(prefix_label=False)}
    return SelectMultipleField(label, **widgets, **options)


class RaterForm(Form):
    """Who comes in a rater's place."""

    rater = RadioField(
        _l("Wie beoordeelt in plaats daarvan?"), [InputRequired(_l("Kies een beoordelaar."))], coerce=int
    )

    def __init__(self, people: Sequence[Person], **values: Any) -> None:
        super().__init__(**values)
        self.rater.choices = [SelectChoice(each.id, named(each)) for each in people]


class PlanForm(Form):
    """One exercise; without `topics` what is talked about stands already, without `colleagues` who is rated."""

    person = SelectField(_l("Met wie?"), coerce=int)
    kind = RadioField(
        _l("Wat plan je?"),
        [InputRequired(_l("Kies een interview of een gespeeld gesprek."))],
        choices=[SelectChoice(kind.value, _l(words)) for kind, words in KINDS.items()],
    )
    day = DateField(_l("Dag"), [InputRequired(_l("Kies een dag."))])
    time = TimeField(_l("Tijd"), [InputRequired(_l("Vul een tijd in, zoals 10:30."))])
    raters = _ticks(_l("Welke twee mensen beoordelen?"), coerce=int)
    topics = _ticks(_l("Waarover gaat het interview?"))

    def __init__(
        self,
        today: date,
        raters: Sequence[Person],
        topics: Sequence[tuple[str, str]] | None,
        colleagues: Sequence[tuple[int, str]] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(**values)
        self.today = today
        self.raters.choices = [SelectChoice(each.id, named(each)) for each in raters]
        if topics is None:
            del self.topics
        else:
            self.topics.choices = [SelectChoice(code, name) for code, name in topics]
        if colleagues is None:
            del self.person
        else:
            nobody = SelectChoice(NOBODY, _("Kies een collega"))
            self.person.choices = [nobody, *(SelectChoice(number, name) for number, name in colleagues)]

    def validate_person(self, field: Any) -> None:
        if field.data == NOBODY:
            raise ValidationError(_("Kies een collega."))

    def validate_day(self, field: Any) -> None:
        if field.data and field.data < self.today:
            raise ValidationError(_("Deze dag is al voorbij. Kies een dag die nog komt."))

    def validate_raters(self, field: Any) -> None:
        if len(set(field.data or ())) != RATERS_NEEDED:
            raise ValidationError(_("Kies precies twee beoordelaars. Zo telt niet één mening."))

    def validate_topics(self, field: Any) -> None:
        if self.kind.data == Kind.INTERVIEW and not FEWEST_TOPICS <= len(field.data or ()) <= MOST_TOPICS:
            words = _("Kies %(fewest)s tot en met %(most)s onderwerpen. Dat past in een uur.")
            raise ValidationError(words % {"fewest": FEWEST_TOPICS, "most": MOST_TOPICS})

    def chosen_topics(self) -> list[str]:
        return list(self.topics.data or ()) if "topics" in self else []

    def moment(self, zone: ZoneInfo) -> datetime:
        """Of a form that is right: when, in the organisation's zone."""
        return datetime.combine(self.day.data, self.time.data, zone)


class PlanAllForm(PlanForm):
    """The same exercise with everybody; `minutes` says how long it takes, of which kind and on which topics."""

    day = DateField(_l("Eerste dag"), [InputRequired(_l("Kies een dag."))])
    time = TimeField(_l("Eerste tijd"), [InputRequired(_l("Vul een tijd in, zoals 10:30."))])
    apart = IntegerField(
        _l("Hoeveel minuten na elkaar?"),
        [InputRequired(_l("Vul een aantal minuten in.")), NumberRange(1, 480, _l("Kies 1 tot en met 480 minuten."))],
        description=_l("Van het ene begin tot het volgende. Reken tijd om te beoordelen mee."),
        default=75,
    )
    a_day = IntegerField(
        _l("Hoeveel op een werkdag?"),
        [InputRequired(_l("Vul een aantal in.")), NumberRange(1, 20, _l("Kies er 1 tot en met 20."))],
        default=4,
    )

    def __init__(self, *given: Any, minutes: Callable[[str, Sequence[str]], int], **values: Any) -> None:
        super().__init__(*given, **values)
        self.minutes = minutes

    def validate_apart(self, field: Any) -> None:
        takes = self.minutes(self.kind.data, self.chosen_topics()) if self.kind.data in set(Kind) else 0
        if field.data is not None and field.data < takes:
            words = _("Dit gesprek duurt %(minutes)s minuten. Kies er zoveel of meer.")
            raise ValidationError(words % {"minutes": takes})

    def validate_a_day(self, field: Any) -> None:
        if not field.data or not self.apart.data or self.time.data is None:
            return
        last = self.time.data.hour * 60 + self.time.data.minute + (field.data - 1) * self.apart.data
        if last >= MINUTES_A_DAY:
            raise ValidationError(_("Dat past niet op één dag. Begin eerder, of kies er minder."))


class RatingForm(Form):
    """A score and a quote for every scale, and the call's tick; `of` makes the form for an exercise."""

    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, scales: Iterable[BehaviourScale], tick: Tick | None, language: str) -> "RatingForm":
        scales = tuple(scales)
        fields: dict[str, Any] = {}
        for scale in scales:
            fields |= _scale_fields(scale.code, scale.name.in_(language))
        if tick is not None:
            fields |= _tick_fields(tick, language)
        made: type[RatingForm] = type("RatingForm", (cls,), fields)
        made.codes = tuple(scale.code for scale in scales)
        return made()

    def validate(self, extra_validators: Any = None) -> bool:
        """A score needs a quote, "not seen" doesn't; a yes or a doubt needs the words."""
        is_right = bool(super().validate(extra_validators))
        for code in self.codes:
            field = self[f"{code}_quote"]
            if self[code].data not in {None, "", NOT_SEEN} and not cleaned(field.data):
                words = _("%(name)s: schrijf een citaat op, of kies “niet gezien”.", name=self[code].label.text)
                field.errors, is_right = [*field.errors, words], False
        if "disclosed" in self and self.disclosed.data in {"yes", "unsure"} and not cleaned(self.words.data):
            self.words.errors = [*self.words.errors, _("Schrijf de woorden op die je hoorde.")]
            is_right = False
        return is_right

    def given(self) -> Given:
        """Of a form that is right."""
        scores = {code: None if self[code].data == NOT_SEEN else int(self[code].data) for code in self.codes}
        quotes = {code: cleaned(self[f"{code}_quote"].data) for code in self.codes}
        if "disclosed" not in self:
            return Given(scores, quotes)
        return Given(scores, quotes, self.disclosed.data, cleaned(self.words.data))


def _scale_fields(code: str, name: str) -> dict[str, Any]:
    choices = [SelectChoice(str(number), str(number)) for number in NUMBERS]
    choices.append(SelectChoice(NOT_SEEN, _("Niet gezien")))
    needed = InputRequired(_("%(name)s: kies een cijfer of “niet gezien”.", name=name))
    return {
        code: RadioField(name, [needed], choices=choices),
        f"{code}_quote": TextAreaField(
            _("Citaat: wat zei of deed iemand?"), [at_most(MOST_QUOTE)], render_kw={"rows": 2}
        ),
    }


def _tick_fields(tick: Tick, language: str) -> dict[str, Any]:
    return {
        "disclosed": RadioField(
            tick.question.in_(language),
            [InputRequired(_("Kies ja, nee of twijfel."))],
            choices=[SelectChoice(key, _(words)) for key, words in TICKS.items()],
        ),
        "words": TextAreaField(_("Welke woorden hoorde je?"), [at_most(MOST_QUOTE)], render_kw={"rows": 2}),
    }


class TalkForm(Form):
    about = TextAreaField(
        _l("Waar ging het over?"),
        [InputRequired(_l("Schrijf in een paar woorden waar het over ging.")), at_most(MOST_TALK)],
        description=_l("Welk bewijs zag de een, en de ander niet?"),
        render_kw={"rows": 5},
    )
    changed = TextAreaField(
        _l("Is iemand van gedachten veranderd? Wie, en waarom?"),
        [at_most(MOST_TALK)],
        description=_l("Leeg laten mag. Beide cijfers blijven staan zoals ze zijn ingeleverd."),
        render_kw={"rows": 4},
    )


class KeyingForm(Form):
    """How good each option of each situation is; `of` makes the form for an instrument."""

    situations: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, instrument: Instrument, language: str) -> "KeyingForm":
        choices = [SelectChoice(str(number), str(number)) for number in NUMBERS]
        fields = {
            f"{each.id}-{option.key}": RadioField(option.text.in_(language), choices=choices, validate_choice=False)
            for each in instrument.situations
            for option in each.options
        }
        made: type[KeyingForm] = type("KeyingForm", (cls,), fields)
        made.situations = tuple(
            (each.id, tuple(f"{each.id}-{option.key}" for option in each.options)) for each in instrument.situations
        )
        return made()

    def validate(self, extra_validators: Any = None) -> bool:
        """One error a situation: sixty would hide where to look."""
        is_right = bool(super().validate(extra_validators))
        for place, (_id, names) in enumerate(self.situations, start=1):
            open_ones = [name for name in names if self[name].data not in map(str, NUMBERS)]
            if open_ones:
                words = _("Situatie %(place)s: geef elke aanpak een cijfer van 1 tot en met 5.", place=place)
                self[open_ones[0]].errors, is_right = [words], False
        return is_right

    def ratings(self) -> dict[str, dict[str, int]]:
        """{situation: {option: 1–5}}, of a form that is right."""
        return {
            situation: {name.rpartition("-")[2]: int(self[name].data) for name in names}
            for situation, names in self.situations
        }


def named(person: Person) -> str:
    """The name with what tells two of the same name apart."""
    return ", ".join(filter(None, (person.name, person.team.name if person.team else person.function)))
