"""Two raters of one call: each alone, then both beside each other, and a talk where they are far apart."""

from playwright.sync_api import Page, expect

from people.permissions import Role
from tests.assess.rating import CALL
from tests.journeys.assessing import candidate, desk, follow, look_at, number_in, press, sign_in_at
from tests.journeys.conftest import Open
from tests.journeys.steps import House

RATERS = ("Bea Beoordelaar", "Rik Rechter")
QUOTES = ("Ik hoor dat je er mee zit", "Daar ga ik niet over")
ABOUT = "Wij hoorden iets anders op het moment na de tweede vraag."


def test_two_raters_see_each_other_only_after_both_and_note_their_talk(house: House, open_browser: Open) -> None:
    at = desk(house, "Medewerker meldkamer")
    cas = candidate(house, at, "Cas Gesprek")
    emails = [house.take_in(name, Role.ASSESSOR) for name in RATERS]
    hr = open_browser("desktop")
    sign_in_at(hr, at.hr, f"{at.path}/applications/{cas.number}")
    plan(hr)
    exercise = number_in(hr)
    first, second = open_browser("desktop"), open_browser("phone")
    for page, email in zip((first, second), emails, strict=True):
        mail = house.mail_to(email, f"/exercises/{exercise}")
        assert QUOTES[0] not in str(mail)
        sign_in_at(page, email, f"/exercises/{exercise}")
        look_at(page, "Gespeeld gesprek met Cas Gesprek")
    rate(first, 2, QUOTES[0])
    expect(first.get_by_role("main")).to_contain_text("Rik Rechter leverde nog niet in.")
    look_at(first)
    second.reload()
    assert QUOTES[0] not in second.content()
    rate(second, 5, QUOTES[1])
    first.reload()
    for page in (first, second):
        for words in (*QUOTES, *RATERS, "3 punten verschil", "Praat hier samen over"):
            expect(page.get_by_role("main")).to_contain_text(words)
        look_at(page)
    talk(first)
    second.reload()
    expect(second.get_by_role("main")).to_contain_text(ABOUT)
    look_at(second)
    hr.reload()
    expect(hr.get_by_role("main")).not_to_contain_text(QUOTES[0])
    look_at(hr)


def plan(page: Page) -> None:
    """HR plans a call and chooses who rates it."""
    follow(page, "Plan een interview of gespeeld gesprek")
    look_at(page, "Plan een interview of gespeeld gesprek")
    page.locator("input[name=kind][value=call]").check()
    page.locator("input[name=day]").fill("2031-03-03")
    page.locator("input[name=time]").fill("10:30")
    for name in RATERS:
        page.get_by_role("checkbox", name=name).check()
    press(page, "Plan dit en mail iedereen")
    expect(page.get_by_role("main")).to_contain_text("Bea Beoordelaar")
    look_at(page)


def rate(page: Page, score: int, quote: str) -> None:
    """The same score on every scale, with a quote."""
    follow(page, "Na afloop: geef je cijfers")
    look_at(page, "Je cijfers voor Cas Gesprek")
    for code in CALL:
        page.locator(f"input[name={code}][value='{score}']").check()
        page.locator(f"textarea[name={code}_quote]").fill(quote)
    page.locator("input[name=disclosed][value=no]").check()
    press(page, "Lever je beoordeling in")


def talk(page: Page) -> None:
    follow(page, "Schrijf op wat jullie bespraken")
    page.locator("textarea[name=about]").fill(ABOUT)
    press(page, "Leg dit vast")
    expect(page.get_by_role("main")).to_contain_text(ABOUT)
    look_at(page)
