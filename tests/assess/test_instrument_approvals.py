"""An instrument that nobody approved says so on every page that rests on it; a named person reads it whole first."""

import subprocess
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from assess.errors.instruments import InstrumentApproved
from assess.models import InstrumentApproval, InstrumentRevision
from assess.queries.instruments import approvals_of, instrument_of, is_concept
from assess.queries.reports import report_of
from assess.report_facts import Facts
from assess.services import instruments, releasing, taking_part
from kernel.audit import AuditRow
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import Conflict, NotFound
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making, reporting
from tests.pages import Page, Pages

TAG = "Vragenlijst: concept, nog niet goedgekeurd"
CONCEPT_ON_PAPER = "De vragenlijst is een concept"


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        making.publish()
        yield either_app


def approve(revision: int, role: str = "psycholoog", by: Person | None = None) -> Person:
    person = by or factories.person(Role.PSYCHOLOGIST, name="Hanna Prins", function="psycholoog")
    with unit_of_work() as session:
        instruments.approve(session, revision, actor=session.get_one(Person, person.id), role=role)
    return person


def revision() -> InstrumentRevision:
    return read_session().scalars(select(InstrumentRevision)).one()


def test_a_revision_is_a_concept_until_somebody_approves_it(house: Flask) -> None:
    number = revision().id
    assert is_concept(read_session(), number)
    person = approve(number, "  psycholoog  ")
    close_read_session()
    assert not is_concept(read_session(), number)
    (kept,) = approvals_of(read_session(), number)
    assert (kept.name, kept.role, kept.person_id) == ("Hanna Prins", "psycholoog", person.id)
    row = read_session().scalars(select(AuditRow).where(AuditRow.action == "instrument.approved")).one()
    assert (row.actor_id, row.object, row.reason) == (person.id, f"instrument:{number}", "psycholoog")


def test_somebody_approves_once_and_two_people_may(house: Flask) -> None:
    number = revision().id
    person = approve(number)
    with pytest.raises(InstrumentApproved):
        approve(number, by=person)
    approve(number, "FG", factories.person(Role.PRIVACY_OFFICER))
    close_read_session()
    assert [each.role for each in approvals_of(read_session(), number)] == ["psycholoog", "FG"]


def test_what_is_not_there_is_not_approved(house: Flask) -> None:
    with pytest.raises(NotFound):
        approve(99)


def test_a_new_revision_is_a_concept_again(house: Flask) -> None:
    number = revision().id
    approve(number)
    close_read_session()
    changed = instrument_of(revision()).model_copy(update={"minutes": 36})
    with unit_of_work() as session:
        newer = instruments.publish(session, changed, actor=None)
        assert newer is not None
    assert [is_concept(read_session(), each) for each in (number, newer.id)] == [False, True]


@pytest.mark.parametrize("change", ["UPDATE instrument_approval SET name = 'x'", "DELETE FROM instrument_approval"])
def test_an_approval_stays_as_it_was_written(house: Flask, change: str) -> None:
    approve(revision().id)
    with pytest.raises((Conflict, DBAPIError)), unit_of_work() as session:
        session.execute(text(change))
    close_read_session()
    assert read_session().scalars(select(InstrumentApproval)).one().name == "Hanna Prins"


# pages


def walk(app: Flask, pages: Pages) -> dict[str, Page]:
    """Every page that shows what the instrument asks or what came of it, by noun."""
    with app.app_context():
        profile, hr = deriving.profile(3, has_answers=False), deriving.maker()
        incumbent = making.incumbent(profile)
        done = making.begin(incumbent)
        making.answer(done, "st-01", 4)
        making.hand_in(done)
        deriving.derive(profile, hr)
        application = making.application(making.vacancy(profile))
        asked = making.begin(application)
        psychologist = factories.person(Role.PSYCHOLOGIST)
        candidate, colleague = (read_session().get_one(Person, each.person_id) for each in (application, incumbent))
    pages.sign_in(candidate)
    seen = {"item": pages.get(f"/sittings/{asked.id}/items/1"), "check": pages.get(f"/sittings/{asked.id}/check")}
    pages.sign_in(colleague)
    seen |= {"receipt": pages.get(f"/sittings/{done.id}/receipt"), "own": pages.get(f"/incumbents/{incumbent.id}")}
    seen["outcome"] = pages.sign_in(hr).get(f"/profiles/{profile.id}/outcome")
    seen["figures"] = pages.sign_in(psychologist).get(f"/calculations/{profile.id}")
    return seen


@pytest.mark.parametrize("is_approved", [False, True])
def test_concept_is_on_every_page_until_it_is_approved(app: Flask, pages: Pages, is_approved: bool) -> None:
    with app.app_context():
        number = making.publish().id
        if is_approved:
            approve(number)
    found = {noun: TAG in page.text for noun, page in walk(app, pages).items()}
    assert found == dict.fromkeys(found, not is_approved)


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_report_says_concept_and_keeps_saying_what_it_said(app: Flask, pages: Pages, is_approved: bool) -> None:
    with app.app_context():
        number = making.publish().id
        if is_approved:
            approve(number)
        ready = reporting.reported()
        if not is_approved:
            approve(number)
        reporting.do(ready, releasing.release)
        candidate = reporting.person_of(reporting.again(ready))
    page = pages.sign_in(candidate).get(f"/applications/{ready.id}/report")
    assert (CONCEPT_ON_PAPER in page.text) is not is_approved
    paper = pages.get(f"/applications/{ready.id}/report.pdf").response.data
    assert (CONCEPT_ON_PAPER in text_of(paper)) is not is_approved


