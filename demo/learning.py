"""How somebody in the demo does a course: reads, is tested, signs — through the same services as everyone."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from courses.models import Attempt, Enrolment
from courses.queries import content
from courses.services import attempts, enrolments, statements
from kernel import clock
from kernel.database import unit_of_work
from people.models import Person

READING = timedelta(minutes=70)
TESTING = timedelta(minutes=18)
SIGNING = timedelta(minutes=4)
KNOWS = 0.95


def read_lessons(session: Session, person: Person, enrolment: Enrolment, most: int = 99) -> None:
    shown = content.shown(session, enrolment.course, person.language)
    for lesson in shown.course.lessons[:most]:
        enrolments.mark_read(session, person, enrolment.id, lesson.slug, shown.edition_hash)


def start_test(session: Session, person: Person, enrolment: Enrolment, rng: random.Random) -> Attempt:
    return attempts.start(session, person, enrolment.id, chance=rng)


def answer(
    session: Session, person: Person, attempt: Attempt, rng: random.Random, *, knows: float, most: int = 99
) -> None:
    """Answer `most` questions, each right with chance `knows`."""
    questions = {question.id: question for question in content.course_of(attempt.edition).questions}
    for drawn in attempt.drawn[:most]:
        question = questions[str(drawn["question"])]
        right = set(question.right_keys)
        wrong = [option.key for option in question.options if option.key not in right]
        chosen = sorted(right) if rng.random() < knows else [rng.choice(wrong)]
        event = f"{rng.getrandbits(128):032x}"
        attempts.save_answer(session, person, attempt.id, question=question.id, chosen=chosen, event=event)


def sign(session: Session, person: Person, enrolment: Enrolment) -> None:
    asked = statements.to_sign(session, person, "geheimhouding", person.language)
    statements.sign(
        session,
        person,
        enrolment.id,
        language=person.language,
        typed_name=person.name,
        shown_hash=asked.text_hash,
        opened_at=clock.now() - SIGNING,
        method="password",
    )


def do_course(person_id: int, enrolment_id: int, at: datetime, rng: random.Random, *, knows: float = KNOWS) -> bool:
    """Read, be tested and sign from `at` on; False when the test was failed."""
    with clock.moved_to(at), unit_of_work() as session:
        person, enrolment = session.get_one(Person, person_id), session.get_one(Enrolment, enrolment_id)
        read_lessons(session, person, enrolment)
    with clock.moved_to(at + READING), unit_of_work() as session:
        person, enrolment = session.get_one(Person, person_id), session.get_one(Enrolment, enrolment_id)
        attempt = start_test(session, person, enrolment, rng)
        answer(session, person, attempt, rng, knows=knows)
        is_passed = attempts.hand_in(session, person, attempt.id).is_passed
    if is_passed:
        with clock.moved_to(at + READING + TESTING), unit_of_work() as session:
            person, enrolment = session.get_one(Person, person_id), session.get_one(Enrolment, enrolment_id)
            sign(session, person, enrolment)
    return is_passed
