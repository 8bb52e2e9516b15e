"""What a person's own pages read; always fetched through that person."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from courses.content import Course
from courses.grading import Drawn, Given
from courses.models import Answer, Attempt, Edition, Enrolment, HandIn, LessonRead, Period, Signature
from courses.progress import Round, State, Step, Timing, next_step, state, timing
from courses.queries.content import course_revision, parsed
from kernel.errors import NotFound
from people.models import Organisation, Person


@dataclass(frozen=True)
class Standing:
    """One enrolment with how far it is."""

    enrolment: Enrolment
    course: Course
    attempts: Sequence[Attempt]
    read: Set[str]
    timing: Timing

    @property
    def facts(self) -> Round:
        return _round(self.enrolment, self.course, self.attempts, self.read)

    @property
    def state(self) -> State:
        return state(self.facts)

    @property
    def step(self) -> Step:
        return next_step(self.facts)


# Asked at every page and every answer, so built once.
_own_enrolment = select(Enrolment).where(
    Enrolment.id == bindparam("enrolment"), Enrolment.person_id == bindparam("person")
)
# what another was doing with it is seen after the wait
_locked_enrolment = _own_enrolment.with_for_update().execution_options(populate_existing=True)


def own_enrolment(session: Session, person: Person, enrolment_id: int, *, lock: bool = False) -> Enrolment:
    """Errors: `NotFound` when it is another's; `lock` holds it until the end of the unit of work."""
    own = _locked_enrolment if lock else _own_enrolment
    enrolment: Enrolment | None = session.scalar(own, {"enrolment": enrolment_id, "person": person.id})
    if enrolment is None:
        raise NotFound
    return enrolment


