"""What HR's forms share: refusals at the field they belong to."""

from flask_babel import gettext

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
