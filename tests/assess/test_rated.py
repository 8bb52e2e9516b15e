"""Rated work: planned, rated once and alone, talked about, read first by who is rated, erased with the file."""

from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assess.errors.rated import (
    NoRater,
    NoTalkAsked,
    NotInvited,
    QuoteMissing,
    RatedAlready,
    RatedByNow,
    RatingIncomplete,
    ReportFirst,
    TalkedAlready,
    TickMissing,
    TopicsNeeded,
    TwoRatersNeeded,
    WordsMissing,
)
from assess.errors.selection import OwnApplication, VacancyShut
from assess.models import Application, Exercise, ExerciseRating, ExerciseTalk, Incumbent, Rater
from assess.queries import exercises as plans, rated as queries
from assess.queries.mine import asked_of
from assess.rated_work import Given, Kind
from assess.services import exercises, rated, releasing, taking_part
from assess.services.erasure import erase_application
from kernel import audit
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.outbox import Mail
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, rating, reporting
from tests.conftest import BASE_URL, make_app
from tests.people.parallel import at_once


@pytest.fixture
def house(either_app: Flask) -> Flask:
    with either_app.app_context():
        making.publish()
    return either_app


def mails(kind: str) -> list[int]:
    """Who got one."""
    return [each.person_id or 0 for each in read_session().query(Mail).filter_by(kind=kind).order_by(Mail.id)]


def read_again(application: Application) -> Application:
    return read_session().get_one(Application, application.id)


# planning


def test_two_raters_and_the_candidate_are_told(house: Flask) -> None:
    with house.app_context():
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        assert exercise.codes == list(rating.CALL)
        assert sorted(mails("exercise_asked")) == sorted(each.id for each in who)
        assert mails("exercise_planned") == [applied.person_id]
        about = {each.about for each in read_session().query(Mail)}
        assert about == {f"application:{applied.id}"}  # so they go with the file


def test_who_is_no_rater_or_is_rated_does_not_rate(house: Flask) -> None:
    with house.app_context():
        first, second = rating.raters()
        inside = making.application(person=second)
        for others in ([first], [first, first], [*rating.raters(), first]):
            with pytest.raises(TwoRatersNeeded):
                rating.planned(inside, others)
        for other in (second, factories.person(), making.candidate()):
            with pytest.raises(NoRater):
                rating.planned(inside, [first, other])


def test_nobody_plans_about_themselves_or_after_the_vacancy_closed(house: Flask) -> None:
    with house.app_context():
        hr = factories.person(Role.HR)
        with pytest.raises(OwnApplication):
            rating.planned(making.application(person=hr), hr=hr)
        applied = making.application()
        making.close(read_session().get_one(Application, applied.id).vacancy)
        with pytest.raises(VacancyShut):
            rating.planned(applied)
        with pytest.raises(NotInvited):
            rating.planned(making.incumbent(is_invited=False))


def test_everybody_in_a_vacancy_is_interviewed_about_the_same(house: Flask) -> None:
    with house.app_context():
        place = making.vacancy()
        first = rating.planned(making.application(place), kind=Kind.INTERVIEW)
        assert first.codes == list(rating.TOPICS)
        assert plans.topics_so_far(read_session(), vacancy_id=place.id) == list(rating.TOPICS)
        again = rating.planned(making.application(place), kind=Kind.INTERVIEW, topics=("ZOR", "FLE", "EMP"))
        assert again.codes == first.codes


def test_an_interview_has_three_to_six_topics(house: Flask) -> None:
    with house.app_context():
        applied, codes = making.application(), making.instrument().codes
        for topics in (codes[:2], codes[:7], ("XXX", "YYY", "ZZZ")):
            with pytest.raises(TopicsNeeded):
                rating.planned(applied, kind=Kind.INTERVIEW, topics=topics)


