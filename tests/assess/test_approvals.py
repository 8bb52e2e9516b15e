"""A named person approves a profile: frozen, hashed, in the log, once; HR hears when to look at it again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from assess.errors.derivations import ApprovedBefore, NothingToApprove, ReviewOffScale
from assess.models import ProfileApproval
from assess.services import approvals, reviews
from assess.services.approvals import approved_document, document_of_profile
from certificates.canonical import digest
from certificates.ledger.entries import EntryType, commitment, parse
from certificates.ledger.queries import entry, head
from kernel import clock
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.outbox import Mail
from people.models import Person
from people.permissions import Role
from people.queries import today
from tests import factories
from tests.assess import deriving
from tests.people.parallel import at_once


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def reminded() -> int:
    with unit_of_work() as session:
        return reviews.remind_of_reviews(session, clock.now())


def mails() -> list[int]:
    return list(read_session().scalars(select(Mail.person_id).where(Mail.kind == "profile_review")))


def test_the_log_commits_to_the_approved_document(house: Flask) -> None:
    profile = deriving.profile(3, has_answers=False)
    deriving.derive(profile)
    made = deriving.approve(profile)
    document = document_of_profile(read_session(), deriving.again(profile))
    assert document is not None
    log = head(read_session())
    assert log is not None
    written = parse(entry(read_session(), made.entry_index))
    assert written.type is EntryType.PROFILE
    assert written.body == commitment(made.salt, log.origin, document)
    assert made.content_hash == digest(document)


def test_the_document_names_nobody_but_who_approved(house: Flask) -> None:
    profile = deriving.profile(3, has_answers=False)
    derivation, actor = deriving.derive(profile), deriving.maker()
    document = str(approved_document(derivation, deriving.approve(profile, actor)))
    assert actor.name in document
    others = read_session().scalars(select(Person.name).where(Person.id != actor.id, Person.name != actor.name)).all()
    assert len(others) >= 5
    assert not [name for name in others if name in document]


def test_nothing_is_approved_before_it_is_there_nor_twice(house: Flask) -> None:
    profile = deriving.profile(3, has_answers=False)
    with pytest.raises(NothingToApprove):
        deriving.approve(profile)
    deriving.derive(profile)
    deriving.approve(profile)
    with pytest.raises(ApprovedBefore):
        deriving.approve(profile)


def test_two_who_approve_at_once_leave_one_approval(house: Flask) -> None:
    profile, actor = deriving.profile(3, has_answers=False), deriving.maker()
    deriving.derive(profile)
    said = approvals.Said("Manager HR", deriving.COUNCIL, today(read_session()) + timedelta(days=365))
    close_read_session()

    def approve() -> None:
        with unit_of_work() as session:
            approvals.approve(session, session.get_one(Person, actor.id), profile.id, said)

    assert [type(each) for each in at_once(house, 2, approve) if each is not None] == [ApprovedBefore]
    close_read_session()
    assert read_session().scalar(select(func.count()).select_from(ProfileApproval)) == 1


@pytest.mark.parametrize("days", [0, -1, 2000])
def test_it_is_looked_at_again_on_a_day_to_come(app: Flask, days: int) -> None:
    with app.app_context():
        profile = deriving.profile(3, has_answers=False)
        deriving.derive(profile)
        with pytest.raises(ReviewOffScale):
            deriving.approve(profile, review_on=today(read_session()) + timedelta(days=days))


def test_hr_hears_once_that_a_profile_should_be_looked_at_again(house: Flask) -> None:
    profile, actor = deriving.profile(3, has_answers=False), deriving.maker()
    deriving.derive(profile, actor)
    deriving.approve(profile, actor, review_on=today(read_session()) + timedelta(days=30))
    factories.person(Role.PSYCHOLOGIST)
    assert reminded() == 0
    with clock.moved_to(clock.now() + timedelta(days=31)):
        assert [reminded(), reminded()] == [1, 0]
    assert mails() == [actor.id]


def test_a_version_that_was_followed_by_another_is_not_reminded_of(house: Flask) -> None:
    persons, actor = deriving.staff(3), deriving.maker()
    versions = [deriving.profile(3, has_answers=False, persons=persons) for _ in range(2)]
    for version, days in zip(versions, (30, 60), strict=True):
        deriving.derive(version, actor)
        deriving.approve(version, actor, review_on=today(read_session()) + timedelta(days=days))
    with clock.moved_to(clock.now() + timedelta(days=31)):
        assert reminded() == 0
    with clock.moved_to(clock.now() + timedelta(days=61)):
        assert reminded() == 1
