"""The pages of an outcome, through HTTP: for HR in words, for the psychologist in figures, and the approval."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from assess.models import Derivation, JobProfile
from assess.sealing import open_of_profile
from kernel import jobs
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from people.queries import today
from tests import factories
from tests.assess import deriving
from tests.pages import Pages

HR_PAGES = ("outcome", "approval", "comparison", "technical-report.pdf", "works-council.pdf")


@pytest.fixture
def house(app: Flask) -> Flask:
    return app


def derived(app: Flask, people: int = 3, top: int | None = None) -> tuple[JobProfile, Person]:
    with app.app_context():
        profile, hr = deriving.profile(people, top, has_answers=False), deriving.maker()
        deriving.derive(profile, hr)
        return profile, hr


def exact_numbers(app: Flask, profile: JobProfile) -> set[str]:
    """The sealed figures, as they would look with three or four digits behind the comma."""
    with app.app_context():
        row = read_session().get_one(Derivation, profile.id)
        exact = open_of_profile(row.sealed, f"derivation:{profile.id}")
        numbers = [
            float(scale[name]) for scale in exact["scales"] for name in ("mean", "sd", "theta", "effect") if scale[name]
        ]
        return {f"{abs(number):.{places}f}" for number in numbers for places in (3, 4) if number % 0.05}


def polled(pages: Pages, path: str) -> str:
    """What the script that waits is told."""
    answer = pages.client.get(path, base_url=pages.base_url, headers={"Accept": "application/json"})
    return str((answer.json or {})["state"])


@pytest.mark.parametrize("page", HR_PAGES)
def test_only_hr_opens_an_outcome(house: Flask, pages: Pages, page: str) -> None:
    profile, _hr = derived(house)
    path = f"/profiles/{profile.id}/{page}"
    assert "/sign-in" in pages.get(path).path
    with house.app_context():
        others = [factories.person(), factories.person(Role.MANAGER), factories.person(Role.PSYCHOLOGIST)]
        hr = deriving.maker()
    for other in others:
        pages.sign_in(other).get(path, status=404)
    pages.sign_in(hr).get(f"/profiles/999/{page}", status=404)


@pytest.mark.parametrize("page", ["", "/technical-report.pdf"])
def test_only_the_psychologist_opens_the_figures(house: Flask, pages: Pages, page: str) -> None:
    profile, hr = derived(house)
    path = f"/calculations/{profile.id}{page}"
    assert "/sign-in" in pages.get(path).path
    pages.sign_in(hr).get(path, status=404)
    with house.app_context():
        psychologist = factories.person(Role.PSYCHOLOGIST)
    pages.sign_in(psychologist).get(path)
    pages.get(f"/calculations/999{page}", status=404)


def test_hr_opens_the_scores_and_reads_what_came_out(house: Flask, pages: Pages) -> None:
    with house.app_context():
        profile, hr = deriving.profile(34, 5, has_answers=False), deriving.maker()
    pages.sign_in(hr)
    assert "De scores zijn nog dicht" in pages.get(f"/profiles/{profile.id}/outcome").text
    waits = pages.submit(pages.get(f"/profiles/{profile.id}").form("derivation"))
    assert "We rekenen" in waits.text
    assert polled(pages, waits.path) == "waiting"
    with house.app_context():
        jobs.run_all()
    assert polled(pages, waits.path) == "done"
    page = pages.get(f"/profiles/{profile.id}/outcome")
    assert page.text.index("Status: indicatief") < page.text.index("Wat de besten onderscheidt")
    assert "34 collega’s deden mee. 5 van hen horen bij de besten. 2 deskundigen" in page.text
    assert re.search(r"\d+ % hiervan komt van je eigen mensen, 9\d % van de deskundigen", page.text)
    assert page.text.index("Wat je wel en niet mag concluderen") < page.text.index("34 collega’s deden mee")
    pages.post(
        f"/profiles/{profile.id}/derivation",
        {"csrf_token": pages.get(f"/profiles/{profile.id}").form("sign-out").values()["csrf_token"][0]},
        status=409,
    )


def test_a_hypothesis_shows_no_weight_and_says_what_it_forbids(house: Flask, pages: Pages) -> None:
    profile, hr = derived(house)
    page = pages.sign_in(hr).get(f"/profiles/{profile.id}/outcome")
    assert "Status: hypothese" in page.text
    assert "Er is geen totaalscore" in page.text
    assert "Telt voor" not in page.text
    assert "Dit komt helemaal van de deskundigen." in page.text


def test_fewer_than_five_of_the_best_are_ranges_only(house: Flask, pages: Pages) -> None:
    profile, hr = derived(house, 33, 4)
    page = pages.sign_in(hr).get(f"/profiles/{profile.id}/outcome")
    assert "Daarom staan er alleen strepen" in page.text
    assert not list(page.root.find(".//main").iter("circle"))


@pytest.mark.parametrize(("people", "top"), [(3, 3), (33, 4), (34, 5)])
def test_no_exact_figure_is_on_a_page(house: Flask, pages: Pages, people: int, top: int) -> None:
    profile, hr = derived(house, people, top)
    with house.app_context():
        psychologist = factories.person(Role.PSYCHOLOGIST)
    text = pages.sign_in(hr).get(f"/profiles/{profile.id}/outcome").response.text
    text += pages.sign_in(psychologist).get(f"/calculations/{profile.id}").response.text
    numbers = exact_numbers(house, profile)
    assert len(numbers) > 20
    assert not [number for number in numbers if number in text or number.replace(".", ",") in text]


def test_approving_asks_for_the_works_council_and_a_name(house: Flask, pages: Pages) -> None:
    profile, hr = derived(house)
    page = pages.sign_in(hr).get(f"/profiles/{profile.id}/approval")
    assert page.form().values()["review_on"]
    refused = pages.submit(page.form(), status=422, works_council="te kort", role="", is_read="")
    for words in ("minstens 20 tekens", "Vul je functie in", "Lees eerst de uitkomst"):
        assert words in refused.text
    with house.app_context():
        past = today(read_session()) - timedelta(days=1)
    filled: dict[str, Any] = {"works_council": deriving.COUNCIL, "role": "Manager HR", "is_read": "y"}
    assert "Kies een dag na vandaag" in pages.submit(page.form(), status=422, review_on=past.isoformat(), **filled).text
    done = pages.submit(page.form(), **filled)
    assert "Hanna de Vries, Manager HR" in done.text
    assert deriving.COUNCIL in done.text
    pages.submit(page.form(), status=409, **filled)
    assert "Goedgekeurd" in pages.get(f"/profiles/{profile.id}/outcome").text


def test_two_versions_stand_side_by_side(house: Flask, pages: Pages) -> None:
    with house.app_context():
        persons, hr = deriving.staff(34), deriving.maker()
        first = deriving.profile(34, 5, has_answers=False, persons=persons)
        second = deriving.profile(3, has_answers=False, persons=persons[:3], seed=2)
        deriving.derive(first, hr)
        deriving.derive(second, hr)
    pages.sign_in(hr).get(f"/profiles/{first.id}/comparison", status=404)
    page = pages.get(pages.get(f"/profiles/{second.id}/outcome").links()["Vergelijk met versie 1"])
    assert "De status ging van indicatief naar hypothese." in page.text
    assert not re.search("Telt (meer|minder) mee", page.text), "a hypothesis has no weights to compare"
    assert "Luisteren en doorvragen" in page.text


def test_two_versions_are_the_same_only_where_nothing_shown_differs(house: Flask, pages: Pages) -> None:
    with house.app_context():
        persons, hr = deriving.staff(34), deriving.maker()
        first = deriving.profile(34, 5, has_answers=False, persons=persons)
        second = deriving.profile(34, 6, has_answers=False, persons=persons, seed=2)
        deriving.derive(first, hr)
        deriving.derive(second, hr)
    page = pages.sign_in(hr).get(f"/profiles/{second.id}/comparison")
    table = page.response.get_data(as_text=True).split("<tbody")[1].split("</tbody")[0]
    rows = [re.findall(r"<td[^>]*>(?:<span>)?([^<]+)", row) for row in table.split("<tr")[1:]]
    assert len(rows) == 13
    assert all((before == after) == (change == "Hetzelfde") for before, after, change in rows)
    assert any(change.startswith("Telt") for *_said, change in rows)


def test_the_psychologist_finds_every_profile_with_its_formulas(house: Flask, pages: Pages) -> None:
    profile, _hr = derived(house, 34, 5)
    with house.app_context():
        psychologist = factories.person(Role.PSYCHOLOGIST)
    page = pages.sign_in(psychologist).get("/calculations")
    assert page.links()["Cijfers"] == "/calculations"
    page = pages.get(page.links()["Medewerker contactcentrum, versie 1"])
    assert page.path == f"/calculations/{profile.id}"
    for words in ("θ̂ = (g/v + μ/τ²)/(1/v + 1/τ²)", "Hedges 1981", "method.shrinkage.prior", "Sackett et al. 2022"):
        assert words in page.text
    assert "composite" not in page.text


def test_before_there_are_figures_the_list_says_what_will_come(house: Flask, pages: Pages) -> None:
    with house.app_context():
        psychologist = factories.person(Role.PSYCHOLOGIST)
    assert "Nog geen cijfers" in pages.sign_in(psychologist).get("/calculations").text
