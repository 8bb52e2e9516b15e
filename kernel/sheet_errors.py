"""What can be wrong with a list that comes in as a file."""

from kernel.errors import Invalid
from kernel.words import N_


class NotASpreadsheet(Invalid):
    message = N_("Dit bestand kunnen we niet lezen. Bewaar je lijst als CSV of als XLSX en kies dat bestand.")
    field = "file"


class OldSpreadsheet(Invalid):
    message = N_("Dit is een ouder Excel-bestand, of er zit een wachtwoord op. Bewaar het als XLSX zonder wachtwoord.")
    field = "file"


class SpreadsheetTooLarge(Invalid):
    message = N_(
        "Dit bestand is te groot. Verdeel je lijst in delen van hoogstens %(rows)s regels en %(megabytes)s MB."
    )
    field = "file"


class NoLines(Invalid):
    message = N_(
        "In dit bestand staan geen mensen. Zet in de eerste regel de namen van de kolommen, en de mensen eronder."
    )
    field = "file"


class ColumnsMissing(Invalid):
    message = N_("We missen de kolom %(columns)s. Zet die naam in de eerste regel, zoals in ons voorbeeldbestand.")
    field = "file"


class ColumnTwice(Invalid):
    message = N_("Twee kolommen betekenen allebei %(column)s. Laat er één staan.")
    field = "file"
