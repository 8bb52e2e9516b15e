"""Asking a course: who is touched is said first, and twice is once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from courses.errors import BlanksOpen
from courses.models import Assignment, Enrolment
from courses.queries.content import course_revision
from courses.services import assignments
from courses.services.content import approve
from hr.services import bulk
from kernel import audit, jobs
from kernel.database import read_session, unit_of_work
from people.models import Invitation, Organisation, Person
from people.permissions import Role
from tests import factories
from tests.courses import taught
from tests.hr.house import COURSE, House, token_of
from tests.pages import Pages


def count(kind: type) -> int:
    return read_session().scalar(select(func.count()).select_from(kind)) or 0


def test_hr_asks_a_team_in_three_pages(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    page = pages.submit(pages.get("/assignments/new").form(), course=COURSE, audience="team")
    check = pages.submit(page.form(), target=str(house.north.id))
    assert check.heading == "Wijs de cursus toe aan 1 persoon"
    done = pages.submit(check.form())
    assert done.path == "/assignments"
    assert "Noord" in done.text
    with house.app.app_context():
        asked = select(Enrolment).where(Enrolment.person_id == house.never_asked.id)
        assert read_session().scalars(asked).one().course == COURSE


def test_the_confirmation_says_whom_it_skips(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    page = pages.get(f"/assignments/check?course={COURSE}&audience=team&target={house.north.id}&due_on=")
    facts = {"".join(dt.itertext()): "".join(dd.itertext()) for dt, dd in _facts(page)}
    assert facts["Krijgt de cursus nu"] == "1"
    assert facts["Heeft de cursus al open"] == "4"
    assert facts["Heeft een geldig certificaat"] == "1"


@pytest.mark.parametrize(
    ("who", "heading", "may_send"),
    [
        ("person", "Niemand om de cursus aan toe te wijzen", False),
        ("team", "Wijs de cursus toe aan wie er later bij komt", True),
    ],
)
def test_when_nobody_is_new_the_confirmation_says_so(
    house: House, pages: Pages, who: str, heading: str, may_send: bool
) -> None:
    target = house.certified.person.staff_number if who == "person" else house.south.id
    asked = f"course={COURSE}&audience={who}&target={target}&due_on="
    page = pages.sign_in(house.staff[Role.HR]).get(f"/assignments/check?{asked}")
    assert page.heading == heading
    assert ("Wijs de cursus toe" in [each.text for each in page.root.iterfind(".//main//button")]) == may_send


def test_when_nobody_chosen_is_new_there_is_only_a_way_back(house: House, pages: Pages) -> None:
    token = token_of(pages.sign_in(house.staff[Role.HR]).get(f"/register?course={COURSE}"))
    chosen = {"csrf_token": token, "person": [str(house.certified.person.id)]}
    page = pages.post(f"/register/assignments/check?course={COURSE}", chosen)
    assert page.heading == "Niemand om de cursus aan toe te wijzen"
    assert not page.root.findall(".//main//button")
    assert "Terug naar het register" in page.links()


def test_the_same_sent_twice_is_one_assignment(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    form = pages.get(f"/assignments/check?course={COURSE}&audience=everyone&due_on=").form()
    pages.submit(form)
    with house.app.app_context():
        before = count(Assignment), count(Enrolment)
    pages.submit(form)
    with house.app.app_context():
        assert (count(Assignment), count(Enrolment)) == before


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("audience=person&target=D99999", "We kennen hier niemand met dit nummer of adres"),
        ("audience=team&target=99999", "Not a valid choice"),
        ("audience=everyone&due_on=2020-01-01", "Deze dag is al voorbij"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_words(house: House, pages: Pages, asked: str, words: str) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/assignments/check?course={COURSE}&{asked}", status=422)
    assert words in page.text or "keuze" in page.text
    with house.app.app_context():
        assert read_session().scalar(select(func.count()).where(Assignment.audience != "person")) == 0


def test_one_person_is_asked_by_staff_number(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    number = house.never_asked.staff_number
    page = pages.get(f"/assignments/check?course={COURSE}&audience=person&target={number}&due_on=")
    assert "Olga Ongevraagd" in page.text
    pages.submit(page.form())
    assert "Niet begonnen" in pages.get(f"/people/{house.never_asked.id}").text


def test_withdrawing_names_the_count_and_stops_the_asking(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    pages.submit(pages.get(f"/assignments/check?course={COURSE}&audience=team&target={house.north.id}").form())
    with house.app.app_context():
        mine = read_session().scalars(select(Assignment).where(Assignment.audience == "team")).one()
    page = pages.get(f"/assignments/{mine.id}/withdrawal")
    assert "1 persoon heeft de cursus nog open" in page.text
    pages.submit(page.form("withdrawal"))
    assert "Niet toegewezen" in pages.get(f"/register?course={COURSE}&q=Ongevraagd").text
    pages.get(f"/assignments/{mine.id}/withdrawal", status=404)


def test_chosen_people_are_asked_after_a_page_that_names_the_count(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    chosen = [str(house.never_asked.id), str(house.certified.person.id)]
    token = token_of(pages.get(f"/register?course={COURSE}"))
    check = pages.post(f"/register/assignments/check?course={COURSE}", {"csrf_token": token, "person": chosen})
    assert check.heading.endswith("aan 1 persoon")
    assert "Je koos 2 mensen" in check.text
    done = pages.submit(check.form("/register/assignments"))
    assert "De cursus is toegewezen aan 1 persoon" in done.text
    again = pages.submit(check.form("/register/assignments"))
    assert "Er was niemand meer voor wie dit nodig was" in again.text


def test_all_who_match_the_filter_are_asked(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    where = f"course={COURSE}&state=not_asked"
    token = token_of(pages.get(f"/register?{where}"))
    check = pages.post(f"/register/assignments/check?{where}", {"csrf_token": token, "all": "1"})
    assert check.heading.endswith(f"aan {len(house.staff) + 1} mensen")  # the offices, and who was never asked
    pages.submit(check.form("/register/assignments"))
    assert "Niemand gevonden" in pages.get(f"/register?{where}").text


def test_many_people_are_asked_by_the_worker_and_twice_is_once(either_app: Flask) -> None:
    with either_app.app_context():
        taught.publish()
        officer = factories.person(Role.HR)
        people = [factories.person().id for _ in range(bulk.AT_ONCE + 1)]
        for _ in range(2):
            with unit_of_work() as session:
                done = bulk.assign_people(session, COURSE, people, None, actor=session.get_one(Person, officer.id))
            jobs.run_all()
            assert count(Enrolment) == len(people)
        assert done.job is None
        assert done.count == 0


def test_many_people_are_invited_by_the_worker_and_twice_is_once(either_app: Flask) -> None:
    with either_app.app_context():
        officer = factories.person(Role.HR)
        people = [factories.person(password_hash=None).id for _ in range(bulk.AT_ONCE + 2)]
        came_in = factories.person(password_hash=None)
        with unit_of_work() as session:
            asked = bulk.invite(session, [*people, came_in.id], actor=session.get_one(Person, officer.id)).job
        assert asked is not None
        assert count(Invitation) == 0
        with unit_of_work() as session:
            session.get_one(Person, came_in.id).password_hash = "chosen meanwhile"
            audit.record(session, "test", actor=None)
        bulk._invite_job(asked)
        jobs.run_all()
        assert count(Invitation) == len(people)


def test_a_day_that_is_very_far_away_is_refused(house: House, pages: Pages) -> None:
    asked = f"/assignments/check?course={COURSE}&audience=everyone&due_on="
    page = pages.sign_in(house.staff[Role.HR]).get(f"{asked}9999-12-31", status=422)
    assert "Kies een dag binnen twee jaar" in page.text
    pages.submit(pages.get(asked).form(), due_on="9999-12-31", status=404)


def forget(app: Flask, *keys: str) -> None:
    """The organisation leaves these of its words open."""
    with app.app_context(), unit_of_work() as session:
        organisation = session.get_one(Organisation, 1)
        organisation.words = {key: words for key, words in organisation.words.items() if key not in keys}
        audit.record(session, "test", actor=None)


def test_a_course_is_asked_once_its_words_are_filled_in_and_what_was_chosen_stays(house: House, pages: Pages) -> None:
    forget(house.app, "meldpunt_datalek", "fg_contact")
    pages.sign_in(house.staff[Role.HR])
    refused = pages.submit(pages.get("/assignments/new").form(), status=409, course=COURSE, audience="team")
    assert "Meldpunt datalekken" in refused.text
    assert "Functionaris gegevensbescherming" in refused.text
    words = pages.get(next(href for href in refused.links().values() if "/settings/words" in href))
    pages.submit(words.form(), meldpunt_datalek="010 555", fg_contact="Mira")
    target = pages.submit(refused.form())
    assert target.heading == "Aan wie, en tot wanneer?"
    check = pages.submit(target.form(), target=str(house.north.id))
    forget(house.app, "fg_contact")
    late = pages.submit(check.form(), status=409)
    with house.app.app_context():
        assert read_session().scalar(select(func.count()).where(Assignment.audience == "team")) == 0
    pages.submit(pages.get(words.path).form(), fg_contact="Mira")
    assert "Noord" in pages.submit(late.form()).text


def test_a_word_of_the_statement_alone_is_asked_for_too(house: House, pages: Pages) -> None:
    forget(house.app, "bewaartermijn")
    asked = f"/assignments/check?course={COURSE}&audience=everyone&due_on="
    assert "Bewaartijd van de handtekening" in pages.sign_in(house.staff[Role.HR]).get(asked, status=409).text


def test_people_who_were_ticked_stay_ticked_while_the_words_are_filled_in(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    data = {"csrf_token": token_of(pages.get(f"/register?course={COURSE}")), "person": [str(house.never_asked.id)]}
    before = pages.post(f"/register/assignments/check?course={COURSE}", data)
    forget(house.app, "fg_contact")
    soon = (house.today + timedelta(days=9)).isoformat()
    refused = pages.submit(before.form("/register/assignments"), due_on=soon, status=409)
    pages.post(f"/register/assignments/check?course={COURSE}", data, status=409)
    pages.submit(pages.get("/settings/words").form(), fg_contact="Mira")
    pages.submit(refused.form("/register/assignments"))
    with house.app.app_context():
        asked = select(Enrolment).where(Enrolment.person_id == house.never_asked.id)
        assert read_session().scalars(asked).one().due_on == house.today + timedelta(days=9)


def test_no_service_asks_a_course_whose_words_are_open(either_app: Flask) -> None:
    with either_app.app_context():
        taught.publish()
        officer, person = factories.person(Role.HR), factories.person()
        forget(either_app, "fg_contact")
        with pytest.raises(BlanksOpen), unit_of_work() as session:
            assignments.assign(session, COURSE, "person", str(person.id), None, actor=None)
        with pytest.raises(BlanksOpen), unit_of_work() as session:
            bulk.assign_people(session, COURSE, [person.id], None, actor=session.get_one(Person, officer.id))
        assert (count(Assignment), count(Enrolment)) == (0, 0)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_hr_asks(house: House, pages: Pages, role: Role) -> None:
    pages.sign_in(house.staff[role])
    for path in ("/assignments", "/assignments/new", f"/assignments/check?course={COURSE}&audience=everyone"):
        pages.get(path, status=404)


def _facts(page):  # type: ignore[no-untyped-def]
    return [(div.find("dt"), div.find("dd")) for div in page.root.iter("div") if div.find("dt") is not None]


def test_the_check_names_the_usual_time_and_warns_of_a_text_that_nobody_approved(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    where = f"/assignments/check?course={COURSE}&audience=everyone&due_on="
    page = pages.get(where)
    assert "De gewone tijd van de cursus: 30 dagen" in page.text
    assert "Concept Niemand heeft deze tekst nog goedgekeurd." in page.text
    chosen = {"csrf_token": token_of(page), "person": str(house.never_asked.id)}
    assert "nog goedgekeurd" in pages.post(f"/register/assignments/check?course={COURSE}", chosen).text
    with house.app.app_context(), unit_of_work() as session:
        approver = session.get_one(Person, house.staff[Role.ADMINISTRATOR].id)
        approve(session, course_revision(session, COURSE, "nl").id, actor=approver, role="Arts")
    assert "nog goedgekeurd" not in pages.get(where).text
