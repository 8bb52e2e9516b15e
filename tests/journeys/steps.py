"""What the journeys share: a house that is ready, and what a person does on its pages."""

import gettext
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.instrument_library import shipped
from assess.services import instruments
from courses.catalogue import load_library
from courses.content import Question
from courses.queries import content
from courses.services import assignments
from courses.services.content import approve, import_library
from demo.house import WORDS
from hr.services import roles, staff, teams
from kernel.database import read_session, unit_of_work
from people.models import Person, Team
from people.permissions import Role
from people.services import invitations, organisation, passwords
from tests.live import Server
from web.config import ROOT

PASSWORD = "een lange zin voor de reis"
ADMIN = "sanne.visser@delinde.example"
_password_hash = passwords.hash_password(PASSWORD)
Say = Callable[[str], str]


def say(language: str) -> Say:
    """The words of the screen in `language`, asked for in Dutch as the code has them."""
    return _words(language).gettext


def _words(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", str(ROOT / "translations"), [language], fallback=language == "nl")


NAMES = (
    "Noor Haddad", "Daan Kuipers", "Fenna de Boer", "Yusuf Demir", "Lotte Smit", "Milan Bakker", "Sara Mulder",
    "Thijs Vos", "Amina Benali", "Ruben Jansen", "Eva Peters", "Sem Visscher", "Iris Maas", "Jesse Kok",
)  # fmt: skip


@dataclass(frozen=True)
class Learner:
    """Somebody who does a course."""

    name: str
    email: str
    key: int
    language: str


@dataclass
class House:
    """An organisation with its words filled in and the library published; `people` are keys by name."""

    server: Server
    app: Flask
    people: dict[str, int] = field(default_factory=dict)

    def take_in(self, name: str, *granted: Role, language: str = "nl", has_password: bool = True) -> str:
        """Somebody comes to work here; return the e-mail address to sign in with."""
        email = name.lower().replace(" ", ".") + "@delinde.example"
        with self.app.app_context(), unit_of_work() as session:
            admin = session.get_one(Person, self.people["Sanne Visser"])
            person = staff.add(
                session,
                admin,
                name=name,
                email=email,
                staff_number=f"L{len(self.people):04}",
                function="medewerker klantcontact",
                language=language,
                team=session.get_one(Team, self.people["Klantcontact"]),
                started_on=date(2024, 1, 1),
            )
            if has_password:  # as if chosen by an invitation; the journey from the mail does it for real
                person.password_hash = _password_hash
            for role in granted:
                roles.grant(session, admin, person, role)
            self.people[name] = person.id
        return email

    def newcomer(self, course: str = "snelstart", *, language: str = "nl", has_password: bool = True) -> Learner:
        """Somebody new, who is asked a course."""
        used = len(self.people)
        name = f"{NAMES[used % len(NAMES)]} {'abcdefghij'[used // len(NAMES)]}".title()
        email = self.take_in(name, language=language, has_password=has_password)
        self.ask(name, course)
        return Learner(name, email, self.people[name], language)

    def ask(self, name: str, course: str = "snelstart") -> None:
        """HR asks somebody a course."""
        with self.app.app_context(), unit_of_work() as session:
            admin = session.get_one(Person, self.people["Sanne Visser"])
            assignments.assign(session, course, "person", str(self.people[name]), None, actor=admin)

    def invite(self, name: str) -> None:
        """HR has a link mailed."""
        with self.app.app_context(), unit_of_work() as session:
            admin = session.get_one(Person, self.people["Sanne Visser"])
            invitations.invite(session, session.get_one(Person, self.people[name]), admin)

    def person(self, learner: Learner) -> Person:
        """The row of somebody; needs the application's context."""
        return read_session().get_one(Person, learner.key)

    def question(self, key: str, course: str = "snelstart") -> Question:
        """A question of the library as it is published."""
        with self.app.app_context():
            shown = content.shown(read_session(), course, "nl")
            return next(each for each in shown.course.questions if each.id == key)

    def mail_to(self, email: str, word: str, seconds: float = 15) -> EmailMessage:
        """The newest delivered mail to `email` with `word` in its text; waits for the worker."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for message in reversed(_mails(self.server.folder / "mail")):
                if message["To"].addresses[0].addr_spec == email and word in text_of(message):
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no mail to {email} with “{word}”")


def _mails(folder: Path) -> list[EmailMessage]:
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]  # type: ignore[misc]


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def prepare(server: Server) -> House:
    """An organisation set up, furnished and published through the services; the server is started."""
    house = House(server, server.app())
    with house.app.app_context():
        organisation.set_up(
            code=organisation.set_up_code(),
            organisation="Zorggroep De Linde",
            base_url=server.url,
            name="Sanne Visser",
            email=ADMIN,
            password=PASSWORD,
        )
        with unit_of_work() as session:
            admin = session.scalars(select(Person)).one()
            house.people["Sanne Visser"] = admin.id
            house.people["Klantcontact"] = teams.add_team(session, admin, "Klantcontact", None).id
            _fill_in(session, admin)
            _publish(session, admin)
    server.start()
    return house


def _fill_in(session: Session, admin: Person) -> None:
    organisation.update_words(session, admin, WORDS)
    organisation.update_details(
        session,
        admin,
        name="Zorggroep De Linde",
        signatory_name="Marieke Postma",
        signatory_role="HR-adviseur",
        zone_name="Europe/Amsterdam",
        mail_from="hr@delinde.example",
        help_contact="de helpdesk: 010 555 01 20",
    )


def _publish(session: Session, admin: Person) -> None:
    for revision in import_library(session, load_library(), is_material=False, actor=admin.id).published:
        approve(session, revision.id, actor=admin, role="functionaris gegevensbescherming")
    instruments.import_library(session, shipped(), actor=admin.id)


def sign_in(page: Page, email: str, password: str = PASSWORD, language: str = "nl") -> None:
    """Sign in on the page that asks for it, wherever that led from; the name is filled in as a person would."""
    words = say(language)
    if "/sign-in" not in page.url:
        page.goto(f"/sign-in?lang={language}")
    page.locator("input[name=name]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name=words("Meld je aan"), exact=True).click()
    expect(page.get_by_role("button", name=words("Afmelden"))).to_be_visible()


def begin_test(page: Page, person: Learner) -> None:
    """Sign in, read what is asked, and open the test at its first question."""
    words = say(person.language)
    sign_in(page, person.email, language=person.language)
    page.get_by_role("link", name=words("Begin met de cursus")).click()
    read_lessons(page, person.language)
    page.get_by_role("button", name=words("Start de toets")).click()
    expect(page.locator("form[data-question]")).to_be_visible()
    page.wait_for_load_state()  # its scripts too: some who take the test go offline next


def answer(page: Page, house: House, *, is_right: bool = True, course: str = "snelstart") -> str:
    """Choose on a page with a question, rightly or not; return the question's key."""
    key = page.locator("form[data-question]").get_attribute("data-question") or ""
    question = house.question(key, course)
    wrong = [option.key for option in question.options if option.key not in question.right_keys]
    for chosen in sorted(question.right_keys) if is_right else wrong[:1]:
        page.locator(f"input[name=chosen][value={chosen}]").check()
    return key


def expect_saved(page: Page, language: str = "nl") -> None:
    """The page says that what was chosen is at the server."""
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-save-status]")).to_contain_text(say(language)("Opgeslagen om {time}").split("{")[0])


def read_lessons(page: Page, language: str = "nl") -> None:
    """From a course's page through all its lessons, to the point where the test is ready."""
    words = say(language)
    page.get_by_role("link", name=words("Begin met les 1")).click()
    while page.get_by_role("button", name=words("Gelezen, naar de volgende les")).count():
        page.get_by_role("button", name=words("Gelezen, naar de volgende les")).click()
    page.get_by_role("button", name=words("Gelezen, klaar met lezen")).click()
    expect(page.get_by_role("button", name=words("Start de toets"))).to_be_visible()


def go_on(page: Page, button: str = "Verder", language: str = "nl") -> None:
    """Press a button that saves first and then leads to another page."""
    with page.expect_navigation():
        page.get_by_role("button", name=say(language)(button), exact=True).click()


def chosen_on(page: Page) -> list[str]:
    """The values that are ticked on a page with a question."""
    ticked: list[str] = page.locator("input[name=chosen]:checked").evaluate_all("all => all.map(one => one.value)")
    return ticked
