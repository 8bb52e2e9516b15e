"""From what is asked to a certificate, as a browser without scripts goes."""

import pytest
from flask import Flask

from courses.models import Signature
from courses.queries import content, learning, person_record
from courses.services import statements
from kernel import audit
from kernel.database import read_session
from people.permissions import Role
from tests import factories
from tests.courses import taught
from tests.pages import Page, Pages


@pytest.fixture
def school(app: Flask) -> Flask:
    return taught.app_of(app)


def test_a_care_worker_goes_from_asked_to_certified_without_scripts(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner(name="Noor Jansen")
    pages.sign_in(learner.person)
    home = pages.get("/home")
    assert "Snelstart" in home.text
    assert "Niet begonnen" in home.text
    start = pages.get(f"/enrolments/{learner.enrolment_id}")
    assert "Gaat open als je alle lessen hebt gelezen" in start.text
    lesson = pages.get(start.links()["Begin met les 1"])
    assert "wat doe je?" in lesson.text
    pages.submit(lesson.form())
    page = pages.submit(pages.get(f"/enrolments/{learner.enrolment_id}").form("attempts"))
    page = answer_every(pages, page)
    assert "Je hebt alle vragen beantwoord" in page.text
    review = pages.submit(page.form("submission"))
    assert review.heading == "Je bent geslaagd"
    statement = pages.get(review.links()["Naar de verklaring"])
    assert "Noor Jansen" in statement.text
    signed = pages.submit(statement.form(), typed_name="noor  jansen")
    assert "Je certificaat staat bij je overzicht" in signed.text
    assert "Geldig" in pages.get("/home").text


def test_practice_explains_every_option_and_keeps_nothing(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner()
    address = f"/enrolments/{learner.enrolment_id}/practice/snelstart"
    page = pages.sign_in(learner.person).get(address)
    answered = pages.submit(page.form("practice"), chosen="A")
    question = content.library().course(taught.COURSE).questions[0]
    for option in question.options:
        assert option.feedback[:25].split("*")[0] in answered.text
    assert "Kies eerst een antwoord" in pages.submit(page.form("practice")).text
    pages.get(address + "?question=99", status=404)
    with school.app_context():
        assert learning.attempts_of(read_session(), learner.enrolment()) == []


def test_going_back_saves_and_coming_back_resumes_at_the_first_open_question(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
    pages.sign_in(learner.person)
    second = pages.submit(
        pages.get(f"/attempts/{attempt.id}/questions/1").form(), chosen=attempt.drawn[0]["options"][1]
    )
    assert second.path.endswith("/questions/2")
    first = pages.submit(second.form(), chosen=attempt.drawn[1]["options"][0], to="previous")
    assert first.form().values()["chosen"] == [attempt.drawn[0]["options"][1]]
    assert pages.get(f"/attempts/{attempt.id}/resume").path.endswith("/questions/3")
    assert "Op 6 vragen" in pages.get(f"/attempts/{attempt.id}/check").text


def test_the_script_saves_by_event_and_hears_why_not(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
    pages.sign_in(learner.person)
    token = pages.get(f"/attempts/{attempt.id}/questions/1").form().values()["csrf_token"][0]
    event = {"event": "e-1", "question": attempt.drawn[0]["question"], "chosen": attempt.drawn[0]["options"][:1]}
    address = f"/attempts/{attempt.id}/answers"

    def send(body: dict[str, object], **headers: str) -> tuple[int, dict[str, str]]:
        response = pages.client.post(
            address, json=body, base_url=pages.base_url, headers={"X-CSRFToken": token, **headers}
        )
        return response.status_code, response.get_json(silent=True) or {}

    assert [send(event)[0], send(event)[1]["event"]] == [200, "e-1"]
    assert send({**event, "chosen": "A"})[0] == 400
    assert send({**event, "event": "e-2", "chosen": ["Z"]})[0] == 422
    with school.app_context():
        learner.hand_in(attempt)
    status, words = send({**event, "event": "e-3"})
    assert (status, "al ingeleverd" in words["error"]) == (409, True)
    pages.client.delete_cookie("__Host-session", domain="maatstaf.test")
    assert send(event)[0] in {400, 401}


def test_a_page_that_stood_open_says_that_a_newer_answer_counts(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
    stood_open = pages.sign_in(learner.person).get(f"/attempts/{attempt.id}/questions/1")
    here, there = attempt.drawn[0]["options"][:2]
    with school.app_context():
        learner.answer(attempt, attempt.drawn[0]["question"], [there])
    page = pages.submit(stood_open.form(), chosen=here)
    assert "Ergens anders gaf je een ander antwoord. Dat telt." in page.text
    assert page.form("questions/1").values()["chosen"] == [there]
    assert "Ergens anders" not in pages.submit(page.form("questions/1"), chosen=here).text
    assert pages.get(f"/attempts/{attempt.id}/questions/1").form("questions/1").values()["chosen"] == [here]


def test_failing_shows_what_to_reread(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.take(wrong=5)
    review = pages.sign_in(learner.person).get(f"/attempts/{attempt.id}")
    assert review.heading == "Nog niet geslaagd"
    assert "Je had 3 van de 8 vragen goed. De norm is 7 goed." in review.text
    assert f"/enrolments/{learner.enrolment_id}/lessons/snelstart" in review.links().values()


def test_a_wrong_name_keeps_what_was_typed(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner(name="Noor Jansen").read()
        learner.take()
    page = pages.sign_in(learner.person).get(f"/enrolments/{learner.enrolment_id}/statement")
    refused = pages.submit(page.form("statement"), typed_name="Iemand Anders", status=422)
    assert refused.form("statement").values()["typed_name"] == ["Iemand Anders"]
    english = pages.get(f"/enrolments/{learner.enrolment_id}/statement?language=en")
    assert "I, Noor Jansen, work for" in english.text


def test_who_has_nothing_to_do_reads_what_belongs_here(school: Flask, pages: Pages) -> None:
    with school.app_context():
        person = factories.person()
    assert "Er staat nog niets voor je klaar" in pages.sign_in(person).get("/home").text
    assert "Zo snel reageren we" in pages.get("/card").text


def own_pages(school: Flask) -> list[str]:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.take()
        signature = learner.sign()
    round_, go = f"/enrolments/{learner.enrolment_id}", f"/attempts/{attempt.id}"
    return [
        round_,
        f"{round_}/lessons/snelstart",
        f"{round_}/practice/snelstart",
        f"{round_}/statement",
        go,
        f"{go}/resume",
        f"{go}/check",
        f"{go}/questions/1",
        f"/statements/{signature}",
    ]


def test_another_persons_pages_are_not_there(school: Flask, pages: Pages) -> None:
    addresses = own_pages(school)
    with school.app_context():
        stranger = factories.person(Role.HR, Role.ADMINISTRATOR, Role.MANAGER)
    pages.sign_in(stranger)
    token = pages.get("/home").form("sign-out").values()["csrf_token"][0]
    for address in addresses:
        pages.get(address, status=404)
    posts = [addresses[0] + "/attempts", addresses[1], addresses[3], addresses[4] + "/submission", addresses[7]]
    for address in posts:
        pages.post(address, {"csrf_token": token, "typed_name": "x"}, status=404)


def test_what_is_not_there_is_not_found_and_signed_out_leads_to_the_door(school: Flask, pages: Pages) -> None:
    for address in [*own_pages(school), "/home", "/card", "/content", "/evidence/X"]:
        assert "/sign-in" in pages.get(address, status=303, follow=False).response.location
    with school.app_context():
        person = factories.person(Role.AUDITOR, Role.PRIVACY_OFFICER)
    pages.sign_in(person)
    for address in ("/enrolments/999", "/attempts/999", "/statements/999", "/content/999", "/evidence/X"):
        pages.get(address, status=404)


def test_an_auditor_says_why_and_sees_it_all(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner(name="Noor Jansen").finish()
        (record,) = person_record(read_session(), learner.person)
        auditor = factories.person(Role.AUDITOR)
        assert record.certificate is not None
        signature = read_session().query(Signature).one()
        signed_words = statements.signed(read_session(), signature).text.split("\n\n")[0]
        address = f"/evidence/{record.certificate.public_id}"
    pages.sign_in(auditor)
    form = pages.get(address).form()
    pages.submit(form, reason="", status=422)
    shown = pages.submit(form, reason="Steekproef van maart")
    assert "7 van de 8 vragen goed (80 %)" in shown.text
    assert "Getoonde volgorde" in shown.text
    assert "Noor Jansen" in shown.heading
    assert shown.links()["Noor Jansen"] == f"/people/{learner.person.id}"
    assert signed_words in " ".join(shown.text.split())
    with school.app_context():
        rows = audit.about(read_session(), learner.person.id)
    assert ("evidence.looked_at", "Steekproef van maart") in {(row.action, row.reason) for row in rows}
    pages.sign_in(learner.person).get(address, status=404)


def test_approving_takes_the_word_concept_away(school: Flask, pages: Pages) -> None:
    with school.app_context():
        learner = taught.learner()
        officer = factories.person(Role.PRIVACY_OFFICER, name="Mira de Haan")
    lesson = f"/enrolments/{learner.enrolment_id}/lessons/snelstart"
    assert "Concept" in pages.sign_in(learner.person).get(lesson).text
    link = pages.sign_in(officer).get("/content").links()["Snelstart voor tijdelijke medewerkers"]
    listed = pages.submit(pages.get(link).form("approval"), role="functionaris gegevensbescherming")
    assert "Mira de Haan, functionaris gegevensbescherming" in listed.text
    assert "Concept" not in pages.sign_in(learner.person).get(lesson).text


def answer_every(pages: Pages, page: Page) -> Page:
    """Answer rightly from the first question to the check page."""
    questions = {question.id: question for question in content.library().course(taught.COURSE).questions}
    while page.heading != "Kijk je antwoorden na":
        form = page.form()
        chosen = sorted(questions[form.element.get("data-question")].right_keys)
        page = pages.submit(form, chosen=chosen, to="next")
    return page
