"""Scripts off: every step works, and nothing is asked that only a script could do."""

import pytest
from playwright.sync_api import expect

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
