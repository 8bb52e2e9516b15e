"""Two raters of one call: each alone, then both beside each other, and a talk where they are far apart."""

import pytest
from playwright.sync_api import Page, expect

from people.permissions import Role
from tests.assess.rating import CALL
from tests.journeys.assessing import candidate, desk, follow, look_at, number_in, press, sign_in_at
from tests.journeys.conftest import Open
from tests.journeys.steps import House, Say, say

QUOTES = ("Ik hoor dat je er mee zit", "Daar ga ik niet over")
ABOUT = "Wij hoorden iets anders op het moment na de tweede vraag."
WAITING = (
    "%(name)s leverde nog niet in. Zodra dat is gebeurd, zie je hier beide beoordelingen. Praat er tot dan niet over, "
    "ook niet op de gang."
)


@pytest.mark.parametrize(("sizes", "language"), [(("desktop", "phone"), "nl"), (("phone", "desktop"), "en")])
def test_two_raters_see_each_other_only_after_both_and_note_their_talk(
    house: House, open_browser: Open, sizes: tuple[str, str], language: str
) -> None:
    words, raters = say(language), (f"Bea {language} Beoordelaar", f"Rik {language} Rechter")
    at = desk(house, f"Medewerker meldkamer {language}", language)
    cas = candidate(house, at, f"Cas {language} Gesprek")
    emails = [house.take_in(name, Role.ASSESSOR, language=language) for name in raters]
    hr = open_browser("desktop")
    sign_in_at(hr, at.hr, f"{at.path}/applications/{cas.number}", language)
    plan(hr, words, raters)
    exercise = number_in(hr)
    first, second = (open_browser(size) for size in sizes)
    for page, email in zip((first, second), emails, strict=True):
        mail = house.mail_to(email, f"/exercises/{exercise}")
        assert QUOTES[0] not in str(mail)
        sign_in_at(page, email, f"/exercises/{exercise}", language)
        look_at(page, words("%(kind)s met %(name)s") % {"kind": words("Gespeeld gesprek"), "name": cas.name})
    rate(first, words, cas.name, 2, QUOTES[0])
    expect(first.get_by_role("main")).to_contain_text((words(WAITING) % {"name": raters[1]}).partition(".")[0])
    look_at(first)
    second.reload()
    assert QUOTES[0] not in second.content()
    rate(second, words, cas.name, 5, QUOTES[1])
    first.reload()
    apart = (words("%(count)s punten verschil") % {"count": 3}, words("Praat hier samen over"))
    for page in (first, second):
        for said in (*QUOTES, *raters, *apart):
            expect(page.get_by_role("main")).to_contain_text(said)
        look_at(page)
    talk(first, words)
    second.reload()
    expect(second.get_by_role("main")).to_contain_text(ABOUT)
    look_at(second)
    hr.reload()
    expect(hr.get_by_role("main")).not_to_contain_text(QUOTES[0])
    look_at(hr)


def plan(page: Page, words: Say, raters: tuple[str, str]) -> None:
    """HR plans a call and chooses who rates it."""
    follow(page, words("Plan een interview of gespeeld gesprek"))
    look_at(page, words("Plan een interview of gespeeld gesprek"))
    page.locator("input[name=kind][value=call]").check()
    page.locator("input[name=day]").fill("2031-03-03")
    page.locator("input[name=time]").fill("10:30")
    for name in raters:
        page.get_by_role("checkbox", name=name).check()
    press(page, words("Plan dit en mail iedereen"))
    expect(page.get_by_role("main")).to_contain_text(raters[0])
    look_at(page)


def rate(page: Page, words: Say, name: str, score: int, quote: str) -> None:
    """The same score on every scale, with a quote."""
    follow(page, words("Na afloop: geef je cijfers"))
    look_at(page, words("Je cijfers voor %(name)s") % {"name": name})
    for code in CALL:
        page.locator(f"input[name={code}][value='{score}']").check()
        page.locator(f"textarea[name={code}_quote]").fill(quote)
    page.locator("input[name=disclosed][value=no]").check()
    press(page, words("Lever je beoordeling in"))


def talk(page: Page, words: Say) -> None:
    follow(page, words("Schrijf op wat jullie bespraken"))
    page.locator("textarea[name=about]").fill(ABOUT)
    press(page, words("Leg dit vast"))
    expect(page.get_by_role("main")).to_contain_text(ABOUT)
    look_at(page)
