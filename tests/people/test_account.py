"""One's own account: what is known, language, password, sessions, and who looked."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from hr.staff_changes import Kind
from kernel import audit
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from people import trail
from people.models import SignIn
from people.permissions import Role
from people.services import organisation
from people.services.invitations import LIFE
from tests import factories
from tests.pages import Pages
from web.config import ROOT

PACKAGES = ("people", "certificates", "courses", "hr", "web")
BLANKS = {"kind": LIFE, "invitation.kind": LIFE, "change.kind": set(Kind) - {Kind.STAYS, Kind.NOT_ADDED}}
EXPLAINING = ["/privacy", "/accessibility", "/help", "/signed-out", "/recovery", "/recovery/asked", "/code"]
PAGES = ["/account", "/account/password", "/account/trail", "/confirm"]


@pytest.fixture
def person(app: Flask) -> factories.Person:
    with app.app_context():
        return factories.person(name="Noor Jansen", function="medewerker klantcontact")


@pytest.mark.parametrize("path", PAGES)
def test_who_is_signed_out_goes_to_the_door_and_comes_back(pages: Pages, path: str) -> None:
    answer = pages.get(path, status=303, follow=False)
    assert answer.response.location == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_account_is_a_good_page(pages: Pages, person: factories.Person, path: str) -> None:
    pages.sign_in(person).get(path)


def test_the_account_shows_what_we_know(pages: Pages, person: factories.Person) -> None:
    text = pages.sign_in(person).get("/account").text
    assert all(known in text for known in ("Noor Jansen", person.email, person.staff_number, "1 januari 2020"))


def test_a_chosen_language_stays(app: Flask, pages: Pages, person: factories.Person) -> None:
    form = pages.sign_in(person).get("/account").form("/account/language")
    assert form.values()["language"] == ["nl"]
    page = pages.submit(form, language="en")
    assert page.root.get("lang") == "en"
    with app.app_context():
        assert read_session().get(factories.Person, person.id).language == "en"
    pages.submit(form, language="fr", status=422)


def test_a_new_password_asks_for_the_old_one(pages: Pages, person: factories.Person) -> None:
    form = pages.sign_in(person).get("/account/password").form()
    wrong = pages.submit(form, current="niet mijn wachtwoord", password="een andere lange zin 12", status=422)
    assert "niet je wachtwoord van nu" in wrong.text
    weak = pages.submit(form, current=factories.PASSWORD, password="kort", status=422)
    assert "te kort" in weak.text
    done = pages.submit(form, current=factories.PASSWORD, password="een andere lange zin 12")
    assert "Je wachtwoord is veranderd" in done.text


def test_one_ends_a_session_elsewhere(app: Flask, pages: Pages, person: factories.Person) -> None:
    elsewhere = Pages(app, pages.base_url).sign_in(person)
    page = pages.sign_in(person).get("/account")
    assert "Dit apparaat" in page.text
    pages.submit(page.form("/account/sessions/1/end"))
    elsewhere.get("/account", status=303, follow=False)
    pages.get("/account")


def test_a_session_of_another_or_of_nobody_is_not_there(app: Flask, pages: Pages, person: factories.Person) -> None:
    with app.app_context():
        factories.session_token(factories.person())
        theirs = read_session().scalar(select(SignIn.id))
    csrf = pages.sign_in(person).get("/session").response.get_json()["csrf"]
    for sign_in_id in (theirs, 999):
        pages.post(f"/account/sessions/{sign_in_id}/end", {"csrf_token": csrf}, status=404)
    with app.app_context():
        assert read_session().get(SignIn, theirs).ended_at is None


def test_one_reads_who_looked_and_why(app: Flask, pages: Pages, person: factories.Person) -> None:
    with app.app_context():
        auditor = factories.person(Role.AUDITOR, name="Aukje Toets")
        audit.note("looked", actor=auditor.id, subject=person.id, object="attempt:1", reason="Steekproef van mei")
        audit.note("looked", actor=auditor.id, subject=auditor.id, object="attempt:2", reason="Een ander")
    text = pages.sign_in(person).get("/account/trail").text
    assert "Keek naar je resultaat" in text
    assert "Aukje Toets. Reden: Steekproef van mei" in text
    assert "Een ander" not in text


def test_many_sign_ins_push_no_look_off_the_page(app: Flask, person: factories.Person) -> None:
    with app.app_context():
        audit.note("looked", actor=None, subject=person.id)
        for _ in range(5):
            factories.session_token(person)
        found = trail.about(read_session(), person, limit=3)
        assert len(found.looks) == 1


def acts_about_somebody() -> set[str]:
    """Every act that the source writes down about a subject."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {act for path in paths for act in acts_of(ast.parse(path.read_text()))}


