"""What HR's lists let one choose from, and how an address is read."""

from collections.abc import Sequence
from datetime import date

from flask import request
from flask_babel import get_locale
from sqlalchemy.orm import Session

from courses.content import Course
from courses.queries.content import course_revision, course_slugs, parsed
from courses.queries.learning import zone_of
from hr import queries_people
from hr.errors import NobodyChosen
from hr.forms.desk_filters import RegisterFilter
from hr.queries_register import Narrowed
from kernel import clock
from kernel.database import read_session
from kernel.errors import NotFound
from kernel.numbers import row_number

MOST_CHOSEN = 500


def title_of(course: Course) -> str:
    """The course's title in the reader's language."""
    language = "en" if str(get_locale()).startswith("en") else "nl"
    return str(getattr(course.title, language))


def course_titles(session: Session) -> list[tuple[str, str]]:
    """(slug, title) of every course that can be passed; a card to keep has no test."""
    courses = [parsed(course_revision(session, slug, "nl")) for slug in course_slugs(session)]
    return [(course.slug, title_of(course)) for course in courses if course.test]


def register_filter() -> RegisterFilter:
    """The filter with what there is to choose; its course is always one of ours."""
    session = read_session()
    return RegisterFilter().offer(
        course_titles(session), queries_people.teams(session), queries_people.locations(session)
    )


def narrowed(form: RegisterFilter) -> Narrowed:
    """What the filter says; a choice that we do not know narrows to nothing of the kind. Errors: `NotFound`."""
    if not form.course.data:
        raise NotFound
    team, location = form.known("team"), form.known("location")
    return Narrowed(
        form.course.data,
        form.known("state") or "",
        form.known("q") or "",
        int(team) if team else None,
        int(location) if location else None,
    )


def today() -> date:
    """The day it is in the organisation's zone."""
    return clock.day(clock.now(), zone_of(read_session()))


def chosen_people() -> Sequence[int] | None:
    """The ticked people; None when all that match the filter were meant. Errors: `NobodyChosen`."""
    if request.form.get("all") == "1":
        return None
    chosen = list(filter(None, map(row_number, request.form.getlist("person"))))[:MOST_CHOSEN]
    if not chosen:
        raise NobodyChosen
    return chosen
