"""From a role to an approved profile: who does the work, who knows it, who is best at it, scores, and a name below."""

import re

from playwright.sync_api import Page, expect

from assess.models import JobProfile
from kernel.database import read_session
from people.permissions import Role
from tests import factories
from tests.assess import deriving
from tests.assess.profiling import CODES
from tests.journeys.assessing import follow, look_at, number_in, press, sign_in_at
from tests.journeys.conftest import Open
from tests.journeys.steps import PASSWORD, House, sign_in, text_of
from tests.journeys.test_hr import grow_stale

FUNCTION, PEOPLE, BEST = "Verkeersleider", 34, 5
NAMED = (range(BEST + 1), range(BEST))  # both name five; one names somebody else as well
ADVISERS = ("Ina Inhoud", "Karel Kenner")
COUNCIL = "De OR is op 2 maart 2026 om instemming gevraagd en stemde in op 16 maart 2026."


def test_from_a_role_to_an_approved_profile(house: House, open_browser: Open) -> None:
    people = who_do_the_work(house)
    hr = house.take_in("Hanna Profiel", Role.HR)
    emails = [house.take_in(name) for name in ADVISERS]
    page = open_browser("desktop")
    sign_in_at(page, hr, "/positions/new")
    profile = begin(page)
    choose_people(page)
    for group, label in (("experts", "Zoek een deskundige"), ("nominators", "Zoek een beoordelaar")):
        choose_advisers(page, f"/profiles/{profile}/{group}", label)
    invite(page, profile)
    for email, named in zip(emails, NAMED, strict=True):
        advise(house, open_browser("desktop"), email, profile, [people[place] for place in named])
    freeze(page, profile)
    with house.app.app_context():
        deriving.everybody_responds(read_session().get_one(JobProfile, profile))
    open_scores(page, profile)
    phone = open_browser("phone")
    sign_in_at(phone, hr, f"/profiles/{profile}/outcome")
    sees_the_outcome(phone)
    grow_stale(house, "Hanna Profiel")
    approve(page)
    are_papers(page, profile)


def who_do_the_work(house: House) -> list[str]:
    """The names of so many people in the role."""
    with house.app.app_context():
        names = [f"Collega {place:02}" for place in range(1, PEOPLE + 1)]
        for name in names:
            factories.person(name=name, function=FUNCTION)
    return names


def begin(page: Page) -> int:
    """A position and the first version of its profile; returns that one's number."""
    look_at(page, "Een functie toevoegen")
    page.locator("input[name=title]").fill(FUNCTION)
    press(page, "Voeg toe")
    look_at(page, FUNCTION)
    follow(page, "Begin het profiel")
    look_at(page, "Begin het profiel")
    press(page, "Begin")
    look_at(page, f"Profiel van {FUNCTION}, versie 1")
    return number_in(page)


def choose_people(page: Page) -> None:
    """All in the role at once, after a page that says how many."""
    follow(page, "1. Kies wie dit werk doen")
    look_at(page, "Wie doen dit werk?")
    follow(page, "Kies mensen")
    page.locator("select[name=function]").select_option(FUNCTION)
    press(page, "Toon")
    look_at(page, "Kies wie dit werk doen")
    page.locator("input[name=all]").check()
    press(page, "Verder")
    look_at(page, f"Voeg {PEOPLE} mensen toe")
    press(page, "Voeg toe")
    expect(page.get_by_role("listitem").filter(has_text="Collega")).to_have_count(PEOPLE)
    look_at(page, "Wie doen dit werk?")


def choose_advisers(page: Page, path: str, label: str) -> None:
    page.goto(path)
    for name in ADVISERS:
        page.get_by_label(label).fill(name)
        press(page, "Zoek")
        look_at(page)
        press(page, f"Kies {name}")
    follow(page, "Vraag 2 mensen per mail")
    look_at(page, "Vraag 2 mensen")
    press(page, "Vraag 2 mensen")
    look_at(page)


