"""What HR's forms share: required and cleaned texts, and refusals at the field they belong to."""

import unicodedata
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from kernel.errors import DomainError
from kernel.forms import Form
from people.errors import EmailTaken, NameTaken, StaffNumberTaken

_FIELDS: dict[type[DomainError], str] = {EmailTaken: "email", StaffNumberTaken: "staff_number", NameTaken: "name"}


def refuse(form: Form, refusal: DomainError) -> None:
    """Show a refusal at the field it belongs to, or above the form."""
    words = gettext(refusal.message, **refusal.values)
    name = getattr(refusal, "field", "") or _FIELDS.get(type(refusal), "")
    if name in form:
        form[name].errors = [*form[name].errors, words]
    else:
        form.form_errors = [*form.form_errors, words]


def cleaned(text: str | None) -> str:
    """As typed, trimmed, NFC."""
    return unicodedata.normalize("NFC", (text or "").strip())


def at_most(most: int) -> Length:
    return Length(max=most, message=_l("Dit is te lang. Kort het in tot hoogstens %(max)d tekens."))


def needed(words: Any, most: int = 120) -> list[Any]:
    """A text that can't be missed; what is asked stands in `words`."""
    return [InputRequired(words), at_most(most)]
