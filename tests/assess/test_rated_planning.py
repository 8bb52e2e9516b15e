"""HR plans rated work with everybody at once: looked at first, then mailed some at a time, and nothing twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from assess.errors.rated import MomentIsOver, NoRater, ScoresAreOpen
from assess.models import Exercise, Incumbent, JobProfile
from assess.queries.exercises import raters_of
from assess.queries.mine import asked_of
from assess.rated_work import Counted, Kind, moments
from assess.services import exercises, planning_all, taking_part
from assess.services.planning_all import AT_ONCE, Plan
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, rating
from tests.assess.selecting import Browser
from tests.conftest import BASE_URL
from tests.pages import Page
from tests.people.parallel import at_once

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        making.publish()
        yield either_app


def plan(of: JobProfile, hr: Person, who: list[Person], count: int) -> int:
    chosen = Plan(Kind.CALL, [each.id for each in who])
    at = moments(MONDAY, count, apart=60, a_day=5)
    with unit_of_work() as session:
        return planning_all.plan_some(session, session.get_one(Person, hr.id), of.id, chosen, at)


def sent(kind: str) -> list[int]:
    return [each.person_id or 0 for each in read_session().query(Mail).filter_by(kind=kind)]


def filled(page: Page, browser: Browser, who: list[Person], **more: str) -> Page:
    day = str(clock.now().date() + timedelta(days=3))
    given = {"kind": "call", "day": day, "time": "09:00", "apart": "60", "a_day": "5", **more}
    return browser.submit(page.form("/everybody"), **given, raters=[str(each.id) for each in who])


def test_moments_lie_apart_on_working_days() -> None:
    found = moments(datetime(2026, 11, 27, 9, 0, tzinfo=UTC), 5, apart=75, a_day=2)  # a Friday
    said = [f"{each:%d %H:%M}" for each in found]
    assert said == ["27 09:00", "27 10:15", "30 09:00", "30 10:15", "01 09:00"]
    assert moments(MONDAY, 0, apart=60, a_day=1) == []


def test_everybody_gets_one_and_sent_again_nobody_a_second(house: Flask) -> None:
    profile, hr, who = making.profile(), factories.person(Role.HR), rating.raters()
    people = [making.incumbent(profile) for _ in range(3)]
    with unit_of_work() as session:
        gone = session.get_one(Person, people[0].person_id)
        taking_part.withdraw(session, gone, people[0].id)
    assert plan(profile, hr, who, 3) == 3
    assert plan(profile, hr, who, 3) == 0
    found = read_session().query(Exercise).order_by(Exercise.planned_at).all()
    assert {each.incumbent_id for each in found} == {each.id for each in people}  # who withdrew too: HR sees nothing
    assert [each.planned_at for each in found] == moments(MONDAY, 3, apart=60, a_day=5)
    assert sorted(sent("exercise_planned")) == sorted(each.person_id for each in people[1:])
    assert sent("exercise_asked") == []
    mine = [each for each in asked_of(read_session(), read_session().get_one(Person, who[0].id)) if each.moment]
    assert [each.moment for each in mine] == sorted(
        each.planned_at for each in found if each.incumbent_id != people[0].id
    )


def test_a_moment_that_is_taken_is_skipped() -> None:
    taken = moments(MONDAY, 2, apart=60, a_day=5)
    found = moments(MONDAY, 4, apart=60, a_day=5, taken=taken)
    assert [f"{each:%d %H:%M}" for each in found] == ["30 11:00", "30 12:00", "30 13:00", "01 09:00"]


def test_nobody_rates_colleagues_who_may_not_hear_who_withdrew(house: Flask) -> None:
    profile, who = making.profile(), rating.raters()
    hr, manager = factories.person(Role.HR, Role.ASSESSOR), factories.person(Role.MANAGER, Role.ASSESSOR)
    member = factories.person(team_id=factories.team(managers=(manager,)).id)
    about, colleague = making.incumbent(profile, member), factories.person(Role.ASSESSOR)
    making.incumbent(profile, colleague)
    assert {each.id for each in raters_of(read_session(), about)} == {each.id for each in who}
    for near in (hr, manager, colleague):
        with pytest.raises(NoRater):
            rating.planned(about, [who[0], near])


def test_two_who_plan_at_once_plan_it_once(house: Flask) -> None:
    profile, hr, who = making.profile(), factories.person(Role.HR), rating.raters()
    for _ in range(4):
        making.incumbent(profile)
    got = at_once(house, 2, lambda: plan(profile, hr, who, 4))
    assert sorted(got) == [0, 4]
    assert read_session().query(Exercise).count() == 4


def test_hr_sees_what_it_comes_to_and_confirms(house: Flask) -> None:
    hr = factories.person(Role.HR)
    who, profile = rating.raters(3), making.profile()
    count = AT_ONCE + 2
    people = [making.incumbent(profile) for _ in range(count)]
    making.incumbent(profile, hr)  # HR does this work too
    making.incumbent(profile, who[2])
    browser = Browser(house, BASE_URL).sign_in(hr)
    empty = browser.get(f"/profiles/{profile.id}/exercises")
    page = browser.get(empty.links()["Plan het met iedereen"])
    assert f"{count + 2} mensen zijn uitgenodigd" in page.text
    assert "Vraag een collega van HR" in page.text
    assert who[2].name not in page.text  # does the work, so rates nobody here
    check = filled(page, browser, who[:2])
    assert check.heading == f"Plan {count + 1} gesprekken"
    assert "krijgt een mail met het moment, behalve wie zich terugtrok" in check.text
    assert read_session().query(Exercise).count() == 0
    assert read_session().get_one(Person, people[0].person_id).name in check.text
    done = browser.submit(check.form("/everybody"))
    assert f"{count + 1} gesprekken zijn gepland" in done.text
    assert read_session().query(Exercise).count() == count + 1
    assert sorted(sent("exercises_asked")) == sorted(each.id for each in who[:2])
    again = browser.submit(check.form("/everybody"))
    assert "al gepland" in again.text
    assert len(sent("exercises_asked")) == 2


def test_once_the_scores_are_open_nothing_is_planned(house: Flask) -> None:
    hr, who, profile = factories.person(Role.HR), rating.raters(), making.profile()
    part = making.incumbent(profile)
    browser = Browser(house, BASE_URL).sign_in(hr)
    pages = [f"/profiles/{profile.id}/exercises/{each}" for each in ("everybody", "new")]
    form = browser.get(pages[0])
    making.derived(profile)
    for refused in (lambda: plan(profile, hr, who, 1), lambda: rating.planned(part, who, hr=hr)):
        with pytest.raises(ScoresAreOpen):
            refused()
    check = filled(form, browser, who)
    assert "telt niet meer mee" in browser.submit(check.form("/everybody"), status=422).text
    listed = browser.get(f"/profiles/{profile.id}/exercises")
    assert "De scores zijn open" in listed.text
    assert not {"Plan het met iedereen", "Of plan het met één collega"} & listed.links().keys()
    for page in pages:
        shown = browser.get(page)
        assert "De scores zijn open" in shown.text
        assert "Wie beoordelen" not in shown.text
    assert read_session().query(Exercise).count() == 0


def test_an_incumbent_reads_what_is_planned_until_it_is_rated(house: Flask) -> None:
    part, who = making.incumbent(making.profile()), rating.raters()
    mine = Browser(house, BASE_URL).sign_in(read_session().get_one(Person, part.person_id))
    assert "Gespeeld gesprek" not in mine.get(f"/incumbents/{part.id}").text
    made = rating.planned(part, who)
    own = mine.get(f"/incumbents/{part.id}").text
    for words in ("Gespeeld gesprek", "ongeveer 30 minuten", "een kaart met alles", "HR hoort niet of je ging"):
        assert words in own, words
    making.finish(making.begin(part))
    assert "HR hoort niet of je ging" in mine.get(f"/incumbents/{part.id}").text
    for rater in who:
        rating.hand_in(made, rater, rating.given(made))
    rated = mine.get(f"/incumbents/{part.id}").text
    assert "Hoe je bent beoordeeld" in rated
    assert "HR hoort niet of je ging" not in rated
    rating.planned(part, who)
    with unit_of_work() as session:
        taking_part.withdraw(session, session.get_one(Person, part.person_id), part.id)
    assert "Gespeeld gesprek" not in mine.get(f"/incumbents/{part.id}").text


def test_what_is_planned_stands_below_the_page_it_came_from(house: Flask) -> None:
    hr, who, profile = factories.person(Role.HR), rating.raters(), making.profile()
    browser = Browser(house, BASE_URL).sign_in(hr)
    of_colleague = browser.get(f"/planned-exercises/{rating.planned(making.incumbent(profile), who).id}")
    assert of_colleague.links()["Interviews en gespeelde gesprekken"] == f"/profiles/{profile.id}/exercises"
    assert current(of_colleague) == "Functies"
    applied = making.application(person=making.candidate(name="Kim Kandidaat"))
    of_candidate = browser.get(f"/planned-exercises/{rating.planned(applied, who).id}")
    assert "Kim Kandidaat" in of_candidate.links()
    assert current(of_candidate) == "Vacatures"


def current(page: Page) -> str:
    """The item of the menu that this page lies below."""
    (item,) = (each for each in page.root.iter("a") if each.get("aria-current"))
    return "".join(item.itertext()).strip()


def test_what_does_not_fit_is_said_at_its_field(house: Flask) -> None:
    hr, who, profile = factories.person(Role.HR), rating.raters(), making.profile()
    making.incumbent(profile)
    browser = Browser(house, BASE_URL).sign_in(hr)
    page = browser.get(f"/profiles/{profile.id}/exercises/everybody")
    wrong = {"kind": "call", "day": "2099-01-05", "time": "20:00", "raters": [str(each.id) for each in who]}
    form = page.form("/everybody")
    assert "past niet op één dag" in browser.submit(form, status=422, **wrong, apart="90", a_day="4").text
    assert "Dit gesprek duurt" in browser.submit(form, status=422, **wrong, apart="5", a_day="1").text
    for given, words in ((("", ""), "Vul een aantal"), (("x", "-1"), "Kies"), (("9" * 30, "0"), "Kies")):
        apart, a_day = given
        assert words in browser.submit(form, status=422, **wrong, apart=apart, a_day=a_day).text
    interview = {**wrong, "kind": "interview", "time": "09:00"}
    assert "Kies 3 tot en met 6" in browser.submit(form, status=422, **interview, apart="60", a_day="4").text
    assert read_session().query(Exercise).count() == 0


def test_only_who_makes_profiles_plans(house: Flask) -> None:
    profile = making.profile()
    making.incumbent(profile)
    hr = Browser(house, BASE_URL).sign_in(factories.person(Role.HR))
    assert "geen twee beoordelaars" in hr.get(f"/profiles/{profile.id}/exercises/everybody").text
    for role in (Role.MANAGER, Role.ASSESSOR, Role.PSYCHOLOGIST):
        browser = Browser(house, BASE_URL).sign_in(factories.person(role))
        browser.get(f"/profiles/{profile.id}/exercises/everybody", status=404)
    assert "Nog niemand uitgenodigd" in hr.get(f"/profiles/{making.profile('Planner').id}/exercises/everybody").text


def test_of_a_colleague_a_plan_goes_back_by_its_moment_never_by_who_was_rated(house: Flask) -> None:
    hr, who, profile = factories.person(Role.HR), rating.raters(), making.profile()
    planned = [rating.planned(making.incumbent(profile), who, hr=hr) for _ in range(2)]
    for rater in who:
        rating.hand_in(planned[0], rater, rating.given(planned[0]))
    browser = Browser(house, BASE_URL).sign_in(hr)
    seen = []
    for exercise in planned:
        page = browser.get(f"/planned-exercises/{exercise.id}")
        seen.append(page.text.replace(name_of(exercise), "…"))
        browser.post(f"/planned-exercises/{exercise.id}/raters/{who[0].id}", {"rater": "1"}, status=400)
        over = clock.moved_to(clock.now() + timedelta(days=2))
        with over, pytest.raises(MomentIsOver), unit_of_work() as session:
            exercises.cancel(session, session.get_one(Person, hr.id), exercise.id)
    assert seen[0] == seen[1]
    for exercise in planned:
        page = browser.get(f"/planned-exercises/{exercise.id}")
        assert "gaat niet door" in browser.submit(page.form("/cancellation")).text
    assert read_session().query(Exercise).count() == 0


def name_of(exercise: Exercise) -> str:
    return read_session().get_one(Person, read_session().get_one(Incumbent, exercise.incumbent_id).person_id).name


@pytest.mark.parametrize("is_same", [True, False])
def test_whether_the_raters_were_the_same_stands_in_what_is_published(*, is_same: bool) -> None:
    assert Counted(Kind.CALL, rating.CALL, is_same).as_json()["hasSameRaters"] is is_same
