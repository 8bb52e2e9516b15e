"""Files: a person's papers for one purpose, under a key of their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import audit, clock, secrets
from people.errors import FileErased
from people.models import File, Person


def open_file(session: Session, person: Person, purpose: str) -> File:
    """The person's file for `purpose`, made when it is not there yet."""
    file = session.scalar(select(File).where(File.person_id == person.id, File.purpose == purpose))
    if file is None:
        wrapped = secrets.master_key().wrap(secrets.new_key(), f"file:{person.id}:{purpose}")
        file = File(person_id=person.id, purpose=purpose, wrapped_key=wrapped, opened_at=clock.now())
        session.add(file)
        session.flush()
        audit.record(session, "file.opened", actor=None, subject=person.id, object=f"file:{file.id}")
    return file


def key_of(file: File) -> bytes:
    """The key that seals what is in `file`. Errors: `FileErased`."""
    if file.wrapped_key is None:
        raise FileErased
    return secrets.master_key().unwrap(file.wrapped_key, f"file:{file.person_id}:{file.purpose}")
