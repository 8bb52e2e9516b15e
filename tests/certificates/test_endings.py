"""Certificates end once, in the log, and what others hold stays provable."""

import threading
from pathlib import Path

import pytest
from flask import Flask

from certificates import queries
from certificates.checking import check_supplied
from certificates.errors import AlreadyErased, AlreadyRevoked, AlreadySuperseded, NameUnchanged
from certificates.findings import Outcome
from certificates.ledger.entries import EntryType, Reason, commitment, parse
from certificates.ledger.queries import entry
from certificates.models import Certificate, Paper, Snapshot
from certificates.services.endings import erase_file, reissue, revoke
from certificates.state import State
from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from people.errors import FileErased
from people.models import File, Person
from people.services.files import open_file
from tests import factories
from tests.certificates import making
from tests.conftest import BASE_URL, make_app


def end(made: Certificate, how: str = "revoke") -> Certificate | None:
    with unit_of_work() as session:
        certificate = session.get_one(Certificate, made.id)
        if how == "revoke":
            revoke(session, certificate, Reason.IRREGULARITY, None, "een ander maakte de toets")
        elif how == "erase":
            erase_file(session, certificate.file, None)
        else:
            return reissue(session, certificate, None)
    return None


def rename(person: Person, name: str) -> None:
    with unit_of_work() as session:
        session.get_one(Person, person.id).name = name
        audit.record(session, "test", actor=None)


def state(made: Certificate) -> State:
    session = read_session()
    return queries.state(session, session.get_one(Certificate, made.id))


def test_a_revocation_names_the_entry_and_the_reason_in_the_log(either_app: Flask) -> None:
    with either_app.app_context():
        made = making.certificate(factories.person())
        end(made)
        fact = parse(entry(read_session(), made.entry_index + 1))
        assert (fact.type, fact.target, fact.reason) == (EntryType.REVOKE, made.entry_index, Reason.IRREGULARITY)
        assert state(made) is State.REVOKED
        assert queries.untrue_bits(read_session(), 1) == [made.status_index]


def test_a_revoked_certificate_is_not_revoked_or_corrected_again(either_app: Flask) -> None:
    with either_app.app_context():
        made = making.certificate(factories.person())
        end(made)
        for how in ("revoke", "reissue"):
            with pytest.raises(AlreadyRevoked):
                end(made, how)


def test_a_corrected_name_gives_a_new_issue_that_supersedes_the_old(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person(name="J. Jansen")
        made = making.certificate(person)
        rename(person, "Jo Jansen")
        new = end(made, "reissue")
        assert new is not None
        session = read_session()
        found, fact = queries.sealed(session, new), parse(entry(session, new.entry_index + 1))
        assert found is not None
        assert found.credential["credentialSubject"]["identifier"][0]["identityHash"] == "Jo Jansen"
        assert found.credential["replaces"].endswith(made.public_id)
        assert fact.type is EntryType.SUPERSEDE
        assert fact.body == commitment(found.salt, "maatstaf.test/log", found.credential)
        assert (state(made), state(new), new.issue) == (State.SUPERSEDED, State.VALID, 2)


def test_the_corrected_paper_is_proven_and_shows_the_new_name(app: Flask) -> None:
    with app.app_context():
        person = factories.person(name="J. Jansen")
        made = making.certificate(person)
        rename(person, "Jo Jansen")
        new = end(made, "reissue")
        assert new is not None
        checked = check_supplied(making.paper(new), clock.now(), making.own_trust())
        assert checked.outcome is Outcome.PROVEN
        assert checked.snapshot is not None
        assert checked.snapshot.holder == "Jo Jansen"


def test_an_unchanged_name_is_not_corrected(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        with pytest.raises(NameUnchanged):
            end(made, "reissue")


def test_a_superseded_certificate_is_not_superseded_again(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person(name="J. Jansen")
        made = making.certificate(person)
        rename(person, "Jo Jansen")
        end(made, "reissue")
        rename(person, "Jo Janssen")
        for how in ("revoke", "reissue"):
            with pytest.raises(AlreadySuperseded):
                end(made, how)


def test_erasing_a_file_throws_away_its_key_and_what_it_sealed(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person()
        made, other = making.certificate(person), making.certificate(factories.person())
        end(made, "erase")
        session = read_session()
        assert session.get(Snapshot, made.id) is None
        assert session.get(Paper, made.id) is None
        assert session.get_one(File, made.file_id).wrapped_key is None
        assert queries.sealed(session, made) is None
        assert queries.sealed(session, other) is not None
        assert state(made) is State.ERASED
        with pytest.raises(AlreadyErased):
            end(made, "erase")


def test_every_entry_of_an_erased_file_gets_its_own_erase(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person(name="J. Jansen")
        made = making.certificate(person)
        rename(person, "Jo Jansen")
        new = end(made, "reissue")
        assert new is not None
        with unit_of_work() as session:
            erase_file(session, session.get_one(File, made.file_id), None, also=[0])
        session, first = read_session(), new.entry_index + 2
        facts = [parse(entry(session, index)) for index in range(first, first + 4)]
        assert {fact.type for fact in facts} == {EntryType.ERASE}
        assert [fact.target for fact in facts] == [made.entry_index, new.entry_index, new.entry_index + 1, 0]


def test_a_paper_that_the_holder_kept_is_proven_after_the_erasure(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        kept = making.paper(made)
        end(made, "erase")
        assert check_supplied(kept, clock.now(), making.own_trust()).outcome is Outcome.PROVEN


def test_a_file_that_was_erased_while_an_issue_waited_takes_no_certificate(tmp_path: Path, postgresql_url: str) -> None:
    app = make_app(tmp_path, postgresql_url)

    def erase(file_id: int) -> None:
        with app.app_context(), unit_of_work() as session:
            erase_file(session, session.get_one(File, file_id), None)

    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        person = factories.person()
        making.certificate(person)
        with pytest.raises(FileErased), unit_of_work() as session:
            file = open_file(session, session.get_one(Person, person.id), "learning")
            meanwhile = threading.Thread(target=erase, args=[file.id])
            meanwhile.start()
            meanwhile.join()
            making.issue_into(session, file, key="courses.enrolment:next")
    app.extensions["database"].engine.dispose()
