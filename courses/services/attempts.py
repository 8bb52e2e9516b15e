"""The final test: started within the limit, saved answer by answer, handed in once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from courses import grading
from courses.errors import (
    AlreadyPassed,
    AttemptsSpent,
    EnrolmentClosed,
    HandedIn,
    NoSuchAnswer,
    ReadFirst,
    TimeOver,
)
from courses.grading import Chance
from courses.models import Answer, Attempt, Enrolment, HandIn
from courses.progress import Round
from courses.queries import content, learning
from courses.services import completion, editions
from kernel import audit, clock, series
from people.models import Person

GRACE = timedelta(minutes=2)


def start(
    session: Session, person: Person, enrolment_id: int, *, chance: Chance, time: timedelta | None = None
) -> Attempt:
    """Draw a test, or go on with the one that is open, on whatever device.

    Errors: `NotFound`, `EnrolmentClosed`, `AlreadyPassed`, `ReadFirst`, `AttemptsSpent`.
    """
    enrolment = learning.own_enrolment(session, person, enrolment_id, lock=True)
    already_open = learning.open_attempt(session, enrolment)
    if already_open is not None and enrolment.closed_at is None:
        return already_open
    shown = content.shown(session, enrolment.course, person.language)
    rules = content.rules_of(session, shown.course)
    _check_may_start(session, enrolment, learning.round_of(session, enrolment, shown.course), rules.attempts_a_day)
    at = clock.now()
    drawn = grading.draw(shown.course.questions_by_lesson(), rules.drawn_per_lesson, chance)
    attempt = Attempt(
        enrolment_id=enrolment.id,
        number=len(learning.attempts_of(session, enrolment)) + 1,
        edition_id=editions.keep(session, shown).id,
        drawn=[each.row() for each in drawn],
        pass_mark=rules.pass_mark,
        started_at=at,
        deadline=at + time if time else None,
    )
    session.add(attempt)
    session.flush()
    audit.record(session, "attempt.started", actor=person.id, subject=person.id, object=f"attempt:{attempt.id}")
    return attempt


def save_answer(
    session: Session,
    person: Person,
    attempt_id: int,
    *,
    question: str,
    chosen: list[str],
    event: str,
    seen: Collection[str] | None = None,
) -> tuple[Answer, Answer]:
    """Add an answer to its series; return it and the one that counts. The same event twice is the same answer.

    `seen`: the events at this question that the page knew of; `None` knows them all.
    Errors: `NotFound`, `HandedIn`, `EnrolmentClosed`, `TimeOver`, `NoSuchAnswer`.
    """
    attempt = learning.own_attempt(session, person, attempt_id, lock=True)
    before = _series(session, attempt, question, event)
    saved = series.named(before, event)
    if saved is None:
        saved = _add(session, attempt, before, question=question, chosen=chosen, event=event, seen=seen)
    elif saved.question != question:
        raise NoSuchAnswer
    return saved, series.counting((*before, saved)) or saved


def save_page(
    session: Session,
    person: Person,
    attempt_id: int,
    *,
    place: int,
    chosen: list[str],
    event: str,
    seen: str | None = None,
) -> tuple[Attempt, bool]:
    """Save what a page without scripts sends of question `place`, unless it is what was saved already.

    Return the attempt and whether this answer counts. `seen`: the event that the page was made with, or empty;
    `None` knows them all. Errors: as `save_answer`.
    """
    attempt = learning.own_attempt(session, person, attempt_id, lock=True)
    question = learning.drawn_at(attempt, place).question
    before = _series(session, attempt, question, event)
    last = series.counting([each for each in before if each.question == question])
    if sorted(chosen) == (last.chosen if last else []):
        return attempt, True
    is_known = series.named(before, event) is not None  # the page was sent again with another choice
    name, known = uuid4().hex if is_known else event, None if seen is None else (seen, event)
    answer = _add(session, attempt, before, question=question, chosen=chosen, event=name, seen=known)
    return attempt, last is None or answer.sequence > last.sequence


# Asked at every answer, so built once.
_before = select(Answer).where(
    Answer.attempt_id == bindparam("attempt"),
    (Answer.question == bindparam("question")) | (Answer.event == bindparam("event")),
)
_handed_in = select(HandIn.attempt_id).where(HandIn.attempt_id == bindparam("attempt"))


def _series(session: Session, attempt: Attempt, question: str, event: str) -> Sequence[Answer]:
    """What was answered to a question before, and what came as this event."""
    values = {"attempt": attempt.id, "question": question, "event": event}
    found: Sequence[Answer] = session.scalars(_before, values).all()
    return found


def _add(
    session: Session,
    attempt: Attempt,
    before: Sequence[Answer],
    *,
    question: str,
    chosen: list[str],
    event: str,
    seen: Collection[str] | None,
) -> Answer:
    at, person_id = clock.now(), attempt.enrolment.person_id
    _check_open(session, attempt, at)
    _check_answer(attempt, question, chosen, event)
    answer = Answer(
        attempt_id=attempt.id,
        question=question,
        sequence=series.next_place(
            [each for each in before if each.question == question], seen, lambda last: last.chosen == sorted(chosen)
        ),
        chosen=sorted(chosen),
        event=event,
        saved_at=at,
        is_late=attempt.deadline is not None and at > attempt.deadline,
    )
    session.add(answer)
    audit.record(session, "answer.saved", actor=person_id, subject=person_id, object=f"attempt:{attempt.id}")
    return answer


def hand_in(session: Session, person: Person, attempt_id: int) -> HandIn:
    """Grade against the edition shown; a second time gives the first result. Errors: `NotFound`, `EnrolmentClosed`."""
    attempt = learning.own_attempt(session, person, attempt_id, lock=True)
    if (already := session.get(HandIn, attempt.id)) is not None:
        return already
    enrolment = learning.own_enrolment(session, person, attempt.enrolment_id, lock=True)
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    result = _graded(session, attempt)
    session.add(result)
    session.flush()
    audit.record(session, "attempt.handed_in", actor=person.id, subject=person.id, object=f"attempt:{attempt.id}")
    completion.complete_when_done(session, enrolment, actor=person.id)
    return result


def _graded(session: Session, attempt: Attempt) -> HandIn:
    """What comes of an attempt, from the answers saved until now."""
    questions = {question.id: question for question in content.course_of(attempt.edition).questions}
    drawn, answers = learning.drawn_in(attempt), learning.given(learning.answers_of(session, attempt))
    grade = grading.grade(questions, drawn, answers, attempt.pass_mark)
    return HandIn(
        attempt_id=attempt.id,
        handed_in_at=clock.now(),
        right_count=grade.right_count,
        asked_count=grade.asked_count,
        is_passed=grade.is_passed,
        answers_digest=grading.answers_digest(drawn, answers),
    )


def _check_may_start(session: Session, enrolment: Enrolment, facts: Round, a_day: int) -> None:
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    if facts.is_passed:
        raise AlreadyPassed
    if not facts.may_test:
        raise ReadFirst
    if started_today(session, enrolment) >= a_day:
        raise AttemptsSpent(count=a_day)


def started_today(session: Session, enrolment: Enrolment) -> int:
    """How many attempts at this course the person started on the organisation's day of now."""
    zone = learning.zone_of(session)
    since = clock.start_of_day(clock.day(clock.now(), zone), zone)
    mine = (Enrolment.person_id == enrolment.person_id) & (Enrolment.course == enrolment.course)
    counted = select(func.count()).select_from(Attempt).join(Enrolment).where(mine, Attempt.started_at >= since)
    return session.scalar(counted) or 0


def _check_open(session: Session, attempt: Attempt, at: datetime) -> None:
    if session.scalar(_handed_in, {"attempt": attempt.id}) is not None:
        raise HandedIn
    if attempt.enrolment.closed_at is not None:
        raise EnrolmentClosed
    if attempt.deadline is not None and at > attempt.deadline + GRACE:
        raise TimeOver


def _check_answer(attempt: Attempt, question: str, chosen: list[str], event: str) -> None:
    options = {each.question: set(each.options) for each in learning.drawn_in(attempt)}
    is_ours = question in options and set(chosen) <= options[question] and len(set(chosen)) == len(chosen)
    if not is_ours or not series.is_event(event):
        raise NoSuchAnswer
