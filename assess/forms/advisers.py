"""What an expert and a nominator fill in."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from assess.instruments import Competency
from kernel.forms import Form
from kernel.words import N_

IMPORTANCE = {
    0: N_("Niet van belang"),
    1: N_("Een beetje van belang"),
    2: N_("Van belang"),
    3: N_("Erg van belang"),
    4: N_("Onmisbaar"),
}


class RelevanceForm(Form):
    """One question a competency; `of` makes the form for the ones that there are."""

    @classmethod
    def of(cls, competencies: Iterable[Competency], language: str) -> "RelevanceForm":
        choices = [SelectChoice(str(number), _(words)) for number, words in IMPORTANCE.items()]
        fields = {
            each.code: RadioField(
                each.name.in_(language),
                [InputRequired(_("%(name)s: kies hoe belangrijk dit is.", name=each.name.in_(language)))],
                description=each.definition.in_(language),
                choices=choices,
            )
            for each in competencies
        }
        made: type[RelevanceForm] = type("RelevanceForm", (cls,), fields)
        return made()

    def ratings(self) -> dict[str, int]:
        """{competency: 0–4}, of a form that is right."""
        return {field.name: int(field.data) for field in self if isinstance(field, RadioField)}


class NominationForm(Form):
    chosen = SelectMultipleField(
        _l("Wie doen dit werk het best?"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, people: Sequence[tuple[int, str]], **values: Any) -> None:
        super().__init__(**values)
        self.chosen.choices = [SelectChoice(number, name) for number, name in people]
