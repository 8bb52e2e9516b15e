"""What an incumbent needs: in their own file, arranged by one person who is neither HR nor their manager."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from assess import sealing
from assess.errors.sittings import TookNoPart
from assess.models import Incumbent, Rater
from assess.queries import mine, sittings
from assess.queries.needs import Needs, helped, helped_by, helper_for, needs_context, needs_of
from assess.queries.rated import needs_for_rater, own_exercise
from assess.services import taking_part
from hr import queries_mails, queries_trail
from hr.queries_trail import Wanted
from kernel import audit, clock, jobs
from kernel.audit import AuditRow
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import Conflict, NotFound
from kernel.outbox import Mail
from kernel.secrets import Unreadable
from people import trail
from people.models import Organisation, Person, RoleGrant
from people.permissions import Role
from people.queries import today
from tests import factories
from tests.assess import making, rating, selecting

ON_PAPER = Needs(other_form=True, other="Graag op geel papier")


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def tell(incumbent: Incumbent, needs: Needs) -> Incumbent:
    with unit_of_work() as session:
        taking_part.tell_needs(session, session.get_one(Person, incumbent.person_id), incumbent.id, needs)
    return again(incumbent)


def again(incumbent: Incumbent) -> Incumbent:
    close_read_session()
    return read_session().get_one(Incumbent, incumbent.id)


def person_of(incumbent: Incumbent) -> Person:
    return read_session().get_one(Person, incumbent.person_id)


def mails(kind: str = "incumbent_needs") -> int:
    return read_session().scalar(select(func.count()).select_from(Mail).where(Mail.kind == kind)) or 0


def acts() -> int:
    told = select(func.count()).where(AuditRow.action == "incumbent.needs_told")
    return read_session().scalar(told) or 0


def test_needs_lie_sealed_in_the_file_of_who_has_them(house: Flask) -> None:
    other = making.incumbent()
    told = tell(making.incumbent(), Needs(extra_time=True, large_print=True))
    other = read_session().get_one(Incumbent, other.id)
    assert needs_of(told) == Needs(extra_time=True, large_print=True)
    assert told.needs is not None
    assert b"large_print" not in told.needs
    with pytest.raises(Unreadable):
        sealing.open_in(other.file, told.needs, needs_context(told))


def test_larger_print_holds_in_the_sitting(house: Flask) -> None:
    incumbent = making.incumbent()
    sitting = making.begin(incumbent)
    assert not sittings.wants_large_print(sitting)
    tell(incumbent, Needs(large_print=True))
    assert sittings.wants_large_print(sittings.own_sitting(read_session(), person_of(incumbent), sitting.id))


@pytest.mark.parametrize("role", [Role.PSYCHOLOGIST, Role.PRIVACY_OFFICER])
def test_a_request_reaches_one_person_who_can_help(house: Flask, role: Role) -> None:
    helper, hr = factories.person(role), factories.person(Role.HR)
    told = tell(making.incumbent(), ON_PAPER)
    assert told.helper_id == helper.id
    assert helped_by(read_session(), helper) == [told]
    assert needs_of(helped(read_session(), helper, told.id)) == ON_PAPER
    assert [each.noun for each in mine.asked_of(read_session(), helper) if each.noun == "helping"] == ["helping"]
    jobs.run_all()
    ((to, _subject, text),) = (letter for letter in selecting.letters() if "iets nodig" in letter[2])
    assert str(helper.email) in to
    assert "geel papier" not in text
    assert f"/helping/{told.id}" in text
    with pytest.raises(NotFound):
        helped(read_session(), hr, told.id)


def test_the_psychologist_goes_before_the_privacy_officer(house: Flask) -> None:
    factories.person(Role.PRIVACY_OFFICER)
    psychologist = factories.person(Role.PSYCHOLOGIST)
    assert helper_for(read_session(), factories.person()) == psychologist


def test_neither_hr_nor_their_manager_nor_who_left_helps(house: Flask) -> None:
    manager = factories.person(Role.PSYCHOLOGIST, Role.MANAGER)
    team = factories.team(managers=(manager,))
    factories.person(Role.PSYCHOLOGIST, Role.HR)
    factories.person(Role.PSYCHOLOGIST, left_on=today(read_session()) - timedelta(days=1))
    me = factories.person(Role.PSYCHOLOGIST, team_id=team.id)
    assert helper_for(read_session(), me) is None
    assert helper_for(read_session(), factories.person()) == manager


def test_what_nobody_can_arrange_without_hr_is_not_kept(house: Flask) -> None:
    factories.person(Role.HR, Role.PSYCHOLOGIST)
    told = tell(making.incumbent(), Needs(extra_time=True, other_form=True, other="Op papier"))
    assert (needs_of(told), told.helper_id, mails()) == (Needs(extra_time=True), None, 0)


def test_the_same_said_twice_is_said_once_and_other_words_are_told_again(house: Flask) -> None:
    factories.person(Role.PSYCHOLOGIST)
    incumbent = making.incumbent()
    tell(incumbent, ON_PAPER)
    tell(incumbent, ON_PAPER)
    assert (mails(), acts()) == (1, 1)
    tell(incumbent, Needs(other_form=True, other="Graag op geel papier", large_print=True))
    assert (mails(), acts()) == (1, 2)
    tell(incumbent, Needs(other_form=True, other="Iemand die voorleest", large_print=True))
    assert (mails(), acts()) == (2, 3)


def test_who_asks_for_nothing_any_more_is_not_on_the_helpers_list(house: Flask) -> None:
    helper, incumbent = factories.person(Role.PSYCHOLOGIST), making.incumbent()
    tell(incumbent, ON_PAPER)
    told = tell(incumbent, Needs(extra_time=True))
    assert told.helper_id is None
    assert helped_by(read_session(), helper) == []
    with pytest.raises(NotFound):
        helped(read_session(), helper, incumbent.id)


def test_a_helper_who_joins_hr_reads_it_no_longer_and_another_hears_of_it(house: Flask) -> None:
    first, incumbent = factories.person(Role.PSYCHOLOGIST), making.incumbent()
    tell(incumbent, ON_PAPER)
    with unit_of_work() as session:
        session.add(RoleGrant(person_id=first.id, role=Role.HR, granted_at=clock.now()))
        audit.record(session, "test", actor=None)
    close_read_session()
    first = read_session().get_one(Person, first.id)
    assert helped_by(read_session(), first) == []
    second = factories.person(Role.PSYCHOLOGIST)
    assert tell(incumbent, ON_PAPER).helper_id == second.id
    assert mails() == 2


def test_the_house_cannot_tell_who_said_what_they_need(house: Flask) -> None:
    helper, profile = factories.person(Role.PSYCHOLOGIST), making.profile()
    mine_, other = making.incumbent(profile), making.incumbent(profile)
    tell(mine_, ON_PAPER)
    jobs.run_all()
    close_read_session()
    zone = read_session().get_one(Organisation, 1).zone
    rows = list(queries_trail.whole_trail(read_session(), factories.person(Role.AUDITOR), Wanted(), zone))
    of = {who: [row.action for row in rows if row.subject_id == who] for who in (mine_.person_id, other.person_id)}
    assert of[mine_.person_id] == of[other.person_id]
    assert "incumbent.needs_told" not in queries_trail.actions(read_session(), factories.person(Role.AUDITOR))
    reader = factories.person(Role.HR)
    assert queries_mails.mails(read_session(), reader, None, "", 1)[0] == []
    assert queries_mails.mails_to(read_session(), reader, helper.id) == []
    told = [event.message for event in trail.about(read_session(), person_of(mine_)).others]
    assert "Gezegd wat je nodig hebt bij het assessment" in told, "the person reads it"


def test_who_takes_no_part_any_more_leaves_no_needs_behind(house: Flask) -> None:
    helper, incumbent = factories.person(Role.PSYCHOLOGIST), making.incumbent()
    tell(incumbent, ON_PAPER)
    with unit_of_work() as session:
        taking_part.withdraw(session, session.get_one(Person, incumbent.person_id), incumbent.id)
    left = again(incumbent)
    assert (left.needs, left.helper_id) == (None, None)
    assert helped_by(read_session(), helper) == []
    mail = read_session().scalars(select(Mail).where(Mail.kind == "incumbent_needs")).one()
    assert (mail.subject, mail.sealed) == ("", None)
    with pytest.raises(TookNoPart):
        tell(incumbent, ON_PAPER)


def test_another_persons_needs_are_not_theirs_to_say(house: Flask) -> None:
    incumbent, stranger = making.incumbent(), factories.person()
    with pytest.raises(NotFound), unit_of_work() as session:
        taking_part.tell_needs(session, session.get_one(Person, stranger.id), incumbent.id, ON_PAPER)


def test_nobody_helps_with_needs_that_were_not_said(house: Flask) -> None:
    """The database itself refuses it."""
    incumbent, helper = making.incumbent(), factories.person(Role.PSYCHOLOGIST)
    with pytest.raises(Conflict), unit_of_work() as session:
        session.get_one(Incumbent, incumbent.id).helper_id = helper.id
        audit.record(session, "test", actor=None)
    assert again(incumbent).helper_id is None


def test_raters_see_what_a_colleague_needs_of_time_and_print_alone(house: Flask) -> None:
    factories.person(Role.PSYCHOLOGIST)
    incumbent = making.incumbent()
    tell(incumbent, Needs(extra_time=True, large_print=True, other_form=True, other="Op papier"))
    exercise, rater = rating.planned(incumbent), read_session().query(Rater).first()
    assert rater is not None
    found = own_exercise(read_session(), read_session().get_one(Person, rater.person_id), exercise.id)
    assert needs_for_rater(found) == Needs(extra_time=True, large_print=True)
