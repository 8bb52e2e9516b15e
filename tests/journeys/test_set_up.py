"""An empty installation, from its set-up code to people who are asked a course, and the staff list of a month later."""

import pytest
from playwright.sync_api import Page, expect

from people.services.organisation import set_up_code
from tests.journeys.conftest import Open, assert_accessible, assert_fits
from tests.journeys.steps import PASSWORD, House, Say, say
from tests.live import Server

HEADING = "Personeelsnummer;Naam;E-mail;Functie;Team;Locatie;In dienst;Uit dienst;Taal\r\n"
NOOR = "10234;Noor Jansen;noor.jansen@delinde.example;Verzorgende IG;De Wilg;Noord;01-03-2024;;nl\r\n"
AMIR = "10235;Amir El Idrissi;;Huishoudelijke hulp;Wijkteam Oost;Oost;15-09-2025;;nl\r\n"
LENA = "10236;Lena Kowalska;lena.kowalska@delinde.example;Wijkverpleegkundige;Wijkteam Oost;Oost;01-02-2026;;en\r\n"
TWIN = "10236;Lena Kowalska;geen adres;Wijkverpleegkundige;Wijkteam Oost;Oost;31-02-2026;;en\r\n"
FIRST = HEADING + NOOR + AMIR + LENA
NEXT_MONTH = (
    HEADING
    + NOOR.replace("De Wilg;Noord", "Wijkteam Oost;Oost")
    + AMIR
    + "10237;Jip Verhoeven;;Stagiair;De Wilg;Noord;01-11-2026;;nl\r\n"
)


def look_at(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).first.click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    look_at(page)


@pytest.mark.parametrize(("size", "language"), [("phone", "nl"), ("desktop", "en")])
def test_an_empty_installation_is_set_up_and_asks_its_first_course(
    server: Server, open_browser: Open, size: str, language: str
) -> None:
    words = say(language)
    server.start()
    page = open_browser(size)
    set_up(page, server, words, language)
    fill_in_words(page, words)
    read_in_people(page, server, words)
    ask_the_course(page, words)
    page.goto("/desk")
    heading(page, words("Overzicht"))
    next_month(page, words)


def set_up(page: Page, server: Server, words: Say, language: str) -> None:
    """A wrong code is refused with what was typed kept; the right one makes the organisation."""
    page.goto("/")
    if language == "en":
        press(page, "English")
    heading(page, words("Richt Maatstaf in"))
    page.locator("input[name=code]").fill("0000-0000")
    page.locator("input[name=organisation]").fill("Zorggroep De Linde")
    page.locator("input[name=name]").fill("Sanne Visser")
    page.locator("input[name=email]").fill("sanne.visser@delinde.example")
    page.locator("input[name=is_right_address]").check()
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, words("Begin"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look_at(page)
    with server.app().app_context():
        page.locator("input[name=code]").fill(set_up_code())
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, words("Begin"))
    heading(page, words("Begin hier"))


def fill_in_words(page: Page, words: Say) -> None:
    """The first step: what the course says of this organisation."""
    follow(page, words("Vul de woorden in"))
    heading(page, words("Woorden van de cursus"))
    for blank in page.locator("form.short-texts input[type=text], form.short-texts textarea").all():
        blank.fill("Voorbeeld van De Linde")
    press(page, words("Bewaar"))
    page.goto("/desk")
    look_at(page)


def choose_list(page: Page, words: Say, text: str, *, is_complete: bool = False) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.locator("input[name=is_complete]").set_checked(is_complete)
    press(page, words("Bekijk wat er verandert"))


def read_in_people(page: Page, server: Server, words: Say) -> None:
    """The second step: a wrong line is named and nothing is read in; then the mended list, and invitations."""
    follow(page, words("Lees een lijst in"))
    heading(page, words("Personeelslijst inlezen"))
    choose_list(page, words, HEADING + NOOR + TWIN)
    look_at(page)
    faults = page.get_by_role("table", name=words("Wat er niet klopt"))
    expect(faults).to_contain_text("3")
    expect(faults).to_contain_text(words("E-mail"))
    choose_list(page, words, FIRST)
    heading(page, words("Wat deze lijst verandert"))
    expect(page.get_by_text("Amir El Idrissi")).to_be_visible()
    page.locator("input[name=invites]").check()
    page.locator("main form button[type=submit]").last.click()
    heading(page, words("De lijst is ingelezen"))
    House(server, server.app()).mail_to("noor.jansen@delinde.example", "/invitation/")


def ask_the_course(page: Page, words: Say) -> None:
    """The third step: everyone, after a page that names how many."""
    page.goto("/desk")
    follow(page, words("Kies een cursus"))
    heading(page, words("Wijs een cursus toe"))
    page.locator("input[name=course][value=snelstart]").check()
    page.locator("input[name=audience][value=everyone]").check()
    press(page, words("Verder"))
    heading(page, words("Aan wie, en tot wanneer?"))
    press(page, words("Verder"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("4")
    look_at(page)
    press(page, words("Wijs de cursus toe"))
    look_at(page)


def next_month(page: Page, words: Say) -> None:
    """Somebody joined, somebody moved, somebody left: each is named before it happens."""
    page.goto("/people/import")
    choose_list(page, words, NEXT_MONTH, is_complete=True)
    heading(page, words("Wat deze lijst verandert"))
    for kind, name in (("joins", "Jip Verhoeven"), ("changes", "Noor Jansen"), ("leaves", "Lena Kowalska")):
        expect(page.locator(f"#{kind}")).to_contain_text(name)
    page.locator("main form button[type=submit]").last.click()
    heading(page, words("De lijst is ingelezen"))
    page.goto("/people")
    look_at(page)
    expect(page.get_by_role("link", name="Jip Verhoeven", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Lena Kowalska", exact=True)).to_have_count(0)
