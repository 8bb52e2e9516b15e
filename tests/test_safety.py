"""The promises of SAFETY.md that no package keeps alone; the others are tested where they are kept."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from certificates.models import Certificate
from courses.models import Answer, Assignment, Attempt, HandIn, Signature
from courses.queries import content
from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import Base, read_session
from kernel.sheets import rows_of
from people.permissions import Role
from people.trail import LOOKS
from tests import factories
from tests.conftest import BASE_URL
from tests.courses import taught
from tests.courses.taught import COURSE, Learner
from tests.pages import Pages

TIMES = 50


@pytest.fixture
def learner(app: Flask) -> Learner:
    with app.app_context():
        taught.publish()
        return taught.learner().read()


def count(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        return read_session().scalar(select(func.count()).select_from(model)) or 0


def posted_at_once(pages: Pages, path: str, data: Mapping[str, object]) -> set[tuple[int, str]]:
    """What the same form, sent many times in parallel by one browser, gets for an answer."""
    cookie = pages.client.get_cookie("__Host-session", domain="maatstaf.test")
    assert cookie is not None

    def post(_number: int) -> tuple[int, str]:
        client = pages.app.test_client(use_cookies=False)
        headers = {"Cookie": f"__Host-session={cookie.value}"}
        response = client.post(path, data=data, headers=headers, base_url=BASE_URL)
        return response.status_code, response.headers.get("Location", "")

    with ThreadPoolExecutor(8) as threads:
        return set(threads.map(post, range(TIMES)))


# 15: the same submit 50 times in parallel: one effect, the same answer


def test_a_test_started_fifty_times_is_one_attempt(app: Flask, pages: Pages, learner: Learner) -> None:
    page = pages.sign_in(learner.person).get(f"/enrolments/{learner.enrolment_id}")
    form = page.form("/attempts")
    answers = posted_at_once(pages, form.action, form.values())
    assert len(answers) == 1
    assert {status for status, _where in answers} == {303}
    assert count(app, Attempt) == 1


def test_an_answer_sent_fifty_times_is_saved_once(app: Flask, pages: Pages, learner: Learner) -> None:
    with app.app_context():
        attempt = learner.start()
    page = pages.sign_in(learner.person).get(f"/attempts/{attempt.id}/questions/1")
    form = page.form("questions/1")
    chosen = [control.get("value") for control in form.element.iter("input") if control.get("name") == "chosen"][:1]
    answers = posted_at_once(pages, form.action, {**form.values(), "chosen": chosen})
    assert answers == {(303, f"/attempts/{attempt.id}/questions/2")}
    assert count(app, Answer) == 1


def test_a_test_handed_in_fifty_times_is_handed_in_once(app: Flask, pages: Pages, learner: Learner) -> None:
    with app.app_context():
        attempt = learner.start()
        learner.answer_all(attempt)
    form = pages.sign_in(learner.person).get(f"/attempts/{attempt.id}/check").form("submission")
    assert posted_at_once(pages, form.action, form.values()) == {(303, f"/attempts/{attempt.id}")}
    assert count(app, HandIn) == 1


def test_a_statement_signed_fifty_times_is_one_signature_and_one_certificate(
    app: Flask, pages: Pages, learner: Learner
) -> None:
    with app.app_context():
        learner.take()
    form = pages.sign_in(learner.person).get(f"/enrolments/{learner.enrolment_id}/statement").form("statement")
    filled = {**form.values(), "typed_name": learner.person.name, "agrees": "y"}
    answers = posted_at_once(pages, form.action, filled)
    assert len(answers) == 1
    assert {status for status, _where in answers} == {303}
    assert (count(app, Signature), count(app, Certificate)) == (1, 1)


def test_a_course_asked_fifty_times_is_asked_once(app: Flask, pages: Pages, learner: Learner) -> None:
    with app.app_context():
        team = factories.team("Noord")
        hr = factories.person(Role.HR)
    before = count(app, Assignment)
    page = pages.sign_in(hr).get(f"/assignments/check?course={COURSE}&audience=team&target={team.id}&due_on=")
    form = page.form("/assignments")
    assert {status for status, _where in posted_at_once(pages, form.action, form.values())} == {303}
    assert count(app, Assignment) == before + 1


# 16: limits hold whatever is left out, and whatever the clock does


@pytest.mark.parametrize("jump", [timedelta(0), timedelta(days=-1), timedelta(hours=-3)])
def test_a_clock_that_goes_back_gives_no_other_go(app: Flask, pages: Pages, learner: Learner, jump: timedelta) -> None:
    with app.app_context():
        goes = content.rules_of(read_session(), learner.course).attempts_a_day
        for _go in range(goes):
            learner.take(wrong=8)
    start = f"/enrolments/{learner.enrolment_id}/attempts"
    token = pages.sign_in(learner.person).get("/home").root.find(".//body").get("data-csrf")
    with clock.moved_to(clock.now() + jump):
        answers = posted_at_once(pages, start, {"csrf_token": token})
    assert {status for status, _where in answers} == {409}
    assert count(app, Attempt) == goes


def test_what_is_left_out_of_an_answer_is_no_answer(app: Flask, pages: Pages, learner: Learner) -> None:
    with app.app_context():
        attempt = learner.start()
    token = pages.sign_in(learner.person).get("/home").root.find(".//body").get("data-csrf")
    whole = {"event": "1c0f7a52-4a3e-4f57-8c1f-3a8f5c0f9b11", "question": "M1-01", "chosen": ["A"]}
    for missing in whole:
        sent = {name: value for name, value in whole.items() if name != missing}
        response = pages.client.post(
            f"/attempts/{attempt.id}/answers", json=sent, headers={"X-CSRFToken": token}, base_url=BASE_URL
        )
        assert response.status_code == 400
    assert count(app, Answer) == 0


# 22: no exported cell acts as a formula, in whatever file


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_staff_list_acts_as_a_formula(app: Flask, pages: Pages, start: str) -> None:
    with app.app_context():
        hr = factories.person(Role.HR)
        factories.person(name=f"{start}HYPERLINK(1)", function=f"{start}cmd")
    pages.sign_in(hr)
    for ending in ("csv", "xlsx"):
        form = pages.get("/people/export").form("/people/exports")
        data = pages.submit(form, kind=ending).response.data
        cells = [cell for row in rows_of(data) for cell in row.cells]
        assert any(cell.startswith("'") and "HYPERLINK" in cell for cell in cells)
        assert not any(cell.startswith(start) for cell in cells)


# 24: who looks at a result is written down, and the subject can read it


def test_the_subject_reads_who_looked_at_their_answers_and_why(app: Flask, pages: Pages, learner: Learner) -> None:
    with app.app_context():
        learner.take()
        learner.sign()
        number = read_session().scalars(select(Certificate.public_id)).one()
        auditor = factories.person(Role.AUDITOR, name="Aad Auditor")
    asks = pages.sign_in(auditor).get(f"/evidence/{number}")
    assert looks(app) == []
    pages.submit(asks.form("evidence"), status=422, reason="")
    assert looks(app) == []
    pages.submit(asks.form("evidence"), reason="steekproef van november")
    assert looks(app) == [(auditor.id, learner.person.id, "steekproef van november")]
    trail = pages.sign_in(learner.person).get("/account/trail").text
    assert "Aad Auditor" in trail
    assert "steekproef van november" in trail


@pytest.mark.parametrize(
    "path", ["/people/{person}", "/certificates/{number}/record", "/certificates/{number}/record/paper.pdf"]
)
def test_the_subject_reads_that_hr_looked(app: Flask, pages: Pages, learner: Learner, path: str) -> None:
    with app.app_context():
        learner.take()
        learner.sign()
        jobs.run_all()
        number = read_session().scalars(select(Certificate.public_id)).one()
        hr = factories.person(Role.HR, name="Hanna van HR")
    pages.sign_in(hr).get(path.format(person=learner.person.id, number=number))
    assert "Hanna van HR" in pages.sign_in(learner.person).get("/account/trail").text


def looks(app: Flask) -> list[tuple[int | None, int | None, str]]:
    with app.app_context():
        rows = read_session().scalars(select(AuditRow).where(AuditRow.action.in_(LOOKS))).all()
        return [(row.actor_id, row.subject_id, row.reason) for row in rows]
