"""A phone is lost halfway: the same mail opens on another, after a code, and everything is there."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.assessing import candidate, come_in, desk, look_at, number_in, press, type_code
from tests.journeys.conftest import Open
from tests.journeys.steps import House, expect_saved, go_on, say

CHOSEN = (3, 1, 4)
UNKNOWN = "We kennen deze browser nog niet. Als je begint, mailen we je eerst een code van zes cijfers."


@pytest.mark.parametrize(("device", "language"), [("phone", "nl"), ("desktop", "en")])
def test_on_a_new_device_a_code_lets_in_and_the_assessment_goes_on_where_it_was(
    house: House, open_browser: Open, device: str, language: str
) -> None:
    words, name = say(language), f"Lena {language} Loslaat"
    lena = candidate(house, desk(house, f"Telefonist {language}", language), name, language)
    lost = open_browser("phone")
    come_in(lost, lena.link)
    press(lost, words("Start het assessment"))
    lost.wait_for_load_state()
    sitting = number_in(lost)
    for place in CHOSEN:
        lost.get_by_role("radio").nth(place).check()
        expect_saved(lost, language)
        go_on(lost, language=language)
    lost.context.close()

    found = open_browser(device)
    found.goto(lena.link)
    expect(found.get_by_role("main")).to_contain_text(words(UNKNOWN))
    look_at(found, words("Welkom, %(name)s") % {"name": name})
    press(found, words("Beginnen"))
    look_at(found, words("Vul de code uit je mail in"))
    assert found.request.get(f"/sittings/{sitting}", max_redirects=0).status != 200
    found.locator("input[name=door_code]").fill("000000")
    press(found, words("Verder"))
    expect(found.locator("[data-error-summary]")).to_be_focused()
    look_at(found)
    type_code(found, house, lena.email, language)
    expect(found.get_by_role("main")).to_contain_text(
        words("%(done)s van de %(total)s beantwoord") % {"done": len(CHOSEN), "total": 84}
    )
    look_at(found)
    press(found, words("Ga verder waar je was"))
    expect(found).to_have_url(re.compile(rf"/sittings/{sitting}/items/4$"))
    for place in reversed(CHOSEN):
        go_on(found, "Vorige vraag", language)
        expect(found.get_by_role("radio").nth(place)).to_be_checked()
