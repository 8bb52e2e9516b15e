"""A candidate keeps the report: HR and the hiring manager read "not released", and nothing else, anywhere they look."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.assessing import Candidate, come_in, desk, follow, look_at, press, sign_in_at, with_report
from tests.journeys.conftest import Open
from tests.journeys.steps import House, say


@pytest.mark.parametrize(("size", "language"), [("desktop", "nl"), ("phone", "en")])
def test_a_blocked_report_is_not_released_and_nothing_else(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, name = say(language), f"Bob {language} Bewaart"
    at = desk(house, f"Baliemedewerker {language}", language)
    kept = with_report(house, at, name, days_ago=12)  # past the promised day: before it, both sides wait
    block(open_browser("phone"), kept)
    for email, path in ((at.hr, at.path), (at.manager, f"/my-vacancies/{at.vacancy.id}")):
        page = open_browser(size)
        sign_in_at(page, email, path, language)
        expect(page.get_by_role("row").filter(has_text=name)).to_contain_text(words("Niet vrijgegeven"))
        look_at(page)
        follow(page, name)
        look_at(page, name)
        expect(page.get_by_role("main")).to_contain_text(words("Niet vrijgegeven"))
        assert page.get_by_role("link", name=words("Lees het rapport")).count() == 0
        see_nothing(page, f"{path}/applications/{kept.number}", words("Niet vrijgegeven"))
        for address in ("report", "report.pdf", "exercises"):
            found = page.request.get(f"/applications/{kept.number}/{address}")
            assert found.status == 404, address


def block(page: Page, kept: Candidate) -> None:
    """The candidate chooses, on their own page."""
    come_in(page, kept.link)
    page.goto(f"/applications/{kept.number}/report")
    follow(page, "Niet vrijgeven")
    look_at(page, "Je rapport niet vrijgeven?")
    press(page, "Houd mijn rapport bij mij")
    expect(page.get_by_role("main")).to_contain_text("Je houdt het bij je")
    look_at(page, "Je rapport")


def see_nothing(page: Page, path: str, heading: str) -> None:
    """What is at the addresses of a report: the same page, without a chart, a score or a name of what was measured."""
    for address in ("report", "interview-guide"):
        page.goto(f"{path}/{address}")
        look_at(page, heading)
        assert page.locator("main").locator("svg.interval-chart, table, li, dd").count() == 0
