"""From what is asked to a certificate, as a browser without scripts goes."""

from collections.abc import Iterator

import pytest
from flask import Flask

from courses.queries import content, learning, person_record
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.courses import taught
from tests.pages import Pages


@pytest.fixture
def school(app: Flask) -> Flask:
    return taught.app_of(app)


def test_a_care_worker_goes_from_asked_to_certified_without_scripts(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner(name="Noor Jansen")
    pages.sign_in(learner.person)
    home = pages.get("/home")
    assert "Snelstart" in home.text and "Niet begonnen" in home.text
    start = pages.get(f"/enrolments/{learner.enrolment_id}")
    assert "Gaat open als je alle lessen hebt gelezen" in start.text
    lesson = pages.get(start.links()["Begin met les 1"])
    assert "wat doe je?" in lesson.text
    pages.submit(lesson.form())
    page = pages.submit(pages.get(f"/enrolments/{learner.enrolment_id}").form("attempts"))
    page = answer_every(pages, page)
    assert page.heading == "Kijk je antwoorden na" and "alle vragen beantwoord" in page.text
    review = pages.submit(page.form("submission"))
    assert review.heading == "Je bent geslaagd"
    statement = pages.get(review.links()["Naar de verklaring"])
    assert "Noor Jansen" in statement.text
    signed = pages.submit(statement.form(), typed_name="noor  jansen")
    assert "Je certificaat staat bij je overzicht" in signed.text
    assert "Geldig" in pages.get("/home").text


def answer_every(pages: Pages, page):  # type: ignore[no-untyped-def]
    """Answer rightly from the first question to the check page."""
    questions = {question.id: question for question in content.library().course(taught.COURSE).questions}
    while page.heading != "Kijk je antwoorden na":
        form = page.form()
        chosen = sorted(questions[form.element.get("data-question")].right_keys)
        page = pages.submit(form, chosen=chosen, to="next")
    return page
