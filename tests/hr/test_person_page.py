"""A person's file: what is asked, proved and sent; each look leaves a row that the person can read."""

import pytest
from sqlalchemy import select

from kernel.audit import AuditRow
from kernel.database import read_session
from people.permissions import Role
from tests.hr.house import House
from tests.pages import Pages


def looks_at(person_id: int) -> int:
    rows = select(AuditRow.id).where(AuditRow.subject_id == person_id, AuditRow.action == "looked")
    return len(read_session().scalars(rows).all())


def test_the_file_tells_where_somebody_stands(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/people/{house.started.person.id}")
    assert page.heading == "Bas Bezig"
    assert "Noord" in page.text
    assert "Hoofdgebouw" in page.text
    assert "1 van 1 les gelezen" in page.text
    assert "Klaar voor de toets" in page.text


def test_a_certificate_is_one_click_away(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/people/{house.certified.person.id}")
    (href,) = (href for href in page.links().values() if href.endswith("/record"))
    assert "Carla Klaar" in pages.get(href).text


def test_a_corrected_name_leads_on_to_the_certificate_that_bears_the_old_one(house: House, pages: Pages) -> None:
    address = f"/people/{house.certified.person.id}"
    assert "Geef het certificaat opnieuw uit" not in pages.sign_in(house.staff[Role.HR]).get(address).text
    form = pages.get(f"{address}/edit")
    assert address in form.links().values()
    page = pages.submit(form.form(), name="Carla de Boer")
    assert (page.path, page.heading) == (address, "Carla de Boer")
    (href,) = (href for words, href in page.links().items() if words.startswith("Geef het certificaat opnieuw uit"))
    assert "Carla Klaar" in pages.get(href).text


def test_no_answer_and_no_score_is_shown(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.AUDITOR]).get(f"/people/{house.passed.person.id}")
    assert "Nog tekenen" in page.text
    assert "8 van 8" not in page.text
    assert "vragen goed" not in page.text


def test_an_auditor_alone_goes_on_to_the_evidence(house: House, pages: Pages) -> None:
    address = f"/people/{house.certified.person.id}"
    links = pages.sign_in(house.staff[Role.AUDITOR]).get(address).links().values()
    (href,) = (href for href in links if "/evidence/" in href)
    assert "Waarom bekijk je dit bewijs?" in pages.get(href).text
    links = pages.sign_in(house.staff[Role.HR]).get(address).links().values()
    assert not any("/evidence/" in href for href in links)


def test_a_certificate_leads_who_may_read_it_to_its_evidence(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.AUDITOR]).get(f"/people/{house.certified.person.id}")
    record = next(href for href in page.links().values() if href.endswith("/record"))
    assert "/evidence/" in pages.get(record).links()["Bekijk het bewijs"]
    assert "Bekijk het bewijs" not in pages.sign_in(house.staff[Role.HR]).get(record).links()


def test_each_look_can_be_read_by_the_person(house: House, pages: Pages) -> None:
    person = house.fresh.person
    pages.sign_in(house.staff[Role.AUDITOR]).get(f"/people/{person.id}")
    with house.app.app_context():
        assert looks_at(person.id) == 1
    assert "Staf auditor" in pages.sign_in(person).get("/account/trail").text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_a_role_without_the_register_finds_no_file_and_leaves_no_look(house: House, pages: Pages, role: Role) -> None:
    person = house.fresh.person
    pages.sign_in(house.staff[role]).get(f"/people/{person.id}", status=404)
    with house.app.app_context():
        assert looks_at(person.id) == 0


def test_a_person_who_is_not_there_is_not_found(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR]).get("/people/99999", status=404)


def test_signed_out_goes_to_the_door(house: House, pages: Pages) -> None:
    assert pages.get("/people/1", follow=False, status=303).response.location.startswith("/sign-in")


def test_an_auditor_sees_no_buttons_that_are_not_theirs(house: House, pages: Pages) -> None:
    links = pages.sign_in(house.staff[Role.AUDITOR]).get(f"/people/{house.fresh.person.id}").links()
    assert not {"Wijs een cursus toe", "Wijzig gegevens"} & set(links)
