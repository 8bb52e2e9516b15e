"""A certificate is issued once, whole, in the log, and for nobody to read but who may."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import func, select

from certificates import queries
from certificates.checking import check_supplied
from certificates.errors import AlreadyIssued
from certificates.findings import Finding, Outcome
from certificates.ledger.entries import EntryType, commitment, parse
from certificates.ledger.models import Head, LogEntry
from certificates.ledger.queries import entry
from certificates.models import Certificate, Snapshot
from certificates.numbers import certificate_number, normalise_number
from certificates.services.issuing import commit_document
from certificates.status import MIN_ENTRIES
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.jobs import Job
from people.models import Organisation
from tests import factories
from tests.certificates import making


def test_what_is_issued_stands_in_the_log_by_its_commitment_alone(either_app: Flask) -> None:
    with either_app.app_context():
        made = making.certificate(factories.person(name="Siân Çelik-de Vries"))
        session = read_session()
        found, fact = queries.sealed(session, made), parse(entry(session, made.entry_index))
        assert found is not None
        assert fact.type is EntryType.ISSUE
        assert fact.body == commitment(found.salt, "maatstaf.test/log", found.credential)
        assert found.credential["credentialSubject"]["identifier"][0]["identityHash"] == "Siân Çelik-de Vries"


def test_what_is_stored_is_readable_with_the_key_of_the_file_alone(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person(name="Siân Çelik"))
        row = read_session().get_one(Snapshot, made.id)
        assert b"elik" not in row.credential
        assert len(row.salt) > 32


def test_the_second_certificate_for_the_same_achievement_is_refused(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person()
        making.certificate(person, key="courses.enrolment:7")
        with pytest.raises(AlreadyIssued):
            making.certificate(person, key="courses.enrolment:7")
        assert read_session().scalar(select(func.count(Certificate.id))) == 1


def commit_and_fail() -> None:
    with unit_of_work() as session:
        commit_document(session, EntryType.CONTENT, {"title": "Privacy"})
        raise ZeroDivisionError


def test_what_fails_halfway_leaves_nothing(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person()
        making.certificate(person)
        before = read_session().get_one(Head, 1).size
        with pytest.raises(ZeroDivisionError):
            commit_and_fail()
        assert read_session().get_one(Head, 1).size == before
        assert read_session().scalar(select(func.count(LogEntry.idx))) == before


def test_a_hundred_certificates_from_eight_threads_have_no_gap_and_no_double(either_app: Flask) -> None:
    with either_app.app_context():
        people = [factories.person() for _ in range(25)]

    def one(number: int) -> None:
        with either_app.app_context():
            making.certificate(people[number % 25], key=f"courses.enrolment:{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(100)))
    with either_app.app_context():
        session = read_session()
        rows = session.scalars(select(Certificate)).all()
        assert sorted(row.entry_index for row in rows) == list(range(2, 102))
        assert len({row.status_index for row in rows}) == len({row.public_id for row in rows}) == 100
        assert session.get_one(Head, 1).size == session.scalar(select(func.count(LogEntry.idx))) == 102


def test_two_at_once_for_one_achievement_give_one_certificate(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person()
        making.certificate(person, key="courses.enrolment:0")

    def one(_number: int) -> bool:
        with either_app.app_context():
            try:
                making.certificate(person, key="courses.enrolment:1")
            except AlreadyIssued:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1


def test_the_first_certificate_fixes_the_address(app: Flask) -> None:
    with app.app_context():
        making.certificate(factories.person())
        assert read_session().get_one(Organisation, 1).base_url_fixed_at is not None


def test_the_status_bit_is_one_of_at_least_131072(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        found = queries.sealed(read_session(), made)
        assert found is not None
        status = found.credential["credentialStatus"]
        assert status["statusListCredential"] == "https://maatstaf.test/status/1"
        assert status["statusListIndex"] == str(made.status_index)
        assert 0 <= made.status_index < MIN_ENTRIES


def test_the_paper_is_asked_for_in_the_same_transaction(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        job = read_session().scalar(select(Job).where(Job.key == f"paper:{made.id}"))
        assert job is not None
        assert job.payload == {"certificate": made.id}


def test_the_accreditation_is_signed_too(app: Flask) -> None:
    with app.app_context():
        found = queries.sealed(read_session(), making.certificate(factories.person(), accreditation="512345"))
        assert found is not None
        assert found.credential["credentialSubject"]["achievement"]["otherIdentifier"][0]["identifier"] == "512345"


def test_a_document_is_proven_by_its_salt(either_app: Flask) -> None:
    with either_app.app_context():
        with unit_of_work() as session:
            index, salt = commit_document(session, EntryType.CONTENT, {"title": "Privacy"})
            from kernel import audit

            audit.record(session, "test", actor=None)
        fact = parse(entry(read_session(), index))
        assert fact.body == commitment(salt, "maatstaf.test/log", {"title": "Privacy"})


def test_a_credential_alone_is_ours_but_without_a_place_in_the_log(app: Flask) -> None:
    with app.app_context():
        session = read_session()
        found = queries.sealed(session, making.certificate(factories.person()))
        assert found is not None
        from certificates.canonical import canonical

        checked = check_supplied(canonical(found.credential), clock.now(), making.own_trust())
        assert (checked.outcome, checked.findings) == (Outcome.UNPROVEN, (Finding.NO_LOG_PROOF,))


def test_a_number_is_read_as_people_type_it() -> None:
    number = certificate_number(sha256(b"x").digest()[:17])
    assert len(number) == 26
    for typed in (number.lower(), f" {number[:4]}-{number[4:]} ", f"https://maatstaf.test/c/{number}#ABCD"):
        assert normalise_number(typed) == number
    assert normalise_number(number[:-1]) is None
