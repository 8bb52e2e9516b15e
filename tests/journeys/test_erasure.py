"""A candidate's file goes: at once when they say so, and by itself 28 days after the vacancy closed."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assess.models import Application
from assess.queries.candidacy import last_release
from assess.services import releasing
from kernel import clock
from kernel.database import read_session
from tests.assess import reporting
from tests.journeys.assessing import Candidate, come_in, desk, follow, look_at, press, sign_in_at, submit, with_report
from tests.journeys.conftest import Open
from tests.journeys.steps import House, Say, say
from web import nightly


def released(house: House, candidate: Candidate) -> str:
    """Let go of, with a certificate; returns its number."""
    with house.app.app_context():
        applied = read_session().get_one(Application, candidate.number)
        reporting.do(applied, releasing.release)
        last = last_release(read_session(), reporting.again(applied))
        assert last is not None
        assert last.certificate is not None
        return last.certificate.public_id


def nightly_step(house: House, days: int) -> None:
    """What the server does at night, so many days from now."""
    with house.app.app_context(), clock.moved_to(clock.now() + timedelta(days=days)):
        nightly.STEPS["erase_selection"](clock.now())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_stop_and_erase_is_done_at_once(house: House, open_browser: Open, language: str) -> None:
    words, at = say(language), desk(house, f"Planner {language}", language)
    wim = with_report(house, at, f"Wim {language} Wisser", language=language)
    number = released(house, wim)
    page, hr = open_browser("phone"), open_browser("desktop")
    come_in(page, wim.link)
    follow(page, words("Stop en wis mijn dossier"))
    look_at(page, words("Stoppen en je dossier wissen?"))
    press(page, words("Wis mijn dossier"))
    look_at(page, words("Je dossier is gewist"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    is_gone(page, wim, words)
    sign_in_at(hr, at.hr, at.path, language)
    sees_an_empty_shell(hr, wim, words)
    says_erased(page, number, words)


@pytest.mark.parametrize(("device", "language"), [("phone", "nl"), ("desktop", "en")])
def test_28_days_after_the_vacancy_closed_everything_is_gone(
    house: House, open_browser: Open, device: str, language: str
) -> None:
    words, title = say(language), f"Roostermaker {language}"
    at = desk(house, title, language)
    tess = with_report(house, at, f"Tess {language} Termijn", language=language)
    number = released(house, tess)
    page, hr = open_browser(device), open_browser("desktop")
    sign_in_at(hr, at.hr, at.path, language)
    follow(hr, words("Sluit de vacature"))
    look_at(hr)
    submit(hr)
    look_at(hr, title)
    nightly_step(house, 26)
    come_in(page, tess.link)
    expect(page.get_by_role("main")).to_contain_text(words("Op %(day)s wissen we je dossier.").partition("%(day)s")[2])
    look_at(page)
    nightly_step(house, 29)
    is_gone(page, tess, say("nl"))  # nobody knows their language any more
    hr.goto(at.path)
    sees_an_empty_shell(hr, tess, words)
    says_erased(hr, number, words)


def is_gone(page: Page, candidate: Candidate, words: Say) -> None:
    """Neither the page that was open nor the mailed link leads anywhere."""
    page.goto(f"/applications/{candidate.number}")
    assert "/sign-in" in page.url
    page.goto(candidate.link)
    look_at(page, words("Deze link werkt niet meer"))
    assert candidate.name not in page.content()


def sees_an_empty_shell(page: Page, candidate: Candidate, words: Say) -> None:
    """HR sees that there was somebody, not who."""
    expect(page.get_by_role("row").filter(has_text=words("Gewist dossier"))).to_be_visible()
    assert candidate.name not in page.content()
    look_at(page)
    found = page.request.get(f"{page.url}/applications/{candidate.number}")
    assert found.status == 404


def says_erased(page: Page, number: str, words: Say) -> None:
    page.goto(f"/c/{number}")
    look_at(page, words("Dit certificaat is gewist"))
