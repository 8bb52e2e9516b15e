"""Background work as rows, committed with what they belong to.

A worker leases a row, does the work outside any transaction, and marks it finished. When it dies, the
lease runs out and another takes over: handlers are written so that twice is as good as once.
"""

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy import JSON, CheckConstraint, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.database import Base, Key, unit_of_work

LEASE = timedelta(minutes=2)
MOST_TRIES = 6
log = structlog.get_logger()


class Job(Base):
    """One piece of work: `kind` names its handler, `key` (unique) makes asking twice harmless."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("done >= 0 AND total >= done", name="progress"),)
    audited = False

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    owner_id: Mapped[int | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)

    @property
    def is_ended(self) -> bool:
        return self.finished_at is not None or self.failed_at is not None


Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Name the function that does jobs of `kind`; it opens its own units of work."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, object],
    *,
    key: str | None = None,
    owner: int | None = None,
    due: datetime | None = None,
    total: int = 0,
) -> Job:
    """Ask for work in this transaction; with a `key` that was asked before, return that job."""
    if key is not None and (existing := session.scalar(select(Job).where(Job.key == key))):
        return existing
    at = clock.now()
    job = Job(kind=kind, key=key, payload=payload, owner_id=owner, created_at=at, due_at=due or at, total=total)
    session.add(job)
    session.flush()
    return job


def progress(job: Job, done: int, total: int) -> None:
    """Tell how far a long job is, and keep its lease."""
    with unit_of_work() as session:
        row = session.get_one(Job, job.id)
        row.done, row.total, row.leased_until = done, total, clock.now() + LEASE


def lease(session: Session, but: Collection[str] = ()) -> Job | None:
    """Take the job that is longest due, of any kind `but` these, or None; no two workers get the same one."""
    at = clock.now()
    free = or_(Job.leased_until.is_(None), Job.leased_until < at)
    open_jobs = select(Job).where(Job.finished_at.is_(None), Job.failed_at.is_(None), Job.due_at <= at, free)
    if but:
        open_jobs = open_jobs.where(Job.kind.not_in(but))
    next_one = open_jobs.order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    while (job := session.scalar(next_one)) is not None and job.tries >= MOST_TRIES:
        job.failed_at, job.error = at, job.error or "every worker that took it died"
        session.flush()
    if job is not None:
        job.leased_until = at + LEASE
        job.tries += 1
    return job


def run_one(but: Collection[str] = ()) -> bool:
    """Do one job that is due; False when there is none. Needs an application context."""
    with unit_of_work() as session:
        job = lease(session, but)
    if job is None:
        return False
    try:
        _handlers[job.kind](job)
    except Exception as error:
        log.exception("job failed", job=job.id, kind=job.kind, tries=job.tries)
        _put_back(job, f"{type(error).__name__}: {error}")
    else:
        with unit_of_work() as session:
            session.get_one(Job, job.id).finished_at = clock.now()
    return True


def _put_back(job: Job, error: str) -> None:
    with unit_of_work() as session:
        row = session.get_one(Job, job.id)
        row.error, row.leased_until = error, None
        row.due_at = clock.now() + timedelta(seconds=5 * 4**row.tries)
        if row.tries >= MOST_TRIES:
            row.failed_at = clock.now()


def run_all() -> int:
    """Do every job that is due; return how many."""
    count = 0
    while run_one():
        count += 1
    return count


class Worker(threading.Thread):
    """Works the rows until stopped: embedded in the server, or alone as `flask worker`."""

    def __init__(self, app: Flask, before_each_round: Callable[[], None] = lambda: None) -> None:
        super().__init__(name="worker", daemon=True)
        self.app = app
        self.before_each_round = before_each_round
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            if not self._round():
                self.stopping.wait(1.0)

    def _round(self) -> bool:
        try:
            with self.app.app_context():
                self.before_each_round()
                return run_one()
        except Exception:
            log.exception("the worker stumbled")
            self.stopping.wait(5.0)
            return False

    def stop(self) -> None:
        self.stopping.set()
