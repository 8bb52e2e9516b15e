"""A file that a job makes: whole or not there, and of the worker that has the job."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from certificates.sealed_file import discard, read_sealed, sealed_by
from kernel import clock, jobs
from kernel.database import unit_of_work
from kernel.jobs import Job, Lost

KEY = b"k" * 32


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        with unit_of_work() as session:
            jobs.enqueue(session, "make_archive", {})
        yield either_app


def taken() -> Job:
    with unit_of_work() as session:
        job = jobs.lease(session)
    assert job is not None
    return job


def write(job: Job, path: Path, words: bytes) -> None:
    with sealed_by(job, path, KEY) as sealed:
        sealed.write(words)


def test_of_two_workers_the_one_that_has_the_job_makes_the_file(house: Flask, tmp_path: Path) -> None:
    path = tmp_path / "files" / "7.zip.sealed"
    first = taken()
    with pytest.raises(Lost), sealed_by(first, path, KEY) as sealed:
        sealed.write(b"of the first, ")
        with clock.moved_to(clock.now() + jobs.LEASE + timedelta(seconds=1)):
            second = taken()
            write(second, path, b"of the second")
        sealed.write(b"too late")
    assert b"".join(read_sealed(path, KEY)) == b"of the second"
    assert list(path.parent.iterdir()) == [path]


def test_a_try_that_fails_leaves_nothing(house: Flask, tmp_path: Path) -> None:
    path = tmp_path / "files" / "7.sealed"
    with pytest.raises(OSError, match="full"), sealed_by(taken(), path, KEY):
        raise OSError("the disk is full")
    assert list(path.parent.iterdir()) == []


def test_a_file_goes_with_what_dead_workers_left_of_it(house: Flask, tmp_path: Path) -> None:
    path = tmp_path / "files" / "7.zip.sealed"
    write(taken(), path, b"mine")
    path.with_name("7.zip.00ff00ff.part").write_bytes(b"half of it")
    other = path.with_name("70.zip.sealed")
    other.write_bytes(b"somebody else's")
    discard(path)
    assert list(path.parent.iterdir()) == [other]
