"""What learners, approvers and auditors fill in."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import HiddenField, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from courses.content import Question
from kernel.forms import Form
from kernel.markup import to_inline_html


class Checkboxes(SelectMultipleField):  # type: ignore[misc]
    """Several answers, each a row with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OneAnswerForm(Form):
    """A question with one right answer; going on without one is allowed."""

    chosen = RadioField(validate_choice=False)
    event = HiddenField()
    seen = HiddenField()

    @property
    def answer(self) -> list[str]:
        return [self.chosen.data] if self.chosen.data else []


class MoreAnswersForm(Form):
    """A question with more right answers."""

    chosen = Checkboxes(_l("Je kunt meer antwoorden kiezen."), validate_choice=False)
    event = HiddenField()
    seen = HiddenField()

    @property
    def answer(self) -> list[str]:
        return list(self.chosen.data or [])


def answer_form(question: Question, order: tuple[str, ...], saved: list[str] | None = None, seen: str = "") -> Any:
    """The form of a question, its options in the order shown; each page has an event name of its own.

    `seen`: the event of the answer `saved`.
    """
    kind = MoreAnswersForm if question.is_multiple else OneAnswerForm
    form = kind(data={"chosen": _shown(question, saved or []), "event": str(uuid.uuid4()), "seen": seen})
    texts = {option.key: Markup(to_inline_html(option.text)) for option in question.options}  # noqa: S704 - cleaned
    form.chosen.choices = [SelectChoice(key, texts[key]) for key in order]
    return form


def _shown(question: Question, saved: list[str]) -> list[str] | str | None:
    return saved if question.is_multiple else next(iter(saved), None)


class StartForm(Form):
    """A button alone, with its token."""


class ReadForm(Form):
    """A lesson read; `shown` names the edition that was on the page."""

    shown = HiddenField()


class SignForm(Form):
    """The name as typed; `shown` is the hash of the text above it, `language` the language of it."""

    typed_name = StringField(
        _l("Je naam"),
        [InputRequired(_l("Typ je naam om te tekenen.")), Length(max=200)],
        description=_l("Typ je naam zoals die in de verklaring staat. Daarmee onderteken je."),
    )
    shown = HiddenField()
    language = HiddenField()


class ReasonForm(Form):
    """Why an auditor looks at one person's evidence."""

    reason = TextAreaField(
        _l("Waarom bekijk je dit bewijs?"),
        [InputRequired(_l("Vul in waarom je dit bewijs bekijkt.")), Length(min=5, max=500)],
        description=_l("Je reden komt in het logboek. De medewerker kan hem lezen."),
    )


class ApprovalForm(Form):
    """Whoever approves says in which role."""

    role = StringField(
        _l("Je rol"),
        [InputRequired(_l("Vul in vanuit welke rol je goedkeurt.")), Length(max=120)],
        description=_l("Bijvoorbeeld: functionaris gegevensbescherming. Je naam en rol staan bij de cursus."),
    )
