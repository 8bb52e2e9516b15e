"""For who oversees: the trail in words, the log of certificates, and both as files."""

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from certificates import queries as certificates
from certificates.ledger import queries as ledger
from courses.queries.learning import zone_of
from hr import queries_trail, trail_words
from hr.forms.desk_filters import TrailFilter
from hr.services.exports import Arguments
from hr.services.lists import wanted
from hr.views import files
from hr.views.blueprint import hr
from kernel.database import read_session
from kernel.forms import ANY, page_number
from people import access
from people.permissions import Permission


@hr.get("/trail")
@access.requires(Permission.READ_TRAIL)
def trail() -> Response:
    """Who did or looked at what, whose, when and why."""
    form, session = _filter(), read_session()
    rows, paging = queries_trail.trail(session, access.me(), wanted(_arguments(form)), zone_of(session), page_number())
    page = render_template(
        "hr/trail.html",
        form=form,
        rows=rows,
        paging=paging,
        words_of=_words,
        object_of=trail_words.object_of,
        arguments=_arguments(form),
    )
    return make_response(page)


@hr.get("/trail/export")
@access.requires(Permission.READ_TRAIL, fresh=True)
def trail_export() -> Response:
    """How many rows would leave the house."""
    return files.export_page("trail", _("Het logboek als bestand"), _arguments(_filter()))


@hr.post("/trail/exports")
@access.requires(Permission.READ_TRAIL, fresh=True)
def export_trail() -> Response:
    return files.export("trail", _("Het logboek als bestand"), _arguments(_filter()))


@hr.get("/trail/log")
@access.requires(Permission.READ_TRAIL)
def log() -> Response:
    """How far the log of certificates is, its newest signed head, and how to check it without us."""
    session = read_session()
    page = render_template(
        "hr/trail_log.html",
        head=ledger.head(session),
        checkpoint=ledger.newest_checkpoint(session),
        keys=certificates.log_keys(session),
    )
    return make_response(page)


def _filter() -> TrailFilter:
    form = TrailFilter()
    known = sorted((_words(action), action) for action in queries_trail.actions(read_session(), access.me()))
    form.action.choices = [SelectChoice(ANY, _("Alles")), *(SelectChoice(action, words) for words, action in known)]
    return form


def _arguments(form: TrailFilter) -> Arguments:
    """What narrows the trail, as it stands in an address."""
    days = {
        name: day.isoformat() for name in ("since", "until") if (day := form.known(name)) and request.args.get(name)
    }
    words = {name: value for name in ("q", "action") if (value := form.known(name))}
    return {**words, **days}


def _words(action: str) -> str:
    return " ".join(_(word) for word in trail_words.words_of(action))
