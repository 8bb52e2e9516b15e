"""A candidate on a phone: from the mail to the report that they let go, and HR who reads it and is seen."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from kernel.database import read_session
from people import mails
from people.models import Organisation
from people.permissions import Role
from tests.assess import reporting
from tests.journeys.assessing import (
    answer_the_rest,
    come_in,
    follow,
    link_in,
    look_at,
    number_in,
    press,
    rate_all,
    sign_in_at,
    type_code,
)
from tests.journeys.conftest import Open
from tests.journeys.steps import House, Say, expect_saved, go_on, say

PROMISED = 5
COMMENT = "Ik werkte drie jaar in een winkel."


@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_the_mail_to_a_released_report_that_hr_reads(house: House, open_browser: Open, language: str) -> None:
    words, email = say(language), f"kim.{language}@kandidaat.example"
    desk = open_browser("desktop")
    hr = open_a_vacancy(house, desk, language)
    invite(desk, words, email, language)
    phone = open_browser("phone")
    come_in_by_mail(house, phone, words, email)
    prepare(phone, words)
    take(house, phone, language)
    read_and_release(house, phone, language, email)
    hr_reads(desk, words)
    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text(hr)
    look_at(phone, words("Je rapport"))


def open_a_vacancy(house: House, page: Page, language: str) -> str:
    """HR signs in and opens one; returns HR's name."""
    words, name = say(language), f"Hanna {language} Werft"
    with house.app.app_context():
        profile = reporting.approved()
    sign_in_at(page, house.take_in(name, Role.HR, language=language), "/vacancies/new", language)
    look_at(page, words("Maak een vacature"))
    page.locator("input[name=title]").fill(f"Medewerker contactcentrum {language}")
    page.locator(f"input[name=profile][value='{profile.id}']").check()
    page.locator("input[name=reach]").fill("010 555 01 20")
    page.locator("input[name=promised_days]").fill(str(PROMISED))
    press(page, words("Open de vacature"))
    look_at(page, f"Medewerker contactcentrum {language}")
    return name


def invite(page: Page, words: Say, email: str, language: str) -> None:
    follow(page, words("Nodig iemand uit"))
    look_at(page, words("Nodig iemand uit"))
    page.locator("input[name=name]").fill("Kim Kandidaat")
    page.locator("input[name=email]").fill(email)
    page.locator(f"input[name=language][value={language}]").check()
    press(page, words("Verstuur de uitnodiging"))
    expect(page.get_by_role("row").filter(has_text="Kim Kandidaat")).to_be_visible()
    look_at(page)


def come_in_by_mail(house: House, page: Page, words: Say, email: str) -> None:
    mail = house.mail_to(email, words("De link is alleen voor jou. Stuur deze mail niet door."))
    page.goto(link_in(mail))
    look_at(page, words("Welkom, %(name)s") % {"name": "Kim Kandidaat"})
    press(page, words("Beginnen"))
    look_at(page)


def prepare(page: Page, words: Say) -> None:
    """What it is, what one needs, what the job is like, and practice; one step leads to the next."""
    follow(page, words("Begin met lezen"))
    look_at(page, words("Lees wat dit is"))
    press(page, words("Gelezen, ga verder"))
    look_at(page, words("Wat heb je nodig?"))
    page.locator("input[name=large_print]").check()
    before = size_of_print(page)
    press(page, words("Verder"))
    assert size_of_print(page) > before
    look_at(page)
    press(page, words("Gelezen, ga verder"))
    for part in (1, 2):
        page.get_by_role("radio").nth(part).check()
        press(page, words("Probeer het"))
        look_at(page)
        follow(page, words("Volgende"))
    rate_all(page)
    press(page, words("Probeer het"))
    look_at(page)
    press(page, words("Klaar met oefenen"))
    look_at(page)


def size_of_print(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"))


def take(house: House, page: Page, language: str) -> None:
    """Begin, answer, stop, come back where one was, and hand in what the receipt then promises a day for."""
    words = say(language)
    press(page, words("Start het assessment"))
    page.wait_for_load_state()
    look_at(page)
    sitting = number_in(page)
    for place in (3, 1):
        page.get_by_role("radio").nth(place).check()
        expect_saved(page, language)
        go_on(page, language=language)
    follow(page, words("Stop even en ga later verder"))
    expect(page.get_by_role("main")).to_contain_text(
        words("%(done)s van de %(total)s beantwoord") % {"done": 2, "total": 84}
    )
    look_at(page)
    press(page, words("Ga verder waar je was"))
    expect(page).to_have_url(re.compile(rf"/sittings/{sitting}/items/3$"))
    answer_the_rest(house, sitting)
    page.goto(f"/sittings/{sitting}/items/84")
    look_at(page)
    go_on(page, language=language)
    look_at(page, words("Kijk je antwoorden na"))
    go_on(page, "Lever je antwoorden in", language)
    look_at(page, words("Je antwoorden zijn binnen"))
    expect(page.get_by_role("main")).to_contain_text(promised(house, language))


def promised(house: House, language: str) -> str:
    """The day that the vacancy promises, in words."""
    with house.app.app_context():
        organisation = read_session().get_one(Organisation, 1)
        return mails.day(clock.now() + timedelta(days=PROMISED), organisation, language)


def read_and_release(house: House, page: Page, language: str, email: str) -> None:
    """The mail that the report is there leads to it; something is added, and it is let go, after a code by mail."""
    words = say(language)
    mail = house.mail_to(email, words("Naar mijn rapport"), seconds=60)
    come_in(page, link_in(mail))
    look_at(page, words("Je rapport"))
    expect(page.locator("svg.interval-chart")).to_be_visible()
    paper = page.request.get(page.url.partition("#")[0] + ".pdf")
    assert paper.body().startswith(b"%PDF")
    follow(page, words("Zet er iets bij"))
    look_at(page, words("Zet er iets bij"))
    page.locator("textarea[name=text]").fill(COMMENT)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text(COMMENT)).to_be_visible()
    follow(page, words("Vrijgeven"))
    look_at(page, words("Ben jij het nog?"))
    press(page, words("Mail mij de code"))
    look_at(page)
    type_code(page, house, email, language)
    look_at(page, words("Je rapport vrijgeven?"))
    press(page, words("Geef mijn rapport vrij"))
    look_at(page, words("Je rapport"))
    report = page.url
    follow(page, words("Bekijk je certificaat"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(words("Certificaat: %(title)s").split("%")[0])
    look_at(page)
    page.goto(report)


def hr_reads(page: Page, words: Say) -> None:
    follow(page, "Kim Kandidaat")
    look_at(page, "Kim Kandidaat")
    follow(page, words("Lees het rapport"))
    look_at(page, words("Rapport van %(name)s") % {"name": "Kim Kandidaat"})
    expect(page.get_by_role("main")).to_contain_text(COMMENT)
    follow(page, words("Gespreksleidraad"))
    look_at(page)
