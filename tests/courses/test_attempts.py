"""A test is drawn, saved and handed in once, whatever happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from certificates.models import Certificate
from courses.errors import (
    AlreadyPassed,
    AttemptsSpent,
    EnrolmentClosed,
    HandedIn,
    NoSuchAnswer,
    ReadFirst,
    TimeOver,
)
from courses.models import Answer, Attempt, HandIn, Period
from courses.queries import learning
from courses.services import attempts, enrolments
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import Conflict, NotFound
from people.models import Person
from tests import factories
from tests.courses import taught

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def school(either_app: Flask) -> Flask:
    return taught.app_of(either_app)


def saved(attempt: Attempt, question: str) -> list[list[str]]:
    found = select(Answer.chosen).where(Answer.attempt_id == attempt.id, Answer.question == question)
    return list(read_session().scalars(found.order_by(Answer.sequence)))


def test_the_test_opens_when_every_lesson_is_read(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner()
        with pytest.raises(ReadFirst):
            learner.start()
        assert len(learner.read().start().drawn) == 8


def test_starting_again_goes_on_with_the_open_attempt(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        first = learner.start()
        assert learner.start().id == first.id


def test_answers_are_a_series_of_which_the_last_counts(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, options = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        for option in options[:3]:
            learner.answer(attempt, question, [option])
        assert saved(attempt, question) == [[option] for option in options[:3]]
        assert learning.answers_of(read_session(), attempt)[question].chosen == [options[2]]


def test_an_event_sent_twice_is_saved_once(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, options = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        learner.answer(attempt, question, [options[0]], "first")
        learner.answer(attempt, question, [options[1]], "second")
        learner.answer(attempt, question, [options[0]], "first")
        assert saved(attempt, question) == [[options[0]], [options[1]]]


def test_an_older_answer_that_arrives_after_one_given_elsewhere_is_kept_and_does_not_count(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, (a, b, *_) = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        assert learner.answer(attempt, question, [b], "elsewhere", seen=[""]) == "elsewhere"
        assert learner.answer(attempt, question, [a], "kept offline", seen=[""]) == "elsewhere"
        assert learner.answer(attempt, question, [a], "kept offline", seen=[""]) == "elsewhere"
        assert learner.answer(attempt, question, [], "kept longer", seen=["", "kept offline"]) == "elsewhere"
        assert saved(attempt, question) == [[], [a], [b]]
        assert learning.answers_of(read_session(), attempt)[question].chosen == [b]
        assert learner.answer(attempt, question, [a], "chosen again", seen=["elsewhere"]) == "chosen again"
        assert learning.answers_of(read_session(), attempt)[question].chosen == [a]


def test_what_this_page_sent_itself_is_not_from_elsewhere(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, (a, b, *_) = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        learner.answer(attempt, question, [a], "its reply was lost", seen=[""])
        assert learner.answer(attempt, question, [b], "next", seen=["", "its reply was lost", "never sent"]) == "next"


def test_the_same_choice_from_elsewhere_is_no_other_answer(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, (a, *_) = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        learner.answer(attempt, question, [a], "here", seen=[""])
        assert learner.answer(attempt, question, [a], "there", seen=[""]) == "there"


def test_a_page_without_scripts_that_stood_open_does_not_undo_a_newer_answer(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, (a, b, *_) = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        assert learner.send_page(attempt, [a], "first")
        learner.answer(attempt, question, [b], "elsewhere", seen=["first"])
        assert not learner.send_page(attempt, [a], "stood open", seen="first")
        assert learning.answers_of(read_session(), attempt)[question].chosen == [b]
        assert saved(attempt, question) == [[a], [a], [b]]


def test_a_page_sent_again_with_another_choice_is_saved_as_another_answer(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        question, (a, b, *_) = attempt.drawn[0]["question"], attempt.drawn[0]["options"]
        for chosen in ([a], [a], [b]):
            assert learner.send_page(attempt, chosen, "one page")
        assert saved(attempt, question) == [[a], [b]]


def test_an_answer_that_was_not_shown_is_refused(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        for question, chosen in (("X-99", ["A"]), (attempt.drawn[0]["question"], ["Z"])):
            with pytest.raises(NoSuchAnswer):
                learner.answer(attempt, question, chosen)


def test_the_limit_counts_the_organisations_day(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(datetime(2026, 3, 2, 21, 30, tzinfo=UTC)):
            learner = taught.learner().read()
            learner.take(wrong=8)
            learner.take(wrong=8)
            with pytest.raises(AttemptsSpent):
                learner.start()
        with clock.moved_to(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)):  # past midnight in Amsterdam
            assert learner.start().number == 3


def test_a_test_is_handed_in_once_and_late_answers_are_refused(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.take(wrong=8)
        assert learner.hand_in(attempt) is False
        with pytest.raises(HandedIn):
            learner.answer(attempt, attempt.drawn[0]["question"], [attempt.drawn[0]["options"][0]], "late")
        assert read_session().scalar(select(func.count()).select_from(HandIn)) == 1


def test_after_passing_there_is_no_next_attempt(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        learner.take()
        with pytest.raises(AlreadyPassed):
            learner.start()


def test_40_hand_ins_at_once_are_one_with_one_answer(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        learner.answer_all(attempt)

    def hand_in(_number: int) -> tuple[bool, int]:
        with school.app_context(), unit_of_work() as session:
            result = attempts.hand_in(session, session.get_one(Person, learner.person.id), attempt.id)
            return result.is_passed, result.right_count

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(hand_in, range(40))) == {(True, 8)}
    with school.app_context():
        assert read_session().scalar(select(func.count()).select_from(HandIn)) == 1


def test_two_starts_at_once_are_one_attempt(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()

    def start(_number: int) -> int:
        with school.app_context():
            return learner.start().id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(16)))) == 1


def test_two_tabs_that_sign_get_one_certificate(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        learner.take()

    def sign(_number: int) -> int:
        with school.app_context():
            return learner.sign()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(sign, range(8)))) == 1
    with school.app_context():
        for table in (Certificate, Period):
            assert read_session().scalar(select(func.count()).select_from(table)) == 1


def test_late_within_the_grace_is_flagged_and_after_it_refused_but_what_was_saved_counts(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            learner = taught.learner().read()
            attempt = learner.start(time=timedelta(minutes=30))
            learner.answer_all(attempt)
        question, option = attempt.drawn[0]["question"], attempt.drawn[0]["options"][0]
        with clock.moved_to(MORNING + timedelta(minutes=31)):
            learner.answer(attempt, question, [option], "late")
            assert learning.answers_of(read_session(), attempt)[question].is_late
        with clock.moved_to(MORNING + timedelta(minutes=33)):
            with pytest.raises(TimeOver):
                learner.answer(attempt, question, [option], "too late")
            learner.hand_in(attempt)
            assert read_session().get_one(HandIn, attempt.id).right_count >= 7


def test_answers_cannot_be_changed_afterwards(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        learner.answer(attempt, attempt.drawn[0]["question"], [attempt.drawn[0]["options"][0]])
        with pytest.raises((DatabaseError, Conflict)), unit_of_work() as session:
            session.execute(text("UPDATE answer SET chosen = '[]'"))


def test_nobody_answers_or_hands_in_for_another(school: Flask) -> None:
    with school.app_context():
        attempt = taught.learner().read().start()
        other = factories.person()
        with pytest.raises(NotFound):
            taught.Learner(other, attempt.enrolment_id).answer(attempt, attempt.drawn[0]["question"], [])
        with pytest.raises(NotFound), unit_of_work() as session:
            attempts.hand_in(session, session.get_one(Person, other.id), attempt.id)


def test_who_left_can_no_longer_answer(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        with unit_of_work() as session:
            enrolments.close_for_leaver(session, learner.person.id, actor=None)
        with pytest.raises(EnrolmentClosed):
            learner.answer(attempt, attempt.drawn[0]["question"], [])
