"""A phone is lost halfway: the same mail opens on another, after a code, and everything is there."""

import re

from playwright.sync_api import expect

from tests.journeys.assessing import candidate, come_in, desk, look_at, number_in, press, type_code
from tests.journeys.conftest import Open
from tests.journeys.steps import House, expect_saved, go_on

CHOSEN = (3, 1, 4)


def test_on_a_new_phone_a_code_lets_in_and_the_assessment_goes_on_where_it_was(
    house: House, open_browser: Open
) -> None:
    lena = candidate(house, desk(house, "Telefonist"), "Lena Loslaat")
    lost = open_browser("phone")
    come_in(lost, lena.link)
    press(lost, "Start het assessment")
    lost.wait_for_load_state()
    sitting = number_in(lost)
    for place in CHOSEN:
        lost.get_by_role("radio").nth(place).check()
        expect_saved(lost)
        go_on(lost)
    lost.context.close()

    found = open_browser("phone")
    found.goto(lena.link)
    expect(found.get_by_role("main")).to_contain_text("We kennen deze browser nog niet.")
    look_at(found, "Welkom, Lena Loslaat")
    press(found, "Beginnen")
    look_at(found, "Vul de code uit je mail in")
    assert found.request.get(f"/sittings/{sitting}", max_redirects=0).status != 200
    found.locator("input[name=door_code]").fill("000000")
    press(found, "Verder")
    expect(found.locator("[data-error-summary]")).to_be_focused()
    look_at(found)
    type_code(found, house, lena.email)
    expect(found.get_by_role("main")).to_contain_text("3 van de 84 beantwoord")
    look_at(found)
    press(found, "Ga verder waar je was")
    expect(found).to_have_url(re.compile(rf"/sittings/{sitting}/items/4$"))
    for place in reversed(CHOSEN):
        go_on(found, "Vorige vraag")
        expect(found.get_by_role("radio").nth(place)).to_be_checked()