def test_what_was_rated_is_not_cancelled_and_another_rater_can_be_asked(house: Flask) -> None:
    with house.app_context():
        hr, (first, second, third) = factories.person(Role.HR), rating.raters(3)
        exercise = rating.planned(making.application(), [first, second], hr=hr)
        with unit_of_work() as session:
            exercises.replace(session, session.get_one(Person, hr.id), exercise.id, second.id, third.id)
        rating.hand_in(exercise, first, rating.given(exercise))
        with pytest.raises(RatedByNow), unit_of_work() as session:
            exercises.cancel(session, session.get_one(Person, hr.id), exercise.id)
        with pytest.raises(RatedByNow), unit_of_work() as session:
            exercises.replace(session, session.get_one(Person, hr.id), exercise.id, first.id, second.id)
        with pytest.raises(NotFound):
            rating.hand_in(exercise, second, rating.given(exercise))
        rating.hand_in(exercise, third, rating.given(exercise))
        other = rating.planned(making.application(), [first, second], hr=hr)
        with unit_of_work() as session:
            exercises.cancel(session, session.get_one(Person, hr.id), other.id)
        assert read_session().get(Exercise, other.id) is None
        assert len(mails("exercise_cancelled")) == 4  # the one replaced, both raters, the candidate


# rating


def test_a_rating_is_handed_in_once_and_nothing_shows_before_both_did(house: Flask) -> None:
    with house.app_context():
        first, second = rating.raters()
        exercise = rating.planned(making.application(), [first, second])
        rating.hand_in(exercise, first, rating.given(exercise, 4))
        with pytest.raises(RatedAlready):
            rating.hand_in(exercise, first, rating.given(exercise, 2))
        session = read_session()
        found = session.get_one(Exercise, exercise.id)
        assert queries.together(session, found) is None
        assert queries.own_rating(session, found, second) is None
        mine = queries.own_rating(session, found, first)
        assert mine is not None
        assert set(mine.given.scores.values()) == {4}
        rating.hand_in(exercise, second, rating.given(exercise, 4))
        assert [each.mean for each in rating.together(exercise).rated] == [4.0] * 5


def test_who_was_not_asked_finds_nothing(house: Flask) -> None:
    with house.app_context():
        exercise = rating.planned(making.application())
        for stranger in (*rating.raters(1), factories.person(Role.HR)):
            with pytest.raises(NotFound):
                rating.hand_in(exercise, stranger, rating.given(exercise))


def test_a_score_needs_its_quote_and_a_yes_its_words(house: Flask) -> None:
    with house.app_context():
        (first, _second), applied = rating.raters(), making.application()
        exercise = rating.planned(applied, [first, _second])
        right = rating.given(exercise)
        off = dict.fromkeys(exercise.codes, 6)
        for wrong, refusal in (
            (Given({}, {}, "no"), RatingIncomplete),
            (Given(off, right.quotes, "no"), RatingIncomplete),
            (Given({**right.scores, "LUI": True}, right.quotes, "no"), RatingIncomplete),
            (Given(right.scores, {**right.quotes, "LUI": ""}, "no"), QuoteMissing),
            (Given(right.scores, right.quotes), TickMissing),
            (Given(right.scores, right.quotes, "yes"), WordsMissing),
            (Given(right.scores, right.quotes, "unsure"), WordsMissing),
        ):
            with pytest.raises(refusal):
                rating.hand_in(exercise, first, wrong)
        rating.hand_in(exercise, first, rating.given(exercise, None))  # nothing seen is an answer


def test_a_yes_caps_integrity_and_what_was_given_stays(house: Flask) -> None:
    with house.app_context():
        first, second = rating.raters()
        exercise = rating.planned(making.application(), [first, second])
        rating.hand_in(exercise, first, rating.given(exercise, 4, disclosed="yes"))
        rating.hand_in(exercise, second, rating.given(exercise, 3, disclosed="unsure"))
        both = rating.together(exercise)
        scores = {each.code: (each.first, each.second) for each in both.rated}
        assert scores == {"LUI": (4, 3), "EMP": (4, 3), "INT": (2, 3), "FLE": (4, 3), "ZOR": (4, 3)}
        assert both.both[0].given.scores["INT"] == 4
        assert not both.asks_a_talk


