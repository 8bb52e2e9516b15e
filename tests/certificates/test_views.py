"""Who holds a certificate, who may see it, and who may end it."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from certificates.checking import check_supplied
from certificates.findings import Outcome
from certificates.models import Certificate
from certificates.search import Search, numbers_of
from certificates.services.archives import file_name
from certificates.state import State
from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.certificates import making
from tests.certificates.test_check_page import HEADINGS, made_in_state
from tests.certificates.test_endings import rename, state
from tests.pages import Pages

OWN = ("", "/paper", "/paper.pdf", "/credential.json")
DESK = ("/record", "/record/paper.pdf", "/revocation", "/correction")


@pytest.fixture
def holder(app: Flask) -> Person:
    with app.app_context():
        return factories.person(name="Anne de Wit")


@pytest.fixture
def made(app: Flask, holder: Person) -> Certificate:
    with app.app_context():
        certificate = making.certificate(holder)
        jobs.run_all()
        return certificate


def with_role(app: Flask, pages: Pages, *roles: Role) -> Pages:
    with app.app_context():
        person = factories.person(*roles)
    return pages.sign_in(person)


@pytest.mark.parametrize("rest", OWN + DESK)
def test_who_is_signed_out_is_asked_to_sign_in(pages: Pages, made: Certificate, rest: str) -> None:
    pages.get(f"/certificates/{made.public_id}{rest}", status=303, follow=False)


@pytest.mark.parametrize("rest", OWN + DESK)
def test_a_colleague_finds_nothing(app: Flask, pages: Pages, made: Certificate, rest: str) -> None:
    with_role(app, pages).get(f"/certificates/{made.public_id}{rest}", status=404)


@pytest.mark.parametrize("rest", OWN + DESK)
def test_a_number_nobody_has_is_not_there(app: Flask, pages: Pages, rest: str) -> None:
    with_role(app, pages, Role.HR).get(f"/certificates/{'0' * 26}{rest}", status=404)


def test_a_holder_downloads_paper_and_proof(app: Flask, pages: Pages, holder: Person, made: Certificate) -> None:
    page = pages.sign_in(holder).get(f"/certificates/{made.public_id}")
    assert "Anne de Wit" in page.text
    with app.app_context():
        trust = making.own_trust()
    for words in ("Download het certificaat (PDF)", "Download het digitale bewijs (JSON)"):
        data = pages.get(page.links()[words]).response.data
        assert check_supplied(data, clock.now(), trust).outcome is Outcome.PROVEN


def test_until_the_paper_is_there_the_page_says_so(app: Flask, pages: Pages, holder: Person) -> None:
    with app.app_context():
        waiting = making.certificate(holder, key="courses.enrolment:99")
    page = pages.sign_in(holder).get(f"/certificates/{waiting.public_id}")
    assert "Het papier wordt gemaakt. Dat duurt een paar tellen." in page.text
    assert "0 van 1" not in page.text
    assert pages.get(f"/certificates/{waiting.public_id}/paper").response.get_json()["state"] == "waiting"
    pages.get(f"/certificates/{waiting.public_id}/paper.pdf", status=503)


def test_every_look_at_a_persons_certificate_is_recorded(
    app: Flask, pages: Pages, holder: Person, made: Certificate
) -> None:
    with_role(app, pages, Role.HR)
    pages.get(f"/certificates/{made.public_id}/record")
    pages.get(f"/certificates/{made.public_id}/record/paper.pdf")
    with app.app_context():
        rows = read_session().scalars(select(AuditRow.action).where(AuditRow.subject_id == holder.id)).all()
    assert {"certificate.looked", "certificate.downloaded"} <= set(rows)


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.AUDITOR])
def test_who_oversees_looks_but_does_not_revoke(app: Flask, pages: Pages, made: Certificate, role: Role) -> None:
    with_role(app, pages, role)
    assert "Anne de Wit" in pages.get("/certificates").text
    assert "Trek dit certificaat in" not in pages.get(f"/certificates/{made.public_id}/record").links()
    for rest in ("/revocation", "/correction", "/record/paper.pdf"):
        pages.get(f"/certificates/{made.public_id}{rest}", status=404)
    for path in (f"/certificates/{made.public_id}/revocation", "/certificates/archives"):
        pages.post(path, {"csrf_token": token(pages)}, status=404)


def token(pages: Pages) -> str:
    return pages.get("/check").form("/check/file").values()["csrf_token"][0]


def test_hr_revokes_after_a_reason_and_a_confirmation(app: Flask, pages: Pages, made: Certificate) -> None:
    with_role(app, pages, Role.HR)
    form = pages.get(f"/certificates/{made.public_id}/revocation").form("/revocation")
    page = pages.submit(form, status=422, reason="3")
    assert "Schrijf in een paar woorden" in page.text
    page = pages.submit(form, reason="3", note="Een collega maakte de toets.")
    with app.app_context():
        assert state(made) is State.VALID
    assert "Anne de Wit" in page.text
    assert "Een collega maakte de toets." in page.text
    done = pages.submit(page.form("/revocation"))
    assert "Ingetrokken" in done.text
    with app.app_context():
        assert state(made) is State.REVOKED
    pages.post(f"/certificates/{made.public_id}/revocation", page.form("/revocation").values(), status=409)


def test_hr_corrects_a_name(app: Flask, pages: Pages, holder: Person, made: Certificate) -> None:
    with app.app_context():
        rename(holder, "Anne de Wit-Bakker")
    with_role(app, pages, Role.HR)
    page = pages.get(f"/certificates/{made.public_id}/record")
    asked = pages.get(page.links()["Geef een verbeterd certificaat uit"])
    new = pages.submit(asked.form("/correction"))
    assert "Anne de Wit-Bakker" in new.text
    assert "Vervangt" in new.text
    with app.app_context():
        assert state(made) is State.SUPERSEDED


def test_the_search_finds_every_state_as_the_pages_tell_it(either_app: Flask) -> None:
    with either_app.app_context():
        made = {name: made_in_state(name) for name in HEADINGS}
        session = read_session()
        for name, certificate in made.items():
            found = numbers_of(session, Search.of({"status": name}))
            assert certificate.id in found
            assert not {each.id for other, each in made.items() if other != name} & set(found)


def test_the_search_asks_for_name_team_training_and_dates(either_app: Flask) -> None:
    with either_app.app_context():
        team = factories.team("Team Noord")
        made = making.certificate(factories.person(name="Anne 100% de Wit", team_id=team.id))
        making.certificate(factories.person(name="Bram"), title="Anders")
        session, today = read_session(), clock.now().date()
        found = {
            words: numbers_of(session, Search.of(asked)) == [made.id]
            for words, asked in {
                "name": {"name": "00% DE"},
                "team": {"team": str(team.id)},
                "title": {"title": "Privacy in de zorg"},
                "all": {"name": "anne", "first": (today - timedelta(days=1)).isoformat(), "last": "onzin"},
            }.items()
        }
        assert all(found.values()), found
        assert numbers_of(session, Search.of({"last": (today - timedelta(days=3)).isoformat()})) == []
        assert len(numbers_of(session, Search.of({"sort": "team", "team": "x", "status": "y"}))) == 2


def test_filters_and_order_stand_in_the_address(app: Flask, pages: Pages, made: Certificate) -> None:
    with_role(app, pages, Role.HR)
    form = pages.get("/certificates?sort=name").form()
    page = pages.get(form.action, query_string={**form.values(), "name": "anne", "status": "valid"})
    assert "name=anne" in page.path
    assert "sort=name" in page.path
    assert "Anne de Wit" in page.text
    assert "Niets gevonden" in pages.get("/certificates?name=zzz").text


def test_an_archive_holds_every_paper_and_each_passes_the_offline_check(
    app: Flask, pages: Pages, holder: Person, made: Certificate
) -> None:
    with app.app_context():
        for number in range(3):
            making.certificate(holder, key=f"courses.enrolment:{900 + number}")
    with_role(app, pages, Role.HR)
    asked = pages.get("/certificates/archives/new?scope=all&name=anne")
    assert asked.heading == "4 certificaten downloaden"
    waiting = pages.submit(asked.form("/certificates/archives"))
    assert waiting.heading == "Het ZIP-bestand wordt gemaakt"
    with app.app_context():
        jobs.run_all()
        trust = making.own_trust()
    state = pages.get(waiting.path, headers={"Accept": "application/json"}).response.get_json()
    assert state == {"state": "done", "done": 4, "total": 4}
    ready = pages.get(waiting.path)
    data = pages.get(ready.links()["Download het ZIP-bestand"]).response.data
    with ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist())) == 4
        for name in archive.namelist():
            assert name.startswith("Anne de Wit - Privacy in de zorg - ")
            assert check_supplied(archive.read(name), clock.now(), trust).outcome is Outcome.PROVEN


def test_an_archive_is_for_who_asked_and_for_a_day(app: Flask, pages: Pages, made: Certificate) -> None:
    with_role(app, pages, Role.HR)
    page = pages.submit(pages.get(f"/certificates/archives/new?certificate={made.id}").form("/certificates/archives"))
    with app.app_context():
        jobs.run_all()
        kept = list((app.extensions["config"].folder / "archives").iterdir())
    assert b"PDF" not in kept[0].read_bytes()
    with_role(app, Pages(app, pages.base_url), Role.HR).get(page.path, status=404)
    with app.app_context(), clock.moved_to(clock.now() + timedelta(days=1, minutes=1)):
        jobs.run_all()
    assert not kept[0].exists()
    assert pages.get(page.path).heading == "Het ZIP-bestand is verwijderd"
    pages.get(page.path + "/certificates.zip", status=404)


def test_an_erased_file_is_left_out_of_an_archive(app: Flask, pages: Pages, made: Certificate) -> None:
    with app.app_context():
        made_in_state("erased")
    with_role(app, pages, Role.HR)
    page = pages.get("/certificates/archives/new?scope=all")
    assert page.heading == "1 certificaat downloaden"
    assert "omdat het dossier is gewist" in page.text


def test_names_of_files_are_safe_and_stay_apart() -> None:
    assert file_name("../../etc/passwd\n", "A: b/c?", "X1") == "etc passwd - A b c - X1.pdf"
    assert file_name("", "T", "X1") != file_name("", "T", "X2")