def test_a_report_from_before_there_were_approvals_says_concept(app: Flask) -> None:
    with app.app_context():
        facts = report_of(read_session(), reporting.reported())
        assert facts is not None
        older = facts.content()
        del older["instrument_is_concept"]
        assert Facts.of(older).instrument_is_concept


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_technical_report_names_who_approved_the_instrument(app: Flask, pages: Pages) -> None:
    with app.app_context():
        profile, hr = deriving.profile(34, 5, has_answers=False), deriving.maker()
        deriving.derive(profile, hr)
    address = f"/profiles/{profile.id}/technical-report.pdf"
    before = text_of(pages.sign_in(hr).get(address).response.data)
    assert "concept, nog niet goedgekeurd" in before
    assert "nog niemand heeft de inhoud goedgekeurd" in before
    with app.app_context():
        approve(profile.revision_id)
    after = text_of(pages.get(address).response.data)
    assert "concept" not in after
    assert "Hanna Prins, psycholoog" in after


def test_the_psychologist_finds_reads_and_approves_it(app: Flask, pages: Pages) -> None:
    with app.app_context():
        making.publish()
        measured = making.instrument()
        psychologist = factories.person(Role.PSYCHOLOGIST, name="Hanna Prins", function="psycholoog")
    pages.sign_in(psychologist)
    register = pages.get(pages.get("/assessments").links()["Vragenlijsten"])
    assert "nog niemand" in register.text
    whole = pages.get(register.links()[measured.title.nl])
    assert TAG in whole.text
    said = [each.text for each in measured.statements]
    said += [words for each in measured.situations for option in each.options for words in (option.text, option.why)]
    said += [question.question for each in measured.competencies for question in each.interview]
    said += [words for each in measured.competencies for words in each.behaviour.values()]
    said += [each.text for each in measured.practice.statements]
    for words in said:
        assert " ".join(words.nl.split()) in whole.text
        assert " ".join(words.en.split()) in whole.text
    assert whole.form("/approval").values()["role"] == ["psycholoog"]
    assert "Vul in vanuit welke rol" in pages.submit(whole.form("/approval"), role="", status=422).text
    register = pages.submit(whole.form("/approval"), role="psycholoog NIP")
    assert "Hanna Prins, psycholoog NIP" in register.text
    again = pages.submit(pages.get(whole.path).form("/approval"), role="psycholoog", status=422)
    assert "Je hebt deze versie al goedgekeurd" in again.text


def test_who_has_not_keyed_yet_is_warned_before_reading_the_key(app: Flask, pages: Pages) -> None:
    with app.app_context():
        number = making.publish().id
        psychologist, officer = factories.person(Role.PSYCHOLOGIST), factories.person(Role.PRIVACY_OFFICER)
        rated = making.instrument().key
    warned = "Beoordeel de situaties eerst zelf"
    assert warned in pages.sign_in(psychologist).get(f"/instruments/{number}").text
    assert warned not in pages.sign_in(officer).get(f"/instruments/{number}").text
    with app.app_context(), unit_of_work() as session:
        instruments.hand_in_keying(session, session.get_one(Person, psychologist.id), number, rated)
    assert warned not in pages.sign_in(psychologist).get(f"/instruments/{number}").text


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.PSYCHOLOGIST, Role.PRIVACY_OFFICER, Role.CANDIDATE}]
)
def test_the_key_is_there_for_nobody_else(app: Flask, pages: Pages, role: Role) -> None:
    with app.app_context():
        number = making.publish().id
        person = factories.person(*({role} - {Role.EMPLOYEE}))
    pages.sign_in(person)
    token = pages.get("/account").form("sign-out").values()["csrf_token"][0]
    for address in ("/instruments", f"/instruments/{number}"):
        pages.get(address, status=404)
    pages.post(f"/instruments/{number}/approval", {"csrf_token": token, "role": "HR"}, status=404)
    assert "Vragenlijsten" not in pages.get("/account").links()
    with app.app_context():
        assert is_concept(read_session(), number)


@pytest.mark.parametrize("role", [Role.PSYCHOLOGIST, Role.PRIVACY_OFFICER])
def test_the_key_is_not_there_for_who_is_still_to_take_it(app: Flask, pages: Pages, role: Role) -> None:
    with app.app_context():
        number, person = making.publish().id, factories.person(role)
        incumbent = making.incumbent(person=person)
        pages.sign_in(person).get(f"/instruments/{number}", status=404)
        with unit_of_work() as session:
            taking_part.withdraw(session, session.get_one(Person, person.id), incumbent.id)
        pages.get(f"/instruments/{number}")
        applied = making.application(person=person)
        pages.get(f"/instruments/{number}", status=404)
        reporting.close(applied)
    pages.get(f"/instruments/{number}")
