"""Reading in staff lists, month after month."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from hr.models import StaffList
from hr.services import bulk, imports
from hr.staff_list import parse
from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError
from kernel.sheets import rows_of
from people.models import Invitation, Person, SignIn, Team
from people.permissions import Role
from people.services import invitations
from tests import factories
from tests.conftest import BASE_URL
from tests.courses import taught
from tests.courses.taught import COURSE
from tests.hr.lists import confirm, csv, send, xlsx
from tests.pages import Pages
from web.nightly import ensure_today

NOOR = ("101", "Noor Jansen", "noor@zorg.example", "Verzorgende", "De Wilg", "Noord", "01-03-2024", "", "nl")
AMIR = ("102", "Amir El Idrissi", "", "Hulp", "Oost", "Oost", "15-09-2025", "", "nl")
LOTTE = ("103", "Lotte Bakker", "lotte@zorg.example", "Verpleegkundige", "De Wilg", "Noord", "2023-05-01", "", "en")


@pytest.fixture
def hr_pages(either_app: Flask) -> Pages:
    with either_app.app_context():
        hr = factories.person(Role.HR, Role.ADMINISTRATOR, name="Hanna de Vries", email="hanna@zorg.example")
    return Pages(either_app, BASE_URL).sign_in(hr)


def person(number: str) -> Person:
    return read_session().scalars(select(Person).where(Person.staff_number == number)).one()


def apply(pages: Pages, data: bytes, **filled: object) -> None:
    is_complete = bool(filled.pop("is_complete", False))
    confirm(pages, send(pages, data, is_complete=is_complete), **filled)


def test_a_first_list_takes_people_teams_and_locations_in(hr_pages: Pages) -> None:
    preview = send(hr_pages, csv(NOOR, AMIR, LOTTE))
    assert "Nieuw (3)" in preview.text
    with hr_pages.app.app_context():
        assert read_session().scalar(select(func.count()).select_from(Team)) == 0, "a preview changes nobody"
    done = confirm(hr_pages, preview)
    assert done.heading == "De lijst is ingelezen"
    with hr_pages.app.app_context():
        noor = person("101")
        assert (noor.name, noor.team.name, noor.team.location.name) == ("Noor Jansen", "De Wilg", "Noord")
        assert (noor.email, noor.function, noor.password_hash) == ("noor@zorg.example", "Verzorgende", None)
        assert person("102").email is None
        assert person("103").language == "en"


def test_the_next_month_tells_joiners_movers_leavers_and_who_returns(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR, AMIR, LOTTE))
    apply(hr_pages, csv(NOOR, AMIR), is_complete=True)
    with hr_pages.app.app_context():
        lotte = person("103")
        first_id, left_on = lotte.id, lotte.left_on
        assert left_on is not None
    moved = ("102", "Amir el Idrissi", "amir@zorg.example", "Hulp", "De Wilg", "Noord", "15-09-2025", "", "nl")
    new = ("104", "Sem Visser", "", "Kok", "Oost", "Oost", "", "", "")
    preview = send(hr_pages, csv(moved, LOTTE, new), is_complete=True)
    for words in ("Uit dienst (1)", "Nieuw (1)", "Terug in dienst (1)", "Veranderd (1)"):
        assert words in preview.text
    confirm(hr_pages, preview)
    with hr_pages.app.app_context():
        assert person("101").left_on is not None
        amir = person("102")
        assert (amir.name, amir.email, amir.team.name) == ("Amir el Idrissi", "amir@zorg.example", "De Wilg")
        lotte = person("103")
        assert (lotte.id, lotte.left_on) == (first_id, None)
        assert lotte.started_on > left_on
        assert person("104").team.name == "Oost"


def test_the_preview_says_that_a_whole_team_moves_and_what_new_people_get(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR, AMIR, LOTTE))
    moved = (*NOOR[:5], "Het Baken", *NOOR[6:])
    new = ("104", "Sem Visser", "", "Kok", "Nieuwland", "Zuid", "", "", "")
    preview = send(hr_pages, csv(moved, new))
    assert "De Wilg (2 mensen) verhuist van Noord naar Het Baken" in preview.text
    assert "Nieuw team: Nieuwland, Zuid" in preview.text
    assert "Nieuwe mensen krijgen ook" not in preview.text
    with hr_pages.app.app_context():
        taught.publish()
        with unit_of_work() as session:
            hanna = session.scalars(select(Person).where(Person.email == "hanna@zorg.example")).one()
            bulk.assign_audience(session, COURSE, "everyone", None, None, actor=hanna)
    words = "Nieuwe mensen krijgen ook de cursussen die aan iedereen zijn toegewezen"
    assert words in hr_pages.get(preview.path).text


def test_who_returns_is_known_by_number_or_address_and_never_by_name_alone(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR, AMIR, LOTTE))
    apply(hr_pages, csv(AMIR), is_complete=True)
    with hr_pages.app.app_context():
        noor, lotte = person("101"), person("103")
    married = ("103", "Lotte de Vries-Smit", *LOTTE[2:])
    namesake = ("201", NOOR[1], "", *NOOR[3:])
    preview = send(hr_pages, csv(AMIR, married, namesake), is_complete=True)
    assert "Terug in dienst (1)" in preview.text
    assert "Nieuw (1)" in preview.text
    confirm(hr_pages, preview)
    with hr_pages.app.app_context():
        returned, other = person("103"), person("201")
        assert (returned.id, returned.name, returned.left_on) == (lotte.id, "Lotte de Vries-Smit", None)
        assert other.id != noor.id
        assert person("101").left_on is not None


def test_the_same_file_twice_changes_nothing(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR, AMIR, LOTTE))
    assert "Er verandert niets" in send(hr_pages, csv(NOOR, AMIR, LOTTE), is_complete=True).text


def test_who_leaves_is_signed_out_and_can_not_come_back_in(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR, AMIR))
    with hr_pages.app.app_context():
        noor = factories.person(Role.AUDITOR, staff_number="150", name="Otto Smid")
        factories.session_token(noor)
        with unit_of_work() as session:
            invitations.invite(session, session.get_one(Person, noor.id), None)
    apply(hr_pages, csv(NOOR, AMIR), is_complete=True)
    with hr_pages.app.app_context():
        gone = person("150")
        assert gone.roles == {Role.EMPLOYEE}
        assert read_session().scalars(select(SignIn.ended_at).where(SignIn.person_id == gone.id)).one() is not None
        open_links = select(Invitation).where(Invitation.person_id == gone.id, Invitation.withdrawn_at.is_(None))
        assert read_session().scalars(open_links).all() == []


def test_whoever_reads_the_list_in_does_not_leave_by_it(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR), is_complete=True)
    assert hr_pages.get("/people").heading == "Mensen"


def test_an_end_date_in_the_list_is_the_last_day(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR))
    last = (clock.now() + timedelta(days=40)).date()
    apply(hr_pages, csv((*NOOR[:7], last.isoformat(), "nl")))
    with hr_pages.app.app_context():
        assert person("101").left_on == last


def test_new_people_are_invited_when_asked(hr_pages: Pages) -> None:
    done = send(hr_pages, csv(NOOR, AMIR, LOTTE))
    confirm(hr_pages, done, invites="y")
    with hr_pages.app.app_context():
        assert read_session().scalar(select(func.count()).select_from(Invitation)) == 2, "Amir has no address"


def test_very_many_new_people_are_invited_by_the_worker(hr_pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    confirm(hr_pages, send(hr_pages, csv(NOOR, AMIR, LOTTE)), invites="y")
    with hr_pages.app.app_context():
        invited = select(func.count()).select_from(Invitation)
        assert read_session().scalar(invited) == 0
        jobs.run_all()
        assert read_session().scalar(invited) == 2


def test_a_bad_line_is_named_and_nothing_is_read_in(hr_pages: Pages) -> None:
    page = send(hr_pages, csv(NOOR, ("", "Zonder nummer", "", "", "", "", "", "", ""), NOOR), status=422)
    assert "In 3 cellen klopt iets niet" in page.text
    assert "Regel" in page.text
    assert "Dit staat ook al op regel 2." in page.text
    with hr_pages.app.app_context():
        assert read_session().scalar(select(func.count()).select_from(StaffList)) == 0


def test_an_address_of_somebody_else_is_refused_by_line(hr_pages: Pages) -> None:
    page = send(hr_pages, csv((*NOOR[:2], "hanna@zorg.example", *NOOR[3:])))
    assert "Dit hoort al bij Hanna de Vries." in page.text
    with pytest.raises(AssertionError, match="no form"):
        page.form("/application")


def test_a_number_that_is_an_address_is_refused_by_line(hr_pages: Pages) -> None:
    page = send(hr_pages, csv(("noor@zorg.example", *NOOR[1:])), status=422)
    assert "Dit is een e-mailadres en geen personeelsnummer." in page.text


def test_an_address_that_the_list_changes_is_told_to_the_old_one(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR))
    apply(hr_pages, csv((*NOOR[:2], "anders@zorg.example", *NOOR[3:])))
    with hr_pages.app.app_context():
        jobs.run_all()
    mails = [path.read_text() for path in hr_pages.app.extensions["mail_transport"].folder.glob("*.eml")]
    assert [("noor@zorg.example" in mail, "anders@zorg.example" in mail) for mail in mails] == [(True, False)]


def test_two_people_may_swap_addresses(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR, LOTTE))
    swapped = [(*NOOR[:2], LOTTE[2], *NOOR[3:]), (*LOTTE[:2], NOOR[2], *LOTTE[3:])]
    apply(hr_pages, csv(*swapped))
    with hr_pages.app.app_context():
        assert person("101").email == "lotte@zorg.example"
        assert person("103").email == "noor@zorg.example"


def test_what_was_previewed_is_what_is_applied(hr_pages: Pages) -> None:
    preview = send(hr_pages, csv(NOOR))
    with hr_pages.app.app_context():
        factories.person(staff_number="101", name="Noor J.")
    page = confirm(hr_pages, preview, status=409)
    assert "Intussen is er iets veranderd" in page.text
    assert "Veranderd (1)" in page.text
    with hr_pages.app.app_context():
        assert person("101").name == "Noor J."
    confirm(hr_pages, page)
    with hr_pages.app.app_context():
        assert person("101").name == "Noor Jansen"


def test_confirming_twice_is_as_good_as_once(hr_pages: Pages) -> None:
    preview = send(hr_pages, csv(NOOR))
    assert confirm(hr_pages, preview).heading == confirm(hr_pages, preview).heading == "De lijst is ingelezen"
    with hr_pages.app.app_context():
        applied = select(func.count()).where(AuditRow.action == "staff_list.applied")
        assert read_session().scalar(applied) == 1


def test_of_two_who_confirm_at_once_one_wins(either_app: Flask) -> None:
    data = csv(NOOR, AMIR)
    lines = parse(rows_of(data)).lines
    with either_app.app_context():
        actors = [factories.person(Role.HR), factories.person(Role.HR)]
        asked = []
        for actor in actors:
            with unit_of_work() as session:
                kept = imports.keep(session, actor, data, imports.Opened(lines, False, ()))
                asked.append((actor.id, kept.id, imports.preview(session, actor, imports.open_list(kept)).digest))
    ends: list[str] = []

    def work(actor_id: int, list_id: int, digest: str) -> None:
        with either_app.app_context():
            try:
                with unit_of_work() as session:
                    imports.apply(session, session.get_one(Person, actor_id), list_id, digest, invites=False)
                ends.append("applied")
            except DomainError as refusal:
                ends.append(type(refusal).__name__)

    threads = [threading.Thread(target=work, args=one) for one in asked]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(ends) == ["PeopleChanged", "applied"]
    with either_app.app_context():
        assert read_session().scalar(select(func.count()).where(Person.staff_number == "101")) == 1


def test_a_list_is_sealed_and_let_go_once_applied(hr_pages: Pages) -> None:
    preview = send(hr_pages, csv(NOOR))
    with hr_pages.app.app_context():
        sealed = read_session().scalars(select(StaffList.sealed)).one()
        assert sealed is not None
        assert b"Noor" not in sealed
    confirm(hr_pages, preview)
    with hr_pages.app.app_context():
        assert read_session().scalars(select(StaffList.sealed)).one() is None


def test_a_list_that_nobody_confirmed_is_let_go_after_a_day(hr_pages: Pages) -> None:
    preview = send(hr_pages, csv(NOOR))
    for hours, is_kept in ((0, True), (49, False)):
        with hr_pages.app.app_context(), clock.moved_to(clock.now() + timedelta(hours=hours)):
            ensure_today()
            jobs.run_all()
            assert (read_session().scalars(select(StaffList.sealed)).one() is not None) is is_kept
    assert "Deze lijst is niet meer bewaard" in confirm(hr_pages, preview, status=409).text


def test_hr_can_not_move_an_administrators_address(either_app: Flask) -> None:
    with either_app.app_context():
        hr = factories.person(Role.HR)
        factories.person(Role.ADMINISTRATOR, staff_number="900", name="Bas Beheer")
    page = send(Pages(either_app, BASE_URL).sign_in(hr), csv(("900", "Bas Beheer", "me@evil.example", *[""] * 6)))
    assert "een rol die alleen een beheerder zo aanpast" in page.text


def test_an_excel_list_reads_as_the_csv(hr_pages: Pages) -> None:
    apply(hr_pages, csv(NOOR))
    assert "Er verandert niets" in send(hr_pages, xlsx(NOOR)).text


def test_another_persons_list_is_not_there(hr_pages: Pages) -> None:
    path = send(hr_pages, csv(NOOR)).path
    with hr_pages.app.app_context():
        other = factories.person(Role.HR)
    Pages(hr_pages.app, BASE_URL).sign_in(other).get(path, status=404)
    hr_pages.get("/people/import/999999", status=404)


@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.AUDITOR, Role.PRIVACY_OFFICER])
def test_the_import_is_there_for_who_manages_people_alone(app: Flask, role: Role | None) -> None:
    with app.app_context():
        somebody = factories.person(*([role] if role else []))
    Pages(app, BASE_URL).sign_in(somebody).get("/people/import", status=404)


def test_who_is_not_signed_in_signs_in_first(pages: Pages) -> None:
    assert pages.get("/people/import", status=303, follow=False).response.location.startswith("/sign-in")


def test_the_example_reads_in_as_it_is(app: Flask) -> None:
    with app.app_context():
        hr = factories.person(Role.HR)
    pages = Pages(app, BASE_URL).sign_in(hr)
    for ending in ("csv", "xlsx"):
        data = pages.get(f"/people/import/example.{ending}").response.data
        assert len(parse(rows_of(data)).lines) == 2
        assert parse(rows_of(data)).faults == ()