_own_attempt = (
    select(Attempt)
    .join(Attempt.enrolment)
    .options(contains_eager(Attempt.enrolment))
    .where(Attempt.id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
)
_seen_attempt = _own_attempt.options(joinedload(Attempt.hand_in), joinedload(Attempt.edition))
_locked_attempt = _own_attempt.with_for_update(of=Attempt)
_last_answer = (
    select(Answer)
    .where(Answer.attempt_id == bindparam("attempt"), Answer.question == bindparam("question"))
    .order_by(Answer.sequence.desc())
    .limit(1)
)


def own_attempt(session: Session, person: Person, attempt_id: int, *, lock: bool = False) -> Attempt:
    """Errors: `NotFound` when it is another's."""
    own = _locked_attempt if lock else _seen_attempt
    attempt: Attempt | None = session.scalar(own, {"attempt": attempt_id, "person": person.id})
    if attempt is None:
        raise NotFound
    return attempt


def own_signature(session: Session, person: Person, signature_id: int) -> Signature:
    """Errors: `NotFound` when it is another's."""
    own = select(Signature).join(Enrolment, Enrolment.id == Signature.enrolment_id)
    signature = session.scalar(own.where(Signature.id == signature_id, Enrolment.person_id == person.id))
    if signature is None:
        raise NotFound
    return signature


def attempts_of(session: Session, enrolment: Enrolment) -> list[Attempt]:
    """All goes at the test, first to last."""
    found = select(Attempt).where(Attempt.enrolment_id == enrolment.id).order_by(Attempt.number)
    return list(session.scalars(found.options(joinedload(Attempt.hand_in))))


def open_attempt(session: Session, enrolment: Enrolment) -> Attempt | None:
    """The attempt that is not handed in yet; at most one is."""
    open_ones = (
        select(Attempt).outerjoin(HandIn).where(Attempt.enrolment_id == enrolment.id, HandIn.attempt_id.is_(None))
    )
    return session.scalar(open_ones.limit(1))


def passed_attempt(session: Session, enrolment: Enrolment) -> Attempt | None:
    """The attempt that was passed, if any."""
    passed = select(Attempt).join(HandIn).where(Attempt.enrolment_id == enrolment.id, HandIn.is_passed)
    return session.scalar(passed.order_by(Attempt.number).limit(1))


def signature_of(session: Session, enrolment: Enrolment) -> Signature | None:
    return session.scalar(select(Signature).where(Signature.enrolment_id == enrolment.id))


def lessons_read(session: Session, enrolment: Enrolment) -> set[str]:
    """Slugs of the lessons read to their end."""
    return set(session.scalars(select(LessonRead.lesson).where(LessonRead.enrolment_id == enrolment.id)))


def answers_of(session: Session, attempt: Attempt) -> dict[str, Answer]:
    """The last saved answer to each question: the one that counts."""
    last = (
        select(Answer.question, func.max(Answer.sequence).label("sequence"))
        .where(Answer.attempt_id == attempt.id)
        .group_by(Answer.question)
        .subquery()
    )
    matching = (Answer.question == last.c.question) & (Answer.sequence == last.c.sequence)
    found = select(Answer).join(last, matching).where(Answer.attempt_id == attempt.id)
    return {answer.question: answer for answer in session.scalars(found)}


def last_answer(session: Session, attempt: Attempt, question: str) -> Answer | None:
    """The answer to one question that counts."""
    answer: Answer | None = session.scalar(_last_answer, {"attempt": attempt.id, "question": question})
    return answer


def given(answers: dict[str, Answer]) -> dict[str, Given]:
    """Saved answers as values to grade."""
    return {question: Given(frozenset(answer.chosen), answer.event) for question, answer in answers.items()}


def drawn_in(attempt: Attempt) -> tuple[Drawn, ...]:
    """What was drawn, in the order shown."""
    return tuple(Drawn.of(row) for row in attempt.drawn)


def drawn_at(attempt: Attempt, place: int) -> Drawn:
    """The question that was drawn at `place`, from 1. Errors: `NotFound`."""
    if not 1 <= place <= len(attempt.drawn):
        raise NotFound
    return drawn_in(attempt)[place - 1]


def round_of(session: Session, enrolment: Enrolment, course: Course) -> Round:
    """The facts of an enrolment, to derive its state from."""
    return _round(enrolment, course, attempts_of(session, enrolment), lessons_read(session, enrolment))


def _round(enrolment: Enrolment, course: Course, attempts: Sequence[Attempt], read: Set[str]) -> Round:
    known = {lesson.slug for lesson in course.lessons}
    handed_in = [attempt.hand_in for attempt in attempts if attempt.hand_in]
    return Round(
        lessons=len(known),
        lessons_read=len(read & known),
        failed_attempts=sum(not each.is_passed for each in handed_in),
        has_open_attempt=len(handed_in) < len(attempts),
        is_passed=any(each.is_passed for each in handed_in),
        closed_why=enrolment.closed_why,
        due_on=enrolment.due_on,
        is_renewal=enrolment.reason == "renewal",
    )


def standing_of(session: Session, enrolment: Enrolment, language: str, today: date) -> Standing:
    """An enrolment with how far it is."""
    return Standing(
        enrolment,
        parsed(course_revision(session, enrolment.course, language)),
        attempts_of(session, enrolment),
        lessons_read(session, enrolment),
        timing(enrolment.due_on, today, is_closed=enrolment.closed_at is not None),
    )


def asked_of(session: Session, person: Person, language: str, today: date) -> list[Standing]:
    """What is asked of a person now, the earliest due first."""
    found = select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.closed_at.is_(None))
    rows = session.scalars(found.order_by(Enrolment.due_on.is_(None), Enrolment.due_on, Enrolment.id))
    return [standing_of(session, enrolment, language, today) for enrolment in rows]


def periods_of(session: Session, person: Person) -> list[Period]:
    """A person's periods, the newest first."""
    found = select(Period).where(Period.person_id == person.id)
    return list(session.scalars(found.order_by(Period.valid_until.desc(), Period.id.desc())))


def latest_period(session: Session, person_id: int, course: str) -> Period | None:
    """The period that lasts longest and was not ended."""
    lasting = select(Period).where(Period.person_id == person_id, Period.course == course, Period.ended_on.is_(None))
    return session.scalar(lasting.order_by(Period.valid_until.desc(), Period.id.desc()).limit(1))


_named_edition = select(Edition).where(Edition.edition_hash == bindparam("name"))


def edition_of(session: Session, edition_hash: str) -> Edition | None:
    edition: Edition | None = session.scalar(_named_edition, {"name": edition_hash})
    return edition


def zone_of(session: Session) -> ZoneInfo:
    """The organisation's zone, which decides what a day is."""
    return session.get_one(Organisation, 1).zone
