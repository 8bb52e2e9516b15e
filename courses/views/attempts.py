"""The final test, one question a page."""

import random
from typing import Any

from flask import Response as PlainResponse, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_time, get_timezone, gettext as _
from werkzeug.wrappers import Response

from courses.forms import StartForm, answer_form
from courses.grading import needed
from courses.models import Attempt
from courses.queries import content, learning
from courses.queries.evidence import asked_in
from courses.services import attempts
from courses.services.attempts import started_today
from courses.views import words
from courses.views.blueprint import courses
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.forms import sent_json
from people import access
from people.permissions import Permission


@courses.post("/enrolments/<int:number>/attempts")
@access.requires(Permission.LEARN)
def attempt_start(number: int) -> Response:
    with unit_of_work() as session:
        attempt = attempts.start(session, access.actor(session), number, chance=random.SystemRandom())
    return redirect(url_for("courses.attempt_resume", number=attempt.id), 303)


@courses.get("/attempts/<int:number>/resume")
@access.requires(Permission.LEARN)
def attempt_resume(number: int) -> Response:
    """Back to the first question without an answer, on whatever device."""
    session, attempt = read_session(), _mine(number)
    if attempt.hand_in is not None:
        return redirect(url_for("courses.attempt", number=number), 303)
    answers = learning.answers_of(session, attempt)
    for place, each in enumerate(learning.drawn_in(attempt), start=1):
        if each.question not in answers or not answers[each.question].chosen:
            return redirect(url_for("courses.question", number=number, place=place), 303)
    return redirect(url_for("courses.attempt_check", number=number), 303)


@courses.get("/attempts/<int:number>/questions/<int:place>")
@access.requires(Permission.LEARN)
def question(number: int, place: int) -> Response | str:
    session, attempt = read_session(), _mine(number)
    if attempt.hand_in is not None:
        return redirect(url_for("courses.attempt", number=number), 303)
    drawn = learning.drawn_at(attempt, place)
    saved = learning.last_answer(session, attempt, drawn.question)
    course = content.course_of(attempt.edition)
    asked = next(each for each in course.questions if each.id == drawn.question)
    return render_template(
        "courses/question.html",
        attempt=attempt,
        course=course,
        question=asked,
        place=place,
        total=len(attempt.drawn),
        is_concept=content.is_concept(session, attempt.edition.revision_id),
        saved_at=format_time(saved.saved_at, "HH:mm") if saved else None,
        form=answer_form(asked, drawn.options, saved.chosen if saved else None, saved.event if saved else ""),
    )


@courses.post("/attempts/<int:number>/questions/<int:place>")
@access.requires(Permission.LEARN)
def question_post(number: int, place: int) -> Response:
    """ "Verder" saves, and so does going back; both work without scripts."""
    sent = request.form
    page: dict[str, Any] = {
        "chosen": sent.getlist("chosen"),
        "event": sent.get("event", "")[:36],
        "seen": sent.get("seen"),
    }
    with unit_of_work() as session:
        attempt, counts = attempts.save_page(session, access.actor(session), number, place=place, **page)
    if not counts:
        words = _("Ergens anders gaf je een ander antwoord. Dat telt. Wil je iets anders? Kies dan opnieuw.")
        flash(words, "warning")
        return redirect(url_for("courses.question", number=number, place=place), 303)
    wanted = place - 1 if sent.get("to") == "previous" else place + 1
    if sent.get("to") == "check" or wanted > len(attempt.drawn):
        return redirect(url_for("courses.attempt_check", number=number), 303)
    return redirect(url_for("courses.question", number=number, place=max(1, wanted)), 303)


@courses.post("/attempts/<int:number>/answers")
@access.requires(Permission.LEARN)
def answer_post(number: int) -> PlainResponse:
    """One event of the autosave script: JSON {event, question, chosen, seen?} → {event, saved_at, is_late, elsewhere}.

    `elsewhere`: {event, chosen} of the answer that counts instead, or null.
    """
    sent = _event_sent()
    get_timezone()  # read before the lock is taken
    with unit_of_work() as session:
        saved, counts = attempts.save_answer(session, access.actor(session), number, **sent)
    is_counted = saved.chosen == counts.chosen
    return jsonify(
        event=saved.event,
        saved_at=format_time(saved.saved_at, "HH:mm"),
        is_late=saved.is_late,
        elsewhere=None if is_counted else {"event": counts.event, "chosen": counts.chosen},
    )


@courses.get("/attempts/<int:number>/check")
@access.requires(Permission.LEARN)
def attempt_check(number: int) -> Response | str:
    session, attempt = read_session(), _mine(number)
    if attempt.hand_in is not None:
        return redirect(url_for("courses.attempt", number=number), 303)
    asked = asked_in(session, attempt)
    open_ones = sum(not (each.answer and each.answer.chosen) for each in asked)
    return render_template(
        "courses/check.html",
        attempt=attempt,
        asked=asked,
        open_ones=open_ones,
        is_concept=content.is_concept(session, attempt.edition.revision_id),
        form=StartForm(),
    )


@courses.post("/attempts/<int:number>/submission")
@access.requires(Permission.LEARN)
def attempt_submit(number: int) -> Response:
    with unit_of_work() as session:
        attempts.hand_in(session, access.actor(session), number)
    return redirect(url_for("courses.attempt", number=number), 303)


@courses.get("/attempts/<int:number>")
@access.requires(Permission.LEARN)
def attempt(number: int) -> Response | str:
    """The result: passed or not against the norm, every explanation, and what to reread."""
    session, mine = read_session(), _mine(number)
    if mine.hand_in is None:
        return redirect(url_for("courses.attempt_resume", number=number), 303)
    course = content.course_of(mine.edition)
    today = clock.day(clock.now(), learning.zone_of(session))
    standing = learning.standing_of(session, mine.enrolment, access.me().language, today)
    asked = asked_in(session, mine)
    missed = {each.question.lesson for each in asked if not is_right(each)}
    rules = content.rules_of(session, course)
    return render_template(
        "courses/review.html",
        attempt=mine,
        result=mine.hand_in,
        course=course,
        is_concept=content.is_concept(session, mine.edition.revision_id),
        asked=asked,
        is_right=is_right,
        has_answers=any(each.answer for each in asked),
        needed=needed(mine.hand_in.asked_count, mine.pass_mark),
        reread=[lesson for lesson in course.lessons if lesson.slug in missed],
        attempts_left=max(0, rules.attempts_a_day - started_today(session, mine.enrolment)),
        step=(words.step_words(standing), words.step_address(standing)),
        form=StartForm(),
    )


def is_right(asked: Any) -> bool:
    """Whether a question of the result was answered rightly."""
    return asked.answer is not None and asked.question.is_right(frozenset(asked.answer.chosen))


def _mine(number: int) -> Attempt:
    return learning.own_attempt(read_session(), access.me(), number)


def _event_sent() -> dict[str, Any]:
    """{event, question, chosen, seen} from the body; 400 when it is something else."""
    body = sent_json()
    given = body if isinstance(body, dict) else {}
    event, asked, chosen, seen = (given.get(name) for name in ("event", "question", "chosen", "seen"))
    if not isinstance(event, str) or not isinstance(asked, str) or not isinstance(chosen, list):
        abort(400)
    if seen is not None and not isinstance(seen, list):
        abort(400)
    if not all(isinstance(key, str) and key.isprintable() for key in (event, asked, *chosen, *(seen or ()))):
        abort(400)
    return {"event": event, "question": asked, "chosen": chosen, "seen": seen}