def acts_of(module: ast.Module) -> Iterator[str]:
    """Of one file."""
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            position = {"audit.record": 1, "audit.note": 0}.get(ast.unparse(call.func))
            if position is not None and "subject" in {keyword.arg for keyword in call.keywords}:
                yield from texts(*meant(module, function, call.args[position]))


def meant(module: ast.Module, function: ast.FunctionDef, act: ast.expr) -> list[ast.expr]:
    """What a name in a function stands for: all that its file gives it. What is no name stands for itself."""
    if not isinstance(act, ast.Name):
        return [act]
    given = [argument.arg for argument in function.args.args]
    if act.id not in given:
        return [node.value for node in module.body if isinstance(node, ast.Assign) and act.id in ast.unparse(node)]
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    ours = [call for call in calls if ast.unparse(call.func) == function.name]
    return [*function.args.defaults, *(arg for call in ours for arg in call.args[given.index(act.id) :][:1])]


def texts(*nodes: ast.expr) -> Iterator[str]:
    """The acts in these expressions, a blank in one filled in with all that it can be."""
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        source = ast.unparse(node)
        if isinstance(node, ast.JoinedStr) and (found := re.fullmatch(r"f'(.*)\{(.+)\}(.*)'", source)):
            yield from (found[1] + filled + found[3] for filled in BLANKS[found[2]])
        elif isinstance(node, ast.Constant) and re.fullmatch(r"'[a-z_]+(\.[a-z_]+)?'", source):
            yield node.value


def test_every_act_about_somebody_has_words_of_its_own() -> None:
    found = acts_about_somebody()
    assert {"certificate.looked", "role.taken", "letter.made", "person.returns", "answer.saved"} <= found
    assert found - set(trail.WORDS) == set()
    assert {act for act in found if re.search(r"looked|downloaded|compared", act)} <= set(trail.LOOKS)
    assert trail.message_of("something.new") == trail.OTHER


@pytest.mark.parametrize("act", ["certificate.looked", "certificate.downloaded", "certificate.compared"])
def test_a_look_by_another_stands_with_the_looks_and_ones_own_does_not(
    app: Flask, person: factories.Person, act: str
) -> None:
    with app.app_context():
        for actor in (None, person.id):
            audit.note(act, actor=actor, subject=person.id)
        found = trail.about(read_session(), person)
        assert [event.is_mine for event in found.looks] == [False]
        assert [event.is_mine for event in found.others] == [True]


def test_who_is_unknown_is_not_called_maatstaf(app: Flask, pages: Pages, person: factories.Person) -> None:
    with app.app_context():
        audit.note("certificate.compared", actor=None, subject=person.id)
    text = pages.sign_in(person).get("/account/trail").text
    assert "We weten niet wie" in text
    assert "Maatstaf zelf" not in text


def test_answers_saved_one_after_another_are_one_line(app: Flask, pages: Pages, person: factories.Person) -> None:
    with app.app_context():
        for act in ("answer.saved", "attempt.started", *["answer.saved"] * 24, "attempt.handed_in"):
            audit.note(act, actor=person.id, subject=person.id, object="attempt:1")
        found = trail.about(read_session(), person, limit=4)
        assert [event.count for event in found.others] == [1, 24, 1, 1]
    text = pages.sign_in(person).get("/account/trail").text
    assert "24 antwoorden bewaard" in text
    assert text.count("Antwoord bewaard") == 1


def test_what_one_changes_is_in_the_trail(app: Flask, pages: Pages, person: factories.Person) -> None:
    pages.sign_in(person)
    pages.submit(pages.get("/account").form("/account/language"), language="en")
    form = pages.get("/account/password").form()
    pages.submit(form, current=factories.PASSWORD, password="een andere lange zin 12")
    pages.submit(pages.get("/account").form("/account/sessions/end"))
    with app.app_context():
        acts = read_session().scalars(select(AuditRow.action).where(AuditRow.actor_id == person.id)).all()
    assert acts[1:] == ["person.language_chosen", "person.password_changed", "session.all_ended"]


@pytest.mark.parametrize("path", EXPLAINING)
def test_pages_that_explain_are_good_pages_for_everybody(pages: Pages, person: factories.Person, path: str) -> None:
    pages.get(path)
    pages.sign_in(person).get(path)


def test_pages_that_explain_use_the_organisations_words(app: Flask, pages: Pages) -> None:
    with app.app_context():
        actor = factories.person(Role.HR)
        with unit_of_work() as session:
            organisation.update_words(session, actor, {"fg_contact": "Mira de Haan", "ict_helpdesk": "088 10"})
    assert "Mira de Haan" in pages.get("/privacy").text
    assert "088 10" in pages.get("/help").text
