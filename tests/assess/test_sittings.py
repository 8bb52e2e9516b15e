"""An assessment is begun once, saved answer by answer, handed in once and scored once, whatever happens at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from assess.errors.sittings import (
    NoSuchRating,
    NothingAnswered,
    ProfileMade,
    SelectionClosed,
    SittingHandedIn,
    TookNoPart,
)
from assess.models import Application, Incumbent, Scores, Sitting, SittingAnswer, SittingHandIn
from assess.queries import sittings as queries
from assess.services import sittings, taking_part
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from kernel.errors import Conflict, NotFound
from people.models import File, Person
from tests import factories
from tests.assess import making

STATEMENT, OTHER, SITUATION = "st-01", "st-02", "si-S01"


@pytest.fixture
def house(either_app: Flask) -> Flask:
    with either_app.app_context():
        making.publish()
    return either_app


def count(kind: type) -> int:
    return read_session().scalar(select(func.count()).select_from(kind)) or 0


def series(sitting: Sitting, item: str) -> list[object]:
    """Everything saved for an item, in its order."""
    kept = select(SittingAnswer).where(SittingAnswer.sitting_id == sitting.id, SittingAnswer.item == item)
    return [
        queries.opened(sitting, row).answer for row in read_session().scalars(kept.order_by(SittingAnswer.sequence))
    ]


def counting(sitting: Sitting, item: str) -> object:
    given = queries.last_answer(read_session(), sitting, item)
    return given.answer if given else None


@pytest.mark.parametrize("make", [making.incumbent, making.application])
def test_starting_again_goes_on_with_what_was_begun(house: Flask, make: type) -> None:
    with house.app_context():
        asked = make()
        assert making.begin(asked).id == making.begin(asked).id
        assert count(Sitting) == 1


def test_sixteen_starts_at_once_are_one_sitting(house: Flask) -> None:
    with house.app_context():
        asked = making.incumbent()

    def start(_number: int) -> int:
        with house.app_context():
            return making.begin(asked).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(16)))) == 1


def test_answers_are_a_series_of_which_the_last_counts(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.application())
        for number in (1, 5, 3):
            making.answer(sitting, STATEMENT, number)
        making.answer(sitting, SITUATION, {"A": 2})
        making.answer(sitting, SITUATION, {"A": 2, "C": 5})
        assert series(sitting, STATEMENT) == [1, 5, 3]
        assert counting(sitting, STATEMENT) == 3
        assert counting(sitting, SITUATION) == {"A": 2, "C": 5}
        assert queries.progress(read_session(), sitting) == (2, 84)


def test_an_event_sent_fifteen_times_is_saved_once(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())

    def save(_number: int) -> bool:
        with house.app_context():
            return making.answer(sitting, STATEMENT, 4, "the same").is_counted

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(save, range(15))) == {True}
    with house.app_context():
        assert count(SittingAnswer) == 1
        saved = select(func.count()).select_from(AuditRow).where(AuditRow.action == "answer.saved")
        assert read_session().scalar(saved) == 1


def test_an_event_of_another_item_is_refused(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        making.answer(sitting, STATEMENT, 4, "the same")
        with pytest.raises(NoSuchRating):
            making.answer(sitting, OTHER, 4, "the same")


def test_an_older_answer_that_arrives_after_one_given_elsewhere_is_kept_and_does_not_count(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        assert making.answer(sitting, SITUATION, {"A": 1}, "elsewhere", seen=[""]).is_counted
        late = making.answer(sitting, SITUATION, {"A": 5}, "kept offline", seen=[""])
        assert (late.is_counted, late.counts.answer, late.counts.event) == (False, {"A": 1}, "elsewhere")
        assert not making.answer(sitting, SITUATION, {"A": 5}, "kept offline", seen=[""]).is_counted
        assert series(sitting, SITUATION) == [{"A": 5}, {"A": 1}]
        assert making.answer(sitting, SITUATION, {"A": 5}, "chosen again", seen=["elsewhere"]).is_counted
        assert counting(sitting, SITUATION) == {"A": 5}


def test_the_same_choice_from_elsewhere_is_no_other_answer(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        making.answer(sitting, STATEMENT, 2, "here", seen=[""])
        assert making.answer(sitting, STATEMENT, 2, "there", seen=[""]).is_counted


def test_a_page_without_scripts_that_stood_open_does_not_undo_a_newer_answer(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        item = making.instrument().items[0].item_id
        assert making.send_page(sitting, 2, "first").is_counted
        making.answer(sitting, item, 5, "elsewhere", seen=["first"])
        assert not making.send_page(sitting, 1, "stood open", seen="first").is_counted
        assert making.send_page(sitting, None, "nothing chosen").is_counted
        assert counting(sitting, item) == 5
        assert series(sitting, item) == [1, 2, 5]


def test_a_page_sent_again_with_another_choice_is_saved_as_another_answer(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        for number in (2, 2, 4):
            assert making.send_page(sitting, number, "one page").is_counted
        assert series(sitting, making.instrument().items[0].item_id) == [2, 4]


@pytest.mark.parametrize(
    ("item", "given", "event"),
    [
        ("st-99", 3, "unknown"),
        (STATEMENT, 6, "off the scale"),
        (STATEMENT, True, "no number"),
        (STATEMENT, {"A": 3}, "no situation"),
        (SITUATION, 3, "no statement"),
        (SITUATION, {}, "nothing"),
        (SITUATION, {"Z": 3}, "no such option"),
        (SITUATION, {"A": 0}, "off the scale"),
        (STATEMENT, 3, "x" * 37),
    ],
)
def test_what_can_be_no_answer_is_refused(house: Flask, item: str, given: object, event: str) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        with pytest.raises(NoSuchRating):
            making.answer(sitting, item, given, event)  # type: ignore[arg-type]  # that is the point
        assert count(SittingAnswer) == 0


def test_answers_and_scores_can_be_read_by_their_file_alone_and_never_change(house: Flask) -> None:
    with house.app_context():
        sitting = making.finish(making.begin(making.application()))
        for table in (SittingAnswer, Scores):
            sealed = read_session().scalars(select(table.sealed)).first()
            assert sealed
            assert len(sealed) > 28  # nonce and tag
            assert b"scales" not in sealed
        assert sitting.file.purpose == "selection"
    for change in ("UPDATE sitting_answer SET sequence = 9", "UPDATE scores SET made_at = NULL"):
        with house.app_context(), pytest.raises((DatabaseError, Conflict)), unit_of_work() as session:
            session.execute(text(change))


def test_handing_in_scores_every_scale_and_tells_the_key(house: Flask) -> None:
    with house.app_context():
        sitting = making.finish(making.begin(making.incumbent()))
        scores = queries.scores_of(read_session(), sitting)
        assert scores is not None
        assert list(scores["scales"]) == sorted(making.instrument().scales)
        assert {code: score for code, score in scores["scales"].items() if code != "SIT"} == dict.fromkeys(
            making.instrument().codes, "4.000000"
        )
        assert scores["scales"]["SIT"] == "5.000000"  # who answers as the key does
        assert scores["quality"]["asks_a_look"] is False
        assert scores["key"] == {"experts": 0, "is_proposal": True}


def test_one_missing_answer_of_six_keeps_a_score_and_two_do_not(house: Flask) -> None:
    with house.app_context():
        measured = making.instrument()
        given = making.sensible(measured)
        codes = measured.codes
        for left_out in (*measured.statement_ids_of(codes[0])[:1], *measured.statement_ids_of(codes[1])[:2]):
            del given[left_out]
        sitting = making.finish(making.begin(making.incumbent()), given)
        scores = queries.scores_of(read_session(), sitting)
        assert scores
        assert scores["scales"][codes[0]] == "4.000000"
        assert scores["scales"][codes[1]] is None


def test_one_answer_to_everything_asks_a_look_and_still_scores(house: Flask) -> None:
    with house.app_context():
        given = {each.item_id: 3 for each in making.instrument().statements}
        scores = queries.scores_of(read_session(), making.finish(making.begin(making.incumbent()), given))
        assert scores
        assert scores["quality"]["asks_a_look"] is True
        assert {flag["signal"] for flag in scores["quality"]["flags"]} >= {"long_string", "low_variability"}
        assert scores["scales"]["LUI"] == "3.000000"
        assert scores["scales"]["SIT"] is None


def test_twenty_hand_ins_at_once_are_one_with_one_row_of_scores(house: Flask) -> None:
    with house.app_context():
        sitting = making.begin(making.application())
        making.answer(sitting, STATEMENT, 4)

    def hand_in(_number: int) -> str:
        with house.app_context(), unit_of_work() as session:
            me = session.get_one(Person, sitting.person_id)
            return str(sittings.hand_in(session, me, sitting.id).handed_in_at)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(hand_in, range(20)))) == 1
    with house.app_context():
        assert (count(SittingHandIn), count(Scores)) == (1, 1)
        with pytest.raises(SittingHandedIn):
            making.answer(sitting, STATEMENT, 1, "late")
        with pytest.raises(SittingHandedIn):
            making.send_page(sitting, 1, "late")


def test_nothing_answered_is_nothing_to_hand_in(house: Flask) -> None:
    with house.app_context():
        with pytest.raises(NothingAnswered):
            making.hand_in(making.begin(making.incumbent()))
        assert count(SittingHandIn) == 0


def test_a_candidates_hand_in_is_followed_in_the_same_unit_of_work(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sittings, "_followers", [])
    seen: list[tuple[int, bool, int]] = []

    @sittings.follows_hand_in
    def follow(session: object, sitting: Sitting, application: Application, *, actor: int) -> None:
        seen.append((application.id, session.get(Scores, sitting.id) is not None, actor))  # type: ignore[attr-defined]

    with house.app_context():
        application = making.application()
        making.finish(making.begin(application))
        making.finish(making.begin(making.incumbent()))
        assert seen == [(application.id, True, application.person_id)]


def test_a_closed_vacancy_takes_no_more(house: Flask) -> None:
    with house.app_context():
        vacancy = making.vacancy()
        begun, late = making.application(vacancy), making.application(vacancy)
        sitting = making.begin(begun)
        making.answer(sitting, STATEMENT, 4)
        making.close(vacancy)
        with pytest.raises(SelectionClosed):
            making.begin(late)
        with pytest.raises(SelectionClosed):
            making.answer(sitting, STATEMENT, 5)
        with pytest.raises(SelectionClosed):
            making.hand_in(sitting)


def test_an_erased_file_is_not_there_any_more(house: Flask) -> None:
    with house.app_context():
        application = making.application()
        sitting = making.begin(application)
        with unit_of_work() as session:
            file = session.get_one(File, application.file_id)
            file.wrapped_key, file.erased_at = None, file.opened_at
            factories.audit.record(session, "test", actor=None)
        for act in (lambda: making.begin(application), lambda: making.answer(sitting, STATEMENT, 1)):
            with pytest.raises(NotFound):
                act()


def test_a_derived_profile_takes_no_more_and_lets_go_of_who_leaves(house: Flask) -> None:
    with house.app_context():
        profile = making.profile()
        done, begun, late = (making.incumbent(profile) for _ in range(3))
        making.finish(making.begin(done))
        sitting = making.begin(begun)
        making.derived(profile)
        with pytest.raises(ProfileMade):
            making.begin(late)
        with pytest.raises(ProfileMade):
            making.answer(sitting, STATEMENT, 5)
        withdraw(done)
        assert count(Scores) == 0


def withdraw(incumbent: Incumbent) -> None:
    with unit_of_work() as session:
        taking_part.withdraw(session, session.get_one(Person, incumbent.person_id), incumbent.id)


def test_withdrawing_erases_what_was_answered_and_its_key(house: Flask) -> None:
    with house.app_context():
        stays, goes = making.incumbent(making.profile()), making.incumbent(making.profile())
        for each in (stays, goes):
            making.finish(making.begin(each))
        for _ in range(2):
            withdraw(goes)
        assert (count(Sitting), count(Scores), count(SittingHandIn)) == (1, 1, 1)
        assert count(SittingAnswer) == 84
        assert read_session().get_one(File, goes.file_id).wrapped_key is None
        assert read_session().get_one(File, stays.file_id).wrapped_key is not None
        with pytest.raises(TookNoPart):
            making.begin(goes)


def test_withdrawing_from_one_profile_leaves_what_was_given_to_another(house: Flask) -> None:
    with house.app_context():
        person = factories.person()
        first, second = making.incumbent(making.profile(), person), making.incumbent(making.profile("Planner"), person)
        assert first.file_id == second.file_id
        for each in (first, second):
            making.finish(making.begin(each))
        withdraw(first)
        left = queries.sitting_for(read_session(), incumbent=second.id)
        assert left
        assert queries.scores_of(read_session(), left)
        withdraw(second)
        assert read_session().get_one(File, first.file_id).wrapped_key is None


def test_nobody_takes_it_for_another(house: Flask) -> None:
    with house.app_context():
        incumbent, application = making.incumbent(), making.application()
        sitting = making.begin(incumbent)
        other = factories.person()
        for act in (
            lambda s, p: sittings.start(s, p, incumbent=incumbent.id),
            lambda s, p: sittings.start(s, p, application=application.id),
            lambda s, p: sittings.save_answer(s, p, sitting.id, item=STATEMENT, answer=1, event="e"),
            lambda s, p: sittings.save_page(s, p, sitting.id, place=1, answer=1, event="e"),
            lambda s, p: sittings.hand_in(s, p, sitting.id),
            lambda s, p: taking_part.withdraw(s, p, incumbent.id),
        ):
            with pytest.raises(NotFound), unit_of_work() as session:
                act(session, session.get_one(Person, other.id))


def test_who_was_not_asked_yet_has_nothing_to_start(house: Flask) -> None:
    with house.app_context():
        chosen = making.incumbent(is_invited=False)
        with pytest.raises(NotFound):
            making.begin(chosen)
