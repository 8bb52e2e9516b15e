"""Reminding by hand: a count first, and never twice a day to the same person."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from courses.models import Reminder
from hr.services import bulk
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests.hr.house import COURSE, House, token_of
from tests.pages import Pages


def sent_by_hand(house: House) -> list[int]:
    with house.app.app_context():
        rows = select(Reminder.enrolment_id).where(Reminder.step.startswith("hand:"))
        return list(read_session().scalars(rows))


def test_who_is_late_gets_one_mail_a_day(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    address = f"/people/{house.late.person.id}/enrolments/{house.late.enrolment_id}/reminder"
    form = pages.get(address).form("reminder")
    assert "Lotte Laat" in pages.get(address).heading
    assert "Hierover ging nog geen mail" in pages.get(address).text
    assert "De herinnering voor Lotte Laat is onderweg" in pages.submit(form).text
    assert "De laatste mail hierover ging vandaag" in pages.get(address).text
    assert "Er is niets gestuurd" in pages.submit(form).text
    assert sent_by_hand(house) == [house.late.enrolment_id]
    assert "Er kan nu geen herinnering uit" in pages.get(address).text


def test_reminding_many_names_the_count_and_skips_who_has_nothing_open(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    where = f"course={COURSE}&team={house.north.id}"
    token = token_of(pages.get(f"/register?{where}"))
    check = pages.post(f"/register/reminders/check?{where}", {"csrf_token": token, "all": "1"})
    assert check.heading == "Herinner 4 mensen"
    assert "4 mensen krijgen een mail" in pages.submit(check.form("/register/reminders")).text
    assert len(sent_by_hand(house)) == 4
    again = pages.post(f"/register/reminders/check?{where}", {"csrf_token": token, "all": "1"})
    assert again.heading == "Niemand om te herinneren"


def test_reminding_one_names_the_person_and_comes_back_to_the_same_filters(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    where = f"course={COURSE}&state=late&team={house.north.id}"
    chosen = {"csrf_token": token_of(pages.get(f"/register?{where}")), "person": str(house.late.person.id)}
    check = pages.post(f"/register/reminders/check?{where}", chosen)
    assert check.heading == "Herinner Lotte Laat"
    assert "Hierover ging nog geen mail" in check.text
    done = pages.submit(check.form("/register/reminders"))
    assert "De herinnering voor Lotte Laat is onderweg" in done.text
    assert (done.form().values()["state"], done.form().values()["team"]) == (["late"], [str(house.north.id)])
    again = pages.post(f"/register/reminders/check?{where}", chosen)
    assert "De laatste mail hierover ging vandaag" in again.text


@pytest.mark.parametrize("what", ["reminders", "assignments", "downloads"])
def test_who_ticked_nobody_stays_on_the_same_list_and_reads_what_to_do(house: House, pages: Pages, what: str) -> None:
    pages.sign_in(house.staff[Role.HR])
    where = f"course={COURSE}&state=late"
    page = pages.post(f"/register/{what}/check?{where}", {"csrf_token": token_of(pages.get(f"/register?{where}"))})
    assert page.heading == "Register"
    assert "Je koos nog niemand. Vink in de lijst aan" in page.text
    assert page.form().values()["state"] == ["late"]


def test_the_list_tells_who_got_which_reminder(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    pages.submit(
        pages.get(f"/people/{house.late.person.id}/enrolments/{house.late.enrolment_id}/reminder").form("reminder")
    )
    page = pages.get("/reminders")
    assert "Lotte Laat" in page.text
    assert "Met de hand gestuurd" in page.text
    assert "Staat klaar" in page.text
    with house.app.app_context():
        jobs.run_all()
    assert "Uitnodiging voor de cursus" in pages.get("/reminders?q=lotte").text
    assert "Niets gevonden" in pages.get("/reminders?q=niemand-heet-zo").text


def test_a_round_of_another_person_is_not_found(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    pages.get(f"/people/{house.fresh.person.id}/enrolments/{house.late.enrolment_id}/reminder", status=404)


def test_who_has_no_address_gets_no_mail(house: House, pages: Pages) -> None:
    from tests.courses import taught

    with house.app.app_context():
        learner = taught.learner(email=None)
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/people/{learner.person.id}/enrolments/{learner.enrolment_id}/reminder")
    assert "Er kan nu geen herinnering uit" in page.text


def test_a_manager_reminds_nobody(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.MANAGER])
    pages.get(f"/people/{house.late.person.id}/enrolments/{house.late.enrolment_id}/reminder", status=404)
    pages.get("/reminders", status=404)


def test_a_job_that_dies_before_midnight_reminds_nobody_twice_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    day = clock.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    before = day.replace(hour=23, minute=59, second=0)
    rounds = [house.late.enrolment_id, house.fresh.enrolment_id]
    with house.app.app_context():
        with clock.moved_to(before):
            with unit_of_work() as session:
                clerk = session.get_one(Person, house.staff[Role.HR].id)
                asked = bulk.remind(session, rounds, actor=clerk).job
            assert asked is not None
            bulk._remind_job(asked)
        with clock.moved_to(before + timedelta(minutes=5)):
            jobs.run_all()
    assert sorted(sent_by_hand(house)) == sorted(rounds)
