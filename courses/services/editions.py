"""Editions: kept the first time that something is done with what was shown."""

from sqlalchemy.orm import Session

from courses.errors import TextChanged
from courses.models import Edition
from courses.queries.content import Shown, course_revision, shown
from courses.queries.learning import edition_of
from kernel import clock
from kernel.database import add_if_absent


def keep(session: Session, now_shown: Shown) -> Edition:
    """The edition of what is shown, made when it is the first time."""
    kept = edition_of(session, now_shown.edition_hash)
    if kept is None:
        add_if_absent(
            session,
            Edition,
            ["edition_hash"],
            edition_hash=now_shown.edition_hash,
            revision_id=now_shown.revision.id,
            settings=now_shown.settings,
            made_at=clock.now(),
        )
        kept = edition_of(session, now_shown.edition_hash)
        assert kept is not None
    return kept


def keep_as_read(session: Session, slug: str, language: str, edition_hash: str) -> Edition:
    """The edition that a page said it showed. Errors: `TextChanged` when that is no longer what is taught."""
    known = edition_of(session, edition_hash)
    if known is not None and known.revision_id == course_revision(session, slug, language).id:
        return known
    now_shown = shown(session, slug, language)
    if now_shown.edition_hash != edition_hash:
        raise TextChanged
    return keep(session, now_shown)
