"""Publishing: library texts become immutable revisions, each with its place in the log; people approve them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.ledger.entries import EntryType
from certificates.services.issuing import commit_document
from courses.catalogue import Library
from courses.content import Course, Statement, content_hash
from courses.content_check import check, is_publishable
from courses.errors import ContentUnfit, PublishedBefore
from courses.models import Approval, Revision
from courses.queries.content import current_revision
from kernel import audit, clock, jobs
from kernel.errors import NotFound
from people.models import Person


@dataclass(frozen=True)
class Imported:
    """What an import did: the revisions it published, and how many texts were as they were."""

    published: tuple[Revision, ...]
    unchanged: int


def import_library(session: Session, library: Library, *, is_material: bool, actor: int | None) -> Imported:
    """Publish every course and statement that changed. Errors: `ContentUnfit`, `PublishedBefore`.

    The first revision of a text is material. A material one of a course that people hold reopens it for them.
    """
    findings = check(library)
    if not is_publishable(findings):
        raise ContentUnfit(count=sum(finding.severity == "error" for finding in findings))
    texts: list[Course | Statement] = [*library.courses, *library.statements]
    published = [publish(session, text, is_material=is_material, actor=actor) for text in texts]
    new = tuple(revision for revision in published if revision)
    return Imported(new, len(texts) - len(new))


def publish(session: Session, text: Course | Statement, *, is_material: bool, actor: int | None) -> Revision | None:
    """Make `text` the current revision; None when it already is. Errors: `PublishedBefore`."""
    kind = "course" if isinstance(text, Course) else "statement"
    content, before = text.content(), current_revision(session, kind, text.slug, text.language)
    name = content_hash(content)
    if before and before.content_hash == name:
        return None
    if session.scalar(select(Revision.id).where(Revision.content_hash == name)):
        raise PublishedBefore(slug=text.slug)
    revision = Revision(kind=kind, slug=text.slug, language=text.language, content_hash=name)
    _commit(session, revision, content, is_material=is_material or before is None)
    audit.record(session, "revision.published", actor=actor, object=f"revision:{revision.id}", reason=text.slug)
    if revision.is_material and before:
        jobs.enqueue(session, "reopen_courses", {"revision": revision.id}, key=f"reopen:{revision.id}")
    return revision


def content_document(revision: Revision) -> dict[str, object]:
    """What the log's CONTENT entry commits to."""
    return {
        "type": "content",
        "kind": revision.kind,
        "slug": revision.slug,
        "language": revision.language,
        "contentHash": revision.content_hash,
        "isMaterial": revision.is_material,
    }


def changed_texts(session: Session, library: Library) -> list[Course | Statement]:
    """What an import would publish."""
    texts: list[Course | Statement] = [*library.courses, *library.statements]
    return [text for text in texts if _is_changed(session, text)]


def approve(session: Session, revision_id: int, *, actor: Person, role: str) -> Approval:
    """Put a name under a revision. Errors: `NotFound`, `AlreadyApproved`."""
    revision = session.get(Revision, revision_id)
    if revision is None:
        raise NotFound
    approval = Approval(
        revision_id=revision.id, person_id=actor.id, name=actor.name, role=role.strip(), approved_at=clock.now()
    )
    session.add(approval)
    session.flush()
    audit.record(session, "revision.approved", actor=actor.id, object=f"revision:{revision.id}", reason=approval.role)
    return approval


def _commit(session: Session, revision: Revision, content: Mapping[str, Any], *, is_material: bool) -> None:
    revision.content = rfc8785.dumps(dict(content)).decode()
    revision.is_material = is_material
    revision.published_at = clock.now()
    revision.entry_index, revision.salt = commit_document(session, EntryType.CONTENT, content_document(revision))
    session.add(revision)
    session.flush()


def _is_changed(session: Session, text: Course | Statement) -> bool:
    kind = "course" if isinstance(text, Course) else "statement"
    now = current_revision(session, kind, text.slug, text.language)
    return now is None or now.content_hash != content_hash(text.content())
