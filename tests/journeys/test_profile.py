"""From a role to an approved profile: who does the work, who knows it, who is best at it, scores, and a name below."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from assess.models import JobProfile
from kernel.database import read_session
from people.permissions import Role
from tests import factories
from tests.assess import deriving
from tests.assess.profiling import CODES
from tests.journeys.assessing import follow, look_at, number_in, press, sign_in_at, submit
from tests.journeys.conftest import Open
from tests.journeys.steps import PASSWORD, House, Say, say, text_of
from tests.journeys.test_hr import grow_stale

PEOPLE, BEST = 34, 5
NAMED = (range(BEST + 1), range(BEST))  # both name five; one names somebody else as well
COUNCIL = "De OR is op 2 maart 2026 om instemming gevraagd en stemde in op 16 maart 2026."


@dataclass(frozen=True)
class Role34:
    """A role of 34 people, and who advises about it; everybody reads in one language."""

    language: str

    @property
    def title(self) -> str:
        return f"Verkeersleider {self.language}"

    @property
    def people(self) -> list[str]:
        return [f"Collega {self.language} {place:02}" for place in range(1, PEOPLE + 1)]

    @property
    def advisers(self) -> tuple[str, str]:
        return f"Ina {self.language} Inhoud", f"Karel {self.language} Kenner"

    @property
    def hr(self) -> str:
        return f"Hanna {self.language} Profiel"

    @property
    def words(self) -> Say:
        return say(self.language)

    def heading(self, words: str) -> str:
        """The h1 of a page about the first version of its profile."""
        return self.words(words) % {"position": self.title, "version": 1}


@pytest.mark.parametrize(("size", "language"), [("desktop", "nl"), ("phone", "en")])
def test_from_a_role_to_an_approved_profile(house: House, open_browser: Open, size: str, language: str) -> None:
    role = Role34(language)
    words = role.words
    with house.app.app_context():
        for name in role.people:
            factories.person(name=name, function=role.title)
    hr = house.take_in(role.hr, Role.HR, language=language)
    emails = [house.take_in(name, language=language) for name in role.advisers]
    page = open_browser(size)
    sign_in_at(page, hr, "/positions/new", language)
    profile = begin(page, role)
    choose_people(page, role)
    for group, label in (("experts", "Zoek een deskundige"), ("nominators", "Zoek een beoordelaar")):
        choose_advisers(page, role, f"/profiles/{profile}/{group}", words(label))
    invite(page, words, profile)
    for email, named in zip(emails, NAMED, strict=True):
        adviser = open_browser(size)
        sign_in_at(adviser, email, path_in(house, email, f"/profiles/{profile}/relevance"), language)
        rate_relevance(adviser, words)
        adviser.goto(path_in(house, email, f"/profiles/{profile}/nomination"))
        name_the_best(adviser, words, [role.people[place] for place in named])
    freeze(page, role, profile)
    with house.app.app_context():
        deriving.everybody_responds(read_session().get_one(JobProfile, profile))
    open_scores(page, role, profile)
    grow_stale(house, role.hr)
    approve(page, role)
    are_papers(page, profile)


def begin(page: Page, role: Role34) -> int:
    """A position and the first version of its profile; returns that one's number."""
    words = role.words
    look_at(page, words("Een functie toevoegen"))
    page.locator("input[name=title]").fill(role.title)
    press(page, words("Voeg toe"))
    look_at(page, role.title)
    follow(page, words("Begin het profiel"))
    look_at(page, words("Begin het profiel"))
    press(page, words("Begin"))
    look_at(page, role.heading("Profiel van %(position)s, versie %(version)s"))
    return number_in(page)


