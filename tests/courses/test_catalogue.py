"""A course is a value: it hashes by every word, comes back from storage, and is read with errors that help."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from courses.catalogue import (
    ContentError,
    Course,
    Option,
    Question,
    content_hash,
    fill,
    load_library,
    placeholders_in,
)
from kernel.markup import to_html, to_inline_html
from tests.courses.small_library import rewrite, write_library

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="{}"), max_size=20)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_library(write_library(tmp_path)).course("klein")


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all texts in nested content."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from leaves(value, (*path, key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from leaves(value, (*path, index))
    elif isinstance(content, str):
        yield path


def changed(content: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The content with one text changed."""
    copy: Any = json.loads(json.dumps(content))
    parent = copy
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] += "!"
    return dict(copy)


def test_content_comes_back_from_storage_unchanged(course: Course) -> None:
    stored = json.loads(json.dumps(course.content(), sort_keys=True))
    assert Course.from_content(stored) == course
    assert content_hash(stored) == content_hash(course.content())


def test_every_single_text_counts_in_the_hash(course: Course) -> None:
    content = course.content()
    hashes = [content_hash(changed(content, path)) for path in leaves(content)]
    assert len(hashes) > 40
    assert len({*hashes, content_hash(content)}) == len(hashes) + 1


def test_the_hash_is_known_and_stable() -> None:
    # SHA-256 of {"a":1,"é":"x"} in UTF-8, by sha256sum.
    assert content_hash({"é": "x", "a": 1}) == "b791c0b1117351f7cdc71994db71bd7616f4725a9a49bed10db3f52340c59195"


def test_approval_is_said_about_content_and_is_no_part_of_it(tmp_path: Path) -> None:
    draft = load_library(write_library(tmp_path / "a")).course("klein")
    approval = "approval: {name: A. Bos, role: FG, date: 2026-11-23}"
    approved = load_library(write_library(tmp_path / "b", manifest_extra=approval)).course("klein")
    assert (draft.is_draft, approved.is_draft) == (True, False)
    assert content_hash(draft.content()) == content_hash(approved.content())


@given(values=st.dictionaries(st.sampled_from(["fg_contact", "organisatie"]), WORDS))
def test_content_hashes_the_same_whatever_an_organisation_fills_in(values: dict[str, str]) -> None:
    content = {"text": "Bel {fg_contact} van {organisatie}.", "minutes": 3}
    before = content_hash(content)
    filled = fill(content, values)
    assert content_hash(content) == before
    assert placeholders_in(filled) == {"fg_contact", "organisatie"} - values.keys()


def test_filling_in_replaces_only_what_is_known() -> None:
    assert fill("Bel {fg_contact} of {onbekend}: {A} {", {"fg_contact": "Mira"}) == "Bel Mira of {onbekend}: {A} {"


def test_a_sentence_that_is_filled_in_ends_once() -> None:
    assert fill("{regel}. Echt {regel}", {"regel": "Deur dicht."}) == "Deur dicht. Echt Deur dicht."


def test_a_phone_number_stays_on_one_line_and_other_numbers_are_left_alone() -> None:
    words = {"wie": "Mira, 010 555 01 40, of +31 10 555 01 40", "dag": "1 december 2026, van 7 tot 22 uur"}
    assert fill("{wie}", words) == "Mira, 010\u00a0555\u00a001\u00a040, of +31\u00a010\u00a0555\u00a001\u00a040"
    assert fill("{dag}", words) == words["dag"]


def test_a_value_is_not_filled_in_again() -> None:
    assert fill("{a}", {"a": "{b}", "b": "x"}) == "{b}"


def test_a_filled_course_is_still_a_course(course: Course) -> None:
    filled = Course.from_content(fill(course.content(), {"fg_contact": "Mira, 088"}))
    assert "Mira, 088" in str(filled.content())
    assert placeholders_in(filled.content()) == frozenset()


@given(st.frozensets(st.sampled_from("ABCD")), st.frozensets(st.sampled_from("ABCD"), min_size=1, max_size=3))
def test_an_answer_is_right_when_exactly_the_right_options_are_chosen(
    chosen: frozenset[str], right: frozenset[str]
) -> None:
    options = tuple(Option(key=key, text=key, correct=key in right, feedback="Want.") for key in "ABCD")
    question = Question(
        id="K-01", lesson="les", title="t", objectives=("K-a",), frame="law", level=1,
        situation="s", question="q", options=options,
    )  # fmt: skip
    assert question.is_right(chosen) == (chosen == right)
    assert question.is_multiple == (len(right) > 1)


