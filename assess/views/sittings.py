"""Taking an assessment, one thing a page; the same pages for who does the work and for candidates."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Response as PlainResponse, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_time, get_locale, get_timezone, gettext as _, ngettext
from werkzeug.wrappers import Response

from assess.answers import Item
from assess.forms.sittings import HandInForm, answer_of, chosen_in, chosen_of, situation_form, statement_form
from assess.instruments import Statement
from assess.models import Sitting, SittingHandIn
from assess.queries import sittings as queries
from assess.queries.instruments import is_concept
from assess.queries.sittings import Asked, Given
from assess.services import (
    reports,  # noqa: F401 - loaded with these pages, for it follows each hand-in and has the job that makes the report
    scoring,
    sittings,
)
from assess.views.blueprint import assess
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.forms import sent_json
from people import access, queries as people
from people.permissions import Permission


@assess.get("/sittings/<int:number>")
@access.requires(Permission.TAKE_PART)
def sitting(number: int) -> Response:
    """Back to the first item that is still open, on whatever device."""
    mine = _mine(number)
    if mine.hand_in is not None:
        return redirect(url_for("assess.receipt", number=number), 303)
    for each in queries.asked_in(read_session(), mine):
        if not each.is_complete:
            return redirect(url_for("assess.item", number=number, place=each.place), 303)
    return redirect(url_for("assess.sitting_check", number=number), 303)


@assess.get("/sittings/<int:number>/items/<int:place>")
@access.requires(Permission.TAKE_PART)
def item(number: int, place: int) -> Response | str:
    session, mine = read_session(), _mine(number)
    if mine.hand_in is not None:
        return redirect(url_for("assess.receipt", number=number), 303)
    instrument = queries.instrument_in(session, mine)
    asked = queries.item_at(instrument, place)
    saved = queries.last_answer(session, mine, asked.item_id)
    return render_template(
        "assess/item.html",
        sitting=mine,
        item=asked,
        is_situation=not isinstance(asked, Statement),
        place=place,
        total=len(instrument.items),
        saved_at=format_time(saved.saved_at, "HH:mm") if saved else None,
        form=_form(asked, saved),
        is_large=queries.wants_large_print(mine),
        is_concept=is_concept(session, mine.revision_id),
        home=home_of(mine),
    )


@assess.post("/sittings/<int:number>/items/<int:place>")
@access.requires(Permission.TAKE_PART)
def item_post(number: int, place: int) -> Response:
    """ "Verder" saves, and so does going back; both work without scripts."""
    sent = request.form
    answer = answer_of(chosen_in(sent.items(multi=True)))
    page: dict[str, Any] = {"event": sent.get("event", "")[:36], "seen": sent.get("seen")}
    with unit_of_work() as session:
        saved = sittings.save_page(session, access.actor(session), number, place=place, answer=answer, **page)
    if not saved.is_counted:
        words = _("Ergens anders gaf je een ander antwoord. Dat telt. Wil je iets anders? Kies dan opnieuw.")
        flash(words, "warning")
        return redirect(url_for("assess.item", number=number, place=place), 303)
    wanted = place - 1 if sent.get("to") == "previous" else place + 1
    if sent.get("to") == "check" or wanted > saved.items:
        return redirect(url_for("assess.sitting_check", number=number), 303)
    return redirect(url_for("assess.item", number=number, place=max(1, wanted)), 303)


@assess.post("/sittings/<int:number>/answers")
@access.requires(Permission.TAKE_PART)
def sitting_answer(number: int) -> PlainResponse:
    """One event of the autosave script: JSON {event, question, chosen, seen?} → {event, saved_at, elsewhere}.

    `elsewhere`: {event, chosen} of the answer that counts instead, or null.
    """
    sent = _event_sent()
    get_timezone()  # read before the lock is taken
    with unit_of_work() as session:
        saved = sittings.save_answer(session, access.actor(session), number, **sent)
    counts = saved.counts
    return jsonify(
        event=saved.given.event,
        saved_at=format_time(saved.given.saved_at, "HH:mm"),
        elsewhere=None if saved.is_counted else {"event": counts.event, "chosen": chosen_of(counts.answer)},
    )


@assess.get("/sittings/<int:number>/check")
@access.requires(Permission.TAKE_PART)
def sitting_check(number: int) -> Response | str:
    mine = _mine(number)
    if mine.hand_in is not None:
        return redirect(url_for("assess.receipt", number=number), 303)
    return _check_page(mine, queries.asked_in(read_session(), mine), HandInForm())


@assess.post("/sittings/<int:number>/submission")
@access.requires(Permission.TAKE_PART)
def sitting_submit(number: int) -> Response | tuple[str, int]:
    """With something open it asks for a tick first; with nothing given the service refuses."""
    form, mine = HandInForm(), _mine(number)
    if mine.hand_in is None and not form.is_sure.data:
        asked = queries.asked_in(read_session(), mine)
        if any(each.given for each in asked) and not all(each.is_complete for each in asked):
            form.is_sure.errors = [_("Wil je zo inleveren? Zet dan hier een vinkje. Of ga eerst verder.")]
            return _check_page(mine, asked, form), 422
    scoring.load()
    with unit_of_work() as session:
        sittings.hand_in(session, access.actor(session), number)
    return redirect(url_for("assess.receipt", number=number), 303)


def _check_page(mine: Sitting, asked: Sequence[Asked], form: HandInForm) -> str:
    open_ones = [each for each in asked if not each.is_complete]
    words = ngettext("Ik lever in met %(num)s open vraag", "Ik lever in met %(num)s open vragen", len(open_ones))
    form.is_sure.label.text = words
    return render_template(
        "assess/sitting_check.html",
        sitting=mine,
        asked=asked,
        open_ones=open_ones,
        is_large=queries.wants_large_print(mine),
        is_concept=is_concept(read_session(), mine.revision_id),
        form=form,
    )


@assess.get("/sittings/<int:number>/receipt")
@access.requires(Permission.TAKE_PART)
def receipt(number: int) -> Response | str:
    """What came in and when, and what happens next."""
    mine = _mine(number)
    if mine.hand_in is None:
        return redirect(url_for("assess.sitting", number=number), 303)
    vacancy = mine.application.vacancy if mine.application else None
    return render_template(
        "assess/receipt.html",
        hand_in=mine.hand_in,
        vacancy=vacancy,
        promised_on=_promised(mine.hand_in, vacancy.promised_days) if vacancy else None,
        is_large=queries.wants_large_print(mine),
        is_concept=is_concept(read_session(), mine.revision_id),
        home=home_of(mine),
    )


def home_of(sitting: Sitting) -> str:
    """The page from which a sitting is begun, and to which it leads back."""
    if sitting.application_id is not None:
        return url_for("assess.application", number=sitting.application_id)
    return url_for("assess.incumbent", number=sitting.incumbent_id)


def _promised(hand_in: SittingHandIn, days: int) -> Any:
    organisation = people.organisation()
    assert organisation is not None
    return clock.day(hand_in.handed_in_at, organisation.zone) + timedelta(days=days)


def _mine(number: int) -> Sitting:
    return queries.own_sitting(read_session(), access.me(), number)


def _form(asked: Item, saved: Given | None) -> Any:
    answer, seen = (saved.answer, saved.event) if saved else (None, "")
    if isinstance(asked, Statement):
        return statement_form(answer if isinstance(answer, int) else None, seen)
    return situation_form(asked, str(get_locale() or "nl"), answer, seen)


def _event_sent() -> dict[str, Any]:
    """{event, item, answer, seen} from the body; 400 when it is something else."""
    body = sent_json()
    given = body if isinstance(body, dict) else {}
    event, asked, chosen, seen = (given.get(name) for name in ("event", "question", "chosen", "seen"))
    if not isinstance(event, str) or not isinstance(asked, str) or not isinstance(chosen, list) or not chosen:
        abort(400)
    if seen is not None and not isinstance(seen, list):
        abort(400)
    if not all(isinstance(key, str) and key.isprintable() for key in (event, asked, *chosen, *(seen or ()))):
        abort(400)
    return {"event": event, "item": asked, "answer": answer_of(chosen), "seen": seen}
