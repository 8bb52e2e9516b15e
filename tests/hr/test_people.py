"""The list of people, one person at a time, and how they are let in."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import func, select

from hr.services.departures import let_go_of_leavers, today
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from people.models import Invitation, Person, SignIn, TeamManager
from people.permissions import Role
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages


@pytest.fixture
def hr_pages(app: Flask) -> Pages:
    with app.app_context():
        hr = factories.person(Role.HR, name="Hanna de Vries")
    return Pages(app, BASE_URL).sign_in(hr)


def test_people_are_found_by_part_of_a_name_and_by_filters(either_app: Flask) -> None:
    with either_app.app_context():
        hr = factories.person(Role.HR)
        team = factories.team("De Wilg")
        factories.person(name="Noor Jansen", function="Hulp", team_id=team.id)
        factories.person(name="Amir 100%", function="Kok", password_hash=None)
    pages = Pages(either_app, BASE_URL).sign_in(hr)
    assert "Noor Jansen" in pages.get("/people?q=jans").text
    assert "Noor Jansen" not in pages.get("/people?q=100%25").text
    assert "Amir 100%" not in pages.get(f"/people?team={team.id}&sort=-team").text
    assert "Amir 100%" in pages.get("/people?state=not_invited&function=Kok").text
    assert "Niemand gevonden" in pages.get("/people?q=nobody&team=x&page=zz&sort=evil").text


def test_somebody_is_taken_in_and_then_invited(hr_pages: Pages) -> None:
    form = hr_pages.get("/people/new").form()
    confirm = hr_pages.submit(
        form, name="  Sem Visser ", email="Sem@Zorg.example", staff_number="77", started_on="2026-01-05"
    )
    assert confirm.heading == "Mensen uitnodigen"
    assert "1 persoon krijgt een mail" in confirm.text
    hr_pages.submit(confirm.form("/invitations"))
    with hr_pages.app.app_context():
        sem = read_session().scalars(select(Person).where(Person.staff_number == "77")).one()
        assert (sem.name, sem.email) == ("Sem Visser", "sem@zorg.example")
        assert read_session().scalars(select(Invitation.kind)).all() == ["invitation"]


def test_a_bounced_mail_is_seen_in_the_list(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        factories.person(name="Wrong Address", email="gone@zorg.invalid", password_hash=None)
    hr_pages.submit(hr_pages.get("/people/invitations").form("/invitations"))
    with hr_pages.app.app_context():
        jobs.run_all()
    assert "Wrong Address" in hr_pages.get("/people?state=bounced").text


def test_a_number_or_an_address_is_needed_and_what_was_typed_stays(hr_pages: Pages) -> None:
    page = hr_pages.submit(hr_pages.get("/people/new").form(), status=422, name="Sem Visser", started_on="2026-01-05")
    assert "daarmee meldt iemand zich aan" in page.text
    assert page.form().values()["name"] == ["Sem Visser"]


def test_an_address_of_somebody_else_is_refused_at_its_field(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        factories.person(email="taken@zorg.example")
    values = {"name": "Sem", "email": "TAKEN@zorg.example", "started_on": "2026-01-05"}
    page = hr_pages.submit(hr_pages.get("/people/new").form(), status=422, **values)
    assert "Dit e-mailadres hoort al bij iemand anders." in page.text


def test_a_corrected_address_makes_the_mailed_link_stop(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        sem = factories.person(name="Sem", password_hash=None)
    hr_pages.submit(hr_pages.get(f"/people/invitations?person={sem.id}").form("/invitations"))
    hr_pages.submit(hr_pages.get(f"/people/{sem.id}/edit").form(), name="Sem de Boer", email="new@zorg.example")
    with hr_pages.app.app_context():
        assert read_session().get_one(Person, sem.id).name == "Sem de Boer"
        assert read_session().scalars(select(Invitation.withdrawn_at)).one() is not None


@pytest.mark.parametrize("new", ["new@zorg.example", ""])
@pytest.mark.parametrize(
    ("language", "words"), [("nl", "gebruikt dit e-mailadres niet meer"), ("en", "no longer uses")]
)
def test_a_changed_address_is_told_to_the_old_one(hr_pages: Pages, new: str, language: str, words: str) -> None:
    with hr_pages.app.app_context():
        sem = factories.person(name="Sem", email="old@zorg.example", language=language)
    hr_pages.submit(hr_pages.get(f"/people/{sem.id}/edit").form(), email=new)
    with hr_pages.app.app_context():
        jobs.run_all()
    (path,) = hr_pages.app.extensions["mail_transport"].folder.glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == "old@zorg.example"
    for part in ("plain", "html"):
        said = mail.get_body((part,)).get_content()
        assert words in said
        assert "new@zorg.example" not in said, "who reads here may be somebody else"


def test_another_change_tells_no_address(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        sem = factories.person(name="Sem")
    hr_pages.submit(hr_pages.get(f"/people/{sem.id}/edit").form(), name="Sem de Boer")
    with hr_pages.app.app_context():
        assert read_session().scalars(select(Mail)).all() == []


def test_a_number_of_somebody_else_in_other_capitals_is_refused_at_its_field(either_app: Flask) -> None:
    with either_app.app_context():
        hr = factories.person(Role.HR)
        factories.person(staff_number="a12b")
    pages = Pages(either_app, BASE_URL).sign_in(hr)
    values = {"name": "Sem", "staff_number": "A12B", "started_on": "2026-01-05"}
    page = pages.submit(pages.get("/people/new").form(), status=422, **values)
    assert "Dit personeelsnummer hoort al bij iemand anders." in page.text


def test_a_number_that_looks_like_an_address_is_refused_at_its_field(hr_pages: Pages) -> None:
    values = {"name": "Sem", "staff_number": "noor@zorg.example", "started_on": "2026-01-05"}
    page = hr_pages.submit(hr_pages.get("/people/new").form(), status=422, **values)
    assert "Een personeelsnummer is geen e-mailadres." in page.text
    with hr_pages.app.app_context():
        sem = factories.person(name="Sem")
    form = hr_pages.get(f"/people/{sem.id}/edit").form()
    assert "Een personeelsnummer is geen" in hr_pages.submit(form, status=422, staff_number="noor@zorg.example").text


def test_a_last_day_that_passed_ends_everything_at_once(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        sem = factories.person(Role.AUDITOR, name="Sem")
        factories.session_token(sem)
        yesterday = today(read_session()) - timedelta(days=1)
    hr_pages.submit(hr_pages.get(f"/people/{sem.id}/departure").form(), left_on=yesterday.isoformat())
    with hr_pages.app.app_context():
        gone = read_session().get_one(Person, sem.id)
        assert (gone.left_on, gone.roles) == (yesterday, {Role.EMPLOYEE})
        assert read_session().scalars(select(SignIn.ended_at).where(SignIn.person_id == sem.id)).one() is not None
    hr_pages.submit(hr_pages.get(f"/people/{sem.id}/departure").form(), started_on="2026-12-01")
    with hr_pages.app.app_context():
        back = read_session().get_one(Person, sem.id)
        assert (back.left_on, back.password_hash) == (None, None)


def test_who_leaves_on_a_day_to_come_is_let_go_in_the_night_after_it(either_app: Flask) -> None:
    with either_app.app_context():
        sem = factories.person(Role.AUDITOR, left_on=clock.now().date())
        for days, count in ((0, 0), (1, 1), (1, 0)):
            with unit_of_work() as session:
                assert let_go_of_leavers(session, sem.left_on + timedelta(days=days)) == count


def test_who_comes_back_before_the_night_brings_no_role_team_or_session_along(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        yesterday = today(read_session()) - timedelta(days=1)
        sem = factories.person(Role.AUDITOR, Role.MANAGER, left_on=yesterday)
        team = factories.team(managers=(sem,))
        factories.session_token(sem)
    hr_pages.submit(hr_pages.get(f"/people/{sem.id}/departure").form(), started_on="2026-12-01")
    with hr_pages.app.app_context():
        back = read_session().get_one(Person, sem.id)
        assert (back.left_on, back.roles) == (None, {Role.EMPLOYEE})
        assert read_session().get(TeamManager, (team.id, sem.id)) is None
        assert read_session().scalars(select(SignIn.ended_at).where(SignIn.person_id == sem.id)).one() is not None


def test_the_last_administrator_does_not_leave(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        boss = factories.person(Role.ADMINISTRATOR)
        yesterday = today(read_session()) - timedelta(days=1)
    page = hr_pages.submit(
        hr_pages.get(f"/people/{boss.id}/departure").form(), status=422, left_on=yesterday.isoformat()
    )
    assert "Er blijft altijd één beheerder." in page.text
    with hr_pages.app.app_context():
        assert read_session().get_one(Person, boss.id).left_on is None


def test_hr_does_not_get_into_an_administrators_account(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        boss = factories.person(Role.ADMINISTRATOR, name="Bas")
    page = hr_pages.submit(hr_pages.get(f"/people/{boss.id}/edit").form(), status=422, email="mine@evil.example")
    assert "Alleen een beheerder" in page.text
    hr_pages.submit(hr_pages.get(f"/people/letters?person={boss.id}").form("/letters"), status=403)
    with hr_pages.app.app_context():
        assert read_session().scalar(select(func.count()).select_from(Invitation)) == 0


def test_letters_come_in_one_print_and_the_code_lets_in(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        for number in ("A1", "A2"):
            factories.person(staff_number=number, email=None, password_hash=None)
    page = hr_pages.get("/people/letters")
    assert "Je maakt 2 brieven" in page.text
    printed = hr_pages.submit(page.form("/letters")).response
    assert printed.mimetype == "application/pdf"
    assert "attachment" in printed.headers["Content-Disposition"]
    with hr_pages.app.app_context():
        assert read_session().scalars(select(Invitation.kind)).all() == ["letter", "letter"]


def test_the_list_leaves_as_a_file_without_formulas(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        factories.person(name="=HYPERLINK(1)", staff_number="+SUM(1)")
    page = hr_pages.get("/people/export?q=hyper")
    assert "1 regel" in page.text
    text = hr_pages.submit(page.form("/people/exports"), kind="csv").response.data.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'+SUM(1)" in text
    assert "Hanna" not in text


PATHS = (
    "/people",
    "/people/new",
    "/people/1/edit",
    "/people/1/departure",
    "/people/invitations",
    "/people/letters",
    "/people/export",
    "/teams",
)


@pytest.mark.parametrize("path", PATHS)
def test_people_are_not_there_for_who_does_not_manage_them(app: Flask, path: str) -> None:
    Pages(app, BASE_URL).get(path, status=303, follow=False)
    with app.app_context():
        auditor = factories.person(Role.AUDITOR, Role.MANAGER)
    Pages(app, BASE_URL).sign_in(auditor).get(path, status=404)


@pytest.mark.parametrize("path", ["/people/999999/edit", "/people/999999/departure"])
def test_nobody_is_not_there(hr_pages: Pages, path: str) -> None:
    hr_pages.get(path, status=404)


def test_filters_without_a_choice_are_no_fault(hr_pages: Pages) -> None:
    for path in ("/people", "/people?q=hanna"):
        assert "Ongeldige keuze" not in hr_pages.get(path).text
