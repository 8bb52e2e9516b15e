"""Files: a person's papers for one purpose, under a key of their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import audit, clock, secrets
from kernel.database import add_if_absent
from kernel.secrets import MasterKey, Unreadable
from people.errors import FileErased
from people.models import FILE_IS_OPEN, File, Person

SELECTION = "selection"


def open_file(session: Session, person: Person, purpose: str) -> File:
    """The person's file for `purpose` that is not erased, made when there is none; for selection: `new_file`."""
    if purpose == SELECTION:
        raise ValueError("each application has its own file")
    theirs = select(File).where(File.person_id == person.id, File.purpose == purpose, File.erased_at.is_(None))
    file = session.scalar(theirs)
    if file is None:
        is_ours = add_if_absent(
            session, File, ["person_id", "purpose"], where=FILE_IS_OPEN, **_opened(person.id, purpose)
        )
        file = session.scalars(theirs).one()
        if is_ours:
            _note(session, file)
    return file


def new_file(session: Session, person: Person, purpose: str = SELECTION) -> File:
    """One more file, under a key of its own: for selection each application has one.

    A purpose other than selection has one open file at a time. Errors: `Conflict`.
    """
    file = File(**_opened(person.id, purpose))
    session.add(file)
    session.flush()
    _note(session, file)
    return file


def _opened(person_id: int, purpose: str) -> dict[str, object]:
    wrapped = secrets.master_key().wrap(secrets.new_key(), _context(person_id, purpose))
    return {"person_id": person_id, "purpose": purpose, "wrapped_key": wrapped, "opened_at": clock.now()}


def _note(session: Session, file: File) -> None:
    audit.record(session, "file.opened", actor=None, subject=file.person_id, object=f"file:{file.id}")


def is_opened_by(file: File, master: MasterKey) -> bool:
    """Whether this master key is the one that wrapped the file's."""
    try:
        master.unwrap(file.wrapped_key or b"", _context(file.person_id, file.purpose))
    except Unreadable:
        return False
    return True


def key_of(file: File) -> bytes:
    """The key that seals what is in `file`. Errors: `FileErased`."""
    if file.wrapped_key is None:
        raise FileErased
    return secrets.master_key().unwrap(file.wrapped_key, _context(file.person_id, file.purpose))


def _context(person_id: int, purpose: str) -> str:
    return f"file:{person_id}:{purpose}"
