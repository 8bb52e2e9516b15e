from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.jobs import Job

done: list[int] = []


@jobs.handles("test.count")
def _count(job: Job) -> None:
    jobs.progress(job, 1, 2)
    done.append(job.id)


@jobs.handles("test.fail")
def _fail(_job: Job) -> None:
    raise OSError("no paper in the printer")


def ask(kind: str, key: str | None = None) -> int:
    with unit_of_work() as session:
        return jobs.enqueue(session, kind, {}, key=key).id


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
