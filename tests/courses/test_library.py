"""The courses that ship keep the promises we make about them."""

import json

import pytest

from courses.catalogue import Course, Library, content_hash, load_library, placeholders_in
from courses.content_check import Finding, check, is_publishable
from kernel.markup import to_html


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def findings(library: Library) -> list[Finding]:
    return check(library)


def test_the_shipped_library_passes_its_own_check(findings: list[Finding]) -> None:
    assert [finding for finding in findings if finding.severity == "error"] == []
    assert is_publishable(findings)


def test_the_shipped_library_is_plain_dutch_that_never_commands(findings: list[Finding]) -> None:
    assert [finding for finding in findings if finding.severity == "warning"] == []


def test_every_open_point_of_the_authors_reaches_whoever_approves(library: Library, findings: list[Finding]) -> None:
    assert len(library.open_points) == 39
    assert [finding.what for finding in findings if finding.severity == "open"] == [
        point.text for point in library.open_points
    ]


def test_no_remark_of_the_authors_reaches_a_learner(library: Library) -> None:
    for course in library.courses:
        shown = json.dumps(course.content(), ensure_ascii=False)
        assert "<!--" not in shown
        assert "check:" not in shown


def test_the_course_has_eight_modules_and_all_fifty_eight_questions(library: Library) -> None:
    course = library.course("avg")
    assert [lesson.slug for lesson in course.lessons] == [f"module{number}" for number in range(1, 9)]
    assert {slug: len(bank) for slug, bank in course.questions_by_lesson().items()} == dict(
        zip((f"module{number}" for number in range(1, 9)), (6, 8, 8, 7, 7, 7, 7, 8), strict=True)
    )
    assert course.test is not None
    assert course.test.questions_per_lesson * len(course.lessons) == 24
    assert (course.test.pass_mark, course.test.attempts_per_day, course.renewal_months) == (80, 2, 12)


def test_the_quick_start_tests_its_own_objectives_with_questions_of_the_course(library: Library) -> None:
    quick_start, bank = (
        library.course("snelstart"),
        {question.id: question for question in library.course("avg").questions},
    )
    assert len(quick_start.questions) == 8
    for question in quick_start.questions:
        assert question.options == bank[question.id].options
        assert all(objective.startswith("SN-") for objective in question.objectives)


def test_the_card_is_read_and_not_tested(library: Library) -> None:
    card = library.course("kaart")
    assert (card.test, card.statement, card.questions) == (None, None, ())


def test_content_stays_a_draft_until_somebody_approves(library: Library) -> None:
    assert all(course.is_draft for course in library.courses)


def test_the_statement_asks_for_the_same_in_both_languages(library: Library) -> None:
    dutch, english = (library.statement("geheimhouding", language) for language in ("nl", "en"))
    assert dutch.version == english.version
    assert placeholders_in(dutch.content()) == placeholders_in(english.content())
    assert dutch.text.count("\n1. ") == english.text.count("\n1. ") == 1
    assert "Wet bescherming klokkenluiders" in dutch.text


def test_every_placeholder_is_of_use(library: Library) -> None:
    texts = [course.content() for course in library.courses] + [statement.content() for statement in library.statements]
    used = frozenset().union(*map(placeholders_in, texts))
    assert used == {placeholder.key for placeholder in library.placeholders}


def test_the_organisation_hears_which_blanks_it_has_left(library: Library) -> None:
    values = {placeholder.key: placeholder.example for placeholder in library.placeholders}
    assert is_publishable(check(library, values))
    missing = check(library, values | {"meldpunt_datalek": "  "})
    assert {finding.where for finding in missing if "{meldpunt_datalek}" in finding.what} == {
        "avg",
        "snelstart",
        "kaart",
        "geheimhouding (nl)",
        "geheimhouding (en)",
    }


def test_what_a_signature_fills_in_is_not_asked_of_the_organisation(library: Library) -> None:
    asked = {finding.what for finding in check(library, {}) if "nog niet ingevuld" in finding.what}
    assert not any("{naam}" in what or "{datum}" in what for what in asked)


def test_every_lesson_text_becomes_html_without_leftovers(library: Library) -> None:
    for course in library.courses:
        for lesson in course.lessons:
            for block in lesson.blocks:
                html = to_html(block.alt if block.kind == "figure" else block.text)
                assert ":::" not in html
                assert "**" not in html


def test_a_stored_revision_of_every_course_says_exactly_the_same(library: Library) -> None:
    for course in library.courses:
        stored = json.loads(json.dumps(course.content()))
        assert Course.from_content(stored) == course
        assert content_hash(Course.from_content(stored).content()) == content_hash(course.content())
