"""A report that was blocked: all that HR and hiring managers can reach says the same as of one not chosen yet."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from assess.models import Application
from assess.services import releasing
from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, reporting, selecting
from tests.assess.selecting import Browser, Desk
from tests.conftest import BASE_URL
from tests.pages import Page

FREE = "Vera Vrij"
KEPT, WAITS = "Bob Bokaal", "Wim Wacht"
REPORT_WORDS = ("Wat er is gemeten", "Je zegt dat dit", "Waarschijnlijk lager", "Waarschijnlijk hoger", "eblokkeerd")
MOST_PAGES = 400
ELSEWHERE = ("/static", "/positions", "/profiles", "/calculations")  # of the people who do the work now


@dataclass
class Scene:
    """One candidate who blocked, one who did not choose, one who released; all three gave the same answers."""

    app: Flask
    desk: Desk
    kept: Application
    waits: Application
    free: Application
    names: tuple[str, ...]

    def browser(self, person: Person) -> Browser:
        made = Browser(self.app, BASE_URL)
        made.sign_in(person)
        return made


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    with app.app_context():
        desk = selecting.desk()
        made = [selecting.blocked(desk, KEPT), selecting.with_report(desk, WAITS), selecting.released(desk, FREE)]
        jobs.run_all()
        names = tuple(each.name.nl for each in making.instrument().competencies)
        yield Scene(app, desk, *made, names=names)


def reached(pages: Browser, *start: str) -> dict[str, Page]:
    """Every page that links lead to, by its address."""
    seen: dict[str, Page] = {}
    waiting = deque(start)
    while waiting:
        path = waiting.popleft()
        if path in seen or not path.startswith("/") or path.startswith(ELSEWHERE):
            continue
        seen[path] = page = pages.look(path)
        assert len(seen) < MOST_PAGES
        if page.response.status_code in {301, 302, 303}:
            waiting.append(page.response.location.removeprefix(BASE_URL))
        elif page.root is not None:
            waiting.extend(link.partition("#")[0] for link in page.links().values())
    return seen


def text_of(page: Page) -> str:
    return page.response.get_data(as_text=True) if page.root is not None else ""


def told_of(page: Page, name: str) -> str:
    """A page of one candidate without what names them."""
    return page.text.replace(name, "X").replace(name.lower().replace(" ", "."), "x")


def row_of(page: Page, name: str) -> str:
    """One candidate's row in a list, without the name."""
    for row in page.root.iter("tr"):
        text = " ".join("".join(row.itertext()).split())
        if name in text:
            return text.replace(name, "X")
    return ""


def paths_of(scene: Scene, application: Application) -> list[str]:
    """Every address below an application on both ways."""
    tails = {
        rule.rule.split("<int:application_id>")[1]
        for rule in scene.app.url_map.iter_rules()
        if "<int:application_id>" in rule.rule and "GET" in (rule.methods or ())
    }
    assert {"", "/report", "/interview-guide", "/decision", "/letter"} <= tails
    ways = (f"/{way}/{scene.desk.vacancy.id}/applications/{application.id}" for way in ("vacancies", "my-vacancies"))
    return [way + tail for way in ways for tail in sorted(tails)]


def test_nothing_of_a_report_that_was_not_released_is_anywhere(scene: Scene) -> None:
    roles = (Role.HR, Role.MANAGER, Role.ASSESSOR, Role.PSYCHOLOGIST, Role.ADMINISTRATOR)
    officer = factories.person(*roles, name="Alles Mag")
    for person in (scene.desk.hr, scene.desk.manager, scene.desk.contact, officer):
        pages = scene.browser(person)
        direct = [*paths_of(scene, scene.kept), *paths_of(scene, scene.waits)]
        found = reached(pages, "/", f"/my-vacancies/{scene.desk.vacancy.id}", *direct)
        for path, page in found.items():
            text = text_of(page)
            if KEPT in text or WAITS in text:
                for words in (*REPORT_WORDS, *scene.names):
                    assert words not in text, f"{person.name}, {path}: {words}"
    hr = reached(scene.browser(scene.desk.hr), "/vacancies")
    assert any("Wat er is gemeten" in text_of(page) for page in hr.values()), "the one that was released is found"


@pytest.mark.parametrize("days", [0, 3, 30])
def test_a_block_looks_like_no_choice_on_every_page(scene: Scene, days: int) -> None:
    with clock.moved_to(clock.now() + timedelta(days=days)):
        for person in (scene.desk.hr, scene.desk.manager, scene.desk.contact):
            pages = scene.browser(person)
            for kept, waits in zip(paths_of(scene, scene.kept), paths_of(scene, scene.waits), strict=True):
                one, other = pages.look(kept), pages.look(waits)
                assert one.status == other.status, kept
                if one.root is not None:
                    assert told_of(one, KEPT) == told_of(other, WAITS), kept
            for path in (f"/vacancies/{scene.desk.vacancy.id}", f"/my-vacancies/{scene.desk.vacancy.id}"):
                page = pages.look(path)
                if page.status == 200:
                    assert row_of(page, KEPT) == row_of(page, WAITS) != ""


def test_after_the_promised_day_both_read_not_released(scene: Scene) -> None:
    hr, path = scene.desk.hr, f"/vacancies/{scene.desk.vacancy.id}"
    assert "Bij de kandidaat" in row_of(scene.browser(hr).get(path), KEPT)
    with clock.moved_to(clock.now() + timedelta(days=scene.desk.vacancy.promised_days + 1)):
        page = scene.browser(hr).get(path + "?state=not_released")
        assert "Niet vrijgegeven" in row_of(page, KEPT)
        assert "Niet vrijgegeven" in row_of(page, WAITS)
        assert row_of(page, FREE) == ""


def test_a_look_at_what_was_not_released_is_no_look(scene: Scene) -> None:
    hr = scene.browser(scene.desk.hr)
    page = hr.get(f"/vacancies/{scene.desk.vacancy.id}/applications/{scene.kept.id}/report")
    assert page.heading == "Niet vrijgegeven"
    looked = select(AuditRow.id).where(AuditRow.action == "report.looked")
    assert read_session().scalars(looked).all() == []


def test_mail_to_an_internal_candidate_is_not_in_hrs_lists(scene: Scene) -> None:
    colleague = factories.person(name="Ilse Intern", email="ilse@delinde.example")
    number = selecting.invite(scene.desk, "Ilse Intern", "ilse@delinde.example")
    reporting.do(reporting.reported(reporting.again(selecting.application(number))), releasing.block)
    jobs.run_all()
    hr = scene.browser(scene.desk.hr)
    assert "Ilse Intern" not in hr.get("/mails").text
    assert "rapport" not in hr.get(f"/people/{colleague.id}").text.lower()
