"""Many papers in one ZIP: made in the background, kept encrypted for a day, for who asked alone."""

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from certificates import queries
from certificates.errors import NobodyChosen
from certificates.models import Certificate
from certificates.sealed_file import discard, read_sealed, sealed_by
from certificates.services import papers
from certificates.services.issuing import name_of
from kernel import audit, clock, jobs, secrets
from kernel.database import read_session
from kernel.jobs import Job
from people.models import File
from people.services.files import SELECTION

MAKE_ARCHIVE, REMOVE_ARCHIVE = "make_archive", "remove_archive"
KEPT = timedelta(days=1)
TELL_EVERY = 10

_UNSAFE = re.compile(r"[^\w .,()'’-]+")


def downloadable(session: Session, numbers: Sequence[int]) -> list[Certificate]:
    """Those of the certificates whose file is still there, with their persons; none that came out of a selection."""
    is_there = (File.wrapped_key.is_not(None), File.purpose != SELECTION)
    rows = select(Certificate).join(Certificate.file).where(*is_there)
    rows = rows.options(joinedload(Certificate.file).joinedload(File.person)).order_by(Certificate.id)
    found: list[Certificate] = []
    for start in range(0, len(numbers), 500):
        found += session.scalars(rows.where(Certificate.id.in_(numbers[start : start + 500])))
    return found


def order(session: Session, numbers: Sequence[int], actor: int) -> Job:
    """Ask for an archive of these certificates; whose they are goes in the audit trail. Errors: `NobodyChosen`."""
    chosen = downloadable(session, numbers)
    if not chosen:
        raise NobodyChosen
    for certificate in chosen:
        person = certificate.file.person_id
        audit.record(session, "certificate.downloaded", actor=actor, subject=person, object=name_of(certificate))
    wrapped = base64.b64encode(secrets.master_key().wrap(secrets.new_key(), MAKE_ARCHIVE)).decode()
    payload: dict[str, object] = {"certificates": [each.id for each in chosen], "key": wrapped}
    job = jobs.enqueue(session, MAKE_ARCHIVE, payload, owner=actor, total=len(chosen))
    jobs.enqueue(session, REMOVE_ARCHIVE, {"archive": job.id}, due=clock.now() + KEPT)
    return job


@jobs.handles(MAKE_ARCHIVE)
def make_archive(job: Job) -> None:
    """Make what papers are missing, and put all in one file; a second time makes the same."""
    numbers: list[int] = job.payload["certificates"]  # type: ignore[assignment]
    with sealed_by(job, _path(job.id), _key(job)) as sealed, ZipFile(sealed, "w", ZIP_STORED) as archive:
        for done, number in enumerate(numbers, 1):
            if entry := _entry(number):
                archive.writestr(*entry)
            if done % TELL_EVERY == 0 or done == len(numbers):
                jobs.progress(job, done, len(numbers))


@jobs.handles(REMOVE_ARCHIVE)
def remove_archive(job: Job) -> None:
    """Its day is over."""
    discard(_path(int(str(job.payload["archive"]))))


def is_there(job: Job) -> bool:
    return job.finished_at is not None and _path(job.id).exists()


def contents(job: Job) -> Iterator[bytes]:
    """The ZIP, piece by piece."""
    return read_sealed(_path(job.id), _key(job))


def file_name(person: str, title: str, number: str) -> str:
    """A name that every file system takes, and no two certificates share."""
    words = (_UNSAFE.sub(" ", unicodedata.normalize("NFC", text)).strip(" .")[:60] for text in (person, title))
    return " - ".join([*(re.sub(r"\s+", " ", each) for each in words), number]) + ".pdf"


def _entry(number: int) -> tuple[str, bytes] | None:
    """Name and bytes of one paper, made now when it is not there; None when its file was erased meanwhile."""
    papers.make(number)
    session = read_session()
    certificate = session.get_one(Certificate, number)
    pdf = queries.paper_bytes(session, certificate)
    person = certificate.file.person.name
    session.expunge_all()
    return (file_name(person, certificate.title, certificate.public_id), pdf) if pdf else None


def _key(job: Job) -> bytes:
    return secrets.master_key().unwrap(base64.b64decode(str(job.payload["key"])), MAKE_ARCHIVE)


def _path(archive: int) -> Path:
    folder: Path = current_app.extensions["config"].folder
    return folder / "archives" / f"{archive}.zip.sealed"
