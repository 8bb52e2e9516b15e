"""Scripts off: every step works, and nothing is asked that only a script could do."""

import pytest
from playwright.sync_api import expect

from tests.journeys.assessing import (
    answer_the_rest,
    candidate,
    come_in,
    desk,
    follow,
    link_in,
    number_in,
    press,
    rate_all,
)
from tests.journeys.conftest import Open, assert_fits
from tests.journeys.steps import House, answer, begin_test, chosen_on, go_on, say


@pytest.mark.parametrize(("size", "language"), [("phone", "nl"), ("desktop", "en")])
def test_a_whole_test_from_signing_in_to_the_result(house: House, open_browser: Open, size: str, language: str) -> None:
    words, person = say(language), house.newcomer(language=language)
    page = open_browser(size, javascript=False)
    begin_test(page, person)
    answer(page, house)
    first = chosen_on(page)
    go_on(page, language=language)
    go_on(page, "Vorige vraag", language)
    assert chosen_on(page) == first
    expect(page.locator("[data-save-status]")).to_contain_text(words("Opgeslagen om %(time)s").split("%")[0])
    go_on(page, language=language)
    while page.locator("form[data-question]").count():
        answer(page, house)
        assert_fits(page)
        go_on(page, language=language)
    go_on(page, "Lever de toets in", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Je bent geslaagd"))
    assert_fits(page)


def test_a_situation_of_a_lesson_can_be_played(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("phone", javascript=False)
    begin_test(page, person)
    page.goto("/home")
    page.get_by_role("link", name="Snelstart").first.click()
    page.get_by_role("link", name="Snelstart").first.click()
    choice = page.locator("[data-situation] details").first
    choice.locator("summary").click()
    expect(choice.locator(".situation__outcome")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), [("phone", "nl"), ("desktop", "en")])
def test_a_candidate_from_the_link_to_the_report(house: House, open_browser: Open, size: str, language: str) -> None:
    words, name = say(language), f"Zoe {language} Zonder"
    zoe = candidate(house, desk(house, f"Receptionist {language}"), name, practised_at=None, language=language)
    page = open_browser(size, javascript=False)
    come_in(page, zoe.link)
    follow(page, words("Ga verder"))
    for part in (1, 2):
        page.get_by_role("radio").nth(part).check()
        press(page, words("Probeer het"))
        follow(page, words("Volgende"))
    rate_all(page)
    press(page, words("Probeer het"))
    press(page, words("Klaar met oefenen"))
    press(page, words("Start het assessment"))
    sitting = number_in(page)
    page.get_by_role("radio").nth(3).check()
    go_on(page, language=language)
    go_on(page, "Vorige vraag", language)
    expect(page.get_by_role("radio").nth(3)).to_be_checked()
    assert_fits(page)
    answer_the_rest(house, sitting)
    page.goto(f"/sittings/{sitting}")
    go_on(page, "Lever je antwoorden in", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Je antwoorden zijn binnen"))
    assert_fits(page)
    mail = house.mail_to(zoe.email, words("Naar mijn rapport"), seconds=60)
    come_in(page, link_in(mail))
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Je rapport"))
    assert_fits(page)
