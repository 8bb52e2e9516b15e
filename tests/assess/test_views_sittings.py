"""Taking an assessment, as a browser without scripts goes; what its pages refuse, and to whom."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from assess import sealing
from assess.instruments import Statement
from assess.models import Application, Incumbent, Sitting
from assess.queries import sittings as queries
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import File, Person
from people.permissions import Role
from tests import factories
from tests.assess import making
from tests.pages import Page, Pages

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context():
        making.publish()
    return app


def me_of(house: Flask, taken: Sitting | Incumbent) -> Person:
    with house.app_context():
        return read_session().get_one(Person, taken.person_id)


def fill_in(page: Page) -> dict[str, str]:
    """The middle of everything that the page asks."""
    choices = {each.get("name"): each for each in page.root.iter("input") if each.get("type") == "radio"}
    return {name: f"{name.partition('-')[2]}3" for name in choices}


def test_an_incumbent_takes_part_without_scripts_and_reads_the_scores(house: Flask, pages: Pages) -> None:
    with house.app_context():
        incumbent = making.incumbent()
    asked = pages.sign_in(me_of(house, incumbent)).get(f"/incumbents/{incumbent.id}")
    for words in ("ongeveer 35 minuten", "vrijwillig", "Niemand behalve jij ziet je antwoorden en scores", "Hoe lang"):
        assert words in asked.text
    page = pages.submit(asked.form("/sitting"))
    assert "Vraag 1 van 84" in page.text
    for place in range(1, 85):
        assert page.path.endswith(f"/items/{place}")
        page = pages.submit(page.form(), **fill_in(page))
    assert "Je hebt alle vragen beantwoord" in page.text
    receipt = pages.submit(page.form("submission"))
    assert receipt.heading == "Je antwoorden zijn binnen"
    assert "Dank je wel dat je meedoet" in receipt.text
    own = pages.get(receipt.links()["Bekijk je scores"])
    assert "Luisteren en doorvragen" in own.text
    assert "3,0 Tussenin" in own.text
    assert "Situaties uit het werk" in own.text
    for address in ("", "/items/3", "/check"):
        assert pages.get(f"/sittings/{page.path.split('/')[2]}{address}").path.endswith("/receipt")


def test_going_back_saves_and_coming_back_resumes_at_the_first_open_item(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
    pages.sign_in(me_of(house, sitting))
    address = f"/sittings/{sitting.id}"
    second = pages.submit(pages.get(f"{address}/items/1").form(), chosen="2")
    first = pages.submit(second.form(), chosen="5", to="previous")
    assert first.form().values()["chosen"] == ["2"]
    assert "Opgeslagen om" in first.text
    assert pages.get(address).path.endswith("/items/3")
    assert "Vraag 3 van 84" in pages.submit(pages.get(f"{address}/items/2").form()).text  # nothing chosen anew
    check = pages.submit(first.form(), to="check")
    assert "Er zijn nog 82 vragen open" in check.text
    incumbent = pages.get(f"/incumbents/{sitting.incumbent_id}")
    assert "Je beantwoordde 2 van de 84 vragen" in incumbent.text
    assert incumbent.links()["Ga verder waar je was"] == address


def test_a_situation_may_be_half_done_and_the_check_page_says_so(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        given = {each.item_id: 3 for each in making.instrument().statements}
        with unit_of_work() as session:
            for item, said in given.items():
                making.sittings.save_answer(
                    session, me_in(session, sitting), sitting.id, item=item, answer=said, event=item
                )
    page = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}")
    assert page.path.endswith("/items/73")
    assert page.heading == 'De hulp die er "niet was"'
    pages.submit(page.form(), **{"chosen-A": "A1", "chosen-C": "C5"})
    page = pages.get(f"/sittings/{sitting.id}")
    assert page.path.endswith("/items/73")
    values = page.form().values()
    assert (values["chosen-A"], values["chosen-C"], "chosen-B" in values) == (["A1"], ["C5"], False)
    check = pages.get(f"/sittings/{sitting.id}/check")
    assert "Nog niet af" in check.text
    assert "Er zijn nog 12 vragen open" in check.text


def me_in(session: object, sitting: Sitting) -> Person:
    return session.get_one(Person, sitting.person_id)  # type: ignore[attr-defined,no-any-return]


def test_the_script_saves_by_event_and_hears_why_not(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
    pages.sign_in(me_of(house, sitting))
    token = pages.get(f"/sittings/{sitting.id}/items/1").form().values()["csrf_token"][0]
    address, event = f"/sittings/{sitting.id}/answers", {"event": "e-1", "question": "si-S01", "chosen": ["A4", "C1"]}

    def send(body: object, **headers: str) -> tuple[int, dict[str, object]]:
        kept = {"X-CSRFToken": token, "Accept": "application/json", **headers}
        response = pages.client.post(address, json=body, base_url=pages.base_url, headers=kept)
        return response.status_code, response.get_json(silent=True) or {}

    status, told = send(event)
    assert (status, told["event"], told["elsewhere"]) == (200, "e-1", None)
    other = {**event, "event": "e-2", "chosen": ["A5"], "seen": [""]}
    assert send(other)[1]["elsewhere"] == {"event": "e-1", "chosen": ["A4", "C1"]}
    for malformed in ([], {}, {**event, "chosen": "A4"}, {**event, "chosen": []}, {**event, "seen": "e"}):
        assert send(malformed)[0] == 400
    kept = {"X-CSRFToken": token, "Content-Type": "application/json"}
    deep = pages.client.post(address, data=b"[" * 200_000, base_url=pages.base_url, headers=kept)
    assert deep.status_code == 400
    for wrong in (["A9"], ["A1", "A2"], ["F1"], ["7"], ["1", "2"], ["٣"], ["9" * 6000]):
        assert send({**event, "event": "e-3", "chosen": wrong})[0] == 422
    with house.app_context():
        making.hand_in(sitting)
    status, told = send({**event, "event": "e-4"})
    assert (status, "al ingeleverd" in str(told["error"])) == (409, True)
    pages.client.delete_cookie("__Host-session", domain="maatstaf.test")
    assert send(event)[0] in {400, 401}


def test_a_page_that_stood_open_says_that_a_newer_answer_counts(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        item = making.instrument().items[0].item_id
    stood_open = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/items/1")
    with house.app_context():
        making.answer(sitting, item, 5)
    page = pages.submit(stood_open.form(), chosen="1")
    assert "Ergens anders gaf je een ander antwoord. Dat telt." in page.text
    assert page.form("items/1").values()["chosen"] == ["5"]
    pages.submit(page.form("items/1"), chosen="1")
    assert pages.get(f"/sittings/{sitting.id}/items/1").form("items/1").values()["chosen"] == ["1"]


def test_what_the_page_did_not_offer_is_refused(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
    page = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/items/1")
    pages.submit(page.form(), chosen="9", status=422)
    pages.submit(page.form(), chosen="A3", status=422)


def test_nothing_answered_cannot_be_handed_in(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
    check = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/check")
    assert "Je hebt nog niets ingevuld" in pages.submit(check.form("submission"), status=409).text


@pytest.mark.parametrize("what", [making.incumbent, making.application])
def test_with_something_open_going_on_comes_first_and_handing_in_asks_once_more(
    house: Flask, pages: Pages, what: Callable[[], Incumbent | Application]
) -> None:
    with house.app_context():
        sitting = making.begin(what())
        for each in making.instrument().items[:3]:
            making.answer(sitting, each.item_id, 4)
    check = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/check")
    assert check.links()["Ga verder met vraag 4"] == f"/sittings/{sitting.id}/items/4"
    assert "Lever in met 81 open" in check.text
    assert "Lever je antwoorden in" not in check.text
    for _twice in range(2):
        check = pages.submit(check.form("submission"), status=422)
        assert "Zet dan hier een vinkje" in check.text
    assert pages.get(f"/sittings/{sitting.id}").path.endswith("/items/4")
    assert pages.submit(check.form("submission"), is_sure="y").heading == "Je antwoorden zijn binnen"
    token = check.form("submission").values()["csrf_token"][0]
    again = pages.post(f"/sittings/{sitting.id}/submission", {"csrf_token": token})
    assert again.path.endswith("/receipt"), "sent twice is handed in once, tick or no tick"


def test_nobody_elses_open_questions_are_counted(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.incumbent())
        mine = making.begin(making.incumbent())
    form = pages.sign_in(me_of(house, mine)).get(f"/sittings/{mine.id}/check").form("submission")
    token = form.values()["csrf_token"][0]
    pages.post(f"/sittings/{sitting.id}/submission", {"csrf_token": token, "is_sure": "y"}, status=404)


def test_withdrawing_asks_first_then_wipes_and_says_so(house: Flask, pages: Pages) -> None:
    with house.app_context():
        incumbent = making.incumbent()
        sitting = making.finish(making.begin(incumbent))
    page = pages.sign_in(me_of(house, sitting)).get(f"/incumbents/{incumbent.id}")
    sure = pages.get(page.links()["Ik doe niet mee"])
    assert "Dat kun je niet terugdraaien" in sure.text
    after = pages.submit(sure.form())
    assert "geen antwoorden en geen scores" in after.text
    pages.get(f"/sittings/{sitting.id}", status=404)
    assert pages.get(f"/incumbents/{incumbent.id}/withdrawal").path == f"/incumbents/{incumbent.id}"


def test_once_the_profile_is_made_one_reads_ones_scores_and_may_still_have_them_erased(
    house: Flask, pages: Pages
) -> None:
    with house.app_context():
        profile = making.profile()
        done, late = making.incumbent(profile), making.incumbent(profile)
        making.finish(making.begin(done))
        making.derived(profile)
    page = pages.sign_in(me_of(house, done)).get(f"/incumbents/{done.id}")
    assert "Jouw scores" in page.text
    assert "verandert hier niet door" in pages.get(page.links()["Ik doe niet mee"]).text
    assert "al gemaakt" in pages.sign_in(me_of(house, late)).get(f"/incumbents/{late.id}").text


def test_a_candidate_gets_a_receipt_with_the_promised_day(house: Flask, pages: Pages) -> None:
    with house.app_context():
        sitting = making.begin(making.application())
        making.answer(sitting, "st-01", 4)
        with clock.moved_to(MORNING):
            making.hand_in(sitting)
    page = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}")
    assert page.path.endswith("/receipt")
    assert "2 maart 2026, 10:30 uur" in page.text
    assert "uiterlijk op 7 maart 2026" in page.text
    assert "010 555 01 20" in page.text


def test_who_asked_for_larger_print_gets_it(house: Flask, pages: Pages) -> None:
    with house.app_context():
        application = making.application()
        sitting = making.begin(application)
        needs(application)
    page = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/items/1")
    assert "large-print" in page.root.find(".//main").get("class")


def needs(application: Application) -> None:
    with unit_of_work() as session:
        told = session.get_one(Application, application.id)
        file = session.get_one(File, application.file_id)
        told.needs = sealing.seal_in(file, {"large_print": True}, f"needs:{application.id}")
        factories.audit.record(session, "test", actor=None)


def test_the_words_come_in_the_language_of_who_reads(house: Flask, pages: Pages) -> None:
    with house.app_context():
        incumbent = making.incumbent(person=factories.person(language="en"))
        sitting = making.begin(incumbent)
        statement = making.instrument().items[0]
    page = pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/items/1?lang=en")
    assert isinstance(statement, Statement)
    assert page.heading == statement.text.en


def test_another_persons_pages_are_not_there_and_strangers_sign_in_first(house: Flask, pages: Pages) -> None:
    with house.app_context():
        incumbent = making.incumbent()
        sitting = making.begin(incumbent)
        clerk = factories.person(*(role for role in Role if role not in {Role.EMPLOYEE, Role.CANDIDATE}))
        assert queries.progress(read_session(), sitting) == (0, 84)
    looks = [f"/incumbents/{incumbent.id}", *(f"/sittings/{sitting.id}{end}" for end in ("", "/items/1", "/check"))]
    acts = [f"/incumbents/{incumbent.id}/sitting", f"/incumbents/{incumbent.id}/withdrawal"]
    acts += [f"/sittings/{sitting.id}/items/1", f"/sittings/{sitting.id}/submission"]
    for address in looks:
        assert pages.get(address).path.startswith("/sign-in")
    pages.sign_in(clerk)
    token = pages.get("/account").form("sign-out").values()["csrf_token"][0]
    for address in looks:
        pages.get(address, status=404)
    for address in acts:
        pages.post(address, {"csrf_token": token, "chosen": "1", "event": "e"}, status=404)
    for nowhere in ("/sittings/999", "/incumbents/999", f"/sittings/{sitting.id}/items/85"):
        pages.get(nowhere, status=404)
    pages.sign_in(me_of(house, sitting)).get(f"/sittings/{sitting.id}/items/85", status=404)
