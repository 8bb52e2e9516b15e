"""How a list is to leave the house."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired


class ExportForm(FlaskForm):  # type: ignore[misc]
    kind = RadioField(
        _l("Soort bestand"),
        [InputRequired(_l("Kies een soort bestand."))],
        choices=[
            SelectChoice("xlsx", _l("Excel (XLSX)")),
            SelectChoice("csv", _l("CSV, voor andere programma’s")),
        ],
        default="xlsx",
    )
