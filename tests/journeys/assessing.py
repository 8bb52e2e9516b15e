"""What the journeys of assessment share: a vacancy, a candidate's door, and answers that need no browser."""

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from playwright.sync_api import Page, expect

from assess.models import Application, HiringManager, Sitting, Vacancy
from assess.queries import sittings as queries
from assess.services import sittings
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, reporting
from tests.journeys.conftest import assert_accessible, assert_fits
from tests.journeys.steps import House, say, sign_in, text_of


def look_at(page: Page, heading: str = "") -> None:
    """What every page owes whoever opens it."""
    if heading:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(page)
    assert_fits(page)


def press(page: Page, words: str) -> None:
    """A button that leads to another page."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def submit(page: Page) -> None:
    """The one button of a page that asks whether to go on."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).first.click()


@dataclass
class Desk:
    """Who selects for one vacancy, by the e-mail address they sign in with."""

    hr: str
    manager: str
    vacancy: Vacancy

    @property
    def path(self) -> str:
        return f"/vacancies/{self.vacancy.id}"


def desk(house: House, name: str, language: str = "nl") -> Desk:
    """HR and a hiring manager of an open vacancy, whose profile is in force."""
    hr, manager = f"Hanna {name}", f"Mo {name}"
    hr_email, manager_email = house.take_in(hr, Role.HR, language=language), house.take_in(manager, language=language)
    with house.app.app_context():
        vacancy = making.vacancy(reporting.approved(), title=name, contact_id=house.people[hr])
        making.add(HiringManager(vacancy_id=vacancy.id, person_id=house.people[manager]))
    return Desk(hr_email, manager_email, vacancy)


@dataclass
class Candidate:
    """Somebody who is to take the assessment, and the link of their mail."""

    name: str
    email: str
    number: int
    link: str


def candidate(house: House, at: Desk, name: str, language: str = "nl", **values: Any) -> Candidate:
    """Invited, and ready to begin; `values` are the application's."""
    with house.app.app_context():
        email = name.lower().replace(" ", ".") + "@kandidaat.example"
        person = making.candidate(name=name, email=email, language=language)
        application = making.application(at.vacancy, person, **values)
        link = door(person, application)
    return Candidate(name, email, application.id, link)


def door(person: Person, application: Application) -> str:
    """The address of a link that leads to somebody's application; needs an application context."""
    secret = factories.doorway(person, path=f"/applications/{application.id}")
    return f"/welcome/{secret}"


def with_report(house: House, at: Desk, name: str, language: str = "nl", days_ago: int = 0) -> Candidate:
    """One who handed in so many days ago, and whose report is there."""
    made = candidate(house, at, name, language)
    with house.app.app_context(), clock.moved_to(clock.now() - timedelta(days=days_ago)):
        reporting.reported(read_session().get_one(Application, made.number))
    return made


def come_in(page: Page, link: str) -> None:
    """Open the mailed link and press its one button."""
    page.goto(link)
    submit(page)


def link_in(mail: EmailMessage) -> str:
    """The address that a candidate's mail leads to."""
    found = re.search(r"/welcome/\S+", text_of(mail))
    assert found is not None
    return found[0]


def type_code(page: Page, house: House, email: str, language: str = "nl") -> None:
    """Fill in the six digits that were mailed."""
    words = say(language)
    mail = house.mail_to(email, words("Vul deze code in op de pagina die je open hebt:"))
    found = re.search(r"^\s*(\d{6})\s*$", text_of(mail), re.MULTILINE)
    assert found is not None, text_of(mail)
    page.locator("input[name=door_code]").fill(found[1])
    press(page, words("Verder"))


def answer_the_rest(house: House, sitting_id: int) -> None:
    """Everything that is still open, with care; not in the browser, for that would take long."""
    with house.app.app_context():
        session = read_session()
        sitting = session.get_one(Sitting, sitting_id)
        open_ones = {each.item.item_id for each in queries.asked_in(session, sitting) if not each.is_complete}
        answers = making.sensible(making.instrument())
        with unit_of_work() as session:
            me = session.get_one(Person, sitting.person_id)
            for item, said in answers.items():
                if item in open_ones:
                    sittings.save_answer(session, me, sitting_id, item=item, answer=said, event=f"{item}-elsewhere")


def number_in(page: Page) -> int:
    """The number in the address of a page: of a sitting, an application, a vacancy."""
    found = re.search(r"/(\d+)", page.url.split("://", 1)[1])
    assert found is not None
    return int(found[1])


def rate_all(page: Page, numbers: tuple[int, ...] = (1, 5, 2, 4, 3)) -> None:
    """Each option of a situation a number."""
    for place, number in enumerate(numbers):
        page.locator(".rating").nth(place).get_by_role("radio").nth(number - 1).check()


def sign_in_at(page: Page, email: str, path: str, language: str = "nl") -> None:
    """Sign in and open a page."""
    sign_in(page, email, language=language)
    page.goto(path)
