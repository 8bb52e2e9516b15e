"""All components on one page, for who works on them: there in the demo and in debug mode."""

from flask import Blueprint, abort, current_app, render_template, request
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SearchField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from kernel.forms import Form
from people import access
from people.cells import Fault
from web import mailbox

gallery = Blueprint("gallery", __name__)

DRAWING = Markup(
    '<svg viewBox="0 0 300 60"><path d="M30 30h240" stroke="#777e7e" stroke-width="2"/>'
    '<g fill="#11594f"><circle cx="30" cy="30" r="10"/><circle cx="270" cy="30" r="10"/></g></svg>'
)
FAULTS = (
    Fault(4, "email", "Dit is geen e-mailadres.", "Schrijf het als naam@organisatie.nl."),
    Fault(9, "name", "Er staat geen naam.", "Vul de naam in, of haal de regel weg."),
)


class SpecimenForm(Form):
    """One field of each kind, sent empty so that its errors show."""

    answer = RadioField(
        "Een bezorger vraagt of meneer Peters is opgenomen. Wat zeg je?",
        choices=[SelectChoice("a", "Ja, sinds gisteren."), SelectChoice("b", "Daar zeg ik niets over.")],
    )
    name = StringField("Naam")
    email = EmailField("E-mail", [DataRequired("Vul je e-mailadres in.")])
    password = PasswordField("Wachtwoord")
    team = SelectField("Team", choices=[SelectChoice("1", "Wijkteam Oost"), SelectChoice("2", "Planning")])
    due = DateField("Klaar voor")
    reason = TextAreaField("Waarom trek je het in?")
    upload = FileField("Bestand")
    roles = SelectMultipleField(
        "Rollen",
        [DataRequired("Kies ten minste één rol.")],
        choices=[SelectChoice("hr", "HR"), SelectChoice("auditor", "Auditor")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agree = BooleanField("Ik heb de tekst gelezen.")


class SpecimenFilter(Form):
    """A list's filter."""

    class Meta:
        csrf = False

    q = SearchField("Zoek op naam")
    state = SelectField("Staat", choices=[SelectChoice("", "Alle"), SelectChoice("late", "Te laat")])


def opened(dialog: str) -> Markup:
    """A dialog of ours as it stands there once a script has opened it."""
    return Markup(str(dialog).replace("<dialog ", "<dialog open ", 1))  # noqa: S704 - our own template


def as_mailed(part: str) -> Markup:
    """A part of a mail as the mailbox page shows it: the styles that a mail needs are not allowed on a page."""
    return Markup(mailbox.sanitised(part))  # noqa: S704 - cleaned


@gallery.get("/_components")
@access.public
def components() -> str:
    if not (current_app.debug or current_app.extensions["config"].is_demo):
        abort(404)
    form = SpecimenForm()
    form.validate()
    form.csrf_token.errors = ()  # a page that is only asked for brings none
    return render_template(
        "components_gallery.html",
        form=form,
        filter_form=SpecimenFilter(request.args),
        drawing=DRAWING,
        faults=FAULTS,
        opened=opened,
        as_mailed=as_mailed,
    )
