"""Each rule of the content check bites on a library that breaks just that rule."""

from pathlib import Path

import pytest

from courses.catalogue import load_library
from courses.content_check import Finding, check, check_course, is_publishable
from courses.drawing import objections
from courses.plain_language import commands, difficult_words, long_sentences
from tests.courses.small_library import rewrite, write_library

LESSON, QUESTIONS, COURSE = "klein/les.nl.md", "klein/questions.nl.yaml", "klein/course.yaml"


def findings_after(tmp_path: Path, name: str, old: str, new: str) -> list[Finding]:
    """What the check says about the small library with one passage changed, open points aside."""
    library = load_library(rewrite(write_library(tmp_path), name, old, new))
    return [finding for finding in check(library) if finding.severity != "open"]


def test_a_sound_library_has_only_its_open_points(tmp_path: Path) -> None:
    findings = check(load_library(write_library(tmp_path)))
    assert [(finding.severity, finding.where, finding.what) for finding in findings] == [
        ("open", "klein/les", "klopt dit nog?")
    ]
    assert is_publishable(findings)


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        ((QUESTIONS, ", feedback: Dan wacht iemand.", ""), "klein/K-01 optie B", "geen uitleg"),
        ((LESSON, "  Gevolg: Zij wacht ook.\n", ""), "klein/les, situatie 'De bel'", "geen gevolg of uitleg"),
        (
            (LESSON, 'K-a: "Je kunt helpen."', 'K-a: "Je kunt helpen."\n  K-b: "Je kunt meer."'),
            "klein/K-b",
            "geen vraag",
        ),
        ((QUESTIONS, "objectives: [K-a]", "objectives: [K-a, K-z]"), "klein/K-z", "bestaat niet"),
        ((LESSON, "objectives: K-a", "objectives: K-y"), "klein/K-y", "bestaat niet"),
        ((COURSE, "questions_per_lesson: 1", "questions_per_lesson: 2"), "klein/les", "trekt 2 vragen"),
        ((QUESTIONS, "text: Ik neem op.", "text: Ik neem de telefoon rustig op."), "klein", "het langste"),
        ((QUESTIONS, "AVG art. 32", "AVG art. 33"), "klein/K-01", "AVG art. 33"),
        ((LESSON, "AVG art. 5 lid 1", "Wet X art. 5"), "klein/les", "Wet X"),
        ((LESSON, "Vraag daarna door.", "Vraag door (artikel 33 AVG)."), "klein/les, Eerst dit", "AVG artikel 33"),
        ((LESSON, "Uitleg: Zo hoort het.", "Uitleg: Zie de Wet X."), "klein/les, Eerst dit", "Wet X"),
        ((QUESTIONS, "Goed. Zo help je.", "Goed (AVG artikel 5)."), "klein/K-01 optie A", "AVG artikel 5"),
        ((LESSON, "{fg_contact}", "{fg_kontact}"), "klein", "{fg_kontact} bestaat niet"),
        ((COURSE, "statement: stil", "statement: luid"), "klein", "luid"),
        (("statements/stil.nl.md", "{naam}", "{naem}"), "stil (nl)", "{naem} bestaat niet"),
        (("klein/figures/les.svg", "<title>", "<script>x()</script><title>"), "klein/les, beeld les", "<script>"),
    ],
)
def test_content_that_breaks_a_rule_is_refused(
    tmp_path: Path, change: tuple[str, str, str], where: str, says: str
) -> None:
    findings = findings_after(tmp_path, *change)
    assert [(finding.severity, finding.where) for finding in findings] == [("error", where)]
    assert says in findings[0].what
    assert findings[0].remedy
    assert not is_publishable(findings)