@pytest.mark.parametrize(
    ("one", "other", "ticks", "asks"),
    [
        (2, 4, ("no", "no"), True),
        (3, 4, ("no", "no"), False),
        (2, 2, ("yes", "no"), True),
        (3, 3, ("no", "unsure"), False),
    ],
)
def test_two_who_differ_are_asked_to_talk(
    app: Flask, one: int, other: int, ticks: tuple[str, str], *, asks: bool
) -> None:
    with app.app_context():
        making.publish()
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        for rater, score, tick in zip(who, (one, other), ticks, strict=True):
            rating.hand_in(exercise, rater, rating.given(exercise, score, disclosed=tick))
        assert rating.together(exercise).asks_a_talk is asks
        assert len(mails("exercise_talk")) == 2 * asks
        assert mails("exercise_rated") == ([] if asks else [applied.person_id])


def test_both_ratings_stay_after_the_talk(house: Flask) -> None:
    with house.app_context():
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        for rater, score in zip(who, (1, 4), strict=True):
            rating.hand_in(exercise, rater, rating.given(exercise, score))
        rows = select(ExerciseRating.sealed).order_by(ExerciseRating.person_id)
        before = read_session().scalars(rows).all()
        assert queries.rated_of(read_session(), read_again(applied)) == []
        rating.talk(exercise, who[1], changed="De eerste zou nu 3 geven")
        with pytest.raises(TalkedAlready):
            rating.talk(exercise, who[0])
        assert read_session().scalars(rows).all() == before
        found = rating.together(exercise)
        assert found.talk is not None
        assert (found.talk.by.id, found.talk.changed) == (who[1].id, "De eerste zou nu 3 geven")
        assert [(each.first, each.second) for each in found.rated] == [(1, 4)] * 5
        assert mails("exercise_rated") == [applied.person_id]
        assert len(queries.rated_of(read_session(), read_again(applied))) == 1


