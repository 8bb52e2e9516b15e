"""How a list is to leave the house."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from kernel.forms import Form


class ExportForm(Form):
    kind = RadioField(
        _l("Soort bestand"),
        [InputRequired(_l("Kies een soort bestand."))],
        choices=[
            SelectChoice("xlsx", _l("Excel (XLSX)")),
            SelectChoice("csv", _l("CSV, voor andere programma’s")),
        ],
        default="xlsx",
    )
