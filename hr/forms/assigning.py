"""Asking a course: which one, of whom, and until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext as _l
from wtforms import DateField, RadioField, SelectChoice, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from hr.words import AUDIENCES
from kernel.forms import LONGEST, Form

FURTHEST = timedelta(days=731)
DUE_HINT = _l("Laat je dit leeg, dan krijgt iedereen de gewone tijd van de cursus.")


class AudienceForm(Form):
    """Stands in the address: nothing changes before the confirmation."""

    class Meta:
        csrf = False

    course = RadioField(_l("Welke cursus?"), [InputRequired(_l("Kies een cursus."))])
    audience = RadioField(
        _l("Aan wie wijs je de cursus toe?"), [InputRequired(_l("Kies aan wie je de cursus toewijst."))]
    )

    def __init__(self, courses: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(formdata=request.args if "step" in request.args else None, **values)
        self.course.choices = [SelectChoice(slug, title) for slug, title in courses]
        self.audience.choices = [SelectChoice(key, gettext(words)) for key, words in AUDIENCES.items()]


class DueForm(Form):
    """Until when; `today` is the first day that can be chosen."""

    due_on = DateField(_l("Klaar voor"), [Optional()], description=DUE_HINT)

    def __init__(self, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.today = today

    def validate_due_on(self, field: DateField) -> None:
        if field.data and field.data < self.today:
            raise ValidationError(gettext("Deze dag is al voorbij. Kies een dag die nog komt."))
        if field.data and field.data > self.today + FURTHEST:
            raise ValidationError(gettext("Deze dag is erg ver weg. Kies een dag binnen twee jaar."))


class TargetForm(DueForm):
    """Which team, location or function; of everyone there is nothing to choose. Stands in the address."""

    class Meta:
        csrf = False

    target = SelectField()

    def __init__(self, today: date, label: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(today, formdata=request.args if "target" in request.args else None)
        self.target.label.text = label
        self.target.choices = [SelectChoice(key, name) for key, name in choices]


class PersonTargetForm(DueForm):
    """Which person. Stands in the address."""

    class Meta:
        csrf = False

    target = StringField(
        _l("Personeelsnummer of e-mailadres"),
        [InputRequired(_l("Vul een personeelsnummer of e-mailadres in.")), Length(max=LONGEST)],
    )

    def __init__(self, today: date) -> None:
        super().__init__(today, formdata=request.args if "target" in request.args else None)


class EveryoneForm(DueForm):
    """Nothing but until when. Stands in the address."""

    class Meta:
        csrf = False

    def __init__(self, today: date) -> None:
        super().__init__(today, formdata=request.args if "due_on" in request.args else None)
