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

from certificates.sealed_file import SealedWriter, read_sealed
from hr import tables
from hr.tables import Cell
from kernel import audit, clock, jobs, secrets
from kernel.errors import NotFound
from kernel.jobs import Job

MAKE, REMOVE = "make_export", "remove_export"
MOST_AT_ONCE = 2_000
KEPT = timedelta(days=1)
FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class List:
    """A list that can leave the house: how long it is, its heading, and its rows, each read when it is written."""

    size: Callable[[Session, Arguments], int]
    title: Callable[[], str]
    heading: Callable[[], Sequence[str]]
    rows: Callable[[Session, Arguments], Iterable[Sequence[Cell]]]


_lists: dict[str, List] = {}


def offer(name: str, listed: List) -> None:
    """Let `name` be exported."""
    _lists[name] = listed


def size(session: Session, name: str, arguments: Arguments) -> int:
    """How many rows the list has."""
    return _lists[name].size(session, arguments)


def is_long(session: Session, name: str, arguments: Arguments) -> bool:
    """Whether it takes the worker."""
    return size(session, name, arguments) > MOST_AT_ONCE


def bytes_of(session: Session, name: str, form: str, arguments: Arguments) -> bytes:
    """The whole list as a file."""
    return _written(name, form, _lists[name].rows(session, arguments))


def order(session: Session, name: str, form: str, arguments: Arguments, language: str, *, actor: int) -> Job:
    """Ask the worker for the file."""
    note(session, name, form, arguments, actor=actor)
    wrapped = base64.b64encode(secrets.master_key().wrap(secrets.new_key(), MAKE)).decode()
    payload: dict[str, object] = {
        "list": name,
        "form": form,
        "arguments": arguments,
        "language": language,
        "key": wrapped,
    }
    job = jobs.enqueue(session, MAKE, payload, owner=actor, total=size(session, name, arguments))
    jobs.enqueue(session, REMOVE, {"export": job.id}, due=clock.now() + KEPT)
    return job


def note(session: Session, name: str, form: str, arguments: Arguments, *, actor: int) -> None:
    """Write who took which list out, and what it was narrowed to; a name that was searched for is left out."""
    reason = ", ".join(f"{key}: {'…' if key == 'q' else value}" for key, value in sorted(arguments.items()))
    audit.record(session, f"{name}.exported", actor=actor, object=f"export:{form}", reason=reason)


def export_of(session: Session, owner_id: int, job_id: int) -> Job:
    """An export that this person asked for. Errors: `NotFound`."""
    job = session.scalar(select(Job).where(Job.id == job_id, Job.owner_id == owner_id, Job.kind == MAKE))
    if job is None:
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
    from kernel.database import read_session

    name, form = str(job.payload["list"]), str(job.payload["form"])
    arguments: Arguments = job.payload["arguments"]  # type: ignore[assignment]
    with force_locale(str(job.payload["language"])):
        rows = list(_lists[name].rows(read_session(), arguments))
        jobs.progress(job, len(rows) // 2, max(len(rows), job.total))
        data = _written(name, form, rows)
    path = _path(job.id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with SealedWriter(path.with_suffix(".part"), _key(job)) as sealed:
        sealed.write(data)
    path.with_suffix(".part").replace(path)
    jobs.progress(job, max(len(rows), job.total), max(len(rows), job.total))


@jobs.handles(REMOVE)
def _remove(job: Job) -> None:
    """Its day is over."""
    _path(int(str(job.payload["export"]))).unlink(missing_ok=True)


def _written(name: str, form: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    listed = _lists[name]
    table = [listed.heading(), *rows]
    return tables.csv_bytes(table) if form == "csv" else tables.xlsx_bytes(table, str(listed.title()))


def _key(job: Job) -> bytes:
    return secrets.master_key().unwrap(base64.b64decode(str(job.payload["key"])), MAKE)


def _path(export: int) -> Path:
    folder: Path = current_app.extensions["config"].folder
    return folder / "exports" / f"{export}.sealed"
