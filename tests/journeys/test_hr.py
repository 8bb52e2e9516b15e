"""HR's week: who is late, one mail to them all, certificates in one file, and what was wrong mended."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from kernel import audit, clock
from kernel.database import read_session, unit_of_work
from people.models import Person, SignIn
from people.permissions import Role
from people.services import sessions
from tests.courses import taught
from tests.journeys.conftest import Open, assert_accessible, assert_fits
from tests.journeys.steps import PASSWORD, House, say, sign_in
from web.config import ROOT

LOOKS = [("phone", "nl"), ("desktop", "en")]


def look_at(page: Page, heading: str = "") -> None:
    if heading:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page)
    assert_fits(page)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).first.click()


def come_in(house: House, page: Page, language: str, role: Role = Role.HR) -> str:
    """Somebody of HR signs in; returns the name."""
    name = f"Hanna {role.value} {language} {len(house.people)}"
    sign_in(page, house.take_in(name, role, language=language), language=language)
    return name


def learner(house: House, name: str, *, days_late: int = 0) -> int:
    """Somebody in the quick start: `days_late`, or certified."""
    email = house.take_in(name)
    assert email
    with house.app.app_context():
        person = read_session().get_one(Person, house.people[name])
        if days_late:
            with clock.moved_to(clock.now() - timedelta(days=60)):
                taught.asked(person, due_on=clock.now().date() + timedelta(days=60 - days_late))
        else:
            taught.asked(person).finish()
    return house.people[name]


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_who_is_late_gets_one_mail_after_a_page_that_names_the_count(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, page = say(language), open_browser(size)
    late = [f"Lotte {language} Laat", f"Lars {language} Laat"]
    for name in late:
        learner(house, name, days_late=5)
    come_in(house, page, language)
    page.goto("/desk?course=snelstart")
    look_at(page, words("Overzicht"))
    page.goto(f"/register?course=snelstart&state=late&q={language}+Laat")
    look_at(page, words("Register"))
    for box in page.locator("input[name=person]").all():
        box.check()
    press(page, words("Herinner"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    look_at(page)
    page.locator("main form button[type=submit]").click()
    look_at(page, words("Register"))
    for name in late:
        house.mail_to(name.lower().replace(" ", ".") + "@delinde.example", house.server.url)
    page.goto("/reminders")
    look_at(page)
    expect(page.get_by_role("main")).to_contain_text(late[0])


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_many_certificates_leave_in_one_file_and_each_checks_out(
    house: House, open_browser: Open, size: str, language: str, tmp_path: Path
) -> None:
    words, page = say(language), open_browser(size)
    for name in ("Carla", "Cees"):
        learner(house, f"{name} {language} Klaar")
    come_in(house, page, language)
    page.goto(f"/register?course=snelstart&q={language}+Klaar")
    for box in page.locator("input[name=person]").all():
        box.check()
    press(page, words("Download certificaten"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    look_at(page)
    page.locator("main form button[type=submit]").click()
    ready = page.get_by_role("link", name=words("Download het ZIP-bestand"))
    expect(ready).to_be_visible(timeout=40_000)
    look_at(page, words("Het ZIP-bestand is klaar"))
    with page.expect_download() as download:
        ready.click()
    download.value.save_as(tmp_path / "certificates.zip")
    assert checked_offline(page, tmp_path) == 0


def checked_offline(page: Page, folder: Path) -> int:
    """The exit code of the check of every file in the ZIP, trusting only the key fetched beforehand."""
    with ZipFile(folder / "certificates.zip") as archive:
        assert len(archive.namelist()) == 2
        archive.extractall(folder / "papers")
    (folder / "log-key").write_bytes(page.request.get("/log-key").body())
    papers = sorted((folder / "papers").iterdir())
    command: list[str | Path] = [sys.executable, "-m", "certificates", "check", *papers, "--key", folder / "log-key"]
    return subprocess.run(command, cwd=ROOT).returncode


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_a_wrong_name_is_mended_by_a_new_certificate(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, page, name = say(language), open_browser(size), f"Jannie {language} Jansen"
    key = learner(house, name)
    come_in(house, page, language)
    page.goto(f"/people/{key}/edit")
    page.locator("input[name=name]").fill(name + "-de Boer")
    page.locator("main form button[type=submit]").first.click()
    look_at(page)
    open_record(page, key)
    follow(page, words("Geef een verbeterd certificaat uit"))
    look_at(page, words("Verbeterd certificaat uitgeven"))
    press(page, words("Geef het nieuwe certificaat uit"))
    look_at(page)
    expect(page.get_by_role("main")).to_contain_text("de Boer")


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_a_certificate_is_revoked_with_a_reason_and_a_fresh_password(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, page, name = say(language), open_browser(size), f"Rik {language} Roest"
    key = learner(house, name)
    grow_stale(house, come_in(house, page, language))
    open_record(page, key)
    follow(page, words("Trek dit certificaat in"))
    look_at(page)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    look_at(page, words("Certificaat intrekken"))
    press(page, words("Verder"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("input[name=reason]").first.check()
    page.locator("textarea[name=note]").fill("De toets was van iemand anders.")
    press(page, words("Verder"))
    look_at(page)
    page.locator("main form button[type=submit]").first.click()
    look_at(page)
    expect(page.get_by_role("main")).to_contain_text(words("Ingetrokken"))


def open_record(page: Page, key: int) -> None:
    page.goto(f"/people/{key}")
    look_at(page)
    page.locator("a[href$='/record']").first.click()
    look_at(page)


def grow_stale(house: House, name: str) -> None:
    """As if the password was given a quarter of an hour ago."""
    with house.app.app_context(), unit_of_work() as session:
        long_ago = clock.now() - sessions.FRESH
        session.execute(update(SignIn).where(SignIn.person_id == house.people[name]).values(fresh_at=long_ago))
        audit.record(session, "test", actor=None)