def invite(page: Page, profile: int) -> None:
    page.goto(f"/profiles/{profile}/invitations")
    look_at(page, "Nodig de mensen uit")
    press(page, f"Nodig {PEOPLE} mensen uit")
    look_at(page)
    page.goto(f"/profiles/{profile}")
    look_at(page)


def advise(house: House, page: Page, email: str, profile: int, best: list[str]) -> None:
    """From the mail: rate what matters, and from the other mail: name the best. Nobody sees the other's."""
    page.goto(path_in(house, email, f"/profiles/{profile}/relevance"))
    sign_in(page, email)
    look_at(page, "Wat is belangrijk voor dit werk?")
    for place, code in enumerate(CODES):
        page.locator(f"input[name={code}][value='{4 - place % 4}']").check()
    press(page, "Lever in")
    expect(page.get_by_role("main")).to_contain_text("Je leverde dit in op")
    look_at(page)
    page.goto(path_in(house, email, f"/profiles/{profile}/nomination"))
    look_at(page, "Wie doen dit werk het best?")
    for name in best:
        page.get_by_role("checkbox", name=name).check()
    press(page, "Lever in")
    expect(page.get_by_role("main")).to_contain_text("Je leverde je lijst in op")
    assert not any(name in page.content() for name in best)
    look_at(page)


def path_in(house: House, email: str, path: str) -> str:
    """The address in the mail that asks."""
    found = re.search(rf"https?://\S+{path}", text_of(house.mail_to(email, path, seconds=60)))
    assert found is not None
    return found[0]


def freeze(page: Page, profile: int) -> None:
    """HR sees how many were named, not who, and fixes it."""
    page.goto(f"/profiles/{profile}/nominators")
    expect(page.get_by_role("main")).to_contain_text(f"{BEST} mensen staan op beide lijsten.")
    assert "Collega" not in page.content()
    look_at(page)
    page.goto(f"/profiles/{profile}/criterion")
    look_at(page)
    page.goto(f"/profiles/{profile}/freezing")
    look_at(page, "Leg vast wat goed werk is")
    page.locator("input[name=kind][value=named]").check()
    press(page, "Leg vast")
    look_at(page, f"Profiel van {FUNCTION}, versie 1")


def open_scores(page: Page, profile: int) -> None:
    """The worker does the sums; the page that waits goes on by itself."""
    page.goto(f"/profiles/{profile}")
    expect(page.get_by_role("main")).to_contain_text(str(PEOPLE))
    press(page, "Open de scores")
    expect(page.locator("svg.interval-chart")).to_be_visible(timeout=90_000)
    sees_the_outcome(page)


def sees_the_outcome(page: Page) -> None:
    """The status on top, the chart, the same as a table, and what may be concluded."""
    look_at(page, f"Uitkomst: {FUNCTION}, versie 1")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Status: Indicatief", ignore_case=True)
    table = page.get_by_role("table", name="Wat de besten naar verwachting onderscheidt")
    expect(table.get_by_role("row")).to_have_count(1 + len(CODES) + 1)
    expect(page.get_by_role("heading", name="Wat je wel en niet mag concluderen")).to_be_visible()
    assert "Collega" not in page.content()


def approve(page: Page) -> None:
    """After the password, with what the works council said; refused until it is told."""
    follow(page, "Naar de goedkeuring")
    look_at(page, "Ben jij het nog?")
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, "Verder")
    heading = f"Goedkeuring: {FUNCTION}, versie 1"
    look_at(page, heading)
    press(page, "Keur het profiel goed")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look_at(page, heading)
    page.locator("textarea[name=works_council]").fill(COUNCIL)
    page.locator("input[name=role]").fill("Manager HR")
    page.locator("input[name=is_read]").check()
    press(page, "Keur het profiel goed")
    look_at(page, heading)
    for words in (COUNCIL, "Hanna Profiel, Manager HR", "Plaats in het logboek"):
        expect(page.get_by_role("main")).to_contain_text(words)


def are_papers(page: Page, profile: int) -> None:
    for name in ("technical-report", "works-council"):
        paper = page.request.get(f"/profiles/{profile}/{name}.pdf", timeout=60_000)
        assert paper.body().startswith(b"%PDF"), name
