"""An incumbent's own page: what taking part is, one's own scores, and no longer taking part."""

from collections.abc import Mapping, Set
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import format_decimal, get_locale, gettext as _
from werkzeug.wrappers import Response

from assess.forms.candidates import NeedsForm
from assess.forms.sittings import ButtonForm
from assess.instruments import SITUATIONS, Instrument
from assess.models import Exercise, Incumbent
from assess.queries import sittings as queries
from assess.queries.instruments import is_concept, shown
from assess.queries.needs import helper_for, needs_of
from assess.queries.rated import exercises_of, rated_of
from assess.rated_words import KINDS
from assess.rated_work import minutes_of
from assess.services import sittings, taking_part
from assess.views.blueprint import assess
from assess.views.practising import practice_page
from kernel.database import read_session, unit_of_work
from kernel.words import N_
from people import access
from people.permissions import Permission

NO_SCORE = N_("Geen score: er misten te veel antwoorden")
SELF_REPORT = (N_("Past minder bij je"), N_("Tussenin"), N_("Past goed bij je"))
JUDGED = (
    N_("Je oordeelt vaak anders dan de makers"),
    N_("Je oordeelt soms zoals de makers"),
    N_("Je oordeelt vaak zoals de makers"),
)
FROM_MIDDLE, TO_MIDDLE = 2.5, 3.5


@assess.get("/incumbents/<int:number>")
@access.requires(Permission.TAKE_PART)
def incumbent(number: int) -> str:
    """What it is, how long, who sees what; once handed in, one's own scores."""
    session = read_session()
    mine = queries.own_incumbent(session, access.me(), number)
    taken = queries.sitting_for(session, incumbent=mine.id)
    instrument = shown(session, mine.profile.revision)
    answered, total = queries.progress(session, taken) if taken else (0, len(instrument.items))
    scores = queries.scores_of(session, taken) if taken else None
    rated = rated_of(session, mine) if mine.withdrawn_at is None else []
    return render_template(
        "assess/incumbent.html",
        incumbent=mine,
        sitting=taken,
        scores=score_rows(instrument, scores["scales"]) if scores else None,
        is_derived=queries.is_derived(session, mine.profile_id),
        minutes=instrument.minutes,
        statements=len(instrument.statements),
        situations=len(instrument.situations),
        answered=answered,
        total=total,
        planned=_planned(mine, instrument, {each.exercise.id for each in rated}),
        rated=rated,
        kinds=KINDS,
        is_concept=is_concept(session, mine.profile.revision_id),
        is_large=needs_of(mine).large_print,
    )


def _planned(mine: Incumbent, instrument: Instrument, but: Set[int]) -> list[tuple[Exercise, int]]:
    """Each interview and call that is planned, with its minutes; not those that were rated."""
    if mine.withdrawn_at is not None:
        return []
    planned = (each for each in exercises_of(read_session(), mine) if each.id not in but)
    return [(each, minutes_of(instrument, each.kind, each.codes)) for each in planned]


@assess.get("/incumbents/<int:number>/needs")
@access.requires(Permission.TAKE_PART)
def incumbent_needs(number: int) -> Response | str:
    """What somebody needs, and who hears of it: never HR."""
    mine = _taking(number)
    return _home(number) if mine is None else _needs_page(mine)


@assess.post("/incumbents/<int:number>/needs")
@access.requires(Permission.TAKE_PART)
def incumbent_needs_post(number: int) -> Response | tuple[str, int]:
    form, mine = NeedsForm(), _taking(number)
    if mine is not None and not form.validate_on_submit():
        return _needs_page(mine, form), 422
    with unit_of_work() as session:
        taking_part.tell_needs(session, access.actor(session), number, form.needs)
    flash(_("Dat is bewaard."), "success")
    return _home(number)


def _needs_page(mine: Incumbent, form: NeedsForm | None = None) -> str:
    helper = helper_for(read_session(), access.me())
    shown_form = form or NeedsForm(formdata=None, obj=needs_of(mine))
    shown_form.large_print.description = _("Ze worden meteen groter.")
    if helper is not None:
        shown_form.other_form.description = _(
            "Bijvoorbeeld op papier, of samen met iemand die voorleest. %(name)s neemt contact op.", name=helper.name
        )
    return render_template(
        "assess/incumbent_needs.html",
        incumbent=mine,
        helper=helper,
        form=shown_form,
        is_large=needs_of(mine).large_print,
    )


@assess.get("/incumbents/<int:number>/practice")
@access.requires(Permission.TAKE_PART)
def incumbent_practice(number: int) -> Response | str:
    """One thing to try; nothing of it is kept, not even that somebody practised."""
    mine = _taking(number)
    if mine is None:
        return _home(number)
    return practice_page(
        shown(read_session(), mine.profile.revision).practice,
        back=url_for("assess.incumbent", number=number),
        back_words=_("Meedoen: %(position)s", position=mine.profile.position.title),
        is_large=needs_of(mine).large_print,
    )


@assess.post("/incumbents/<int:number>/sitting")
@access.requires(Permission.TAKE_PART)
def incumbent_start(number: int) -> Response:
    with unit_of_work() as session:
        begun = sittings.start(session, access.actor(session), incumbent=number)
    return redirect(url_for("assess.sitting", number=begun.id), 303)


@assess.get("/incumbents/<int:number>/withdrawal")
@access.requires(Permission.TAKE_PART)
def incumbent_withdrawal(number: int) -> Response | str:
    """What goes when somebody takes no part, before it goes."""
    session = read_session()
    mine = queries.own_incumbent(session, access.me(), number)
    if mine.withdrawn_at is not None:
        return _home(number)
    taken = queries.sitting_for(session, incumbent=mine.id)
    return render_template(
        "assess/withdrawal.html",
        incumbent=mine,
        sitting=taken,
        is_derived=queries.is_derived(session, mine.profile_id),
        is_large=needs_of(mine).large_print,
        form=ButtonForm(),
    )


@assess.post("/incumbents/<int:number>/withdrawal")
@access.requires(Permission.TAKE_PART)
def incumbent_withdraw(number: int) -> Response:
    with unit_of_work() as session:
        taking_part.withdraw(session, access.actor(session), number)
    flash(_("Dat is geregeld."), "success")
    return _home(number)


def _taking(number: int) -> Incumbent | None:
    """One's own part; None when they take no part (any more). Errors: `NotFound`."""
    mine = queries.own_incumbent(read_session(), access.me(), number)
    return None if mine.withdrawn_at is not None else mine


def _home(number: int) -> Response:
    return redirect(url_for("assess.incumbent", number=number), 303)


def score_rows(instrument: Instrument, scales: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Each scale with its score in digits and in words, in the order of the instrument."""
    language = str(get_locale() or "nl")
    names = {each.code: each.name.in_(language) for each in instrument.competencies}
    names[SITUATIONS] = _("Situaties uit het werk")
    return [
        {"name": names[code], "score": _digits(scales.get(code)), "words": _(_words(code, scales.get(code)))}
        for code in instrument.scales
    ]


def _digits(score: str | None) -> str:
    return "–" if score is None else format_decimal(score, format="0.0")


def _words(code: str, score: str | None) -> str:
    if score is None:
        return NO_SCORE
    low, middle, high = JUDGED if code == SITUATIONS else SELF_REPORT
    return low if float(score) < FROM_MIDDLE else high if float(score) > TO_MIDDLE else middle
