"""Teams, locations, and who manages a team."""

import pytest
from flask import Flask
from sqlalchemy import select

from courses.models import Assignment
from hr.errors import LocationInUse
from hr.services import teams
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.errors import TeamInUse
from people.models import Location, Person, SignIn, Team, TeamManager
from people.permissions import Role
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages


@pytest.fixture
def hr_pages(app: Flask) -> Pages:
    with app.app_context():
        hr = factories.person(Role.HR)
    return Pages(app, BASE_URL).sign_in(hr)


def test_a_team_is_made_renamed_and_moved(hr_pages: Pages) -> None:
    hr_pages.submit(hr_pages.get("/locations/new").form(), name="Noord")
    page = hr_pages.submit(hr_pages.get("/teams/new").form(), name="De Wilg")
    with hr_pages.app.app_context():
        place = read_session().scalars(select(Location.id)).one()
    hr_pages.submit(page.form(), name="De Eik", location=str(place))
    assert "De Eik" in hr_pages.get("/teams").text
    again = hr_pages.submit(hr_pages.get("/teams/new").form(), status=422, name="De Eik")
    assert "Deze naam bestaat al." in again.text


def test_who_is_named_by_a_team_is_a_manager_and_signs_in_anew(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        team, noor = factories.team("De Wilg"), factories.person(name="Noor Jansen")
        factories.session_token(noor)
    found = hr_pages.get(f"/teams/{team.id}?q=noor")
    page = hr_pages.submit(found.form(f"/teams/{team.id}/managers"), person=str(noor.id))
    with hr_pages.app.app_context():
        assert read_session().get_one(Person, noor.id).roles == {Role.EMPLOYEE, Role.MANAGER}
        assert read_session().scalars(select(SignIn.ended_at).where(SignIn.person_id == noor.id)).one() is not None
    hr_pages.submit(page.form("/removal"))
    with hr_pages.app.app_context():
        assert read_session().get_one(Person, noor.id).roles == {Role.EMPLOYEE}


def test_a_team_goes_once_everybody_has_another(either_app: Flask) -> None:
    with either_app.app_context():
        hr, old, new = factories.person(Role.HR), factories.team("Oud"), factories.team("Nieuw")
        works, left = (
            factories.person(team_id=old.id),
            factories.person(team_id=old.id, left_on=clock.now().date().replace(year=2021)),
        )
        with pytest.raises(TeamInUse), unit_of_work() as session:
            teams.delete_team(session, session.get_one(Person, hr.id), session.get_one(Team, old.id))
    pages = Pages(either_app, BASE_URL).sign_in(hr)
    page = pages.get(f"/teams/{old.id}/deletion")
    assert "In dit team werkt 1 persoon." in page.text
    pages.submit(page.form(), to=str(new.id))
    with either_app.app_context():
        assert read_session().get(Team, old.id) is None
        assert read_session().get_one(Person, works.id).team_id == new.id
        assert read_session().get_one(Person, left.id).team_id is None


def test_what_was_asked_of_a_deleted_team_is_not_asked_of_the_next(either_app: Flask) -> None:
    with either_app.app_context():
        hr, old = factories.person(Role.HR), factories.team("Oud")
        with unit_of_work() as session:
            asked = Assignment(
                course="avg", audience="team", target=str(old.id), target_name="Oud", asked_at=clock.now()
            )
            session.add(asked)
            teams.delete_team(session, session.get_one(Person, hr.id), session.get_one(Team, old.id))
        assert read_session().scalars(select(Assignment.ended_at)).one() is not None


def test_a_location_with_teams_stays(app: Flask) -> None:
    with app.app_context():
        hr, place = factories.person(Role.HR), factories.location()
        factories.team(location_id=place.id)
        with pytest.raises(LocationInUse), unit_of_work() as session:
            teams.delete_location(session, session.get_one(Person, hr.id), session.get_one(Location, place.id))


def test_a_manager_who_left_is_not_named(hr_pages: Pages) -> None:
    with hr_pages.app.app_context():
        team, gone = factories.team(), factories.person(left_on=clock.now().date().replace(year=2021))
    form = hr_pages.get(f"/teams/{team.id}").form()
    data = {"csrf_token": form.values()["csrf_token"][0], "person": str(gone.id)}
    hr_pages.post(f"/teams/{team.id}/managers", data, status=404)
    with hr_pages.app.app_context():
        assert read_session().scalars(select(TeamManager)).all() == []


@pytest.mark.parametrize("path", ["/teams/999999", "/teams/999999/deletion", "/locations/999999"])
def test_what_is_not_there_is_not_there(hr_pages: Pages, path: str) -> None:
    hr_pages.get(path, status=404)
