"""Forms to read in a staff list."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form


class StaffListForm(Form):
    file = FileField(_l("Je personeelslijst"), [FileRequired(_l("Kies eerst een bestand."))])
    is_complete = BooleanField(
        _l("Dit is de volledige lijst"),
        description=_l("Wie er niet in staat, zetten we dan uit dienst. Je ziet eerst wie dat zijn."),
    )


class ApplyForm(Form):
    digest = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    invites = BooleanField(_l("Nodig nieuwe mensen meteen uit"))
