"""The connection drops, the session ends: nothing lost, nothing double, and the page says what is saved."""

from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select

from courses.models import Answer, Attempt, Enrolment
from kernel import audit
from kernel.database import read_session, unit_of_work
from people.services import sessions
from tests.journeys.conftest import Open, assert_accessible, assert_fits
from tests.journeys.steps import (
    PASSWORD,
    House,
    Learner,
    answer,
    begin_test,
    chosen_on,
    expect_saved,
    go_on,
    say,
    sign_in,
)


def saved(house: House, person: Learner) -> list[tuple[str, list[str]]]:
    """(question, chosen) of each event that the server keeps of somebody, in the order of saving."""
    mine = select(Answer).join(Attempt).join(Enrolment).where(Enrolment.person_id == person.key)
    with house.app.app_context():
        return [(each.question, each.chosen) for each in read_session().scalars(mine.order_by(Answer.id))]


def assert_saved_once(house: House, person: Learner, key: str, chosen: list[str]) -> None:
    """The last event is this answer, and no event says what the one before it said."""
    events = saved(house, person)
    assert events[-1:] == [(key, sorted(chosen))]
    assert all(one != other for one, other in pairwise(events)), events


def end_session(house: House, person: Learner) -> None:
    """As after a quarter of an hour away: every session of this person is over."""
    with house.app.app_context(), unit_of_work() as session:
        sessions.end_all(session, person.key)
        audit.record(session, "test", actor=None, subject=person.key)


def dialog_of(page: Page) -> Locator:
    """The dialog that asks for the password in place, once it is there."""
    dialog = page.locator("dialog[data-sign-in-again]")
    expect(dialog).to_be_visible()
    return dialog


def come_back_in(page: Page) -> None:
    """Give the password in place; the page then comes back with tokens of the new session."""
    dialog = dialog_of(page)
    dialog.locator("input").fill(PASSWORD)
    with page.expect_navigation():
        dialog.get_by_role("button").click()


@pytest.mark.parametrize(("size", "language"), [("phone", "nl"), ("desktop", "en")])
def test_an_answer_given_offline_is_saved_once_when_the_connection_is_back(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, person, page = say(language), house.newcomer(language=language), open_browser(size)
    begin_test(page, person)
    page.context.set_offline(True)
    key = answer(page, house)
    chosen = chosen_on(page)
    expect(page.locator("[data-save-status]")).to_contain_text(
        words("Geen verbinding. Je antwoord staat op dit apparaat en wordt opgeslagen als er weer verbinding is.")
    )
    page.get_by_role("button", name=words("Verder"), exact=True).click()
    expect(page.locator(f"form[data-question={key}]")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    assert saved(house, person) == []

    page.context.set_offline(False)
    expect_saved(page, language)
    assert_saved_once(house, person, key, chosen)
    go_on(page, language=language)
    expect(page.locator(f"form[data-question={key}]")).to_have_count(0)
    assert_saved_once(house, person, key, chosen)


def test_a_page_closed_while_offline_sends_its_answer_when_one_comes_back(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("phone")
    begin_test(page, person)
    address = page.url
    page.context.set_offline(True)
    key = answer(page, house)
    chosen = chosen_on(page)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "offline")
    assert saved(house, person) == []
    page.close()
    page.context.set_offline(False)

    again = page.context.new_page()
    again.goto(address)
    expect_saved(again)
    assert chosen_on(again) == chosen
    assert_saved_once(house, person, key, chosen)


def test_an_answer_whose_reply_was_lost_is_sent_again_and_kept_once(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("desktop")
    begin_test(page, person)

    def lose_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers", lose_reply)
    key = answer(page, house)
    chosen = chosen_on(page)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "unsaved")
    page.unroute_all(behavior="wait")
    expect_saved(page)
    assert_saved_once(house, person, key, chosen)


def test_an_answer_chosen_before_the_script_was_there_is_saved_too(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("phone")
    begin_test(page, person)
    held: list[Route] = []
    page.route("**/autosave-store*.js*", lambda route: held.append(route))  # noqa: PLW0108 - playwright reads its signature
    page.goto(page.url, wait_until="commit")
    key = answer(page, house)
    chosen = chosen_on(page)
    for route in held:
        route.continue_()
    expect_saved(page)
    assert_saved_once(house, person, key, chosen)


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desktop", "nl")])
def test_a_session_that_ended_asks_for_the_password_in_place_and_saves(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, person, page = say(language), house.newcomer(language=language), open_browser(size)
    begin_test(page, person)
    end_session(house, person)
    key = answer(page, house, is_right=False)
    chosen = chosen_on(page)
    dialog = dialog_of(page)
    assert_accessible(page)
    assert_fits(page)
    dialog.locator("input").fill("een heel ander wachtwoord")
    dialog.get_by_role("button").click()
    expect(dialog.get_by_role("alert")).to_have_text(words("Dit wachtwoord klopt niet. Probeer het nog eens."))
    expect(dialog.locator("input")).to_be_focused()
    assert saved(house, person) == []

    come_back_in(page)
    expect_saved(page, language)
    assert chosen_on(page) == chosen
    assert_saved_once(house, person, key, chosen)
    go_on(page, language=language)
    expect(page.locator(f"form[data-question={key}]")).to_have_count(0)


def test_who_signs_in_again_after_a_lost_connection_goes_on_to_the_next_question(
    house: House, open_browser: Open
) -> None:
    person, page = house.newcomer(), open_browser("phone")
    begin_test(page, person)
    page.route("**/answers", lambda route: route.abort())
    key = answer(page, house, is_right=False)
    chosen = chosen_on(page)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "unsaved")
    end_session(house, person)
    page.unroute_all(behavior="wait")
    come_back_in(page)
    expect_saved(page)
    assert_saved_once(house, person, key, chosen)
    go_on(page)
    expect(page.locator("form[data-question]")).not_to_have_attribute("data-question", key)


def test_somebody_else_who_signed_in_meanwhile_cannot_send_my_answer(house: House, open_browser: Open) -> None:
    person, other = house.newcomer(), house.newcomer()
    page = open_browser("desktop")
    begin_test(page, person)
    end_session(house, person)
    second = page.context.new_page()
    sign_in(second, other.email)
    key = answer(page, house, is_right=False)
    chosen = chosen_on(page)
    dialog = dialog_of(page)
    refusal = "Er is hier iemand anders aangemeld. Jouw antwoord staat nog op dit apparaat."
    expect(dialog.get_by_role("alert")).to_have_text(refusal)
    dialog.locator("input").fill(PASSWORD)
    with page.expect_response("**/sign-in/again") as refused:
        dialog.get_by_role("button").click()
    assert refused.value.status == 409
    expect(dialog.get_by_role("alert")).to_have_text(refusal)
    assert saved(house, person) == saved(house, other) == []

    end_session(house, other)
    come_back_in(page)
    expect_saved(page)
    assert_saved_once(house, person, key, chosen)
    assert saved(house, other) == []
