"""What is taught now: the current revision, with the organisation's words and rules."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

import rfc8785
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from courses.catalogue import Library, load_library
from courses.content import Course, Language, Statement
from courses.errors import NoContent
from courses.models import Approval, CourseRules, Edition, Revision
from kernel.placeholders import fill, placeholders_in
from people.models import Organisation

MOST_KEPT = 64
_courses: dict[str, Course] = {}  # by hash: what a hash names never changes
_blanks_kept: dict[str, frozenset[str]] = {}


@dataclass(frozen=True)
class Shown:
    """A course as it is shown now: `course` has the organisation's words in place; `settings` is RFC 8785 JSON."""

    course: Course
    revision: Revision
    settings: str
    edition_hash: str


# Asked on every page of a course, so built once.
_published = (
    select(Revision)
    .where(Revision.kind == bindparam("kind"), Revision.slug == bindparam("slug"))
    .where(Revision.language.in_((bindparam("language"), bindparam("or_else"))))
    .order_by((Revision.language == bindparam("language")).desc(), Revision.id.desc())
    .limit(1)
)


def current_revision(session: Session, kind: str, slug: str, language: str, or_else: str = "") -> Revision | None:
    """The revision published last in this language, or in the other one; None when neither was."""
    values = {"kind": kind, "slug": slug, "language": language, "or_else": or_else}
    revision: Revision | None = session.scalar(_published, values)
    return revision


def course_revision(session: Session, slug: str, language: str) -> Revision:
    """The current revision in this language, or else in Dutch. Errors: `NoContent`."""
    revision = current_revision(session, "course", slug, language, or_else="nl")
    if revision is None:
        raise NoContent
    return revision


def course_slugs(session: Session) -> list[str]:
    """Every course that was ever published here."""
    return list(
        session.scalars(select(Revision.slug).where(Revision.kind == "course").distinct().order_by(Revision.slug))
    )


def parsed(revision: Revision) -> Course:
    """The course of a revision, its blanks open."""
    return _kept(revision.content_hash, lambda: Course.from_content(json.loads(revision.content)))


def parsed_statement(revision: Revision) -> Statement:
    """The statement of a revision, its blanks open."""
    return Statement.model_validate(json.loads(revision.content))


def course_of(edition: Edition) -> Course:
    """Exactly what was shown in an edition."""
    words = json.loads(edition.settings)["words"]
    return _kept(edition.edition_hash, lambda: _filled(parsed(edition.revision), words))


def rules_in(edition: Edition) -> dict[str, int]:
    """The rules that held in an edition."""
    rules: dict[str, int] = json.loads(edition.settings)["rules"]
    return rules


def shown(session: Session, slug: str, language: str) -> Shown:
    """The course as it is shown now. Errors: `NoContent`."""
    revision = course_revision(session, slug, language)
    course = parsed(revision)
    words = {key: value for key, value in organisation_words(session).items() if key in _blanks(revision)}
    settings = rfc8785.dumps({"rules": _rules(rules_of(session, course)), "words": words}).decode()
    name = hashlib.sha256(f"{revision.content_hash}\n{settings}".encode()).hexdigest()
    return Shown(_kept(name, lambda: _filled(course, words)), revision, settings, name)


def organisation_words(session: Session) -> dict[str, str]:
    """What fills the blanks in our texts; a blank without words stays visible."""
    organisation = session.get_one(Organisation, 1)
    return {"organisatie": organisation.name} | {key: words for key, words in organisation.words.items() if words}


def open_blanks(session: Session, slug: str) -> list[str]:
    """The organisation's words that a course or its statement uses, in any language, and that are not filled in."""
    texts = [("course", slug)]
    if statement := parsed(course_revision(session, slug, "nl")).statement:
        texts.append(("statement", statement))
    found = [current_revision(session, *text, language) for text in texts for language in get_args(Language)]
    used = frozenset().union(*(_blanks(revision) for revision in found if revision))
    missing = used - organisation_words(session).keys()
    return [blank.key for blank in library().placeholders if blank.scope == "organisation" and blank.key in missing]


def rules_of(session: Session, course: Course) -> CourseRules:
    """This organisation's rules for a course, or else those it came with."""
    kept = session.get(CourseRules, course.slug)
    return kept if kept is not None else default_rules(course)


def default_rules(course: Course) -> CourseRules:
    """The rules that a course comes with, not yet kept."""
    test = course.test
    return CourseRules(
        course=course.slug,
        pass_mark=test.pass_mark if test else 80,
        drawn_per_lesson=test.questions_per_lesson if test else 1,
        attempts_a_day=test.attempts_per_day if test else 1,
        valid_months=course.renewal_months or 12,
        window_days=60,
        due_days=30,
        reminder_days=[14, 3, -1, -8],
        answers_kept_months=12,
        accreditation="",
    )


def approvals_of(session: Session, revision: Revision) -> list[Approval]:
    """Who put their name under a revision, first to last; none means that it is a concept."""
    return list(session.scalars(select(Approval).where(Approval.revision_id == revision.id).order_by(Approval.id)))


_approved = select(Approval.id).where(Approval.revision_id == bindparam("revision")).limit(1)


def is_concept(session: Session, revision_id: int) -> bool:
    """Whether nobody has put their name under a revision yet."""
    return session.scalar(_approved, {"revision": revision_id}) is None


@lru_cache(maxsize=1)
def library() -> Library:
    """The library that this version ships with, read once."""
    return load_library()


def _rules(rules: CourseRules) -> dict[str, int]:
    names = ("pass_mark", "drawn_per_lesson", "attempts_a_day", "valid_months", "window_days")
    return {name: getattr(rules, name) for name in names}


def _blanks(revision: Revision) -> frozenset[str]:
    """Which of the organisation's words a revision uses: a change of any other makes no new edition."""
    if revision.content_hash not in _blanks_kept:
        _blanks_kept[revision.content_hash] = placeholders_in(json.loads(revision.content))
    return _blanks_kept[revision.content_hash]


def _filled(course: Course, words: Mapping[str, str]) -> Course:
    content: dict[str, Any] = fill(course.content(), words)
    return Course.from_content(content)


def _kept(name: str, make: Callable[[], Course]) -> Course:
    if name not in _courses:
        if len(_courses) >= MOST_KEPT:
            _courses.clear()
        _courses[name] = make()
    return _courses[name]
