"""Who only applied here is nowhere among the staff: not in a list, a count, a file, a search or an audience."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from courses.models import Assignment
from courses.queries.overview import overview
from courses.services.audiences import still_to_enrol
from hr import queries_mails, queries_people, queries_teams
from hr.queries_people import Filter
from hr.services import bulk, exports, staff
from kernel import audit, clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from kernel.outbox import Mail
from people import mails
from people.errors import EmailTaken
from people.models import Invitation, Person, SignIn, Team
from people.permissions import Role
from people.services import doorways, invitations
from people.services.files import new_file
from people.services.sign_in import find_person
from tests import factories, world
from tests.certificates import making
from tests.conftest import BASE_URL
from tests.courses.taught import COURSE
from tests.hr.lists import confirm, csv, send
from tests.pages import Pages
from tests.world import World

NAME, EMAIL, FUNCTION = "Kandidaat Onzichtbaar", "onzichtbaar@post.example", "Onzichtbaar beroep"
HIDDEN = (NAME, EMAIL, FUNCTION)
ASKED = ("", "?q=Onzicht&name=Onzicht&state=all", "?q=onzichtbaar@&state=", "?state=not_invited", "?state=bounced")


@pytest.fixture
def unseen(app: Flask) -> Person:
    """A candidate with all that may give them away: a function, mail that came back, a browser, a certificate."""
    with app.app_context():
        candidate = factories.candidate(name=NAME, email=EMAIL, function=FUNCTION)
        with unit_of_work() as session:
            person = session.get_one(Person, candidate.id)
            until = clock.now() + timedelta(days=9)
            _doorway, secret = doorways.invite(session, person, actor=None, expires_at=until)
            sent = mails.send(session, person, "recovery", until="morgen")
            assert sent is not None
            making.issue_into(session, new_file(session, person), key="assess.application:900001", title="Assessment")
        doorways.enter(secret, doorways.new_token(), is_own=True)
        with unit_of_work() as session:
            session.get_one(Mail, sent.id).bounced_at = clock.now()
        return candidate


@pytest.fixture
def street(app: Flask, unseen: Person) -> World:
    """A candidate in a team, as nobody is, among people in every state."""
    street = world.build(app)
    with app.app_context(), unit_of_work() as session:
        session.get_one(Person, unseen.id).team_id = street.victim.team_id
        audit.record(session, "test", actor=None)
    return street


@pytest.fixture
def hr_pages(app: Flask, pages: Pages, street: World) -> Pages:
    """HR that manages people and a team and gives roles, so that every page of the desk opens."""
    with app.app_context():
        return pages.sign_in(factories.person(Role.HR, Role.ADMINISTRATOR, Role.MANAGER, name="Hanna de Vries"))


def desk(street: World) -> Iterator[tuple[str, str]]:
    """Every page of people, courses and certificates: its endpoint and its address."""
    for rule in street.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint.startswith(("hr.", "certificates.", "courses.")):
            yield rule.endpoint, street.address(rule)


def test_a_candidate_is_on_no_page_of_the_desk(hr_pages: Pages, street: World) -> None:
    seen, opened = [], 0
    for endpoint, address in desk(street):
        for question in ASKED:
            answer = hr_pages.client.get(address + question, base_url=BASE_URL, follow_redirects=True)
            opened += answer.status_code == 200
            said = answer.get_data().decode("utf-8", "replace")
            seen += [(endpoint, question, word) for word in HIDDEN if word in said]
    assert seen == []
    assert opened > 100, "the pages were really opened"


def test_the_same_person_is_on_those_pages_once_they_work_here(hr_pages: Pages, street: World, unseen: Person) -> None:
    """A positive control: what the test above looks for is what the pages tell of staff."""
    with street.app.app_context(), unit_of_work() as session:
        session.get_one(Person, unseen.id).started_on = date(2026, 1, 1)
        audit.record(session, "test", actor=None)
    for path in ("/people", "/register", f"/people/{unseen.id}"):
        assert NAME in hr_pages.get(path).text, path


def test_a_candidate_is_in_no_file_that_leaves_the_house(street: World, app: Flask) -> None:
    for name, given in (("people", {"state": "all"}), ("people", {}), ("register", {"course": COURSE})):
        with app.app_context(), app.test_request_context():
            data = exports.make(name, "csv", dict(given), actor=street.clerk.id).decode("utf-8-sig")
        assert "Vera Verweg" in data
        assert not any(word in data for word in HIDDEN), name


def test_a_candidate_is_in_no_count_and_no_audience(app: Flask, street: World, unseen: Person) -> None:
    with app.app_context():
        session, today = read_session(), clock.now().date()
        team = session.get_one(Team, street.victim.team_id)
        everybody = queries_people.size(session, Filter(state=""), today)
        assert everybody == sum(queries_people.counts(session, today).values())
        assert everybody == len(session.scalars(select(Person.id).where(Person.started_on.is_not(None))).all())
        assert queries_teams.count_in(session, team, today) == 1
        assert {row.team.name: row.people for row in queries_teams.teams(session, today)}["Zuid"] == 1
        assert sum(row.people for row in overview(session, COURSE, today) if row.team) == 1
        assert queries_people.chosen(session, [unseen.id], today) == []
        assert bulk.assignable(session, COURSE, [unseen.id], today) == []
        for audience, target in (
            ("everyone", None), ("team", str(team.id)), ("location", str(team.location_id)),
            ("function", FUNCTION), ("person", str(unseen.id)),
        ):  # fmt: skip
            asked = Assignment(id=0, course="other", audience=audience, target=target)
            assert unseen.id not in {person.id for person in session.scalars(still_to_enrol(asked, today))}
        mails_told = queries_mails.mails(session, street.clerk, None, "", 1)[0]
        assert mails_told
        assert all(row.person_id != unseen.id for row in mails_told)
        assert queries_mails.mails_to(session, street.clerk, unseen.id) == []


def test_a_candidate_gets_nothing_that_is_for_staff(app: Flask, unseen: Person) -> None:
    with app.app_context():
        assert find_person(read_session(), EMAIL) is None
        with pytest.raises(NotFound):
            queries_teams.person_in_service(read_session(), unseen.id, clock.now().date())
        invitations.ask_recovery(EMAIL, "192.0.2.1")
        jobs.run_all()
        hr = factories.person(Role.HR)
        with unit_of_work() as session:
            assert bulk.invite(session, [unseen.id], actor=session.get_one(Person, hr.id)).count == 0
        assert read_session().scalars(select(Invitation)).all() == []


# a candidate who is hired


def test_a_line_with_a_candidates_address_takes_the_same_person_in(hr_pages: Pages, unseen: Person) -> None:
    line = ("901", "Karin Onzichtbaar", EMAIL, "Hulp", "Zuid", "", "01-12-2026", "", "")
    preview = send(hr_pages, csv(line))
    assert "Nieuw (1)" in preview.text
    assert NAME not in preview.text, "the list does not tell that somebody applied"
    confirm(hr_pages, preview)
    with hr_pages.app.app_context():
        hired = read_session().scalars(select(Person).where(Person.staff_number == "901")).one()
        assert (hired.id, hired.email, hired.started_on) == (unseen.id, EMAIL, date(2026, 12, 1))
        assert (hired.name, hired.roles) == ("Karin Onzichtbaar", {Role.EMPLOYEE})
        ended = read_session().scalars(select(SignIn.ended_at).where(SignIn.person_id == unseen.id)).all()
        assert all(ended), "the way in of a candidate is gone"
    again = send(hr_pages, csv(line))
    assert "Nieuw (1)" not in again.text


def test_a_complete_list_never_misses_a_candidate(hr_pages: Pages, unseen: Person) -> None:
    preview = send(hr_pages, csv(("902", "Nieuw Iemand", "", "", "", "", "01-12-2026", "", "")), is_complete=True)
    assert not any(word in preview.text for word in HIDDEN)
    confirm(hr_pages, preview)
    with hr_pages.app.app_context():
        candidate = read_session().get_one(Person, unseen.id)
        assert (candidate.started_on, candidate.left_on) == (None, None)


def test_an_address_that_a_candidate_has_is_refused_for_somebody_else_without_a_name(
    hr_pages: Pages, unseen: Person, street: World
) -> None:
    number = str(street.victim.staff_number)
    refused = send(hr_pages, csv((number, "Vera Verweg", EMAIL, "", "", "", "", "", "")))
    assert "Dit e-mailadres is al in gebruik" in refused.text
    assert NAME not in refused.text


def test_a_line_of_who_left_already_leaves_a_candidate_as_they_are(hr_pages: Pages, unseen: Person) -> None:
    line = ("903", "Kandidaat Oud", EMAIL, "", "", "", "01-01-2020", "01-01-2021", "")
    confirm(hr_pages, send(hr_pages, csv(line, ("904", "Iemand Anders", "", "", "", "", "01-12-2026", "", ""))))
    with hr_pages.app.app_context():
        candidate = read_session().get_one(Person, unseen.id)
        assert (candidate.name, candidate.is_staff) == (NAME, False)


def test_taken_in_by_hand_a_candidate_keeps_their_row(either_app: Flask) -> None:
    with either_app.app_context():
        candidate, hr = factories.candidate(email=EMAIL), factories.person(Role.HR)
        given = {"function": "Hulp", "language": "nl", "team": None, "started_on": date(2026, 12, 1)}
        with unit_of_work() as session:
            actor = session.get_one(Person, hr.id)
            hired = staff.add(session, actor, name="Karin Komt", email=EMAIL, staff_number="905", **given)  # type: ignore[arg-type]
            assert hired.id == candidate.id
        with pytest.raises(EmailTaken), unit_of_work() as session:
            actor = session.get_one(Person, hr.id)
            staff.add(session, actor, name="Nog Een", email=EMAIL, staff_number="906", **given)  # type: ignore[arg-type]
