"""A manager sees own teams only: passed or not, and when."""

from kernel import audit
from kernel.database import unit_of_work
from people.models import TeamManager
from people.permissions import Role
from tests import factories
from tests.hr.house import COURSE, House
from tests.pages import Page, Pages


def test_a_manager_of_one_team_comes_straight_to_it(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.MANAGER]).get("/team")
    assert page.heading == "Noord"


def test_each_person_of_the_team_is_shown_with_state_and_day(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.MANAGER]).get(f"/team/{house.north.id}?course={COURSE}")
    assert "Carla Klaar" in page.text
    assert "Geldig" in page.text
    assert "Te laat" in page.text
    assert "Zeb Zuid" not in page.text
    assert "vragen" not in page.text


def names(page: Page) -> list[str]:
    return ["".join(row[0].itertext()).strip() for row in page.root.findall(".//tbody/tr")]


def test_each_figure_of_the_team_leads_to_the_people_behind_it_and_who_is_late_stands_first(
    house: House, pages: Pages
) -> None:
    page = pages.sign_in(house.staff[Role.MANAGER]).get(f"/team/{house.north.id}?course={COURSE}")
    assert names(page)[0] == "Lotte Laat"
    assert names(page)[-1] in {"Carla Klaar", "Olga Ongevraagd"}
    assert "Fijn: niemand is te laat" not in page.text
    assert "HR stuurt er een extra" in page.text
    assert names(pages.get(page.links()["1 Te laat"])) == ["Lotte Laat"]
    assert set(names(pages.get(page.links()["3 Loopt nog"]))) == {"Bas Bezig", "Nina Nieuw", "Gijs Geslaagd"}


def test_a_team_in_which_nobody_is_late_is_told_so(house: House, pages: Pages) -> None:
    with house.app.app_context():
        manager = factories.person(Role.MANAGER)
        with unit_of_work() as session:
            session.add(TeamManager(team_id=house.south.id, person_id=manager.id))
            audit.record(session, "team.managers_set", actor=None)
    page = pages.sign_in(manager).get(f"/team/{house.south.id}?course={COURSE}")
    assert "Fijn: niemand is te laat" in page.text
    assert "Niemand gevonden" in pages.get(page.links()["0 Te laat"]).text


def test_another_team_is_not_there(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.MANAGER])
    pages.get(f"/team/{house.south.id}", status=404)
    pages.get("/team/99999", status=404)


def test_hr_that_manages_no_team_has_no_team_page(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR]).get(f"/team/{house.north.id}", status=404)


def test_a_manager_of_more_teams_sees_their_figures_and_no_others(house: House, pages: Pages) -> None:
    with house.app.app_context():
        manager = factories.person(Role.MANAGER)
        for name in ("Dag", "Nacht"):
            factories.team(name, managers=(manager,))
    page = pages.sign_in(manager).get("/team")
    assert page.heading == "Mijn teams"
    assert "Dag" in page.text
    assert "Nacht" in page.text
    assert "Noord" not in page.text


def test_a_manager_without_teams_is_told_what_to_wait_for(house: House, pages: Pages) -> None:
    with house.app.app_context():
        manager = factories.person(Role.MANAGER)
    assert "Nog geen team" in pages.sign_in(manager).get("/team").text


def test_the_people_can_read_that_their_manager_looked(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.MANAGER]).get(f"/team/{house.north.id}")
    assert "Staf manager" in pages.sign_in(house.fresh.person).get("/account/trail").text
    assert "Staf manager" not in pages.sign_in(house.southerner.person).get("/account/trail").text
