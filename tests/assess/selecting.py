"""A vacancy with HR, a hiring manager and candidates, for tests of selection. Need an application context."""

from contextvars import Context
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import current_app, has_app_context

from assess.models import Application, HiringManager, Vacancy
from assess.services import applications, decisions, releasing, vacancies
from kernel import jobs
from kernel.database import close_read_session, read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, reporting
from tests.pages import Page, Pages

REASONS = "Een andere kandidaat werkte al drie jaar in een contactcentrum."


class Browser(Pages):
    """A browser that asks from outside the test's application context, whose `g` would remember who asked before."""

    def get(self, path: str, **options: Any) -> Page:
        page: Page = self._outside(super().get, path, **options)
        return page

    def post(self, path: str, data: dict[str, Any], **options: Any) -> Page:
        page: Page = self._outside(super().post, path, data, **options)
        return page

    def look(self, path: str) -> Page:
        """Whatever is there, redirects not followed."""
        response = self._outside(self.client.get, path, base_url=self.base_url)
        return self._checked(response, response.status_code)

    def _outside(self, ask: Any, *given: Any, **options: Any) -> Any:
        if has_app_context():
            close_read_session()
        return Context().run(ask, *given, **options)


@dataclass
class Desk:
    """Who selects for one vacancy."""

    hr: Person
    manager: Person
    contact: Person
    vacancy: Vacancy


def desk(people: int = 34, top: int = 6, **values: Any) -> Desk:
    """An open vacancy whose profile is in force."""
    hr = factories.person(Role.HR, name="Hanna HR")
    manager = factories.person(name="Mo Manager")
    contact = factories.person(name="Cor Contact")
    vacancy = making.vacancy(reporting.approved(people, top), contact_id=contact.id, **values)
    making.add(HiringManager(vacancy_id=vacancy.id, person_id=manager.id))
    return Desk(hr, manager, contact, vacancy)


def applicant(made: Desk, name: str, **values: Any) -> Application:
    """A candidate of this vacancy who may begin; `values` are the application's."""
    email = name.lower().replace(" ", ".") + "@kandidaat.example"
    return making.application(made.vacancy, making.candidate(name=name, email=email), **values)


def with_report(made: Desk, name: str, answers: Any = None) -> Application:
    """One who handed in and may read the report."""
    return reporting.reported(applicant(made, name), answers)


def released(made: Desk, name: str, answers: Any = None) -> Application:
    application = with_report(made, name, answers)
    reporting.do(application, releasing.release)
    return reporting.again(application)


def blocked(made: Desk, name: str, answers: Any = None) -> Application:
    application = with_report(made, name, answers)
    reporting.do(application, releasing.block)
    return reporting.again(application)


def invite(made: Desk, name: str = "Kim Kandidaat", email: str = "kim@kandidaat.example", language: str = "nl") -> int:
    """By HR; the number of the application."""
    with unit_of_work() as session:
        actor = session.get_one(Person, made.hr.id)
        vacancy = vacancies.locked_open(session, actor, made.vacancy.id)
        return applications.invite(session, actor, vacancy, name=name, email=email, language=language).id


def decide(
    made: Desk, number: int, outcome: str = "not_hired", reasons: str = REASONS, by: Person | None = None
) -> None:
    with unit_of_work() as session:
        actor = session.get_one(Person, (by or made.hr).id)
        application = applications.locked(session, actor, made.vacancy.id, number)
        decisions.decide(session, actor, application, outcome, reasons)


def application(number: int) -> Application:
    return read_session().get_one(Application, number)


def letters() -> list[tuple[str, str, str]]:
    """(to, subject, plain text) of every mail that went out, in order."""
    jobs.run_all()
    folder = Path(current_app.extensions["config"].mail_to)
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"), key=lambda path: int(path.stem.split(".")[0]))
    ]
    return [(str(mail["To"]), str(mail["Subject"]), mail.get_body(("plain",)).get_content()) for mail in read]  # type: ignore[union-attr]
