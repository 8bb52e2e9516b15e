"""What the server logs: JSON lines that say what failed, and never a secret, an address or a name."""

import json
import logging
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from flask import Flask, request
from sqlalchemy import text

from kernel import audit, jobs
from kernel.database import unit_of_work
from kernel.jobs import Job
from people.models import Person
from tests import factories
from tests.pages import Pages
from tests.people.test_invitations import invite, letter

NAME, EMAIL, WRONG = "Wilhelmina van Oranje", "wilhelmina@delinde.example", "een heel ander wachtwoord"


@pytest.fixture
def person(app: Flask) -> Iterator[Person]:
    """Somebody in an application that answers as it does in use: what goes wrong is logged and not raised."""
    app.testing = False
    with app.app_context():
        yield factories.person(name=NAME, email=EMAIL, staff_number="W12345")


def lines(captured: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.splitlines()]


def break_tables(*tables: str) -> None:
    with unit_of_work() as session:
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))


class Faulty:
    """A page that fails with all it was told in its words."""

    def __init__(self, view: Any) -> None:
        self.access, self.__name__ = view.access, view.__name__

    def __call__(self, **told: object) -> str:
        raise ValueError(f"{NAME} {EMAIL} {told} {request.form}")


def test_a_mailed_link_and_a_code_are_in_no_line_of_a_page_that_fails(
    app: Flask, pages: Pages, person: Person, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, code = invite(person), letter(person)
    given = {**pages.get("/code").form().values(), "number": "W12345", "code": code, "password": WRONG}
    for name in ("people.invitation", "people.code_post"):
        monkeypatch.setitem(app.view_functions, name, Faulty(app.view_functions[name]))
    capfd.readouterr()
    assert pages.client.get(f"/invitation/{secret}", base_url=pages.base_url).status_code == 500
    assert pages.client.post("/code", data=given, base_url=pages.base_url).status_code == 500
    captured = capfd.readouterr().err
    failed = [line for line in lines(captured) if line["event"] == "a request failed"]
    assert [line["route"] for line in failed] == ["/invitation/<secret>", "/code"]
    assert all(line["errors"][0]["kind"] == "ValueError" for line in failed)
    assert all("tests/web/test_logs.py" in line["errors"][0]["at"][-1] for line in failed)
    assert not any(word in captured for word in (secret, code, EMAIL, "Wilhelmina", WRONG))


def test_a_wrong_password_leaves_no_word_of_who_or_what(
    pages: Pages, person: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    form = pages.get("/sign-in").form()
    pages.submit(form, name=EMAIL, password=WRONG, status=422)
    break_tables("tally")
    pages.submit(form, name=EMAIL, password=WRONG, status=503)
    captured = capfd.readouterr().err
    assert "no such table: tally" in captured, "what the machine says of itself stays"
    assert not any(word in captured for word in (EMAIL, WRONG, NAME))


def test_a_job_that_fails_tells_its_kind_and_not_to_whom(person: Person, capfd: pytest.CaptureFixture[str]) -> None:
    @jobs.handles("refused")
    def refused(_job: Job) -> None:
        raise smtplib.SMTPRecipientsRefused({EMAIL: (550, f"{NAME} unknown".encode())})

    with unit_of_work() as session:
        jobs.enqueue(session, "refused", {})
        audit.record(session, "test", actor=None)
    jobs.run_one()
    captured = capfd.readouterr().err
    (line,) = [line for line in lines(captured) if line.get("kind") == "refused"]
    assert (line["level"], line["errors"][0]["kind"]) == ("error", "SMTPRecipientsRefused")
    assert not any(word in captured for word in (EMAIL, NAME))


def test_what_a_library_says_is_a_line_without_addresses_or_secrets(
    app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s", "/invitation/s3cr3t-t0ken?x=1")
    structlog.get_logger("other").warning("mail", to=EMAIL)
    first, second = lines(capfd.readouterr().err)
    assert (first["event"], first["logger"]) == ("Error handling request /invitation/…?x=1", "gunicorn.error")
    assert second["to"] == "…"
