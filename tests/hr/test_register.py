"""The register: each person's state, narrowed by what stands in the address."""

from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from courses.queries.content import course_revision, parsed
from courses.services import content as publishing
from hr import queries_register
from hr.queries_register import Narrowed
from kernel.database import read_session, unit_of_work
from kernel.sheets import rows_of
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.courses import taught
from tests.hr.house import COURSE, House
from tests.pages import Page, Pages

REGISTER = f"/register?course={COURSE}"


def rows(page: Page) -> dict[str, list[str]]:
    """Each person's cells after the name."""
    found: dict[str, list[str]] = {}
    for row in page.root.iter("tr"):
        name = row.find("th[@role='rowheader']//a")
        if name is not None:
            found["".join(name.itertext())] = [
                " ".join("".join(cell.itertext()).split()) for cell in row.findall("td") if cell.get("data-label")
            ]
    return found


def test_each_person_stands_in_the_state_that_belongs_to_what_they_did(house: House, pages: Pages) -> None:
    shown = rows(pages.sign_in(house.staff[Role.HR]).get(f"{REGISTER}&team={house.north.id}"))
    assert {name: cells[1] for name, cells in shown.items()} == {
        "Carla Klaar": "Geldig",
        "Lotte Laat": "Te laat",
        "Bas Bezig": "Bezig",
        "Nina Nieuw": "Niet begonnen",
        "Gijs Geslaagd": "Nog tekenen",
        "Olga Ongevraagd": "Niet toegewezen",
    }


def test_a_row_shows_when_someone_passed_and_until_when_it_counts(house: House, pages: Pages) -> None:
    shown = rows(pages.sign_in(house.staff[Role.HR]).get(REGISTER))
    assert shown["Carla Klaar"][3] != "–"
    assert shown["Carla Klaar"][4].endswith("certificaat van Carla Klaar")
    assert shown["Gijs Geslaagd"][3] != "–"
    assert shown["Gijs Geslaagd"][4] == "–"
    assert shown["Bas Bezig"][3] == "–"


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ("q=bezig", {"Bas Bezig"}),
        ("state=late", {"Lotte Laat"}),
        ("state=certified", {"Carla Klaar"}),
        ("team={south}", {"Zeb Zuid"}),
        ("location={place}&state=not_asked", {"Olga Ongevraagd"}),
    ],
)
def test_the_address_narrows_the_list(house: House, pages: Pages, narrowed: str, names: set[str]) -> None:
    asked = narrowed.format(south=house.south.id, place=house.place.id)
    assert set(rows(pages.sign_in(house.staff[Role.HR]).get(f"{REGISTER}&{asked}"))) == names


@pytest.mark.parametrize(
    "odd", ["team=x", "team=99999", "state=none", "page=x", "page=99", "page=-1", "sort=nothing", "course=none"]
)
def test_an_odd_address_still_shows_a_list(house: House, pages: Pages, odd: str) -> None:
    assert rows(pages.sign_in(house.staff[Role.HR]).get(f"/register?{odd}"))


