"""What whoever approves a profile fills in."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from kernel.forms import Form, at_most, needed

FEWEST, MOST = 20, 4000


class InstrumentApprovalForm(Form):
    """Whoever approves an instrument says in which role."""

    role = StringField(
        _l("Je rol"),
        [InputRequired(_l("Vul in vanuit welke rol je goedkeurt.")), Length(max=120)],
        description=_l("Bijvoorbeeld: psycholoog. Je naam en rol staan bij de vragenlijst."),
    )


class ApprovalForm(Form):
    works_council = TextAreaField(
        _l("Wat zei de ondernemingsraad, of wat vroeg je de raad, en wanneer?"),
        [
            InputRequired(_l("Schrijf op wat de ondernemingsraad zei, of wat je vroeg, en wanneer.")),
            Length(min=FEWEST, message=_l("Schrijf het op in minstens %(min)d tekens, met de dag erbij.")),
            at_most(MOST),
        ],
        description=_l("Is er geen ondernemingsraad? Schrijf dan op wie je in de plaats ervan vroeg."),
    )
    role = StringField(
        _l("Je functie"),
        needed(_l("Vul je functie in.")),
        description=_l("Zoals die onder je naam komt te staan, bijvoorbeeld: manager HR."),
    )
    review_on = DateField(
        _l("Wanneer bekijken jullie dit profiel opnieuw?"),
        [InputRequired(_l("Kies een dag."))],
        description=_l("HR krijgt dan een mail. Een jaar is gebruikelijk."),
    )
    is_read = BooleanField(
        validators=[DataRequired(_l("Lees eerst de uitkomst, en zet dan hier een vinkje."))],
        description=_l("Daarna verandert het profiel niet meer. Je naam staat eronder."),
        label=_l("Ik heb gelezen wat dit profiel wel en niet zegt"),
    )
