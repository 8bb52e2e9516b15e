"""Files: a person's papers for one purpose, under a key of their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import audit, clock, secrets
from kernel.database import add_if_absent
from kernel.secrets import MasterKey, Unreadable
from people.errors import FileErased
from people.models import File, Person


def open_file(session: Session, person: Person, purpose: str) -> File:
    """The person's file for `purpose`, made when it is not there yet; an erased one stays without a key."""
    theirs = select(File).where(File.person_id == person.id, File.purpose == purpose)
    file = session.scalar(theirs)
    if file is None:
        wrapped = secrets.master_key().wrap(secrets.new_key(), _context(person.id, purpose))
        values = {"person_id": person.id, "purpose": purpose, "wrapped_key": wrapped, "opened_at": clock.now()}
        is_ours = add_if_absent(session, File, ["person_id", "purpose"], **values)
        file = session.scalars(theirs).one()
        if is_ours:
            audit.record(session, "file.opened", actor=None, subject=person.id, object=f"file:{file.id}")
    return file


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
