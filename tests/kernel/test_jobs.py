import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.jobs import Job, Lost, Priority, workers

done: list[int] = []
under_way, may_end = threading.Event(), threading.Event()


@jobs.handles("test.count")
def _count(job: Job) -> None:
    jobs.progress(job, 1, 2)
    done.append(job.id)


@jobs.handles("test.fail")
def _fail(_job: Job) -> None:
    raise OSError("no paper in the printer")


@jobs.handles("test.long")
def _long(_job: Job) -> None:
    under_way.set()
    assert may_end.wait(20)


def ask(kind: str, key: str | None = None, priority: Priority = Priority.WORK) -> int:
    with unit_of_work() as session:
        return jobs.enqueue(session, kind, {}, key=key, priority=priority).id


def taken() -> Job:
    """A job as the worker that leased it knows it."""
    with unit_of_work() as session:
        job = jobs.lease(session)
    assert job is not None
    return job


LATE = jobs.LEASE + timedelta(seconds=1)


def job(number: int) -> Job:
    return read_session().get_one(Job, number)


def test_a_job_is_done_once_and_tells_how_far_it_was(either_app: Flask) -> None:
    with either_app.app_context():
        done.clear()
        number = ask("test.count")
        assert jobs.run_all() == 1
        assert jobs.run_all() == 0
        assert done == [number]
        assert (job(number).done, job(number).total) == (1, 2)
        assert job(number).is_ended


def test_asking_twice_under_one_key_is_asking_once(either_app: Flask) -> None:
    with either_app.app_context():
        assert ask("test.count", "paper:1") == ask("test.count", "paper:1")


def test_a_job_of_a_worker_that_died_is_taken_over_after_its_lease(either_app: Flask) -> None:
    with either_app.app_context():
        done.clear()
        number = ask("test.count")
        with unit_of_work() as session:
            assert jobs.lease(session) is not None
        assert not jobs.run_one()
        with clock.moved_to(clock.now() + jobs.LEASE + timedelta(seconds=1)):
            assert jobs.run_one()
        assert done == [number]


def test_a_job_that_fails_waits_longer_each_time_and_then_says_so(app: Flask) -> None:
    with app.app_context():
        number = ask("test.fail")
        at = clock.now()
        for _ in range(jobs.MOST_TRIES):
            with clock.moved_to(at):
                assert jobs.run_one()
                assert not jobs.run_one()
            at += timedelta(hours=12)
        failed = job(number)
        assert failed.failed_at is not None
        assert failed.error == "OSError: no paper in the printer"
        with clock.moved_to(at):
            assert not jobs.run_one()


def test_a_job_belongs_to_its_transaction(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ValueError, match="changed my mind"), unit_of_work() as session:
            jobs.enqueue(session, "test.count", {})
            raise ValueError("changed my mind")
        assert read_session().scalars(select(Job)).all() == []


def test_a_job_that_kills_every_worker_is_given_up(either_app: Flask) -> None:
    with either_app.app_context():
        number, at = ask("test.count"), clock.now()
        for _ in range(jobs.MOST_TRIES):
            at += jobs.LEASE + timedelta(seconds=1)
            with clock.moved_to(at), unit_of_work() as session:
                assert jobs.lease(session) is not None
        with clock.moved_to(at + jobs.LEASE * 2):
            assert not jobs.run_one()
        assert job(number).failed_at is not None


@pytest.mark.parametrize("late_work", ["finishes", "fails", "reports", "renews"])
def test_who_lost_its_lease_changes_nothing_of_what_another_does(either_app: Flask, late_work: str) -> None:
    second: list[Job] = []

    @jobs.handles("test.slow")
    def _slow(first: Job) -> None:
        with clock.moved_to(clock.now() + LATE):
            second.append(taken())
            jobs.progress(second[0], 2, 3)
        if late_work == "fails":
            raise OSError("too late")
        if late_work == "reports":
            jobs.progress(first, 1, 3)
        if late_work == "renews":
            jobs.renew(first)

    with either_app.app_context():
        number = ask("test.slow")
        assert jobs.run_one()
        row = job(number)
        assert (row.is_ended, row.error, row.tries) == (False, None, 2)
        assert (row.done, row.total, row.leased_until) == (2, 3, second[0].leased_until)


def test_who_is_late_but_alone_still_finishes(either_app: Flask) -> None:
    with either_app.app_context():
        ask("test.count")
        first = taken()
        with clock.moved_to(clock.now() + LATE):
            jobs.progress(first, 1, 2)
            assert not jobs.run_one()


def test_a_job_given_up_stays_given_up(either_app: Flask) -> None:
    with either_app.app_context():
        number, at = ask("test.count"), clock.now()
        for _ in range(jobs.MOST_TRIES):
            at += LATE
            with clock.moved_to(at):
                last = taken()
        with clock.moved_to(at + LATE):
            assert not jobs.run_one()
            with pytest.raises(Lost):
                jobs.progress(last, 1, 2)
        assert job(number).failed_at is not None


def test_what_somebody_waits_for_goes_before_mail_and_mail_before_other_work(either_app: Flask) -> None:
    with either_app.app_context():
        done.clear()
        asked = [ask("test.count", priority=each) for each in (Priority.WORK, Priority.MAIL, Priority.AWAITED)]
        jobs.run_all()
        assert done == asked[::-1]


def test_a_long_job_holds_no_mail_up(either_app: Flask) -> None:
    under_way.clear()
    may_end.clear()
    sent = threading.Event()

    @jobs.handles("test.mail")
    def _mail(_job: Job) -> None:
        sent.set()

    with either_app.app_context():
        number = ask("test.long")
    both = workers(either_app, lambda: None)
    try:
        for worker in both:
            worker.start()
        assert under_way.wait(20)
        with either_app.app_context():
            ask("test.mail", priority=Priority.MAIL)
            assert sent.wait(20)
            assert not job(number).is_ended
    finally:
        may_end.set()
        for worker in both:
            worker.stop()
            worker.join(20)
    with either_app.app_context():
        assert job(number).is_ended


def test_open_jobs_are_found_without_a_walk_past_the_finished(app: Flask) -> None:
    with app.app_context():
        for lane in (jobs.ALL, jobs.POST, jobs.HOUSE):
            query = jobs._waiting(lane, clock.now()).order_by(Job.priority, Job.due_at).limit(1)
            words = query.compile(read_session().get_bind(), compile_kwargs={"literal_binds": False})
            plan = (
                read_session().connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", tuple(words.params.values()))
            )
            assert "ix_job_open" in str(plan.all())
