"""What is asked of me, what have I done; a course and its lessons."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from courses.content import Course, Lesson
from courses.forms import ReadForm, StartForm
from courses.queries import CourseRecord, content, learning, person_record
from courses.services import enrolments
from courses.services.attempts import started_today
from courses.views import words
from courses.views.blueprint import courses
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people import access
from people.permissions import Permission


@courses.get("/home")
@access.requires(Permission.LEARN)
def home() -> str:
    session, me = read_session(), access.me()
    today = clock.day(clock.now(), learning.zone_of(session))
    asked = learning.asked_of(session, me, me.language, today)
    records = [record for record in person_record(session, me) if record.period]
    return render_template(
        "courses/home.html",
        asked=[_task(standing) for standing in asked],
        first=_first_step(asked),
        current=[record for record in records if record.period and record.period.valid_until >= today],
        earlier=[record for record in records if record.period and record.period.valid_until < today],
        titles=_titles(records, me.language),
        links=_links,
        today=today,
    )


@courses.get("/enrolments/<int:number>")
@access.requires(Permission.LEARN)
def enrolment(number: int) -> str:
    session, me = read_session(), access.me()
    mine = learning.own_enrolment(session, me, number)
    today = clock.day(clock.now(), learning.zone_of(session))
    standing = learning.standing_of(session, mine, me.language, today)
    shown = content.shown(session, mine.course, me.language)
    rules = content.rules_of(session, shown.course)
    return render_template(
        "courses/enrolment.html",
        standing=standing,
        course=shown.course,
        rules=rules,
        read=standing.read,
        asked=sum(min(rules.drawn_per_lesson, len(bank)) for bank in shown.course.questions_by_lesson().values()),
        attempts=standing.attempts,
        attempts_left=max(0, rules.attempts_a_day - started_today(session, mine)),
        signature=learning.signature_of(session, mine),
        approvals=content.approvals_of(session, shown.revision),
        step=(words.step_words(standing), words.step_address(standing)),
        tag=words.state_tag(standing),
        due=words.due_words(standing),
        only_in=words.language_words(shown.course, me.language),
        form=StartForm(),
    )


@courses.get("/enrolments/<int:number>/lessons/<slug>")
@access.requires(Permission.LEARN)
def lesson(number: int, slug: str) -> str:
    session, me = read_session(), access.me()
    mine = learning.own_enrolment(session, me, number)
    shown = content.shown(session, mine.course, me.language)
    found, position = lesson_in(shown.course, slug)
    return render_template(
        "courses/lesson.html",
        enrolment=mine,
        course=shown.course,
        lesson=found,
        position=position,
        has_practice=bool(shown.course.questions_by_lesson()[slug]),
        is_read=slug in learning.lessons_read(session, mine),
        is_concept=content.is_concept(session, shown.revision.id),
        form=ReadForm(shown=shown.edition_hash),
    )


@courses.post("/enrolments/<int:number>/lessons/<slug>")
@access.requires(Permission.LEARN)
def lesson_post(number: int, slug: str) -> Response:
    """Note the lesson as read, and go on."""
    with unit_of_work() as session:
        me = access.actor(session)
        enrolments.mark_read(session, me, number, slug, ReadForm().shown.data or "")
    session, me = read_session(), access.me()
    course = content.shown(session, learning.own_enrolment(session, me, number).course, me.language).course
    _found, position = lesson_in(course, slug)
    if position == len(course.lessons):
        return redirect(url_for("courses.enrolment", number=number, _anchor="test"), 303)
    return redirect(url_for("courses.lesson", number=number, slug=course.lessons[position].slug), 303)


@courses.get("/card")
@access.requires(Permission.LEARN)
def card() -> str:
    """The reference card: one page to print and keep at hand."""
    session, language = read_session(), access.me().language
    for slug in content.course_slugs(session):
        shown = content.shown(session, slug, language)
        if shown.course.kind == "card":
            is_concept = content.is_concept(session, shown.revision.id)
            return render_template("courses/card.html", course=shown.course, is_concept=is_concept)
    raise NotFound


def lesson_in(course: Course, slug: str) -> tuple[Lesson, int]:
    """A lesson and its place, counted from 1. Errors: `NotFound`."""
    for position, found in enumerate(course.lessons, start=1):
        if found.slug == slug:
            return found, position
    raise NotFound


def _links(record: CourseRecord) -> list[dict[str, str]]:
    """Where one's own certificate can be had, to look at and as paper, and then what it was given for."""
    certificate, passed, signature = record.certificate, record.passed, record.signature
    assert certificate is not None
    links = [
        {"text": _("Bekijk en bewaar"), "href": url_for("certificates.show", public_id=certificate.public_id)},
        {"text": _("Download PDF"), "href": url_for("certificates.paper", public_id=certificate.public_id)},
        {"text": _("Lees de lessen terug"), "href": url_for("courses.enrolment", number=record.enrolment.id)},
    ]
    if signature is not None:
        links.append({"text": _("Je getekende verklaring"), "href": url_for("courses.signed", number=signature.id)})
    if passed is not None:
        links.append({"text": _("Je antwoorden"), "href": url_for("courses.attempt", number=passed.attempt_id)})
    return links


def _task(standing: learning.Standing) -> dict[str, Any]:
    (status, kind), language = words.state_tag(standing), access.me().language
    hints = (words.due_words(standing), words.language_words(standing.course, language))
    return {
        "title": getattr(standing.course.title, language),
        "href": url_for("courses.enrolment", number=standing.enrolment.id),
        "status": status,
        "kind": kind,
        "hint": " ".join(filter(None, hints)),
    }


def _first_step(asked: list[learning.Standing]) -> dict[str, str] | None:
    """The one next step, of what is due first."""
    if not asked:
        return None
    standing = asked[0]
    return {"text": words.step_words(standing), "href": words.step_address(standing)}


def _titles(records: list[Any], language: str) -> dict[str, str]:
    session = read_session()
    slugs = {record.enrolment.course for record in records}
    courses_now = {slug: content.parsed(content.course_revision(session, slug, language)) for slug in slugs}
    return {slug: getattr(course.title, language) for slug, course in courses_now.items()}
