"""The courses that ship: the library on disk, read into values."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from courses.content import (
    Approval,
    Choice,
    Course,
    FinalTest,
    Language,
    Lesson,
    Localised,
    Option,
    Placeholder,
    Question,
    Situation,
    Slug,
    Statement,
    Value,
    Words,
    content_hash,
)
from courses.drawing import without_comments
from courses.lesson_format import OpenPoint, open_points, parse_lesson
from kernel.placeholders import fill, placeholders_in
from kernel.source import ContentError, Document, read_text, read_yaml, split_front_matter

__all__ = [
    "LIBRARY",
    "Approval",
    "Choice",
    "ContentError",
    "Course",
    "FinalTest",
    "Lesson",
    "Library",
    "Localised",
    "OpenPoint",
    "Option",
    "Placeholder",
    "Question",
    "Situation",
    "Statement",
    "content_hash",
    "fill",
    "load_library",
    "placeholders_in",
]

LIBRARY = Path(__file__).parent / "library"


class Law(Value):
    """A law or standard that our texts may name, and those of its articles that they may name."""

    title: Localised
    also: tuple[Words, ...] = ()  # other names by which our texts call it
    articles: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9a-z:.]+$")], ...] = ()


class PlainWords(Value):
    """Words above B1 with their plain counterparts, and how long a sentence may be (words)."""

    longest_sentence: int = Field(gt=0)
    difficult: Mapping[str, Words]


class Manifest(Value):
    """A course.yaml: everything of a course but its lessons' and questions' text."""

    kind: str
    title: Localised
    summary: Localised
    minutes: int
    languages: tuple[Language, ...] = Field(min_length=1)
    test: FinalTest | None = None
    renewal_months: int | None = None
    statement: Slug | None = None
    lessons: tuple[Slug, ...] = Field(min_length=1)
    borrowed_questions: Mapping[Slug, Mapping[str, tuple[str, ...]]] = {}
    approval: Approval | None = None


class Library(Value):
    """All courses and statements that ship, and the words they may lean on."""

    courses: tuple[Course, ...]
    statements: tuple[Statement, ...]
    placeholders: tuple[Placeholder, ...]
    glossary: Mapping[str, Law]
    words: PlainWords
    open_points: tuple[OpenPoint, ...] = ()

    def course(self, slug: str, language: Language = "nl") -> Course:
        """The course in this language, or else in the language it was written in. KeyError when there is none."""
        found = {course.language: course for course in self.courses if course.slug == slug}
        if not found:
            raise KeyError(slug)
        return found.get(language) or next(iter(found.values()))

    def statement(self, slug: str, language: Language = "nl") -> Statement:
        """The statement in exactly this language: one signs what one reads. KeyError when there is none."""
        found = {(statement.slug, statement.language): statement for statement in self.statements}
        return found[slug, language]


def load_library(path: Path = LIBRARY) -> Library:
    """The library in this directory. ContentError names the file, the line and the remedy."""
    words = read_yaml(path / "words.yaml")
    manifests = {file.parent.name: read_yaml(file) for file in sorted(path.glob("*/course.yaml"))}
    loaded = [_courses(path / slug, document) for slug, document in manifests.items()]
    return Library(
        courses=tuple(course for courses, _ in loaded for course in courses),
        statements=tuple(_statement(file) for file in sorted(path.glob("statements/*.md"))),
        placeholders=_placeholders(path / "placeholders.yaml"),
        glossary=_glossary(path / "glossary.yaml"),
        words=words.build(PlainWords, words.data),
        open_points=tuple(point for _, points in loaded for point in points),
    )


def _courses(folder: Path, document: Document) -> tuple[list[Course], list[OpenPoint]]:
    """A course in each of its languages, and the open points in its lessons."""
    manifest = document.build(Manifest, document.data)
    courses: list[Course] = []
    points: list[OpenPoint] = []
    for language in manifest.languages:
        files = {slug: folder / f"{slug}.{language}.md" for slug in manifest.lessons}
        texts = {slug: read_text(file) for slug, file in files.items()}
        lessons = [parse_lesson(files[slug], text, slug, _drawing(folder)) for slug, text in texts.items()]
        fields = manifest.model_dump(exclude={"languages", "lessons", "borrowed_questions"})
        fields |= {"slug": folder.name, "language": language, "lessons": lessons}
        questions = _questions(folder, language) + _borrowed(folder, manifest, language, document)
        courses.append(document.build(Course, fields | {"questions": questions}))
        for slug, text in texts.items():
            points += open_points(f"{folder.name}/{slug}", text)
    return courses, points


def _drawing(folder: Path) -> Callable[[str], str]:
    """What gives the SVG text of a figure of this course, or '' while it isn't drawn."""

    def drawing(name: str) -> str:
        file = folder / "figures" / f"{name}.svg"
        return without_comments(read_text(file)) if file.exists() else ""

    return drawing


def _questions(folder: Path, language: Language) -> list[Question]:
    file = folder / f"questions.{language}.yaml"
    if not file.exists():
        return []
    document = read_yaml(file)
    return [
        document.build(Question, _question(document, lesson, key, fields), at=(lesson, key))
        for lesson, questions in document.data.items()
        for key, fields in (questions or {}).items()
    ]


def _question(document: Document, lesson: str, key: str, fields: object) -> dict[str, Any]:
    """The fields of a question; options are written under their letter."""
    if not isinstance(fields, dict) or not isinstance(fields.get("options"), dict):
        raise ContentError(document.file, f"Geef {key} opties onder de letters A, B, C.", document.line((lesson, key)))
    options = [{"key": letter} | (option or {}) for letter, option in fields["options"].items()]
    return fields | {"id": key, "lesson": lesson, "options": options}


def _borrowed(folder: Path, manifest: Manifest, language: Language, document: Document) -> list[Question]:
    """Questions of another course that serve objectives of this one; they belong to its first lesson."""
    questions: dict[str, Question] = {}
    for slug, by_objective in manifest.borrowed_questions.items():
        known = {question.id: question for question in _questions(folder.parent / slug, language)}
        for objective, keys in by_objective.items():
            for key in keys:
                if key not in known:
                    line = document.line(("borrowed_questions", slug, objective))
                    raise ContentError(document.file, f"Vraag {key} staat niet in {slug}. Kies een andere.", line)
                served = questions[key].objectives if key in questions else ()
                changed = {"lesson": manifest.lessons[0], "objectives": (*served, objective)}
                questions[key] = known[key].model_copy(update=changed)
    return list(questions.values())


def _statement(file: Path) -> Statement:
    slug, language, _ = file.name.split(".")
    header, body, _ = split_front_matter(file, read_text(file))
    return header.build(Statement, header.data | {"slug": slug, "language": language, "text": body})


def _placeholders(file: Path) -> tuple[Placeholder, ...]:
    document = read_yaml(file)
    return tuple(
        document.build(Placeholder, {"key": key} | (fields or {}), at=(key,)) for key, fields in document.data.items()
    )


def _glossary(file: Path) -> dict[str, Law]:
    document = read_yaml(file)
    return {name: document.build(Law, fields or {}, at=(name,)) for name, fields in document.data.items()}
