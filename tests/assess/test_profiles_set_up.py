"""HR sets a profile version up: positions, versions, who does the work, who is invited."""

from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from assess.errors.criteria import Frozen
from assess.errors.derivations import NotYet
from assess.errors.incumbents import (
    AlreadyInvited,
    NobodyToInvite,
    NobodyToRemind,
    RemindedLately,
    SomebodyNominated,
    TooFewToInvite,
    TooManyAtOnce,
)
from assess.errors.positions import NoSuchInstrument, PositionTaken, VersionOpen
from assess.models import Expert, Figure, Incumbent, JobProfile, Position
from assess.queries import incumbents as queries
from assess.queries.advisers import Group
from assess.queries.positions import Stage, positions as all_positions, stage_of
from assess.services import advisers, criteria, derivations, incumbents, positions, reminders
from assess.services.reminders import Reminded
from kernel import audit, clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.outbox import Mail
from people.models import File, Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making
from tests.assess.profiling import Setting, begun, next_version


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def count(kind: type, *where: object) -> int:
    return read_session().scalar(select(func.count()).select_from(kind).where(*where)) or 0


def mailed(kind: str) -> list[int]:
    return sorted(read_session().scalars(select(Mail.person_id).where(Mail.kind == kind)))


def texts() -> list[str]:
    found = sorted(Path(current_app.extensions["config"].mail_to).glob("*.eml"))
    bodies = [message_from_bytes(each.read_bytes(), policy=policy.default).get_body(("plain",)) for each in found]
    return [str(body.get_content()) for body in bodies if body]


def test_a_position_is_there_once(house: Flask) -> None:
    begun(0)
    with pytest.raises(PositionTaken), unit_of_work() as session:
        positions.add_position(session, session.scalars(select(Person)).first(), "Medewerker contactcentrum")
    assert [row.position.title for row in all_positions(read_session())] == ["Medewerker contactcentrum"]


def test_a_version_is_measured_with_what_is_published(house: Flask) -> None:
    made = begun(0)
    assert made.profile.version == 1
    assert made.profile.revision_id == making.publish().id
    with pytest.raises(NoSuchInstrument), unit_of_work() as session:
        other = positions.add_position(session, session.get_one(Person, made.hr.id), "Wijkverpleegkundige")
        positions.start_profile(session, session.get_one(Person, made.hr.id), other.id, "onbekend")


def test_a_next_version_waits_for_the_criterion_of_the_last(house: Flask) -> None:
    made = begun(3)
    with pytest.raises(VersionOpen):
        next_version(made)
    made.freeze()
    assert stage_of(made.profile) is Stage.FROZEN
    assert next_version(made).profile.version == 2


def test_a_next_version_starts_with_the_same_people_and_experts_and_asks_nobody(house: Flask) -> None:
    made, expert = begun(4), factories.person()
    made.ask(Group.EXPERTS, expert)
    made.do(incumbents.invite)
    jobs.run_all()
    made.withdraw(made.people[0])
    made.freeze()
    before = count(Mail)
    second = next_version(made)
    jobs.run_all()
    assert set(read_session().scalars(queries.chosen_people(second.profile_id))) == {p.id for p in made.people}, (
        "who is missing from the new list would be known to have declined"
    )
    assert read_session().get_one(Expert, (second.profile_id, expert.id)).asked_at is None
    assert count(Incumbent, Incumbent.profile_id == second.profile_id, Incumbent.invited_at.is_not(None)) == 0
    assert count(Mail) == before


def test_who_left_does_not_go_along_to_a_next_version(house: Flask) -> None:
    made = begun(3)
    made.freeze()
    with unit_of_work() as session:
        session.get_one(Person, made.people[0].id).left_on = date(2021, 1, 1)
        audit.record(session, "test", actor=None)
    second = next_version(made)
    assert len(second.numbers()) == 2


def test_only_who_works_here_does_the_work_and_each_once(house: Flask) -> None:
    made = begun(2)
    gone, future = factories.person(left_on=date(2021, 1, 1)), factories.person(started_on=date(2199, 1, 1))
    candidate = making.candidate()
    ids = [gone.id, future.id, candidate.id, made.people[0].id, 999_999]
    assert made.do(incumbents.add_people, ids) == 0
    assert len(made.numbers()) == 2
    assert count(File, File.purpose == "benchmark") == 2
    with pytest.raises(TooManyAtOnce):
        made.do(incumbents.add_people, list(range(incumbents.AT_ONCE + 1)))


def test_somebody_goes_out_again_until_invited(house: Flask) -> None:
    made = begun(4)
    made.read_figures([7, 6, 5, 4])
    made.do(incumbents.remove_person, made.people[0].id)
    assert len(made.numbers()) == 3
    assert count(Figure) == 3
    with pytest.raises(NotFound):
        made.do(incumbents.remove_person, made.people[0].id)
    made.do(incumbents.invite)
    with pytest.raises(AlreadyInvited):
        made.do(incumbents.remove_person, made.people[1].id)


def test_the_list_stands_once_a_rater_chose_from_it(house: Flask) -> None:
    made, raters = begun(4), [factories.person(), factories.person()]
    made.ask(Group.NOMINATORS, *raters)
    made.name(raters[0], made.people[0])
    with pytest.raises(SomebodyNominated):
        made.do(incumbents.add_people, [factories.person().id])
    with pytest.raises(SomebodyNominated):
        made.do(incumbents.remove_person, made.people[1].id)
    made.name(raters[1], made.people[0])
    made.do(advisers.ask_again)
    assert made.do(incumbents.add_people, [factories.person().id]) == 1


