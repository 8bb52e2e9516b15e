"""Every look at somebody's result in a list is written down, and that person can read it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from hr.services import exports
from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import database, read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.hr.house import COURSE, House
from tests.pages import Pages

TRAIL = "/account/trail"


def looks_at(house: House, person: Person) -> list[tuple[str, str]]:
    """At what, and why."""
    with house.app.app_context():
        rows = select(AuditRow).where(AuditRow.subject_id == person.id, AuditRow.action == "looked")
        return [(row.object, row.reason) for row in read_session().scalars(rows.order_by(AuditRow.id))]


@pytest.mark.parametrize(
    ("role", "path", "why"),
    [
        (Role.HR, f"/register?course={COURSE}&q=carla", "bekeek het register"),
        (Role.AUDITOR, "/certificates?name=carla", "zocht in de certificaten"),
        (Role.PRIVACY_OFFICER, "/certificates", "zocht in de certificaten"),
        (Role.MANAGER, "/team/{team}", "bekeek het team"),
        (Role.HR, "/people/{person}", "opende het dossier"),
    ],
)
def test_who_stands_in_a_list_reads_who_looked_and_why(
    house: House, pages: Pages, role: Role, path: str, why: str
) -> None:
    pages.sign_in(house.staff[role]).get(path.format(team=house.north.id, person=house.certified.person.id))
    assert f"Staf {role}, {why}" in pages.sign_in(house.certified.person).get(TRAIL).text
    assert "Staf" not in pages.sign_in(house.southerner.person).get(TRAIL).text


def test_who_was_reminded_reads_who_looked_at_the_reminders(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    asking = f"/people/{house.late.person.id}/enrolments/{house.late.enrolment_id}/reminder"
    pages.submit(pages.get(asking).form("reminder"))
    pages.sign_in(house.staff[Role.AUDITOR]).get("/reminders")
    text = pages.sign_in(house.late.person).get(TRAIL).text
    assert "Staf hr, bekeek de herinneringen" in text
    assert "Staf auditor, bekeek de herinneringen" in text
    assert looks_at(house, house.never_asked) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_stands_in_a_downloaded_register_reads_it(house: House, pages: Pages, kind: str) -> None:
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/register/export?course={COURSE}&team={house.north.id}")
    assert looks_at(house, house.certified.person) == []
    pages.submit(page.form("exports"), kind=kind)
    assert looks_at(house, house.certified.person) == [(f"register:{COURSE}", "downloadde het register")]
    assert looks_at(house, house.southerner.person) == []
    assert "Staf hr, downloadde het register" in pages.sign_in(house.certified.person).get(TRAIL).text


def test_a_register_made_by_the_worker_is_written_down_before_it_is_there(
    house: House, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 3)
    pages.sign_in(house.staff[Role.HR])
    pages.submit(pages.get(f"/register/export?course={COURSE}").form("exports"), kind="csv")
    with house.app.app_context():
        jobs.run_all()
    assert looks_at(house, house.southerner.person) == [(f"register:{COURSE}", "downloadde het register")]


def test_a_zip_of_certificates_is_a_download_that_each_of_them_can_read(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    pages.submit(pages.get("/certificates/archives/new?scope=all").form("/archives"))
    assert "Downloadde je certificaat" in pages.sign_in(house.certified.person).get(TRAIL).text


def test_looks_of_one_person_on_a_day_are_one_line_and_another_day_is_another(house: House, pages: Pages) -> None:
    hr, path = house.staff[Role.HR], f"/register?course={COURSE}&q=bezig"
    with clock.moved_to(clock.now() - timedelta(days=2)):
        pages.sign_in(hr).get(path)
    pages.sign_in(hr)
    for _time in range(3):
        pages.get(path)
    text = pages.sign_in(house.started.person).get(TRAIL).text
    assert text.count("Staf hr, bekeek het register") == 2
    assert text.count("Staf hr, bekeek het register, 3 keer") == 1


def test_oneself_in_a_list_is_no_look(house: House, pages: Pages) -> None:
    with house.app.app_context():
        hr = factories.person(Role.HR, name="Hedda Hier")
    pages.sign_in(hr).get(f"/register?course={COURSE}&q=hedda")
    assert looks_at(house, hr) == []


def test_an_overseer_reads_in_the_trail_why_somebody_looked(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR]).get("/certificates")
    page = pages.sign_in(house.staff[Role.AUDITOR]).get("/trail?q=carla&action=looked")
    assert "zocht in de certificaten" in page.text


def test_the_reason_reads_in_english_too(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR]).get("/certificates")
    pages.sign_in(house.certified.person)
    pages.submit(pages.get("/account").form("/account/language"), language="en")
    assert "Staf hr, searched the certificates" in pages.get(TRAIL).text


def test_a_page_of_fifty_writes_its_looks_in_one_statement(house: House, pages: Pages) -> None:
    written: list[bool] = []

    def seen(*sent: object) -> None:
        statement, is_many = sent[2], sent[5]
        if str(statement).startswith("INSERT INTO audit"):
            written.append(bool(is_many))

    with house.app.app_context():
        for number in range(50):
            factories.person(name=f"Velen {number}")
        before = read_session().scalar(select(func.count()).select_from(AuditRow)) or 0
        engine = database().engine
    pages.sign_in(house.staff[Role.HR])
    event.listen(engine, "before_cursor_execute", seen)
    pages.get(f"/register?course={COURSE}&q=velen")
    with house.app.app_context():
        after = read_session().scalar(select(func.count()).select_from(AuditRow)) or 0
    assert (after - before, written) == (51, [True])  # and the sign-in