def test_a_lesson_without_a_situation_is_refused(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    lesson = (root / LESSON).read_text()
    start, end = lesson.index("::: situatie"), lesson.index("::: beeld")
    (root / LESSON).write_text(lesson[:start] + lesson[end:])
    assert [finding.what for finding in check(load_library(root)) if finding.severity == "error"] == [
        "Deze les heeft geen situatie."
    ]


def test_a_card_needs_no_situation(tmp_path: Path) -> None:
    root = rewrite(write_library(tmp_path), COURSE, "kind: course", "kind: card")
    lesson = (root / LESSON).read_text()
    start, end = lesson.index("::: situatie"), lesson.index("::: beeld")
    (root / LESSON).write_text(lesson[:start] + lesson[end:])
    assert is_publishable(check(load_library(root)))


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("Vraag derhalve door.", "Moeilijk woord: derhalve"),
        ("Je moet daarna doorvragen.", "Hier staat 'moet'"),
        ("Vraag " + "nog " * 20 + "door.", "Lange zin"),
    ],
)
def test_hard_language_is_a_warning_and_never_blocks(tmp_path: Path, new: str, says: str) -> None:
    findings = findings_after(tmp_path, LESSON, "Vraag daarna door.", new)
    assert [finding.severity for finding in findings] == ["warning"]
    assert says in findings[0].what
    assert is_publishable(findings)


def test_a_drawing_that_is_missing_is_a_warning(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    (root / "klein/figures/les.svg").unlink()
    library = load_library(root)
    assert [(finding.severity, finding.what) for finding in check_course(library.course("klein"), library)] == [
        ("warning", "Deze tekening is er nog niet.")
    ]


def test_blanks_count_only_once_the_organisation_is_known(tmp_path: Path) -> None:
    library = load_library(write_library(tmp_path))
    assert is_publishable(check(library))
    assert not is_publishable(check(library, {}))
    assert not is_publishable(check(library, {"fg_contact": " "}))
    assert is_publishable(check(library, {"fg_contact": "Mira"}))


def test_a_third_of_the_questions_may_have_the_longest_answer_right(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    one = (root / QUESTIONS).read_text().removeprefix("les:\n")
    telling = one.replace("Ik neem op.", "Ik neem de telefoon rustig op.")
    bank = "les:\n" + telling + one.replace("K-01", "K-02") + one.replace("K-01", "K-03")
    (root / QUESTIONS).write_text(bank)
    assert is_publishable(check(load_library(root)))
    (root / QUESTIONS).write_text(bank + telling.replace("K-01", "K-04"))
    assert not is_publishable(check(load_library(root)))


def test_what_people_say_may_command() -> None:
    assert commands('Zij zegt: "Dat moet nu!" Wat doe je?') == []
    assert commands("Dat moet nu. Of niet?") == ["Dat moet nu."]
    assert commands("Een moeite, een moetje.") == []


def test_a_placeholder_counts_as_one_word_and_list_items_as_sentences() -> None:
    assert long_sentences("Bel {fg_contact} nu.", 3) == []
    assert long_sentences("- een twee drie\n- vier vijf zes", 3) == []
    assert long_sentences("een twee drie\nvier", 3) == ["een twee drie vier"]


def test_a_difficult_word_is_found_across_lines_and_not_within_words() -> None:
    assert difficult_words("Ten\nbehoeve van u", {"ten behoeve van": "voor", "doch": "maar"}) == ["ten behoeve van"]
    assert difficult_words("De dochter", {"doch": "maar"}) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x()</script>",
        "<style>a{}</style>",
        "<foreignObject><p>x</p></foreignObject>",
        '<rect style="fill:red"/>',
        '<rect onclick="x()"/>',
        '<use href="https://example.org/a.svg#b"/>',
        '<use href="ander.svg#b"/>',
        '<rect fill="url(https://example.org/x)"/>',
        '<image href="#a"/>',
        "<!-- <b> --!><b>",
        "<![CDATA[x]]>",
    ],
)
def test_a_drawing_that_runs_fetches_or_styles_is_refused(inside: str) -> None:
    assert objections(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')


def test_a_drawing_may_refer_to_its_own_parts() -> None:
    assert objections('<svg><defs><marker id="m"/></defs><use href="#m"/><path d="M0 0" fill="url(#m)"/></svg>') == []
    assert objections("<p>geen tekening</p>")
