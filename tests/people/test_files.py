"""A file is one person's for one purpose: opened once, under a key of its own, and erased for good."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from certificates.ledger.models import LogEntry
from certificates.models import Certificate
from certificates.services.endings import erase_file
from kernel import audit
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from kernel.errors import Conflict
from kernel.secrets import Unreadable
from people.errors import FileErased
from people.models import File, Person
from people.services.files import key_of, new_file, open_file
from tests import factories
from tests.certificates import making
from tests.people.parallel import at_once


def opened(person: Person) -> File:
    with unit_of_work() as session:
        return open_file(session, session.get_one(Person, person.id), "learning")


def count(table: type) -> int:
    return read_session().scalar(select(func.count()).select_from(table)) or 0


def test_eight_that_open_a_file_at_once_hold_one_file_and_one_key(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person()
    got = at_once(either_app, 8, lambda: opened(person))
    assert {type(each) for each in got} == {File}, got
    assert len({(file.id, file.wrapped_key) for file in got}) == 1
    with either_app.app_context():
        acts = read_session().scalars(select(AuditRow.action).where(AuditRow.action == "file.opened"))
        assert acts.all() == ["file.opened"]


def test_an_erased_file_stays_without_a_key_and_what_comes_after_it_is_another_file(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person()
        making.certificate(person, key="courses.enrolment:1")
        with unit_of_work() as session:
            file = open_file(session, session.get_one(Person, person.id), "learning")
            erase_file(session, file, None)
        again, entries = opened(person), count(LogEntry)
        assert again.id != file.id
        assert again.wrapped_key is not None
        assert opened(person).id == again.id
        gone = read_session().get_one(File, file.id)
        assert gone.wrapped_key is None
        with pytest.raises(FileErased):
            key_of(gone)
        making.certificate(person, key="courses.enrolment:2")
        assert (count(Certificate), count(LogEntry)) == (2, entries + 1)


def test_each_application_has_a_file_of_its_own_and_a_file_of_another_purpose_is_one(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.candidate()
        with unit_of_work() as session:
            first, second = (new_file(session, person) for _ in range(2))
        assert first.id != second.id
        assert key_of(first) != key_of(second), "both open, each with a key of its own"
        with pytest.raises(ValueError, match="own file"), unit_of_work() as session:
            open_file(session, person, "selection")
        with pytest.raises(Conflict), unit_of_work() as session:
            new_file(session, person, "benchmark")
            new_file(session, person, "benchmark")


def test_the_key_of_one_file_opens_no_other(app: Flask) -> None:
    with app.app_context():
        mine, other = opened(factories.person()), opened(factories.person())
        with unit_of_work() as session:
            session.get_one(File, mine.id).wrapped_key = other.wrapped_key
            audit.record(session, "test", actor=None)
        with pytest.raises(Unreadable):
            key_of(read_session().get_one(File, mine.id))
