"""A stranger with a paper: by QR code, by number alone, by the file itself; in every state a certificate can be in."""

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from kernel import clock
from kernel.database import read_session
from people.models import Person
from tests.certificates import making
from tests.certificates.test_endings import end, rename
from tests.certificates.test_papers import with_the_page_of
from tests.journeys.conftest import Open, assert_accessible, assert_fits
from tests.journeys.steps import House, say

STATES = {"valid": "is geldig", "expired": "is verlopen", "superseded": "is vervangen", "revoked": "is ingetrokken"}
LOOKS = [("phone", "nl"), ("desktop", "en")]


def look_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page)
    assert_fits(page)


def holder(house: House, name: str) -> Person:
    house.take_in(name)
    with house.app.app_context():
        return read_session().get_one(Person, house.people[name])


def held_by(house: House, name: str, state: str = "valid") -> Certificate:
    """A certificate of somebody who is taken in for it, in a state."""
    person, day = holder(house, name), timedelta(days=1)
    with house.app.app_context():
        today = clock.now().date()
        last = today - day if state == "expired" else today + 9 * day
        made = making.certificate(person, key=f"journey:{person.id}", valid_from=today - 9 * day, valid_until=last)
        if state == "superseded":
            rename(person, name + " van Nassau")
            end(made, "reissue")
        elif state == "revoked":
            end(made)
        return made


def paper_of(house: House, made: Certificate) -> bytes:
    with house.app.app_context():
        return making.paper(made)


def qr_of(paper: bytes) -> str:
    """The address on the paper that its QR code holds: the link around it."""
    with pikepdf.open(io.BytesIO(paper)) as document:
        links = [str(note.A.URI) for page in document.pages for note in page.get("/Annots", []) if "/A" in note]
    return next(link for link in links if "#" in link)


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_a_stranger_scans_the_code_and_compares_with_the_paper(
    house: House, open_browser: Open, size: str, language: str
) -> None:
    words, name = say(language), f"Wilhelmina {language} Scan"
    address = qr_of(paper_of(house, held_by(house, name)))
    page = open_browser(size)
    path, _hash, code = address.partition("#")
    page.goto(f"{path}?lang={language}#{code}")
    look_at(page, words("Vergelijk met het papier: %(state)s") % {"state": words("Geldig")})
    expect(page.get_by_role("main")).to_contain_text(name)
    assert code not in page.url


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_by_number_alone_the_state_is_told_and_no_name(
    house: House, open_browser: Open, size: str, language: str, state: str
) -> None:
    words, name = say(language), f"Amalia {state} {language}"
    made = held_by(house, name, state)
    page = open_browser(size)
    page.goto(f"/check?lang={language}")
    look_at(page, words("Controleer een certificaat"))
    page.locator("input[name=number]").fill(made.public_id)
    page.get_by_role("button", name=words("Controleer"), exact=True).click()
    look_at(page, words(f"Dit certificaat {STATES[state]}"))
    assert "Amalia" not in page.content()


def test_a_number_that_nobody_has_is_unknown(house: House, open_browser: Open) -> None:
    page = open_browser("phone")
    page.goto("/c/" + "0" * 26)
    look_at(page, "Certificaat: onbekend")


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_a_file_is_checked_and_an_edited_name_does_not_hold(
    house: House, open_browser: Open, size: str, language: str, tmp_path: Path
) -> None:
    words = say(language)
    paper, other = (paper_of(house, held_by(house, f"{name} {language}")) for name in ("Beatrix", "Margriet"))
    page = open_browser(size)
    hand_over(page, words("Controleer het bestand"), paper, language)
    look_at(page, words("Dit certificaat is echt"))
    hand_over(page, words("Controleer het bestand"), with_the_page_of(other, paper), language)
    look_at(page, words("Dit certificaat klopt niet"))
    expect(page.get_by_role("main")).to_contain_text(
        words("De naam op dit papier is niet de naam in het ondertekende bewijs.")
    )


def hand_over(page: Page, button: str, paper: bytes, language: str) -> None:
    page.goto(f"/check?lang={language}")
    page.locator("input[type=file]").set_input_files(
        {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    page.get_by_role("button", name=button, exact=True).click()