def test_a_lesson_is_read_into_sections_and_blocks(course: Course) -> None:
    section = course.lessons[0].sections[0]
    assert (section.title, section.objectives) == ("Eerst dit", ("K-a",))
    assert [block.kind for block in section.blocks] == [
        "text", "situation", "figure", "organisation", "remember",
    ]  # fmt: skip


def test_a_situation_keeps_marks_consequences_and_explanations_apart(course: Course) -> None:
    situation = course.lessons[0].situations[0]
    assert (situation.title, situation.frames) == ("De bel", ("law", "systems"))
    assert [choice.mark for choice in situation.choices] == ["best", "tolerable", "poor"]
    assert situation.choices[0].consequence == "Zij is geholpen."
    assert situation.choices[0].explanation == "Zo hoort het."
    assert situation.choices[2].consequence == "Niemand weet het nu. Dat is jammer."


def test_a_drawing_is_part_of_the_content(course: Course) -> None:
    figure = course.lessons[0].sections[0].blocks[2]
    assert figure.kind == "figure"
    assert figure.svg.startswith("<svg")
    assert "notitie van de tekenaar" not in figure.svg


@pytest.mark.parametrize(
    ("file", "change", "line", "says"),
    [
        ("klein/les.nl.md", ("minutes: 5", "minutes: vijf"), 5, "minutes"),
        ("klein/les.nl.md", ("minutes: 5", "minuten: 5"), 2, "minutes"),
        ("klein/les.nl.md", ("::: onthoud", "::: vergeet"), 38, "onthoud"),
        ("klein/les.nl.md", ("- [x] Ik help.", "- [~] Ik help."), 19, "één beste keuze"),
        ("klein/questions.nl.yaml", ("level: 1", "level: 4"), 7, "level"),
        ("klein/questions.nl.yaml", ("correct: true", "correct: false"), 2, "minstens één optie"),
        ("klein/questions.nl.yaml", ("      B:", "      A:"), 12, "twee keer"),
        ("klein/course.yaml", ("minutes: 5", "minutes: 5\nkleur: rood"), 5, "kleur"),
        ("klein/course.yaml", ("lessons: [les]", "lessons: [les, kwijt]"), None, "Dit bestand is er niet"),
        ("words.yaml", ("longest_sentence: 18", "longest_sentence: ["), None, "YAML"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place_and_remedy(
    tmp_path: Path, file: str, change: tuple[str, str], line: int | None, says: str
) -> None:
    root = rewrite(write_library(tmp_path), file, *change)
    with pytest.raises(ContentError, match=says) as caught:
        load_library(root)
    assert caught.value.file.suffix in (".md", ".yaml")
    if line is not None:
        assert caught.value.line == line


def test_a_block_that_is_left_open_is_told_at_its_first_line(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    lesson = root / "klein" / "les.nl.md"
    lesson.write_text(lesson.read_text().rstrip().removesuffix(":::"))
    with pytest.raises(ContentError, match="Sluit dit blok") as caught:
        load_library(root)
    assert caught.value.line == 38


def test_a_borrowed_question_exists_in_the_course_it_comes_from(tmp_path: Path) -> None:
    borrowing = "borrowed_questions: {klein: {K-a: [K-99]}}"
    with pytest.raises(ContentError, match="K-99 staat niet in klein"):
        load_library(write_library(tmp_path, manifest_extra=borrowing))


def test_the_highest_heading_of_a_text_follows_the_page_title() -> None:
    assert to_html("### Een\n\n#### Twee") == "<h2>Een</h2>\n<h3>Twee</h3>"
    assert to_html("# Een", first_heading=3) == "<h3>Een</h3>"


@given(st.text(max_size=200))
def test_markup_lets_nothing_run_and_is_deterministic(text: str) -> None:
    html = to_html(text)
    assert html == to_html(text)
    assert "<script" not in html.lower()
    assert "<img" not in html.lower()


def test_markup_shows_html_as_text_and_refuses_other_links() -> None:
    assert to_html('<b onclick="x()">a</b>') == '<p>&lt;b onclick="x()"&gt;a&lt;/b&gt;</p>'
    assert "href" not in to_html("[a](javascript:alert(1))")
    assert "style" not in to_html("| a |\n|--:|\n| b |")
    assert to_inline_html("Een **term**.") == "Een <strong>term</strong>."