def test_who_agree_need_no_talk(house: Flask) -> None:
    with house.app_context():
        who = rating.raters()
        exercise = rating.planned(making.application(), who)
        rating.hand_in(exercise, who[0], rating.given(exercise))
        with pytest.raises(NoTalkAsked):
            rating.talk(exercise, who[0])
        rating.hand_in(exercise, who[1], rating.given(exercise))
        with pytest.raises(NoTalkAsked):
            rating.talk(exercise, who[0])


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_both_at_once_and_each_twice_are_two_ratings(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    app = make_app(tmp_path, request.getfixturevalue(f"{database}_url"))
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        making.publish()
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        what, turns = rating.given(exercise), [*who, *who, *who]

    def act() -> None:
        rating.hand_in(exercise, turns.pop(), what)

    got = at_once(app, 6, act)
    with app.app_context():
        assert sorted(type(each).__name__ for each in got) == ["NoneType"] * 2 + ["RatedAlready"] * 4
        assert read_session().query(ExerciseRating).count() == 2
        assert mails("exercise_rated") == [applied.person_id]
    app.extensions["database"].engine.dispose()


# who reads it


def test_the_organisation_reads_it_with_the_report_and_not_before(house: Flask) -> None:
    with house.app_context():
        applied = reporting.reported()
        rating.both(applied)
        assert queries.released_of(read_session(), read_again(applied)) == []
        assert len(queries.rated_of(read_session(), read_again(applied))) == 1
        reporting.do(applied, releasing.release)
        assert len(queries.released_of(read_session(), read_again(applied))) == 1


def test_what_is_blocked_stays_with_the_candidate(house: Flask) -> None:
    with house.app_context():
        applied = reporting.reported()
        exercise = rating.both(applied)
        reporting.do(applied, releasing.block)
        assert queries.released_of(read_session(), read_again(applied)) == []
        with pytest.raises(ReportFirst):
            reporting.do(applied, rated.release_rated, exercise.id)


def test_what_was_rated_after_the_release_is_let_go_by_itself(house: Flask) -> None:
    with house.app_context():
        applied = reporting.reported()
        reporting.do(applied, releasing.release)
        exercise = rating.both(applied)
        assert queries.released_of(read_session(), read_again(applied)) == []
        for _twice in range(2):
            reporting.do(applied, rated.release_rated, exercise.id)
        assert len(queries.released_of(read_session(), read_again(applied))) == 1
        assert len(mails("contact_report_there")) == 2  # the report, and this
        other = rating.both(making.application())
        with pytest.raises(NotFound):
            reporting.do(applied, rated.release_rated, other.id)


def test_hr_is_not_told_who_of_the_staff_was_rated(house: Flask) -> None:
    with house.app_context():
        asked_person = making.incumbent()
        rating.both(asked_person)
        (found,) = plans.planned_in(read_session(), asked_person.profile_id)
        assert found.handed_in is None


# it goes


def test_an_erased_file_takes_its_ratings_along(house: Flask) -> None:
    with house.app_context():
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        for rater, score in zip(who, (1, 4), strict=True):
            rating.hand_in(exercise, rater, rating.given(exercise, score))
        rating.talk(exercise, who[0])
        with unit_of_work() as session:
            erase_application(session, session.get_one(Application, applied.id), applied.person_id)
            audit.record(session, "test", actor=None)
        session = read_session()
        assert not any(session.query(table).count() for table in (Exercise, Rater, ExerciseRating, ExerciseTalk))
        assert not session.scalars(select(Mail.sealed).where(Mail.sealed.is_not(None))).all()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_rating_that_meets_the_erasure_goes_along_or_is_refused(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    app = make_app(tmp_path, request.getfixturevalue(f"{database}_url"))
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        making.publish()
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        what = rating.given(exercise)

    def erase() -> None:
        with unit_of_work() as session:
            erase_application(session, session.get_one(Application, applied.id), applied.person_id)
            audit.record(session, "test", actor=None)

    acts = [erase, *(partial(rating.hand_in, exercise, rater, what) for rater in who)]

    def act() -> None:
        acts.pop()()

    got = at_once(app, 3, act)
    with app.app_context():
        assert {type(each) for each in got} <= {type(None), NotFound}
        session = read_session()
        assert not any(session.query(table).count() for table in (Exercise, Rater, ExerciseRating))
    app.extensions["database"].engine.dispose()


def test_who_withdraws_takes_the_ratings_along_and_hr_sees_no_difference(house: Flask) -> None:
    with house.app_context():
        who, part, hr = rating.raters(), making.incumbent(), factories.person(Role.HR)
        exercise = rating.planned(part, who, hr=hr)
        rating.hand_in(exercise, who[0], rating.given(exercise))
        before = seen_by_hr(part)
        with unit_of_work() as session:
            taking_part.withdraw(session, session.get_one(Person, part.person_id), part.id)
        assert seen_by_hr(part) == before
        assert read_session().query(ExerciseRating).count() == 0
        with pytest.raises(NotFound):
            rating.hand_in(exercise, who[1], rating.given(exercise))
        nouns = [each.noun for each in asked_of(read_session(), read_session().get_one(Person, who[0].id))]
        assert nouns == ["keying"]
        sent = read_session().query(Mail).count()
        rating.planned(read_session().get_one(Incumbent, part.id), who, hr=hr)
        assert read_session().query(Mail).count() == sent


def seen_by_hr(part: Incumbent) -> list[tuple[str, list[str], int | None]]:
    found = plans.planned_in(read_session(), part.profile_id)
    return [(each.person.name, [rater.person.name for rater in each.raters], each.handed_in) for each in found]
