"""What narrows HR's lists; it stands in the address, so it carries no token."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SearchField, SelectChoice, SelectField
from wtforms.validators import Length, Optional

LONGEST = 100
ANY = ""


class FilterForm(FlaskForm):  # type: ignore[misc]
    """A form of a GET: what it does not understand, it leaves out."""

    class Meta:
        csrf = False

    def __init__(self, **values: Any) -> None:
        super().__init__(formdata=request.args, **values)

    def known(self, name: str) -> Any:
        """What was chosen, or None when nothing was, or nothing that we know."""
        field = self[name]
        return (field.data or None) if field.validate(self) else None


def page_number() -> int:
    """The page that was asked for; 1 when that is no number."""
    return request.args.get("page", 1, type=int)


class MailFilter(FilterForm):
    q = SearchField(_l("Naam of onderwerp"), [Optional(), Length(max=LONGEST)])
    state = SelectField(
        _l("Staat"),
        choices=[
            SelectChoice(ANY, _l("Alle mails")),
            SelectChoice("bounced", _l("Teruggekomen")),
            SelectChoice("queued", _l("Staat klaar")),
            SelectChoice("sent", _l("Verstuurd")),
        ],
    )


class TrailFilter(FilterForm):
    q = SearchField(_l("Naam of personeelsnummer"), [Optional(), Length(max=LONGEST)])
    action = SelectField(_l("Wat er gebeurde"))
    since = DateField(_l("Vanaf"), [Optional()])
    until = DateField(_l("Tot en met"), [Optional()])
