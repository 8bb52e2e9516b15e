"""HR's overview: three steps at first, then figures that lead to people."""

from flask import Flask

from courses.queries import overview
from kernel.database import read_session
from people.permissions import Role
from tests import factories
from tests.hr.house import COURSE, House
from tests.pages import Pages


def cells(page, team: str) -> list[str]:  # type: ignore[no-untyped-def]
    """The figures of one team: people, certified, due, late, never started."""
    for row in page.root.iter("tr"):
        texts = [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in {"th", "td"}]
        if texts and texts[0] == team:
            return [text.split(":")[0] for text in texts[1:]]
    raise AssertionError(f"no row for {team}")


def test_the_first_run_shows_a_path_instead_of_zeros(app: Flask, pages: Pages) -> None:
    with app.app_context():
        officer = factories.person(Role.HR)
    page = pages.sign_in(officer).get("/desk")
    assert page.heading == "Begin hier"
    assert page.root.find(".//ol[@class='steps']") is not None
    assert page.root.find(".//main//table") is None


def test_each_team_shows_who_is_certified_due_late_and_not_started(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/desk?course={COURSE}")
    assert cells(page, "Noord") == ["6", "16 %", "3", "1", "2"]


def test_a_team_below_five_people_gets_no_percentage(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/desk?course={COURSE}")
    assert cells(page, "Zuid")[1] == "0 van 1"


def test_a_figure_leads_to_exactly_the_people_behind_it(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    desk = pages.get(f"/desk?course={COURSE}")
    for words, name in (("1: Noord, Te laat", "Lotte Laat"), ("16 %: Noord, Geldig certificaat", "Carla Klaar")):
        found = pages.get(desk.links()[words])
        assert _names(found) == [name]


def test_a_figure_counts_as_many_people_as_the_list_behind_it_holds(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    with house.app.app_context():
        (row,) = overview(read_session(), COURSE, house.today, [house.north.id])
    for state in ("certified", "due", "late", "never_started"):
        found = pages.get(f"/register?course={COURSE}&team={house.north.id}&state={state}")
        assert len(_names(found)) == getattr(row, state), state


def test_the_total_is_everybody_who_works_here(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get(f"/desk?course={COURSE}")
    assert cells(page, "Iedereen")[0] == str(6 + 1 + len(house.staff))


def test_the_desk_says_how_many_reminders_went(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.HR]).get("/desk")
    assert "In de laatste 30 dagen gingen 0 herinneringen uit." in page.text


def _names(page) -> list[str]:  # type: ignore[no-untyped-def]
    links = ((a.get("href") or "", "".join(a.itertext())) for a in page.root.iter("a"))
    return [name for href, name in links if href.removeprefix("/people/").isdecimal()]
