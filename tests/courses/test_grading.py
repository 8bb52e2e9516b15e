"""What is drawn and what is right, for any bank, any luck and any answers."""

import random

from hypothesis import given, settings, strategies as st

from courses.catalogue import load_library
from courses.grading import Drawn, Given, answers_digest, draw, grade, needed

COURSE = load_library().course("avg")
BANKS = COURSE.questions_by_lesson()
QUESTIONS = {question.id: question for question in COURSE.questions}
seeds = st.integers(0, 2**32)


@given(seeds, st.integers(1, 10))
@settings(max_examples=30)
def test_each_lesson_gives_as_many_questions_as_asked_or_as_it_has(seed: int, per_lesson: int) -> None:
    drawn = draw(BANKS, per_lesson, random.Random(seed))
    for lesson, bank in BANKS.items():
        of_lesson = [each for each in drawn if QUESTIONS[each.question].lesson == lesson]
        assert len({each.question for each in of_lesson}) == len(of_lesson) == min(per_lesson, len(bank))


@given(seeds)
@settings(max_examples=30)
def test_every_option_is_shown_once_and_the_row_reads_back(seed: int) -> None:
    for each in draw(BANKS, 3, random.Random(seed)):
        assert sorted(each.options) == sorted(option.key for option in QUESTIONS[each.question].options)
        assert Drawn.of(each.row()) == each


def test_the_right_answer_is_not_always_in_the_same_place() -> None:
    places = {
        each.options.index(min(QUESTIONS[each.question].right_keys))
        for seed in range(20)
        for each in draw(BANKS, 3, random.Random(seed))
    }
    assert len(places) >= 4


@given(seeds, st.integers(0, 24), st.integers(50, 100))
@settings(max_examples=60)
def test_one_passes_from_the_norm_up_and_not_below(seed: int, wrong: int, pass_mark: int) -> None:
    drawn = draw(BANKS, 3, random.Random(seed))
    answers = {
        each.question: Given(QUESTIONS[each.question].right_keys if place >= wrong else frozenset({"Z"}), str(place))
        for place, each in enumerate(drawn)
    }
    result = grade(QUESTIONS, drawn, answers, pass_mark)
    assert result.right_count == len(drawn) - wrong
    assert result.is_passed == (result.right_count * 100 >= pass_mark * len(drawn))
    assert result.is_passed == (result.right_count >= needed(len(drawn), pass_mark))


def test_an_unanswered_question_is_not_right() -> None:
    drawn = draw(BANKS, 3, random.Random(1))
    assert grade(QUESTIONS, drawn, {}, 80).right_count == 0


def test_the_norm_of_24_questions_at_80_per_cent_is_20() -> None:
    assert needed(24, 80) == 20


def test_the_digest_changes_with_an_answer_an_order_and_an_event() -> None:
    drawn = draw(BANKS, 1, random.Random(1))
    first = drawn[0]
    answers = {first.question: Given(frozenset({"A"}), "one")}
    digests = {
        answers_digest(drawn, answers),
        answers_digest(drawn, {first.question: Given(frozenset({"B"}), "one")}),
        answers_digest(drawn, {first.question: Given(frozenset({"A"}), "two")}),
        answers_digest(drawn[::-1], answers),
    }
    assert len(digests) == 4
    assert answers_digest(drawn, dict(answers)) in digests
