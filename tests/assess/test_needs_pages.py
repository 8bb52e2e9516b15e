"""An incumbent's pages before the start, without scripts: what they need, and practice; and those of who helps."""

import pytest
from flask import Flask

from assess.models import Incumbent, Sitting
from assess.queries.needs import needs_of
from assess.services import taking_part
from kernel.database import close_read_session, read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, rating
from tests.pages import Page, Pages


@pytest.fixture
def incumbent(app: Flask) -> Incumbent:
    with app.app_context():
        making.publish()
        return making.incumbent()


def come_in(app: Flask, pages: Pages, incumbent: Incumbent) -> str:
    with app.app_context():
        pages.sign_in(read_session().get_one(Person, incumbent.person_id))
    return f"/incumbents/{incumbent.id}"


def needs(app: Flask, incumbent: Incumbent) -> tuple[bool, bool, bool, str]:
    with app.app_context():
        close_read_session()
        told = needs_of(read_session().get_one(Incumbent, incumbent.id))
        return told.large_print, told.extra_time, told.other_form, told.other


def is_large(page: Page) -> bool:
    return "large-print" in page.root.find(".//main").get("class")


def sittings(app: Flask) -> int:
    with app.app_context():
        return read_session().query(Sitting).count()


def test_both_are_there_before_the_start_and_larger_print_follows_everywhere(
    app: Flask, pages: Pages, incumbent: Incumbent
) -> None:
    with app.app_context():
        factories.person(Role.PSYCHOLOGIST, name="Hanna Prins", function="psycholoog")
    home = come_in(app, pages, incumbent)
    start = pages.get(home)
    assert not is_large(start)
    asked = pages.get(start.links()["Wat heb je nodig?"])
    for words in ("We vragen niet waarom", "HR en je leidinggevende zien het niet", "alleen Hanna Prins, psycholoog"):
        assert words in asked.text
    page = pages.submit(asked.form(), large_print="y", other_form="y", other="  een rustige kamer ")
    assert page.path == home
    assert is_large(page)
    assert needs(app, incumbent) == (True, False, True, "een rustige kamer")
    assert is_large(pages.get(page.links()["Oefen"]))
    assert is_large(pages.submit(page.form("/sitting")))
    for below in ("/needs", "/withdrawal"):
        assert is_large(pages.get(f"{home}{below}"))
    again = pages.get(f"{home}/needs")
    assert again.form().values()["other"] == ["een rustige kamer"]


def test_practice_is_the_same_as_a_candidates_and_leaves_nothing(
    app: Flask, pages: Pages, incumbent: Incumbent
) -> None:
    home = come_in(app, pages, incumbent)
    page = pages.get(f"{home}/practice")
    while "Klaar met oefenen" not in page.links():
        names = {each.get("name") for each in page.root.iter("input") if each.get("type") == "radio"}
        page = pages.submit(page.form("/practice"), **{name: f"{name.partition('-')[2]}4" for name in names})
        assert "We bewaren er niets van" in page.text
        page = pages.get(page.links()["Volgende"]) if "Volgende" in page.links() else page
    assert pages.get(page.links()["Klaar met oefenen"]).path == home
    assert sittings(app) == 0
    for strange in ("0", "99", "x", "-1"):
        pages.get(f"{home}/practice?part={strange}", status=200 if strange == "x" else 404)


def test_without_anybody_who_may_hear_it_another_form_is_not_offered(
    app: Flask, pages: Pages, incumbent: Incumbent
) -> None:
    with app.app_context():
        factories.person(Role.PSYCHOLOGIST, Role.HR)
    home = come_in(app, pages, incumbent)
    page = pages.get(f"{home}/needs")
    assert "other_form" not in {each.get("name") for each in page.root.iter("input")}
    assert "Hier werkt nu niemand die dat kan regelen" in page.text
    pages.submit(page.form(), extra_time="y", other_form="y", other="Op papier")
    assert needs(app, incumbent) == (False, True, False, "")


def test_too_long_is_said_and_nothing_is_kept(app: Flask, pages: Pages, incumbent: Incumbent) -> None:
    with app.app_context():
        factories.person(Role.PSYCHOLOGIST)
    home = come_in(app, pages, incumbent)
    page = pages.submit(pages.get(f"{home}/needs").form(), other="x" * 501, status=422)
    assert "hoogstens 500 tekens" in page.text
    assert needs(app, incumbent) == (False, False, False, "")


def test_who_takes_no_part_is_led_back(app: Flask, pages: Pages, incumbent: Incumbent) -> None:
    home = come_in(app, pages, incumbent)
    form = pages.get(f"{home}/needs").form()
    with app.app_context(), unit_of_work() as session:
        taking_part.withdraw(session, session.get_one(Person, incumbent.person_id), incumbent.id)
    assert pages.get(f"{home}/needs").path == pages.get(f"{home}/practice").path == home
    pages.submit(form, large_print="y", status=409)


def test_another_persons_pages_are_not_there(app: Flask, pages: Pages, incumbent: Incumbent) -> None:
    for path in ("/needs", "/practice"):
        assert pages.get(f"/incumbents/{incumbent.id}{path}").path.startswith("/sign-in")
    with app.app_context():
        clerk = factories.person(*factories.OFFICES)
    pages.sign_in(clerk)
    token = pages.get("/account").form("sign-out").values()["csrf_token"][0]
    for path in ("/needs", "/practice"):
        pages.get(f"/incumbents/{incumbent.id}{path}", status=404)
    pages.post(f"/incumbents/{incumbent.id}/needs", {"csrf_token": token, "large_print": "y"}, status=404)


def test_the_helper_reads_what_to_arrange_and_nobody_else_does(app: Flask, pages: Pages, incumbent: Incumbent) -> None:
    with app.app_context():
        helper = factories.person(Role.PSYCHOLOGIST)
        others = [factories.person(Role.PSYCHOLOGIST), factories.person(*factories.OFFICES), factories.person(Role.HR)]
        name = read_session().get_one(Person, incumbent.person_id).name
    home = come_in(app, pages, incumbent)
    pages.submit(pages.get(f"{home}/needs").form(), other_form="y", other="<b>op papier</b>")
    asked = pages.sign_in(helper).get(pages.get("/assessments").links()[name])
    assert "<b>op papier</b>" in asked.text
    assert "HR en de leidinggevende horen niet wie meedoet" in asked.text
    for person in others:
        pages.sign_in(person).get(asked.path, status=404)
    come_in(app, pages, incumbent)
    pages.get(asked.path, status=404)
    pages.get("/helping/999", status=404)


def test_a_rater_gives_a_colleague_more_time_and_larger_print(app: Flask, pages: Pages, incumbent: Incumbent) -> None:
    home = come_in(app, pages, incumbent)
    pages.submit(pages.get(f"{home}/needs").form(), extra_time="y", large_print="y")
    with app.app_context():
        exercise = rating.planned(read_session().get_one(Incumbent, incumbent.id))
        rater = rating_of(exercise.id)
    page = pages.sign_in(rater).get(f"/exercises/{exercise.id}")
    assert "Geef meer tijd" in page.text
    card = pages.get(f"/exercises/{exercise.id}/card")
    assert "handout--large" in card.root.find(".//main").get("class")


def rating_of(exercise: int) -> Person:
    from assess.models import Rater

    row = read_session().query(Rater).filter(Rater.exercise_id == exercise).first()
    assert row is not None
    return row.person
