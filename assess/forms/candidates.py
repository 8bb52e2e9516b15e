"""What a candidate fills in beside the assessment."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from assess.queries.needs import Needs
from assess.services.remarks import LONGEST
from kernel.forms import Form

SHORT = 500
TOO_LONG = _l("Dit is te lang. Kort het in tot hoogstens %(most)s tekens.", most=LONGEST)


class NeedsForm(Form):
    """What somebody needs; never why."""

    extra_time = BooleanField(
        _l("Meer tijd"),
        description=_l(
            "Dit assessment heeft geen tijdslimiet. Een interview of een gespeeld gesprek wel: daarvoor krijg je dan "
            "meer tijd."
        ),
    )
    large_print = BooleanField(_l("Grotere letters"), description=_l("Ze worden meteen groter, ook in je rapport."))
    other_form = BooleanField(
        _l("Een andere vorm"),
        description=_l(
            "Bijvoorbeeld op papier, of samen met iemand die voorleest. Je contactpersoon neemt contact op."
        ),
    )
    other = StringField(
        _l("Iets anders"),
        [Length(max=SHORT, message=_l("Dit is te lang. Kort het in tot hoogstens %(most)s tekens.", most=SHORT))],
        description=_l("Schrijf op wat je nodig hebt. Waarom hoeven we niet te weten."),
    )

    @property
    def needs(self) -> Needs:
        """As filled in."""
        return Needs(
            extra_time=self.extra_time.data,
            large_print=self.large_print.data,
            other_form=self.other_form.data,
            other=(self.other.data or "").strip(),
        )


class WordsForm(Form):
    """One free text, asked for or not."""

    text = TextAreaField(validators=[Length(max=LONGEST, message=TOO_LONG)])


def words_form(label: Any, hint: Any, missing: Any = None) -> WordsForm:
    """`missing`: what to say when nothing was written; None when that is fine too."""
    form = WordsForm()
    form.text.label.text, form.text.description = label, hint
    if missing is not None:
        form.text.validators = [InputRequired(missing), *form.text.validators]
    return form
