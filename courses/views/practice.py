"""Practising: every question of a lesson, as often as one likes; nothing of it is kept."""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from courses.models import Enrolment
from courses.queries import content, learning
from courses.views.blueprint import courses
from courses.views.learning import lesson_in
from kernel.database import read_session
from kernel.errors import NotFound
from people import access
from people.permissions import Permission


@courses.get("/enrolments/<int:number>/practice/<slug>")
@access.requires(Permission.LEARN)
def practice(number: int, slug: str) -> str:
    """One question; with `chosen` in the address, the explanation of every option."""
    session, me = read_session(), access.me()
    mine = learning.own_enrolment(session, me, number)
    shown = content.shown(session, mine.course, me.language)
    lesson, _position = lesson_in(shown.course, slug)
    questions = shown.course.questions_by_lesson()[slug]
    position = request.args.get("question", 1, type=int)
    if not 1 <= position <= len(questions):
        raise NotFound
    question = questions[position - 1]
    chosen = frozenset(request.args.getlist("chosen")) & {option.key for option in question.options}
    return render_template(
        "courses/practice.html",
        enrolment=mine,
        lesson=lesson,
        is_concept=content.is_concept(session, shown.revision.id),
        question=question,
        position=position,
        total=len(questions),
        chosen=chosen,
        is_right=question.is_right(chosen),
        verdict=_("Dit is goed.") if question.is_right(chosen) else _("Dit is nog niet goed."),
        is_empty="check" in request.args and not chosen,
        back=_after(mine, slug),
    )


def _after(mine: Enrolment, slug: str) -> str:
    """Back to the end of a lesson that is still to be marked as read, or else to the course."""
    if mine.closed_at is None and slug not in learning.lessons_read(read_session(), mine):
        return url_for("courses.lesson", number=mine.id, slug=slug, _anchor="read")
    return url_for("courses.enrolment", number=mine.id)
