"""Lists as files: a short one at once, a long one by the worker, kept sealed for a day for who asked alone."""

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.sealed_file import discard, read_sealed, sealed_by
from kernel import audit, clock, jobs, secrets, tables
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.jobs import Job
from kernel.tables import Cell
from people.models import Person
from people.permissions import Permission
from people.services.looking import record_looks
from people.trail import Why

MAKE, REMOVE = "make_export", "remove_export"
MOST_AT_ONCE = 2_000
KEPT = timedelta(days=1)
FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

Arguments = dict[str, Any]
Line = tuple[int | None, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class List:
    """A list that can leave the house: for whom, how long it is, its heading, and its rows, as that person may see it.

    A row is its cells behind the person whose result it tells, if it does.
    """

    permission: Permission
    size: Callable[[Session, Person, Arguments], int]
    title: Callable[[], str]
    heading: Callable[[], Sequence[str]]
    rows: Callable[[Session, Person, Arguments], Iterable[Line]]


_lists: dict[str, List] = {}


def offer(name: str, listed: List) -> None:
    """Let `name` be exported."""
    _lists[name] = listed


def size(session: Session, name: str, arguments: Arguments, *, actor: int) -> int:
    """How many rows the list has for `actor`."""
    return _lists[name].size(session, session.get_one(Person, actor), arguments)


def is_long(session: Session, name: str, arguments: Arguments, *, actor: int) -> bool:
    """Whether it takes the worker."""
    return size(session, name, arguments, actor=actor) > MOST_AT_ONCE


def make(name: str, form: str, arguments: Arguments, *, actor: int) -> bytes:
    """The whole list as a file, after it was written down who took it out and whom it shows."""
    rows = _rows(name, arguments, actor)
    with unit_of_work() as session:
        _note(session, name, form, arguments, actor=actor)
        _note_looks(session, name, arguments, rows, actor=actor)
    return _written(name, form, rows)


def order(session: Session, name: str, form: str, arguments: Arguments, language: str, *, actor: int) -> Job:
    """Ask the worker for the file."""
    _note(session, name, form, arguments, actor=actor)
    wrapped = base64.b64encode(secrets.master_key().wrap(secrets.new_key(), MAKE)).decode()
    payload: dict[str, object] = {
        "list": name,
        "form": form,
        "arguments": arguments,
        "language": language,
        "key": wrapped,
    }
    job = jobs.enqueue(session, MAKE, payload, owner=actor, total=size(session, name, arguments, actor=actor))
    jobs.enqueue(session, REMOVE, {"export": job.id}, due=clock.now() + KEPT)
    return job


def _note(session: Session, name: str, form: str, arguments: Arguments, *, actor: int) -> None:
    """Write who took which list out, and what it was narrowed to; a name that was searched for is left out."""
    reason = ", ".join(f"{key}: {'…' if key == 'q' else value}" for key, value in sorted(arguments.items()))
    audit.record(session, f"{name}.exported", actor=actor, object=f"export:{form}", reason=reason)


def _note_looks(session: Session, name: str, arguments: Arguments, rows: Iterable[Line], *, actor: int) -> None:
    """Write whose results it tells."""
    shown = [person_id for person_id, _cells in rows if person_id is not None]
    record_looks(session, actor, shown, f"{name}:{arguments.get('course', '')}", Why.DOWNLOAD)


def export_of(session: Session, owner: Person, job_id: int) -> Job:
    """An export that this person asked for and may still have. Errors: `NotFound`."""
    job = session.scalar(select(Job).where(Job.id == job_id, Job.owner_id == owner.id, Job.kind == MAKE))
    if job is None or not owner.may(_lists[str(job.payload["list"])].permission):
        raise NotFound
    return job


def is_there(job: Job) -> bool:
    return job.finished_at is not None and _path(job.id).exists()


def contents(job: Job) -> Iterator[bytes]:
    """The file, piece by piece."""
    return read_sealed(_path(job.id), _key(job))


def file_name(name: str, form: str) -> str:
    return f"{name}-{clock.now():%Y-%m-%d}.{form}"


@jobs.handles(MAKE)
def _make(job: Job) -> None:
    """A second time makes the same."""
    name, form = str(job.payload["list"]), str(job.payload["form"])
    arguments: Arguments = job.payload["arguments"]  # type: ignore[assignment]
    with force_locale(str(job.payload["language"])):
        rows = _rows(name, arguments, job.owner_id or 0)
        with unit_of_work() as session:
            _note_looks(session, name, arguments, rows, actor=job.owner_id or 0)
        jobs.progress(job, len(rows) // 2, max(len(rows), job.total))
        data = _written(name, form, rows)
    with sealed_by(job, _path(job.id), _key(job)) as sealed:
        sealed.write(data)
    jobs.progress(job, max(len(rows), job.total), max(len(rows), job.total))


@jobs.handles(REMOVE)
def _remove(job: Job) -> None:
    """Its day is over."""
    discard(_path(int(str(job.payload["export"]))))


def _rows(name: str, arguments: Arguments, actor: int) -> list[Line]:
    session = read_session()
    return list(_lists[name].rows(session, session.get_one(Person, actor), arguments))


def _written(name: str, form: str, rows: Iterable[Line]) -> bytes:
    listed = _lists[name]
    table = [listed.heading(), *(cells for _person, cells in rows)]
    return tables.csv_bytes(table) if form == "csv" else tables.xlsx_bytes(table, str(listed.title()))


def _key(job: Job) -> bytes:
    return secrets.master_key().unwrap(base64.b64decode(str(job.payload["key"])), MAKE)


def _path(export: int) -> Path:
    folder: Path = current_app.extensions["config"].folder
    return folder / "exports" / f"{export}.sealed"
