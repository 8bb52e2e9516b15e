"""Background work as rows, committed with what they belong to.

A worker leases a row, does the work outside any transaction, and marks it finished. When it dies, the
lease runs out and another takes over: handlers are written so that twice is as good as once. Who lost its
lease may change nothing any more: the moment that it runs out, different for every lease, is its token.
"""

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

import structlog
from flask import Flask, g
from sqlalchemy import JSON, CheckConstraint, Index, String, Text, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import Select

from kernel import clock
from kernel.database import Base, Key, unit_of_work

LEASE = timedelta(minutes=2)
MOST_TRIES = 6
MOST_WAIT = timedelta(minutes=10)
OPEN = text("finished_at IS NULL AND failed_at IS NULL")
log = structlog.get_logger()


class Priority(IntEnum):
    """Who goes first."""

    AWAITED = 0  # somebody sits and waits for it
    MAIL = 1
    WORK = 2


POST = range(Priority.AWAITED, Priority.WORK)
HOUSE = range(Priority.WORK, Priority.WORK + 1)
ALL = range(POST.start, HOUSE.stop)


class Job(Base):
    """One piece of work: `kind` names its handler, `key` (unique) makes asking twice harmless."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("done >= 0 AND total >= done", name="progress"),
        Index("ix_job_open", "priority", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )
    audited = False

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    owner_id: Mapped[int | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    priority: Mapped[int] = mapped_column(default=Priority.WORK)
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


class Lost(Exception):
    """The lease ran out, and somebody else took the job or gave it up."""


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
    priority: Priority = Priority.WORK,
) -> Job:
    """Ask for work in this transaction; with a `key` that was asked before, return that job."""
    if key is not None and (existing := session.scalar(select(Job).where(Job.key == key))):
        return existing
    at = clock.now()
    job = Job(kind=kind, key=key, payload=payload, owner_id=owner, created_at=at, due_at=due or at)
    job.total, job.priority = total, priority
    session.add(job)
    session.flush()
    return job


def progress(job: Job, done: int, total: int) -> None:
    """Tell how far a long job is, and keep its lease. Errors: `Lost`."""
    _change(job, done=done, total=total, leased_until=clock.now() + LEASE)


def renew(job: Job) -> None:
    """Keep the lease of a long job. Errors: `Lost`."""
    _change(job, leased_until=clock.now() + LEASE)


def breath() -> None:
    """Between two batches: keep the lease of the job under way, if there is one. Errors: `Lost`."""
    if "job" in g:
        renew(g.job)


def _change(job: Job, **values: Any) -> None:
    held = Job.leased_until == job.leased_until
    mine = update(Job).where(Job.id == job.id, held, Job.failed_at.is_(None))
    with unit_of_work() as session:
        if session.execute(mine.values(**values)).rowcount != 1:  # type: ignore[attr-defined]
            raise Lost
    job.leased_until = values.get("leased_until", job.leased_until)


def lease(session: Session, lane: range = ALL, but: Collection[str] = ()) -> Job | None:
    """Take the next job of a lane that is due, of any kind `but` these, or None; no two workers get the same one."""
    at = clock.now()
    open_jobs = _waiting(lane, at).where(Job.kind.not_in(but)) if but else _waiting(lane, at)
    next_one = open_jobs.order_by(Job.priority, Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    while (job := session.scalar(next_one)) is not None and job.tries >= MOST_TRIES:
        job.failed_at, job.error = at, job.error or "every worker that took it died"
        session.flush()
    if job is not None:
        job.leased_until = at + LEASE
        job.tries += 1
    return job


def _open(lane: range) -> Select[Job]:
    return select(Job).where(
        Job.finished_at.is_(None), Job.failed_at.is_(None), Job.priority >= lane.start, Job.priority < lane.stop
    )


def _waiting(lane: range, at: datetime) -> Select[Job]:
    """Open, due by `at`, and held by nobody now."""
    return _open(lane).where(Job.due_at <= at, or_(Job.leased_until.is_(None), Job.leased_until < clock.now()))


def run_one(lane: range = ALL, but: Collection[str] = ()) -> bool:
    """Do one job that is due; False when there is none. Needs an application context."""
    with unit_of_work() as session:
        job = lease(session, lane, but)
    if job is None:
        return False
    try:
        _change(job, **_done(job))
    except Lost:
        log.warning("a worker lost its job to another", job=job.id, kind=job.kind, tries=job.tries)
    return True


def _done(job: Job) -> dict[str, object]:
    """Do it; what its row says afterwards. Errors: `Lost`."""
    g.job = job
    try:
        _handlers[job.kind](job)
    except Lost:
        raise
    except Exception as error:
        log.exception("job failed", job=job.id, kind=job.kind, tries=job.tries)
        at = clock.now()
        due_at = at + timedelta(seconds=5 * 4**job.tries)
        failed_at = at if job.tries >= MOST_TRIES else None
        words = f"{type(error).__name__}: {error}"
        return {"error": words, "leased_until": None, "due_at": due_at, "failed_at": failed_at}
    finally:
        g.pop("job")
    return {"finished_at": clock.now()}


def stands_still(session: Session) -> bool:
    """Whether work waits that nobody takes; behind work that is under way, and behind other mail, it may wait."""
    late = clock.now() - MOST_WAIT
    awaited = range(Priority.AWAITED, Priority.MAIL)
    if session.scalar(_waiting(awaited, late).limit(1)) is not None:
        return True
    under_way = _open(HOUSE).where(Job.leased_until >= clock.now())
    return session.scalar(_waiting(HOUSE, late).limit(1)) is not None and session.scalar(under_way.limit(1)) is None


def run_all() -> int:
    """Do every job that is due; return how many."""
    count = 0
    while run_one():
        count += 1
    return count


class Worker(threading.Thread):
    """Works the rows of a lane until stopped."""

    def __init__(self, app: Flask, before_each_round: Callable[[], None] = lambda: None, lane: range = ALL) -> None:
        super().__init__(name="worker", daemon=True)
        self.app = app
        self.lane = lane
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
                return run_one(self.lane)
        except Exception:
            log.exception("the worker stumbled")
            self.stopping.wait(5.0)
            return False

    def stop(self) -> None:
        self.stopping.set()


def workers(app: Flask, before_each_round: Callable[[], None]) -> tuple[Worker, Worker]:
    """One for the post and one for all other work: a long ZIP holds no mail up, a mail server that hangs no paper."""
    return Worker(app, lane=POST), Worker(app, before_each_round, HOUSE)
