"""An employee, from the mail to a certificate that checks out; failing and coming back; going on elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
    text_of,
)
from web.config import ROOT


def look_at(page: Page) -> None:
    """What every page owes whoever opens it."""
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(("size", "language"), [("phone", "nl"), ("desktop", "en")])
def test_an_employee_goes_from_the_mail_to_a_certificate_that_checks_out(
    house: House, open_browser: Open, size: str, language: str, tmp_path: Path
) -> None:
    person = house.newcomer(language=language, has_password=False)
    house.invite(person.name)
    page = open_browser(size)
    come_in_by_mail(page, house, person)
    learn(page, language)
    take_test(page, house, language)
    sign_statement(page, person)
    paper = fetch_paper(page, tmp_path, language)
    assert check_offline(page, paper) == 0


def come_in_by_mail(page: Page, house: House, person: Learner) -> None:
    """The link of the invitation, a password of one's own, the overview."""
    words = say(person.language)
    link = re.search(r"\S+/invitation/\S+", text_of(house.mail_to(person.email, "/invitation/")))
    assert link
    page.goto(link[0])
    look_at(page)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=words("Bewaar en meld je aan")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Mijn overzicht"))
    look_at(page)


def learn(page: Page, language: str) -> None:
    """The course's page and its lessons, with one situation played."""
    words = say(language)
    page.get_by_role("link", name=words("Begin met de cursus")).click()
    look_at(page)
    page.get_by_role("link", name=words("Begin met les 1")).click()
    situation = page.locator("[data-situation]").first
    choice = situation.locator("details").first
    choice.locator("summary").click()
    expect(choice.locator(".situation__outcome")).to_be_visible()
    expect(situation.get_by_role("status")).not_to_be_empty()
    look_at(page)
    page.get_by_role("button", name=words("Gelezen, klaar met lezen")).click()
    look_at(page)


def take_test(page: Page, house: House, language: str) -> None:
    """One question a page, everything saved at once; the check page, handing in, the result."""
    words = say(language)
    page.get_by_role("button", name=words("Start de toets")).click()
    look_at(page)
    while page.locator("form[data-question]").count():
        answer(page, house)
        expect_saved(page, language)
        go_on(page, language=language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Kijk je antwoorden na"))
    look_at(page)
    go_on(page, "Lever de toets in", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Je bent geslaagd"))
    look_at(page)


def sign_statement(page: Page, person: Learner) -> None:
    """Another name is refused with words; one's own name makes the certificate."""
    words = say(person.language)
    page.locator(".actions a").first.click()
    look_at(page)
    page.locator("input[name=typed_name]").fill("Iemand Anders")
    page.get_by_role("button", name=words("Onderteken"), exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look_at(page)
    page.locator("input[name=typed_name]").fill(person.name)
    page.get_by_role("button", name=words("Onderteken"), exact=True).click()
    expect(page.get_by_role("link", name=words("Naar mijn certificaat"))).to_be_visible()
    look_at(page)


def fetch_paper(page: Page, folder: Path, language: str) -> Path:
    """The certificate's page, and its PDF once the worker has made it."""
    words = say(language)
    page.get_by_role("link", name=words("Naar mijn certificaat")).click()
    look_at(page)
    page.get_by_role("link", name=words("Bekijk en bewaar")).click()
    look_at(page)
    paper = page.get_by_role("link", name=words("Download het certificaat (PDF)"))
    expect(paper).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        paper.click()
    path = folder / "certificate.pdf"
    download.value.save_as(path)
    return path


def check_offline(page: Page, paper: Path) -> int:
    """The exit code of the check that a stranger runs, trusting only the key fetched beforehand."""
    key = paper.with_name("log-key")
    key.write_bytes(page.request.get("/log-key").body())
    command = [sys.executable, "-m", "certificates", "check", str(paper), "--key", str(key)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desktop", "nl")])
def test_who_fails_rereads_what_was_missed_and_passes_at_the_second_go(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, person = say(language), house.newcomer(language=language)
    page = open_browser(size)
    begin_test(page, person)
    while page.locator("form[data-question]").count():
        answer(page, house, is_right=False)
        go_on(page, language=language)
    go_on(page, "Lever de toets in", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Nog niet geslaagd"))
    look_at(page)
    result = page.url
    page.get_by_role("heading", name=words("Dit kun je teruglezen")).locator("+ ul a").first.click()
    expect(page).to_have_url(re.compile("/lessons/"))
    page.goto(result)
    page.get_by_role("button", name=words("Doe de toets opnieuw")).click()
    take_second(page, house, language)


def take_second(page: Page, house: House, language: str) -> None:
    words = say(language)
    while page.locator("form[data-question]").count():
        assert chosen_on(page) == [], "a second go begins without the answers of the first"
        answer(page, house)
        go_on(page, language=language)
    go_on(page, "Lever de toets in", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Je bent geslaagd"))


def test_a_test_goes_on_at_another_device_where_it_was(house: House, open_browser: Open) -> None:
    person = house.newcomer()
    phone = open_browser("phone")
    begin_test(phone, person)
    answered = [answer(phone, house)]
    expect_saved(phone)
    ticked, shown = chosen_on(phone), options_of(phone)
    go_on(phone)
    answered.append(answer(phone, house))
    expect_saved(phone)
    go_on(phone)
    open_question, its_options = question_of(phone), options_of(phone)

    desktop = open_browser("desktop")
    sign_in(desktop, person.email)
    desktop.get_by_role("link", name="Ga verder met de toets").click()
    assert (question_of(desktop), options_of(desktop)) == (open_question, its_options)
    go_on(desktop, "Vorige vraag")
    go_on(desktop, "Vorige vraag")
    assert (question_of(desktop), options_of(desktop), chosen_on(desktop)) == (answered[0], shown, ticked)
    look_at(desktop)


def question_of(page: Page) -> str | None:
    return page.locator("form[data-question]").get_attribute("data-question")


def options_of(page: Page) -> list[str]:
    """The options in the order shown."""
    shown: list[str] = page.locator("input[name=chosen]").evaluate_all("all => all.map(one => one.value)")
    return shown
