"""What experts and raters hand in once and alone, and the criterion that is frozen once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from assess.errors.advisers import (
    BothFirst,
    FewPeople,
    HandedInAlready,
    NobodyNamed,
    NobodyToAsk,
    NominationHandedIn,
    NotOnTheList,
    RelevanceHandedIn,
    RelevanceIncomplete,
    ScoresOpen,
    TooManyNamed,
    TwiceIsEnough,
    TwoIsEnough,
    TwoNeeded,
)
from assess.errors.criteria import FewIncumbents, FiguresStale, Frozen, NotReady, ShareOffScale
from assess.figure_list import FigureLine
from assess.models import Criterion, Figure, Nomination, Relevance
from assess.queries.advisers import Group
from assess.sealing import open_of_profile, seal_of_profile
from assess.services import advisers, criteria, figures, incumbents, nominations, relevance
from assess.services.criteria import CriterionKind, Missing
from kernel import clock
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError, NotFound
from people.models import File, Person
from people.services.files import key_of
from tests import factories
from tests.assess import making
from tests.assess.profiling import Setting, begun


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def with_raters(people: int = 6) -> tuple[Setting, Person, Person]:
    made, one, two = begun(people), factories.person(), factories.person()
    made.ask(Group.NOMINATORS, one, two)
    return made, one, two


def frozen(made: Setting) -> dict[int, float | bool]:
    return criteria.criterion_of(read_session(), made.profile)


# experts


def test_an_expert_hands_in_once_all_of_it_and_only_when_asked(house: Flask) -> None:
    made, expert, stranger = begun(3), factories.person(), factories.person()
    made.do(advisers.add, Group.EXPERTS, expert.id)
    with pytest.raises(NotFound):
        made.rate(expert)  # chosen, not asked yet
    made.do(advisers.ask, Group.EXPERTS)
    with pytest.raises(NotFound):
        made.rate(stranger)
    with pytest.raises(RelevanceIncomplete):
        made.by(expert, relevance.hand_in_relevance, {"LUI": 3})
    with pytest.raises(RelevanceIncomplete):
        made.rate(expert, 5)
    made.rate(expert, 4)
    with pytest.raises(RelevanceHandedIn):
        made.rate(expert, 1)
    kept = read_session().get_one(Relevance, (made.profile_id, expert.id))
    assert set(kept.ratings.values()) == {4}
    assert len(kept.ratings) == 12


def test_who_handed_in_stays_and_nobody_is_asked_twice(house: Flask) -> None:
    made, done, waiting = begun(3), factories.person(), factories.person()
    made.ask(Group.EXPERTS, done, waiting)
    made.rate(done)
    with pytest.raises(HandedInAlready):
        made.do(advisers.remove, Group.EXPERTS, done.id)
    made.do(advisers.remove, Group.EXPERTS, waiting.id)
    with pytest.raises(NobodyToAsk):
        made.do(advisers.ask, Group.EXPERTS)


def test_experts_may_hand_in_until_scores_open(house: Flask) -> None:
    made, expert, late = begun(3), factories.person(), factories.person()
    made.ask(Group.EXPERTS, expert, late)
    made.freeze()
    made.rate(expert)
    making.derived(made.profile)
    with pytest.raises(ScoresOpen):
        made.rate(late)
    with pytest.raises(ScoresOpen):
        made.do(advisers.add, Group.EXPERTS, factories.person().id)


# nominators


def test_two_raters_are_needed_and_two_are_enough(house: Flask) -> None:
    made = begun(2)
    made.do(advisers.add, Group.NOMINATORS, factories.person().id)
    with pytest.raises(TwoNeeded):
        made.do(advisers.ask, Group.NOMINATORS)
    made.do(advisers.add, Group.NOMINATORS, factories.person().id)
    with pytest.raises(TwoIsEnough):
        made.do(advisers.add, Group.NOMINATORS, factories.person().id)
    with pytest.raises(FewPeople):
        made.do(advisers.ask, Group.NOMINATORS)


def test_a_rater_names_at_least_one_at_most_half_and_nobody_off_the_list(house: Flask) -> None:
    made, one, _two = with_raters(6)
    with pytest.raises(NobodyNamed):
        made.name(one, factories.person())
    with pytest.raises(TooManyNamed):
        made.name(one, *made.people[:4])
    with pytest.raises(NotOnTheList):
        made.by(one, nominations.hand_in_nomination, [999_999])
    made.name(one, *made.people[:3])
    with pytest.raises(NominationHandedIn):
        made.name(one, made.people[5])
    kept = read_session().get_one(Nomination, (made.profile_id, one.id))
    with pytest.raises(ValueError, match=r"decode|Expecting"):
        json.loads(kept.sealed)


def test_top_is_whom_both_named_and_the_rest_is_rest(house: Flask) -> None:
    made, one, two = with_raters(6)
    assert nominations.named(read_session(), made.profile_id) is None
    made.name(one, *made.people[:3])
    assert nominations.named(read_session(), made.profile_id) is None, "one list tells nothing"
    made.name(two, *made.people[1:4])
    named = nominations.named(read_session(), made.profile_id)
    assert named is not None
    assert (named.both, named.by_one) == (frozenset(made.numbers(*made.people[1:3])), 2)
    made.freeze(CriterionKind.NAMED)
    assert frozen(made) == dict(zip(made.numbers(), [False, True, True, False, False, False], strict=True))


def test_a_rater_who_does_the_work_is_neither_top_nor_rest(house: Flask) -> None:
    made = begun(6)
    inside, outside = made.people[0], factories.person()
    made.ask(Group.NOMINATORS, inside, outside)
    with pytest.raises(NotOnTheList):
        made.name(inside, inside)
    made.name(inside, made.people[1])
    made.name(outside, inside, made.people[1])
    made.freeze(CriterionKind.NAMED)
    assert set(frozen(made)) == set(made.numbers(*made.people[1:]))
    assert sum(frozen(made).values()) == 1


def test_both_are_asked_once_more_and_no_third_time(house: Flask) -> None:
    made, one, two = with_raters(6)
    made.name(one, made.people[0])
    with pytest.raises(BothFirst):
        made.do(advisers.ask_again)
    made.name(two, made.people[1])
    with pytest.raises(NotReady):
        made.freeze(CriterionKind.NAMED)
    made.do(advisers.ask_again)
    assert nominations.named(read_session(), made.profile_id) is None
    made.name(one, made.people[1])
    made.name(two, made.people[1])
    with pytest.raises(TwiceIsEnough):
        made.do(advisers.ask_again)
    made.freeze(CriterionKind.NAMED)


# figures


def test_figures_lie_sealed_in_each_ones_own_file(house: Flask) -> None:
    made = begun(4)
    made.read_figures([7.25, 6, 5, 8])
    row = read_session().get_one(Figure, made.numbers()[0])
    assert b"7.25" not in row.sealed
    file = read_session().scalars(select(File).where(File.person_id == made.people[0].id)).one()
    assert file.purpose == "benchmark"
    assert key_of(file)
    assert figures.figures(read_session(), made.profile_id) == dict(zip(made.numbers(), [7.25, 6, 5, 8], strict=True))


def test_a_new_list_takes_the_place_of_the_old_one_whole(house: Flask) -> None:
    made = begun(4)
    made.read_figures([7, 6, 5, 8])
    made.read_figures([1, 2, 3])
    assert sorted(figures.figures(read_session(), made.profile_id).values()) == [1, 2, 3]


def test_a_preview_is_of_one_person_one_profile_and_half_a_day(house: Flask) -> None:
    made, other = begun(3), factories.person()
    lines = [FigureLine(2, made.numbers()[0], 7.0)]
    wrapped = figures.wrap(made.hr, made.profile_id, lines)
    assert figures.unwrap(made.hr, made.profile_id, wrapped) == lines
    for actor, profile, what in (
        (other, made.profile_id, wrapped),
        (made.hr, made.profile_id + 1, wrapped),
        (made.hr, made.profile_id, wrapped[:-8] + "AAAAAAA="),
        (made.hr, made.profile_id, "é"),
        (made.hr, made.profile_id, ""),
    ):
        with pytest.raises(FiguresStale):
            figures.unwrap(actor, profile, what)
    with clock.moved_to(clock.now() + timedelta(hours=13)), pytest.raises(FiguresStale):
        figures.unwrap(made.hr, made.profile_id, wrapped)
    made.do(incumbents.remove_person, made.people[0].id)
    with pytest.raises(FiguresStale):
        made.do(figures.read_in, wrapped)
    assert read_session().scalar(select(func.count()).select_from(Figure)) == 0


# freezing


def test_a_figure_is_frozen_with_its_preset_share(house: Flask) -> None:
    made = begun(5)
    made.read_figures([7, 6, 5])
    with pytest.raises(ShareOffScale):
        made.freeze(CriterionKind.FIGURE, 51)
    made.freeze(CriterionKind.FIGURE, 15)
    assert frozen(made) == dict(zip(made.numbers()[:3], [7.0, 6.0, 5.0], strict=True)), "who has none, has none"
    criterion = made.profile.criterion
    assert criterion is not None
    assert (criterion.kind, criterion.top_share, criterion.frozen_by) == ("figure", 15, made.hr.id)


def test_what_compares_nothing_is_no_criterion(house: Flask) -> None:
    made = begun(4)
    with pytest.raises(NotReady):
        made.freeze(CriterionKind.FIGURE)
    made.read_figures([7, 6])
    with pytest.raises(NotReady):
        made.freeze(CriterionKind.FIGURE)
    with pytest.raises(NotReady):
        made.freeze(CriterionKind.NAMED)
    made.freeze(CriterionKind.NONE)
    assert frozen(made) == {}


def test_freezing_figures_does_not_tell_who_takes_no_part(house: Flask) -> None:
    made = begun(6)
    made.do(incumbents.invite)
    made.read_figures([1, 1, 1, 1, 1, 2])
    made.withdraw(made.people[5])
    made.freeze(CriterionKind.FIGURE)
    assert set(frozen(made).values()) == {1.0}


def test_a_criterion_from_before_it_lay_in_each_ones_file_is_read(house: Flask) -> None:
    made = begun(3)
    one, two, three = made.numbers()
    sealed = seal_of_profile({str(one): 3.5, str(two): 7, str(three): 1.25}, f"criterion:{made.profile_id}")
    making.add(Criterion(profile_id=made.profile_id, kind="figure", top_share=20, sealed=sealed, frozen_at=clock.now()))
    assert frozen(made) == {one: 3.5, two: 7.0, three: 1.25}


def test_fewer_than_three_people_freeze_nothing(house: Flask) -> None:
    with pytest.raises(FewIncumbents):
        begun(2).freeze()


def test_what_the_criterion_says_of_somebody_goes_with_their_file(house: Flask) -> None:
    made, one, two = with_raters()
    made.do(incumbents.invite)
    made.name(one, *made.people[:2])
    made.name(two, *made.people[1:3])
    made.freeze(CriterionKind.NAMED)
    numbers, kept = made.numbers(), bytes(read_session().get_one(Criterion, made.profile_id).sealed)
    assert frozen(made)[numbers[1]] is True
    made.withdraw(made.people[1])
    assert set(frozen(made)) == {*numbers} - {numbers[1]}
    assert read_session().get_one(Criterion, made.profile_id).sealed == kept, "what is frozen never changes"
    told = open_of_profile(kept, f"criterion:{made.profile_id}")
    assert all(isinstance(value, str) for value in told.values()), "sealed once more, each in its own file"


def test_whom_the_raters_named_is_forgotten_once_it_is_frozen(house: Flask) -> None:
    made, one, two = with_raters()
    made.name(one, made.people[0])
    made.name(two, made.people[0])
    made.freeze(CriterionKind.NAMED)
    lists = read_session().scalars(select(Nomination)).all()
    assert [each.sealed for each in lists] == [b"", b""]
    assert all(each.handed_in_at for each in lists)
    assert nominations.named(read_session(), made.profile_id) is None
    assert sum(frozen(made).values()) == 1


def test_nothing_is_accepted_once_it_is_frozen(house: Flask) -> None:
    made, one, two = with_raters(4)
    made.name(one, made.people[0])
    made.freeze()
    with pytest.raises(Frozen):
        made.name(two, made.people[0])
    with pytest.raises(Frozen):
        made.read_figures([1, 2, 3, 4])
    with pytest.raises(Frozen):
        made.do(advisers.add, Group.NOMINATORS, factories.person().id)
    with pytest.raises(Frozen):
        made.do(advisers.ask_again)
    with pytest.raises(Frozen):
        made.freeze(CriterionKind.NONE)


@pytest.mark.parametrize("statement", ["UPDATE criterion SET top_share = 1", "DELETE FROM criterion"])
def test_the_database_keeps_what_is_frozen(house: Flask, statement: str) -> None:
    begun(3).freeze()
    with pytest.raises((DatabaseError, DomainError)), unit_of_work() as session:
        session.execute(text(statement))


def test_what_is_missing_before_scores_open_is_told(house: Flask) -> None:
    made, experts = begun(3), [factories.person(), factories.person()]
    made.ask(Group.EXPERTS, *experts)

    def missing() -> list[Missing]:
        return criteria.missing(read_session(), made.profile)

    assert missing() == [Missing.CRITERION, Missing.EXPERTS, Missing.PARTICIPANTS]
    made.rate(experts[0])
    made.freeze()
    assert missing() == [Missing.EXPERTS, Missing.PARTICIPANTS]
    made.rate(experts[1])
    made.do(incumbents.invite)
    for person in made.people:
        assert missing() == [Missing.PARTICIPANTS]
        made.take_part(person)
    assert missing() == []


# at once


def test_two_who_freeze_at_once_freeze_once_and_hear_the_same_words(house: Flask) -> None:
    made = begun(3)
    made.read_figures([1, 2, 3])
    kinds = [CriterionKind.FIGURE, CriterionKind.NONE] * 4

    def freeze(kind: CriterionKind) -> str:
        with house.app_context():
            try:
                made.freeze(kind)
            except Frozen as refusal:
                return refusal.message
        return ""

    with ThreadPoolExecutor(8) as pool:
        heard = sorted(pool.map(freeze, kinds))
    assert heard == ["", *[Frozen.message] * 7]
    with house.app_context():
        assert read_session().scalar(select(func.count()).select_from(Criterion)) == 1


def test_who_hands_in_twice_at_once_hands_in_once(house: Flask) -> None:
    made, one, _two = with_raters(6)
    expert = factories.person()
    made.ask(Group.EXPERTS, expert)
    numbers = made.numbers()

    def hand_in(place: int) -> str:
        with house.app_context():
            try:
                if place % 2:
                    made.rate(expert, place % 5)
                else:
                    made.by(one, nominations.hand_in_nomination, [numbers[place % 6]])
            except (RelevanceHandedIn, NominationHandedIn) as refusal:
                return type(refusal).__name__
        return ""

    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(hand_in, range(16)))
    assert sorted(heard) == ["", "", *["NominationHandedIn"] * 7, *["RelevanceHandedIn"] * 7]


def test_a_list_that_comes_while_it_freezes_counts_or_is_refused(house: Flask) -> None:
    made, one, two = with_raters(6)
    made.name(one, made.people[0])
    numbers = made.numbers()

    def act(place: int) -> str:
        with house.app_context():
            try:
                if place:
                    made.freeze(CriterionKind.NONE)
                else:
                    made.by(two, nominations.hand_in_nomination, [numbers[0]])
            except Frozen:
                return "frozen"
        return ""

    with ThreadPoolExecutor(2) as pool:
        heard = list(pool.map(act, range(2)))
    with house.app_context():
        lists = read_session().scalar(select(func.count()).select_from(Nomination))
    assert heard[1] == ""
    assert lists == (1 if heard[0] else 2)


def test_the_count_of_figures_does_not_tell_who_takes_no_part(house: Flask) -> None:
    made = begun(4)
    made.do(incumbents.invite)
    made.read_figures([7, 6, 5, 8])
    made.withdraw(made.people[0])
    assert figures.held(read_session(), made.profile_id).count == 4
    made.read_figures([7, 6, 5, 8])
    assert figures.held(read_session(), made.profile_id).count == 4
    told = select(AuditRow.subject_id).where(AuditRow.action == "figure.imported").order_by(AuditRow.id.desc()).limit(4)
    assert set(read_session().scalars(told)) == {each.id for each in made.people}
    assert set(figures.figures(read_session(), made.profile_id)) == set(made.numbers(*made.people[1:]))
