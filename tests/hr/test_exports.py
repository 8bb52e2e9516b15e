"""Lists as files: counted, confirmed, written down; long ones by the worker."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from hr.services import exports
from kernel import audit, clock, jobs
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests.courses import taught
from tests.hr.house import COURSE, House
from tests.pages import Pages


def test_the_register_leaves_as_csv_with_a_row_in_the_trail(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/register/export?course={COURSE}&team={house.north.id}")
    assert "6 regels" in page.text
    response = pages.submit(page.form("exports"), kind="csv").response
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    table = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    assert {row["Naam"]: row["Staat"] for row in table}["Lotte Laat"] == "Te laat"
    with house.app.app_context():
        row = read_session().scalars(select(AuditRow).where(AuditRow.action == "register.exported")).one()
    assert f"course: {COURSE}" in row.reason
    assert row.actor_id == house.staff[Role.HR].id


def test_the_register_leaves_as_a_workbook(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.AUDITOR])
    page = pages.get(f"/register/export?course={COURSE}&state=certified")
    response = pages.submit(page.form("exports"), kind="xlsx").response
    (heading, row) = load_workbook(io.BytesIO(response.data)).active.iter_rows(values_only=True)
    assert heading[0] == "Naam"
    assert row[0] == "Carla Klaar"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_cell_can_act_as_a_formula(house: House, pages: Pages, start: str) -> None:
    with house.app.app_context():
        taught.learner(name=f"{start}cmd|' /C calc'!A0")
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/register/export?course={COURSE}&q=calc")
    data = pages.submit(page.form("exports"), kind="csv").response.data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data), delimiter=";"))[1][0].startswith("'")


def test_a_long_list_is_made_by_the_worker_for_who_asked_alone(
    house: House, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 3)
    pages.sign_in(house.staff[Role.HR])
    page = pages.submit(pages.get(f"/register/export?course={COURSE}").form("exports"), kind="csv")
    assert page.heading == "Je bestand"
    assert "Download het bestand" not in page.links()
    waiting = pages.get(page.path, headers={"Accept": "application/json"}).response.json
    assert waiting["state"] == "waiting"
    pages.get(f"{page.path}/file", status=409)
    with house.app.app_context():
        jobs.run_all()
    ready = pages.get(page.path)
    data = pages.get(ready.links()["Download het bestand"]).response.data.decode("utf-8-sig")
    assert "Lotte Laat" in data
    sealed = next((house.app.extensions["config"].folder / "exports").iterdir()).read_bytes()
    assert b"Lotte" not in sealed
    pages.sign_in(house.staff[Role.AUDITOR]).get(page.path, status=404)


def test_a_long_list_of_people_is_there_for_an_administrator_who_may_not_see_the_register(
    house: House, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 3)
    pages.sign_in(house.staff[Role.ADMINISTRATOR])
    page = pages.submit(pages.get("/people/export").form("exports"), kind="csv")
    with house.app.app_context():
        jobs.run_all()
    data = pages.get(pages.get(page.path).links()["Download het bestand"]).response.data.decode("utf-8-sig")
    assert "Lotte Laat" in data
    with house.app.app_context(), unit_of_work() as session:
        former = session.get_one(Person, house.staff[Role.ADMINISTRATOR].id)
        former.grants.clear()
        audit.record(session, "test", actor=None)
    pages.get(page.path, status=404)


def test_a_long_list_is_gone_after_a_day(house: House, pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 3)
    pages.sign_in(house.staff[Role.HR])
    page = pages.submit(pages.get(f"/register/export?course={COURSE}").form("exports"), kind="csv")
    with house.app.app_context():
        jobs.run_all()
        with clock.moved_to(clock.now() + timedelta(days=1, minutes=1)):
            jobs.run_all()
    assert "er niet meer" in pages.get(page.path).text


def test_the_trail_leaves_as_a_file_for_the_auditor(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.AUDITOR])
    page = pages.get("/trail/export?action=certificate.issued")
    assert "1 regel" in page.text
    data = pages.submit(page.form("exports"), kind="csv").response.data.decode("utf-8-sig")
    assert "certificaat uitgegeven" in data
    assert "Carla Klaar" in data


def test_an_old_sign_in_gives_the_password_again_before_a_file_leaves(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/register/export?course={COURSE}")
    with clock.moved_to(clock.now() + timedelta(minutes=14)):
        response = pages.submit(page.form("exports"), kind="csv", follow=False, status=307).response
    assert "/confirm" in response.location


def test_no_kind_of_file_is_refused_with_words(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/register/export?course={COURSE}")
    refused = pages.submit(page.form("exports"), kind="exe", status=422)
    assert "Er klopt iets niet" in refused.text
