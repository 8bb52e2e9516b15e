"""What somebody who comes here for the first time reads: nothing that misleads or gives answers away."""

import pytest
from flask import Flask

from courses.queries import content, learning
from kernel.database import read_session
from people import trail
from tests.courses import taught
from tests.pages import Pages

ONLY_IN = "This course is in Dutch for now."


@pytest.fixture
def school(app: Flask) -> Flask:
    return taught.app_of(app)


def test_a_course_in_another_language_says_so_before_one_starts(school: Flask, pages: Pages) -> None:
    with school.app_context():
        english, dutch = taught.learner(language="en"), taught.learner(language="nl")
    pages.sign_in(english.person)
    assert ONLY_IN in pages.get("/home").text
    assert ONLY_IN in pages.get(f"/enrolments/{english.enrolment_id}").text
    pages.sign_in(dutch.person)
    assert "alleen in het Nederlands" not in pages.get("/home").text
    assert "alleen in het Nederlands" not in pages.get(f"/enrolments/{dutch.enrolment_id}").text


def test_titles_that_tell_the_answer_come_after_handing_in(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        learner.answer_all(attempt)
        questions = {each.id: each for each in content.course_of(attempt.edition).questions}
        drawn = [questions[each.question] for each in learning.drawn_in(attempt)]
    pages.sign_in(learner.person)
    check = pages.get(f"/attempts/{attempt.id}/check")
    assert f"Vraag 1: {drawn[0].situation[:20]}" in check.text
    practice = [pages.get(f"/enrolments/{learner.enrolment_id}/practice/snelstart?question={n}") for n in range(1, 9)]
    before = " ".join(page.text for page in (check, pages.get(f"/attempts/{attempt.id}/questions/1"), *practice))
    assert [each.title for each in drawn if each.title in before] == []
    review = pages.submit(check.form("submission"))
    assert all(each.title in review.text for each in drawn)


def test_a_question_with_more_answers_does_not_contradict_itself(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner("avg")
        banks = learner.course.questions_by_lesson().items()
        lesson, place = next((slug, n) for slug, bank in banks for n, each in enumerate(bank, 1) if each.is_multiple)
    page = pages.sign_in(learner.person).get(f"/enrolments/{learner.enrolment_id}/practice/{lesson}?question={place}")
    assert "Je kunt meer antwoorden kiezen." in page.text
    assert "Er zijn meer antwoorden goed" not in page.text


def test_who_is_certified_reads_it_all_again_from_home(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().finish()
    links = pages.sign_in(learner.person).get("/home").links()
    lessons = pages.get(links["Lees de lessen terug"]).links()
    assert "wat doe je?" in pages.get(next(href for href in lessons.values() if "/lessons/" in href)).text
    assert "De tekst die je tekende" in pages.get(links["Je getekende verklaring"]).text
    assert pages.get(links["Je antwoorden"]).heading == "Je bent geslaagd"


def test_practice_ends_where_the_lesson_can_be_marked_as_read(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner()
    round_ = f"/enrolments/{learner.enrolment_id}"
    last = f"{round_}/practice/snelstart?question=8&check=1&chosen=A"
    lesson = pages.sign_in(learner.person).get(pages.get(last).links()["Klaar met oefenen"])
    assert "Gelezen" in lesson.text
    assert lesson.form().element.get("id") == "read"
    pages.submit(lesson.form())
    assert pages.get(last).links()["Klaar met oefenen"] == round_


def test_the_attempts_of_today_are_counted_from_the_first(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().read()
    round_ = f"/enrolments/{learner.enrolment_id}"
    assert "Je kunt de toets vandaag 2 keer maken." in pages.sign_in(learner.person).get(round_).text
    with school.app_context():
        attempt = learner.take(wrong=8)
    assert "Je kunt de toets vandaag nog 1 keer maken." in pages.get(round_).text
    assert "We kiezen de vragen dan opnieuw." in pages.get(f"/attempts/{attempt.id}").text


def test_the_own_trail_says_why_a_course_ended(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().finish()
        assert "certified" not in {event.reason for event in trail.about(read_session(), learner.person).others}
    assert "je haalde het certificaat" in pages.sign_in(learner.person).get("/account/trail").text
