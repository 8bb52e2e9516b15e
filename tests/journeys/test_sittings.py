"""Somebody who does the work takes the assessment: one thing a page, saved at once, gone on with, handed in."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from assess.models import Sitting
from kernel import clock
from people.models import SignIn
from people.services import doorways
from tests.assess import making
from tests.journeys.conftest import Open, assert_accessible, assert_fits
from tests.journeys.steps import House, Learner, expect_saved, go_on, say, sign_in


def look_at(page: Page) -> None:
    """What every page owes whoever opens it."""
    assert_accessible(page)
    assert_fits(page)


def asked(house: House, language: str = "nl") -> tuple[Learner, int]:
    """Somebody who is asked to take part; the number of their part."""
    person = house.newcomer(language=language)
    with house.app.app_context():
        making.publish()
        return person, making.incumbent(person=house.person(person)).id


def all_but_the_last(house: House, person: Learner, number: int) -> Sitting:
    """Everything is answered but the last situation."""
    with house.app.app_context():
        sitting = making.begin(making.read_session().get_one(making.Incumbent, number))
        *most, _last = making.sensible(making.instrument()).items()
        with making.unit_of_work() as session:
            me = session.get_one(making.Person, person.key)
            for item, said in most:
                making.sittings.save_answer(session, me, sitting.id, item=item, answer=said, event=f"{item}-before")
        return sitting


@pytest.mark.parametrize(("size", "language"), [("phone", "nl"), ("desktop", "en")])
def test_an_incumbent_goes_from_the_question_to_their_own_scores(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, (person, number) = say(language), asked(house, language)
    page = open_browser(size)
    sign_in(page, person.email, language=language)
    page.goto(f"/incumbents/{number}")
    look_at(page)
    page.get_by_role("button", name=words("Start"), exact=True).click()
    look_at(page)
    page.get_by_role("radio").nth(3).check()
    expect_saved(page, language)
    go_on(page, language=language)
    go_on(page, "Vorige vraag", language)
    expect(page.get_by_role("radio").nth(3)).to_be_checked()
    sitting = all_but_the_last(house, person, number)
    page.goto(f"/sittings/{sitting.id}")
    expect(page).to_have_url(f"{house.server.url}/sittings/{sitting.id}/items/84")
    rate_all(page)
    expect_saved(page, language)
    look_at(page)
    go_on(page, language=language)
    look_at(page)
    go_on(page, "Lever je antwoorden in", language)
    look_at(page)
    page.get_by_role("link", name=words("Bekijk je scores")).click()
    expect(page.get_by_role("row")).to_have_count(14)
    look_at(page)


def rate_all(page: Page) -> None:
    """Each option a number, each saved as it is chosen."""
    for place, number in enumerate((1, 5, 2, 4, 3)):
        page.locator(".rating").nth(place).get_by_role("radio").nth(number - 1).check()


def test_ratings_of_a_situation_wait_for_the_connection_and_come_along_whole(house: House, open_browser: Open) -> None:
    person, number = asked(house)
    sitting = all_but_the_last(house, person, number)
    page = open_browser("phone")
    sign_in(page, person.email)
    page.goto(f"/sittings/{sitting.id}/items/84")
    page.wait_for_load_state()
    page.context.set_offline(True)
    rate_all(page)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    expect_saved(page)
    with house.app.app_context():
        given = making.queries.last_answer(making.read_session(), sitting, making.instrument().items[-1].item_id)
        assert given is not None
        assert given.answer == {"A": 1, "B": 5, "C": 2, "D": 4, "E": 3}


def test_a_rating_given_on_another_device_meanwhile_counts_until_one_takes_ones_own(
    house: House, open_browser: Open
) -> None:
    person, number = asked(house)
    sitting = all_but_the_last(house, person, number)
    page = open_browser("phone")
    sign_in(page, person.email)
    page.goto(f"/sittings/{sitting.id}/items/84")
    page.wait_for_load_state()
    with house.app.app_context():
        making.answer(sitting, making.instrument().items[-1].item_id, {"A": 5, "B": 5}, "elsewhere")
    page.locator(".rating").nth(2).get_by_role("radio").nth(0).check()
    expect(page.get_by_role("button", name="Laat mijn antwoord van hier tellen")).to_be_visible()
    assert ticked(page) == ["A5", "B5"]
    page.get_by_role("button", name="Laat mijn antwoord van hier tellen").click()
    expect_saved(page)
    assert ticked(page) == ["C1"]


def test_a_candidate_whose_session_ended_comes_back_in_place_and_loses_nothing(
    house: House, open_browser: Open
) -> None:
    with house.app.app_context():
        making.publish()
        application = making.application()
        sitting = making.begin(application)
        with making.unit_of_work() as session:
            person = session.get_one(making.Person, application.person_id)
            until = clock.now() + timedelta(days=30)
            _door, secret = doorways.invite(session, person, actor=None, expires_at=until)
    page = open_browser("phone")
    page.goto(doorways.door_path(secret))
    page.locator("main button[type=submit]").click()
    page.goto(f"/sittings/{sitting.id}/items/1")
    page.wait_for_load_state()
    end_sessions(house, application.person_id)
    page.get_by_role("radio").nth(1).check()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect_saved(page)
    with house.app.app_context():
        given = making.queries.last_answer(making.read_session(), sitting, making.instrument().items[0].item_id)
        assert given is not None
        assert given.answer == 2
    go_on(page)  # with a token of the new session
    expect(page).to_have_url(f"{house.server.url}/sittings/{sitting.id}/items/2")


def end_sessions(house: House, person_id: int) -> None:
    """As after a quarter of an hour."""
    with house.app.app_context(), making.unit_of_work() as session:
        session.execute(update(SignIn).where(SignIn.person_id == person_id).values(ended_at=clock.now()))


def ticked(page: Page) -> list[str]:
    """The values that are chosen on the page."""
    found: list[str] = page.locator("input[type=radio]:checked").evaluate_all("all => all.map(one => one.value)")
    return found
