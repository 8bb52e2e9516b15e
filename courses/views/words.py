"""The words in which pages tell how far somebody is, and where the next step leads."""

from flask import url_for
from flask_babel import format_date, gettext as _

from courses.content import Course
from courses.progress import State, Step, Timing
from courses.queries.learning import Standing


def state_tag(standing: Standing) -> tuple[str, str]:
    """(word, kind of status tag) of a round."""
    facts = standing.facts
    if standing.timing is Timing.OVERDUE and standing.state in {State.NOT_STARTED, State.READING, State.READY_TO_TEST}:
        return _("Te laat"), "warn"
    words = {
        State.NOT_STARTED: (_("Niet begonnen"), "todo"),
        State.READING: (_("%(read)s van %(all)s lessen gelezen", read=facts.lessons_read, all=facts.lessons), "busy"),
        State.READY_TO_TEST: (_("Klaar voor de toets"), "busy"),
        State.TESTING: (_("Bezig met de toets"), "busy"),
        State.FAILED: (_("Nog niet geslaagd"), "warn"),
        State.PASSED_UNSIGNED: (_("Geslaagd, nog tekenen"), "busy"),
        State.CERTIFIED: (_("Afgerond"), "good"),
        State.CLOSED: (_("Gesloten"), "gone"),
    }
    return words[standing.state]


def due_words(standing: Standing) -> str:
    """Until when, or since when, in a sentence."""
    due_on = standing.enrolment.due_on
    if due_on is None:
        return ""
    if standing.timing is Timing.OVERDUE:
        return str(
            _("We vroegen je dit voor of op %(day)s. Je kunt het nog doen.", day=format_date(due_on, "d MMMM y"))
        )
    return str(_("Rond dit af voor of op %(day)s.", day=format_date(due_on, "d MMMM y")))


def language_words(course: Course, language: str) -> str:
    """Says that a course is not in the reader's `language`; empty when it is."""
    return "" if course.language == language else str(_("Deze cursus is er voorlopig alleen in het Nederlands."))


def step_words(standing: Standing) -> str:
    """The words of the one button."""
    words = {
        Step.READ: _("Ga verder met lezen") if standing.facts.lessons_read else _("Begin met de cursus"),
        Step.TEST: _("Naar de toets"),
        Step.CONTINUE_TEST: _("Ga verder met de toets"),
        Step.REREAD: _("Kijk wat je nog kunt leren"),
        Step.SIGN: _("Naar de verklaring"),
        Step.NOTHING: _("Bekijk de cursus"),
    }
    return str(words[standing.step])


def step_address(standing: Standing) -> str:
    """Where the one button leads."""
    number = standing.enrolment.id
    if standing.step is Step.READ and standing.facts.lessons_read:
        return url_for("courses.lesson", number=number, slug=first_unread(standing))
    if standing.step is Step.CONTINUE_TEST:
        return url_for("courses.attempt_resume", number=standing.attempts[-1].id)
    if standing.step is Step.REREAD:
        return url_for("courses.attempt", number=standing.attempts[-1].id)
    if standing.step is Step.SIGN:
        return url_for("courses.statement", number=number)
    return url_for("courses.enrolment", number=number, _anchor="test" if standing.step is Step.TEST else None)


def first_unread(standing: Standing) -> str:
    """The slug of the first lesson not read yet, or of the first."""
    slugs = [lesson.slug for lesson in standing.course.lessons]
    return next((slug for slug in slugs if slug not in standing.read), slugs[0])