def choose_people(page: Page, role: Role34) -> None:
    """All in the role at once, after a page that says how many."""
    words = role.words
    page.get_by_role("link", name=words("Kies wie dit werk doen")).click()
    look_at(page, words("Wie doen dit werk?"))
    follow(page, words("Kies mensen"))
    page.locator("select[name=function]").select_option(role.title)
    press(page, words("Toon"))
    look_at(page, words("Kies wie dit werk doen"))
    page.locator("input[name=all]").check()
    press(page, words("Verder"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(PEOPLE))
    look_at(page)
    submit(page)
    expect(page.get_by_role("listitem").filter(has_text="Collega")).to_have_count(PEOPLE)
    look_at(page, words("Wie doen dit werk?"))


def choose_advisers(page: Page, role: Role34, path: str, label: str) -> None:
    words = role.words
    page.goto(path)
    for name in role.advisers:
        page.get_by_label(label).fill(name)
        press(page, words("Zoek"))
        look_at(page)
        press(page, words("Kies %(name)s") % {"name": name})
    page.locator("main a.button").click()
    look_at(page)
    submit(page)
    look_at(page)


def invite(page: Page, words: Say, profile: int) -> None:
    page.goto(f"/profiles/{profile}/invitations")
    look_at(page, words("Nodig de mensen uit"))
    submit(page)
    look_at(page)
    page.goto(f"/profiles/{profile}")
    look_at(page)


def rate_relevance(page: Page, words: Say) -> None:
    """From the mail: what matters for this work."""
    look_at(page, words("Wat is belangrijk voor dit werk?"))
    for place, code in enumerate(CODES):
        page.locator(f"input[name={code}][value='{4 - place % 4}']").check()
    press(page, words("Lever in"))
    expect_moment(page, words("Je leverde dit in op %(moment)s. Dank je wel."))
    look_at(page)


def name_the_best(page: Page, words: Say, best: list[str]) -> None:
    """From the other mail; nobody sees the other's."""
    look_at(page, words("Wie doen dit werk het best?"))
    for name in best:
        page.get_by_role("checkbox", name=name).check()
    press(page, words("Lever in"))
    expect_moment(page, words("Je leverde je lijst in op %(moment)s. Dank je wel."))
    assert not any(name in page.content() for name in best)
    look_at(page)


def expect_moment(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words.partition("%(moment)s")[0])


def path_in(house: House, email: str, path: str) -> str:
    """The address in the mail that asks."""
    found = re.search(rf"https?://\S+{path}", text_of(house.mail_to(email, path, seconds=60)))
    assert found is not None
    return found[0]


def freeze(page: Page, role: Role34, profile: int) -> None:
    """HR sees that enough were named, not who nor how many, and fixes it."""
    words = role.words
    page.goto(f"/profiles/{profile}/nominators")
    enough = words("%(fewest)s mensen of meer staan op beide lijsten.") % {"fewest": BEST}
    expect(page.get_by_role("main")).to_contain_text(enough)
    assert "Collega" not in page.content()
    look_at(page)
    page.goto(f"/profiles/{profile}/criterion")
    look_at(page)
    page.goto(f"/profiles/{profile}/freezing")
    look_at(page, words("Leg vast wat goed werk is"))
    page.locator("input[name=kind][value=named]").check()
    press(page, words("Leg vast"))
    look_at(page, role.heading("Profiel van %(position)s, versie %(version)s"))


def open_scores(page: Page, role: Role34, profile: int) -> None:
    """The worker does the sums; the page that waits goes on by itself."""
    page.goto(f"/profiles/{profile}")
    expect(page.get_by_role("main")).to_contain_text(str(PEOPLE))
    press(page, role.words("Open de scores"))
    expect(page.locator("svg.interval-chart")).to_be_visible(timeout=90_000)
    sees_the_outcome(page, role)


def sees_the_outcome(page: Page, role: Role34) -> None:
    """The status on top, the chart, the same as a table, and what may be concluded."""
    words = role.words
    look_at(page, role.heading("Uitkomst: %(position)s, versie %(version)s"))
    status = words("Status: %(status)s") % {"status": words("indicatief")}
    expect(page.get_by_role("heading", level=2).first).to_have_text(status, ignore_case=True)
    table = page.get_by_role("table", name=words("Wat de besten naar verwachting onderscheidt"))
    expect(table.get_by_role("row")).to_have_count(1 + len(CODES) + 1)
    expect(page.get_by_role("heading", name=words("Wat je wel en niet mag concluderen"))).to_be_visible()
    assert "Collega" not in page.content()


def approve(page: Page, role: Role34) -> None:
    """After the password, with what the works council said; refused until it is told."""
    words = role.words
    follow(page, words("Naar de goedkeuring"))
    look_at(page, words("Ben jij het nog?"))
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, words("Verder"))
    heading = role.heading("Goedkeuring: %(position)s, versie %(version)s")
    look_at(page, heading)
    press(page, words("Keur het profiel goed"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look_at(page, heading)
    page.locator("textarea[name=works_council]").fill(COUNCIL)
    page.locator("input[name=role]").fill("Manager HR")
    page.locator("input[name=is_read]").check()
    press(page, words("Keur het profiel goed"))
    look_at(page, heading)
    for said in (COUNCIL, f"{role.hr}, Manager HR", words("Plaats in het logboek")):
        expect(page.get_by_role("main")).to_contain_text(said)


def are_papers(page: Page, profile: int) -> None:
    for name in ("technical-report", "works-council"):
        paper = page.request.get(f"/profiles/{profile}/{name}.pdf", timeout=60_000)
        assert paper.body().startswith(b"%PDF"), name
