"""A published library and people who learn, for tests. Everything goes through the services."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from flask import Flask

from assess.instrument_library import shipped
from assess.services import instruments
from courses.content import Course
from courses.models import Attempt, Enrolment
from courses.queries import content, learning
from courses.services import assignments, attempts, enrolments, statements
from courses.services.content import import_library
from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from people.models import Organisation, Person
from tests import factories

COURSE = "snelstart"  # one lesson, eight questions: the shortest road to a certificate


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """What an organisation fills in: the examples of the library."""
    return {blank.key: blank.example for blank in content.library().placeholders if blank.scope == "organisation"}


def publish() -> None:
    """Import the libraries that ship, for an organisation that filled in its words."""
    with unit_of_work() as session:
        session.get_one(Organisation, 1).words = words()
        audit.record(session, "test", actor=None)
        import_library(session, content.library(), is_material=True, actor=None)
        instruments.import_library(session, shipped(), actor=None)


@dataclass
class Learner:
    """A person in one round of a course."""

    person: Person
    enrolment_id: int

    @property
    def course(self) -> Course:
        return content.shown(read_session(), self.enrolment().course, self.person.language).course

    def enrolment(self) -> Enrolment:
        return learning.own_enrolment(read_session(), self.person, self.enrolment_id)

    def read(self) -> "Learner":
        shown = content.shown(read_session(), self.enrolment().course, self.person.language)
        with unit_of_work() as session:
            me = session.get_one(Person, self.person.id)
            for lesson in shown.course.lessons:
                enrolments.mark_read(session, me, self.enrolment_id, lesson.slug, shown.edition_hash)
        return self

    def start(self, **options: object) -> Attempt:
        with unit_of_work() as session:
            me = session.get_one(Person, self.person.id)
            started = attempts.start(session, me, self.enrolment_id, chance=random.Random(7), **options)  # type: ignore[arg-type]
        return learning.own_attempt(read_session(), self.person, started.id)

    def answer(
        self, attempt: Attempt, question: str, chosen: list[str], event: str = "", seen: list[str] | None = None
    ) -> str:
        """Return the event of the answer that counts now."""
        with unit_of_work() as session:
            me = session.get_one(Person, self.person.id)
            name = event or f"{attempt.id}-{question}-{''.join(chosen)}"
            saved = attempts.save_answer(
                session, me, attempt.id, question=question, chosen=chosen, event=name, seen=seen
            )
            return saved[1].event

    def send_page(self, attempt: Attempt, chosen: list[str], event: str, seen: str = "") -> bool:
        """Send the first question's page without scripts; return whether its answer counts."""
        with unit_of_work() as session:
            me = session.get_one(Person, self.person.id)
            return attempts.save_page(session, me, attempt.id, place=1, chosen=chosen, event=event, seen=seen)[1]

    def answer_all(self, attempt: Attempt, *, wrong: int = 0) -> None:
        """Answer every question, the first `wrong` of them wrongly."""
        questions = {question.id: question for question in content.course_of(attempt.edition).questions}
        drawn = learning.drawn_in(attempt)
        for number, each in enumerate(drawn):
            right = sorted(questions[each.question].right_keys)
            chosen = right if number >= wrong else [key for key in each.options if key not in right][:1]
            self.answer(attempt, each.question, chosen)

    def hand_in(self, attempt: Attempt) -> bool:
        with unit_of_work() as session:
            return attempts.hand_in(session, session.get_one(Person, self.person.id), attempt.id).is_passed

    def take(self, *, wrong: int = 0) -> Attempt:
        """A whole go at the test."""
        attempt = self.start()
        self.answer_all(attempt, wrong=wrong)
        self.hand_in(attempt)
        return attempt

    def sign(self, typed_name: str = "") -> int:
        with unit_of_work() as session:
            me = session.get_one(Person, self.person.id)
            asked = statements.to_sign(session, me, "geheimhouding", me.language)
            signature = statements.sign(
                session,
                me,
                self.enrolment_id,
                language=me.language,
                typed_name=typed_name or me.name,
                shown_hash=asked.text_hash,
                opened_at=clock.now() - timedelta(minutes=2),
                method="password",
            )
            return signature.id

    def finish(self) -> "Learner":
        """All the way to the certificate."""
        self.read()
        self.take()
        self.sign()
        return self


def learner(course: str = COURSE, due_on: date | None = None, **values: object) -> Learner:
    """A new person who is asked a course."""
    person = factories.person(**values)
    return asked(person, course, due_on)


def asked(person: Person, course: str = COURSE, due_on: date | None = None) -> Learner:
    """A person who is asked a course now."""
    with unit_of_work() as session:
        assignments.assign(session, course, "person", str(person.id), due_on, actor=None)
    return of(person, course)


def of(person: Person, course: str = COURSE) -> Learner:
    """The open round of a person."""
    found = learning.asked_of(read_session(), person, "nl", date(2026, 1, 1))
    (mine,) = (each.enrolment.id for each in found if each.enrolment.course == course)
    return Learner(person, mine)


def app_of(app: Flask) -> Flask:
    """The application with its library published."""
    with app.app_context():
        publish()
    return app