def test_everybody_is_invited_once_and_told_it_is_voluntary(house: Flask) -> None:
    made = begun(60)
    silent = factories.person(email=None)
    made.do(incumbents.add_people, [silent.id])
    assert made.do(incumbents.invite) == 61
    jobs.run_all()
    assert mailed("assess_incumbent") == sorted(person.id for person in made.people)
    words = texts()[-1]
    assert "Meedoen is vrijwillig" in words
    assert "Niemand behalve jij ziet je antwoorden" in words
    assert "Hanna de Vries (hanna@zorg.example)" in words
    assert f"/incumbents/{made.numbers()[0]}" in "".join(texts())
    with pytest.raises(NobodyToInvite):
        made.do(incumbents.invite)
    jobs.run_all()
    assert len(mailed("assess_incumbent")) == 60


def told(made: Setting) -> int:
    return queries.turnout(read_session(), made.profile_id).at_least


def derived_from(house: Flask, people: int) -> Setting:
    """A version in which so many took part, ready to be opened."""
    profile, hr = deriving.profile(people, has_answers=False), factories.person(Role.HR)
    theirs = read_session().scalars(select(Person).where(Person.id.in_(queries.chosen_people(profile.id))))
    return Setting(house, hr, profile.id, list(theirs.all()))


def test_of_the_turnout_three_steps_are_told(house: Flask) -> None:
    made = begun(6)
    made.do(incumbents.invite)
    for done, person in enumerate(made.people):
        assert told(made) == (3 if done >= 3 else 0), f"{done} took part"
        made.take_part(person)
    found = queries.turnout(read_session(), made.profile_id)
    assert (found.chosen, found.invited, found.at_least) == (6, 6, 3)
    assert queries.STEPS == (3, 30, 85)


@pytest.mark.parametrize(("people", "step"), [(2, 0), (3, 3), (29, 3), (30, 30), (31, 30)])
def test_who_withdraws_does_not_show_in_what_was_told(house: Flask, people: int, step: int) -> None:
    made = derived_from(house, people)
    for person in made.people[:2]:
        assert told(made) == step
        made.withdraw(person)
    assert told(made) == step


@pytest.mark.parametrize("alone", [1, 2])
def test_nobody_is_invited_with_fewer_than_two_others(house: Flask, alone: int) -> None:
    made = begun(29)
    made.do(incumbents.invite)
    later = [factories.person() for _ in range(3)]
    made.do(incumbents.add_people, [each.id for each in later[:alone]])
    with pytest.raises(TooFewToInvite):
        made.do(incumbents.invite)
    assert count(Incumbent, Incumbent.invited_at.is_(None)) == alone
    made.do(incumbents.add_people, [each.id for each in later])
    assert made.do(incumbents.invite) == 3


def test_scores_do_not_open_on_what_was_told_alone(house: Flask) -> None:
    """HR keeps reading that three take part; of two no score opens all the same."""
    made = derived_from(house, 3)
    made.withdraw(made.people[0])
    assert criteria.missing(read_session(), made.profile) == []
    with pytest.raises(NotYet):
        made.do(derivations.order)


def test_a_reminder_goes_to_all_who_were_invited_so_that_no_mail_tells_who_took_part(house: Flask) -> None:
    made = begun(4)
    made.do(incumbents.invite)
    made.take_part(made.people[0])
    made.withdraw(made.people[1])
    assert made.do(reminders.remind, Reminded.PEOPLE) == 4
    made.do(reminders.remind, Reminded.PEOPLE)
    jobs.run_all()
    assert mailed("assess_reminder") == sorted(person.id for person in made.people)
    with pytest.raises(RemindedLately):
        made.do(reminders.remind, Reminded.PEOPLE)
    with clock.moved_to(clock.now() + timedelta(days=8)):
        assert made.do(reminders.remind, Reminded.PEOPLE) == 4


def test_of_experts_only_who_is_slow_is_reminded_once_a_day(house: Flask) -> None:
    made, quick, slow = begun(3), factories.person(), factories.person()
    made.ask(Group.EXPERTS, quick, slow)
    made.rate(quick)
    assert made.do(reminders.remind, Reminded.EXPERTS) == 1
    jobs.run_all()
    assert mailed("assess_reminder") == [slow.id]
    with pytest.raises(RemindedLately):
        made.do(reminders.remind, Reminded.EXPERTS)
    made.rate(slow)
    with pytest.raises(NobodyToRemind):
        made.do(reminders.remind, Reminded.EXPERTS)


def test_nothing_of_the_people_changes_once_the_criterion_is_frozen(house: Flask) -> None:
    made = begun(3)
    made.freeze()
    with pytest.raises(Frozen):
        made.do(incumbents.add_people, [factories.person().id])
    with pytest.raises(Frozen):
        made.do(incumbents.remove_person, made.people[0].id)
    assert made.do(incumbents.invite) == 3, "inviting goes on"


def test_versions_of_a_position_are_listed_newest_first(house: Flask) -> None:
    made = begun(3)
    made.freeze()
    second = next_version(made)
    position = read_session().scalars(select(Position)).one()
    assert [each.id for each in positions.queries.versions(read_session(), position)] == [
        second.profile_id,
        made.profile_id,
    ]
    assert count(JobProfile) == 2