def test_the_list_is_sorted_as_the_address_says(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    up, down = (list(rows(pages.get(f"{REGISTER}&sort={sort}"))) for sort in ("name", "-name"))
    assert up == sorted(up)
    assert down == up[::-1]


def test_the_register_says_that_nobody_approved_the_content_yet(house: House, pages: Pages) -> None:
    assert "Concept: nog door niemand goedgekeurd" in pages.sign_in(house.staff[Role.HR]).get(REGISTER).text


def approve(house: House) -> None:
    """The privacy officer puts a name under the course as it is now."""
    with house.app.app_context(), unit_of_work() as session:
        officer = session.get_one(Person, house.staff[Role.PRIVACY_OFFICER].id)
        publishing.approve(session, course_revision(session, COURSE, "nl").id, actor=officer, role="FG")


def test_each_certificate_shows_who_approved_what_it_rests_on(house: House, pages: Pages) -> None:
    shown = rows(pages.sign_in(house.staff[Role.AUDITOR]).get(REGISTER))
    assert shown["Carla Klaar"][5] == "Niemand: concept"
    assert shown["Gijs Geslaagd"][5] == shown["Bas Bezig"][5] == "–"
    approve(house)
    cell = rows(pages.get(REGISTER))["Carla Klaar"][5]
    assert cell.startswith("Staf privacy_officer")
    assert str(house.today.year) in cell


def test_where_there_is_no_certificate_there_is_nothing_to_download(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/register/downloads?course={COURSE}&state=not_asked")
    assert page.heading == "Niets om te downloaden"
    assert not page.root.findall(".//main//button")


def test_an_approval_of_a_later_revision_is_none_of_an_older_certificate(house: House, pages: Pages) -> None:
    with house.app.app_context(), unit_of_work() as session:
        course = parsed(course_revision(session, COURSE, "nl"))
        newer = course.model_copy(update={"summary": course.summary.model_copy(update={"nl": "Anders gezegd."})})
        publishing.publish(session, newer, is_material=False, actor=None)
    approve(house)
    page = pages.sign_in(house.staff[Role.HR]).get(REGISTER)
    assert rows(page)["Carla Klaar"][5] == "Niemand: concept"
    assert "Goedgekeurd door:" in page.text


def test_a_row_shows_which_version_of_the_statement_was_signed(house: House, pages: Pages) -> None:
    shown = rows(pages.sign_in(house.staff[Role.HR]).get(REGISTER))
    assert "verklaring 1.0 (nl)" in shown["Carla Klaar"][3]
    assert "verklaring" not in shown["Gijs Geslaagd"][3]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_names_the_approval_and_the_version(house: House, pages: Pages, kind: str) -> None:
    approve(house)
    pages.sign_in(house.staff[Role.AUDITOR])
    form = pages.get(f"/register/export?course={COURSE}").form("exports")
    heading, *table = [row.cells for row in rows_of(pages.submit(form, kind=kind).response.data)]
    by_name = {row[0]: dict(zip(heading, row, strict=False)) for row in table}
    assert by_name["Carla Klaar"]["Versie van de verklaring"] == "1.0 (nl)"
    approved = {name: row.get("Inhoud goedgekeurd door", "") for name, row in by_name.items()}
    assert approved["Carla Klaar"] == f"Staf privacy_officer, FG, {house.today}"
    assert approved["Gijs Geslaagd"] == ""


def test_who_is_shown_can_read_who_looked(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    pages.get(f"{REGISTER}&q=bezig")
    pages.get(f"{REGISTER}&q=bezig")
    trail = pages.sign_in(house.started.person).get("/account/trail")
    assert trail.text.count("Staf hr") == 1
    assert "Staf hr" not in pages.sign_in(house.fresh.person).get("/account/trail").text


def test_a_corrected_certificate_stands_in_the_register_by_its_last_issue(house: House) -> None:
    from certificates.models import Certificate
    from certificates.services import endings
    from kernel.database import unit_of_work
    from people.models import Person

    with house.app.app_context():
        with unit_of_work() as session:
            session.get_one(Person, house.certified.person.id).name = "Carla Klaarder"
            (first,) = session.query(Certificate).all()
            endings.reissue(session, first, house.staff[Role.HR].id)
        session = read_session()
        found = queries_register.everybody(session, Narrowed(COURSE, state="certified"), house.today)
        (row,) = queries_register.rows_of(session, COURSE, found, house.today, ZoneInfo("UTC"))
        assert row.number == session.query(Certificate).order_by(Certificate.issue.desc()).first().public_id


def test_an_employee_finds_no_register(house: House, pages: Pages) -> None:
    pages.sign_in(house.fresh.person).get("/register", status=404)


def test_a_house_without_content_says_what_to_wait_for(app: Flask, pages: Pages) -> None:
    with app.app_context():
        officer = factories.person(Role.HR)
    assert "Nog geen cursus" in pages.sign_in(officer).get("/register").text


def test_the_register_is_the_same_on_both_databases(either_app: Flask) -> None:
    with either_app.app_context():
        taught.publish()
        learner = taught.learner(name="Carla Klaar").finish()
        session = read_session()
        on = learner.enrolment().opened_at.date()
        found = queries_register.everybody(session, Narrowed(COURSE), on)
        (row,) = queries_register.rows_of(session, COURSE, found, on, ZoneInfo("UTC"))
        assert (row.name, row.state, row.passed_on, row.signed_on) == ("Carla Klaar", "certified", on, on)
