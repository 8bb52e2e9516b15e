"""Staff lists: choose a file, see what would change, confirm exactly that."""

from datetime import date

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hr import queries_assigning, queries_teams
from hr.errors import ListGone, ListHasFaults, PeopleChanged
from hr.forms.imports import ApplyForm, StaffListForm
from hr.forms.parts import refuse
from hr.models import StaffList
from hr.queries_teams import TeamRow
from hr.services import exports, imports as service
from hr.services.departures import today
from hr.staff_changes import Change, Comparison, Kind
from hr.staff_columns import COLUMNS
from hr.staff_list import ParsedList, parse
from hr.views.blueprint import hr
from hr.views.people import attachment
from kernel.database import read_session, unit_of_work
from kernel.errors import Invalid
from kernel.sheets import MOST_BYTES, MOST_ROWS, rows_of
from kernel.tables import Cell, csv_bytes, xlsx_bytes
from people import access
from people.errors import LastAdministrator
from people.permissions import Permission

MOST_SHOWN = 100
EXAMPLE: list[list[Cell]] = [
    ["10234", "Noor Jansen", "noor.jansen@voorbeeld.nl", "Verzorgende IG", "De Wilg", "Noord", "01-03-2024", "", "nl"],
    ["10235", "Amir El Idrissi", "", "Huishoudelijke hulp", "Wijkteam Oost", "Oost", "15-09-2025", "", "nl"],
]


@hr.get("/people/import")
@access.requires(Permission.MANAGE_PEOPLE)
def imports() -> str:
    waiting = service.latest(read_session(), access.me())
    return _choose_page(StaffListForm(), None, waiting)


@hr.get("/people/import/example.<any(csv, xlsx):ending>")
@access.requires(Permission.MANAGE_PEOPLE)
def example_list(ending: str) -> Response:
    """A list to fill in: the columns as we know them and two people who do not exist."""
    rows = [[_(name) for name in COLUMNS.values()], *EXAMPLE]
    data = csv_bytes(rows) if ending == "csv" else xlsx_bytes(rows, _("Personeelslijst"))
    return attachment(data, f"{_('personeelslijst')}.{ending}", exports.FORMATS[ending])


@hr.post("/people/import")
@access.requires(Permission.MANAGE_PEOPLE)
def read_list() -> Response:
    """Read a file; without faults, keep it and show what it would change."""
    form = StaffListForm()
    parsed: ParsedList | None = None
    if form.validate_on_submit():
        data = form.file.data.read(MOST_BYTES + 1)
        try:
            parsed = parse(rows_of(data))
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            if not parsed.faults:
                return _keep(data, parsed, form.is_complete.data)
    return make_response(_choose_page(form, parsed, None), 422)


def _keep(data: bytes, parsed: ParsedList, is_complete: bool) -> Response:
    opened = service.Opened(parsed.lines, is_complete, parsed.unused)
    with unit_of_work() as session:
        kept = service.keep(session, access.actor(session), data, opened)
    return redirect(url_for("hr.preview_list", list_id=kept.id), 303)


@hr.get("/people/import/<int:list_id>")
@access.requires(Permission.MANAGE_PEOPLE)
def preview_list(list_id: int) -> Response:
    """What would change now; or, once applied, what did."""
    kept = service.find(read_session(), access.me(), list_id)
    if kept.applied_at is not None:
        return make_response(render_template("hr/import_done.html", kept=kept))
    if kept.sealed is None:
        raise ListGone
    return _preview_page(kept)


@hr.post("/people/import/<int:list_id>/application")
@access.requires(Permission.MANAGE_PEOPLE)
def apply_list(list_id: int) -> Response:
    """Apply what was shown; when that changed meanwhile, show it anew."""
    form = ApplyForm()
    service.find(read_session(), access.me(), list_id)
    form.validate_on_submit()
    try:
        with unit_of_work() as session:
            service.apply(
                session, access.actor(session), list_id, form.digest.data or "", invites=bool(form.invites.data)
            )
    except (PeopleChanged, ListHasFaults, LastAdministrator) as refusal:
        refuse(form, refusal)
        kept = service.find(read_session(), access.me(), list_id)
        return _preview_page(kept, form, refusal.status)
    flash(_("De lijst is ingelezen."), "success")
    return redirect(url_for("hr.preview_list", list_id=list_id), 303)


def _choose_page(form: StaffListForm, parsed: ParsedList | None, waiting: StaffList | None) -> str:
    faults = parsed.faults if parsed else ()
    return render_template(
        "hr/import.html",
        form=form,
        faults=faults[:MOST_SHOWN],
        fault_count=len(faults),
        columns=COLUMNS,
        waiting=waiting,
        most_rows=MOST_ROWS,
        most_megabytes=MOST_BYTES // 1024**2,
    )


def _preview_page(kept: StaffList, form: ApplyForm | None = None, status: int = 200) -> Response:
    opened = service.open_list(kept)
    comparison = service.preview(read_session(), access.me(), opened)
    form = form or ApplyForm()
    form.digest.data = comparison.digest
    page = render_template(
        "hr/import_preview.html",
        kept=kept,
        form=form,
        opened=opened,
        comparison=comparison,
        counts=comparison.counts(),
        groups=_groups(comparison),
        columns=COLUMNS,
        most_shown=MOST_SHOWN,
        as_day=date.fromisoformat,
        is_alarming=_is_alarming(comparison),
        teams=_teams(comparison),
        is_asked_of_everyone=queries_assigning.is_anything_asked_of_everyone(read_session()),
        with_mail=sum(_has_mail(change) for change in comparison.of(Kind.JOINS)),
    )
    return make_response(page, status)


def _has_mail(change: Change) -> bool:
    return any(difference.field == "email" for difference in change.differences)


def _teams(comparison: Comparison) -> list[tuple[str, str, TeamRow | None]]:
    """Each new or moved team: its name, its location from then on, and the team as it is now, if it is there."""
    session = read_session()
    known = {row.team.name.casefold(): row for row in queries_teams.teams(session, today(session))}
    return [(name, place, known.get(name.casefold())) for name, place in comparison.team_locations.items()]


def _groups(comparison: Comparison) -> list[tuple[Kind, str, str]]:
    """The kinds in the order of their weight, each with its name and what happens to them."""
    told = {
        Kind.LEAVES: (_("Uit dienst"), _("Zij melden zich niet meer aan. Hun bewijs blijft bewaard.")),
        Kind.JOINS: (_("Nieuw"), _("Zij komen erbij.")),
        Kind.RETURNS: (
            _("Terug in dienst"),
            _("Dezelfde persoon, met eerder bewijs. Zij krijgen een nieuwe uitnodiging."),
        ),
        Kind.CHANGES: (_("Veranderd"), _("Bij hen verandert iets.")),
        Kind.NOT_ADDED: (
            _("Niet toegevoegd"),
            _("Zij waren al uit dienst en staan nog nergens. Wij bewaren hen niet."),
        ),
    }
    return [(kind, *words) for kind, words in told.items() if comparison.of(kind)]


def _is_alarming(comparison: Comparison) -> bool:
    """Whether so many leave that the list is probably half a list."""
    leaving = [change for change in comparison.of(Kind.LEAVES) if change.line is None]
    staying = len(comparison.changes) - len(leaving)
    return len(leaving) > 5 and len(leaving) > staying / 4
