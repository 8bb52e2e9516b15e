"""One person, two devices, and a server that says no: what counts is said, and nothing is lost."""

from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import Open, assert_accessible, assert_fits
from tests.journeys.steps import House, Learner, answer, begin_test, chosen_on, expect_saved, go_on, sign_in
from tests.journeys.test_offline import end_session, saved
from tests.journeys.test_shared_pc import stored

ELSEWHERE = "Vraag 1: Ergens anders gaf je een ander antwoord. Dat telt. Wil je iets anders? Kies dan opnieuw."
REFUSED = "Vraag 1: Dit antwoord is niet opgeslagen. Het staat nog op dit apparaat."


def notices(page: Page) -> Locator:
    return page.locator("[data-save-notices]")


def answer_offline(page: Page, house: House) -> str:
    page.context.set_offline(True)
    key = answer(page, house, is_right=False)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "offline")
    return key


def answer_elsewhere(open_browser: Open, house: House, person: Learner, address: str) -> list[str]:
    """On a second device, rightly; return what was chosen."""
    other = open_browser("desktop")
    sign_in(other, person.email)
    other.goto(address)
    answer(other, house)
    expect_saved(other)
    return sorted(chosen_on(other))


def test_an_answer_kept_offline_does_not_undo_a_newer_one_from_another_device(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("phone")
    begin_test(page, person)
    key = answer_offline(page, house)
    here = sorted(chosen_on(page))
    there = answer_elsewhere(open_browser, house, person, page.url)

    page.context.set_offline(False)
    expect(notices(page)).to_contain_text(ELSEWHERE)
    assert sorted(chosen_on(page)) == there != here
    assert saved(house, person)[-2:] == [(key, there), (key, here)]
    assert_accessible(page)
    assert_fits(page)

    notices(page).get_by_role("button", name="Laat mijn antwoord van hier tellen").click()
    expect(notices(page)).to_be_empty()
    expect_saved(page)
    page.reload()
    assert sorted(chosen_on(page)) == here
    assert saved(house, person)[-2:] == [(key, here)] * 2


def test_who_signs_in_again_still_reads_that_another_answer_counts(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("phone")
    begin_test(page, person)
    answer_offline(page, house)
    there = answer_elsewhere(open_browser, house, person, page.url)
    end_session(house, person)
    page.context.set_offline(False)
    dialog = page.locator("dialog[data-sign-in-again]")
    dialog.locator("input").fill("een lange zin voor de reis")
    with page.expect_navigation():
        dialog.get_by_role("button").click()
    expect(notices(page)).to_contain_text(ELSEWHERE)
    assert sorted(chosen_on(page)) == there
    go_on(page)
    expect(notices(page)).to_be_empty()
    assert stored(page) == 0


def refuse(page: Page, key: str, status: int, body: str) -> list[str]:
    """The server refuses each answer to one question; return the events it was sent."""
    sent: list[str] = []

    def on_answer(route: Route) -> None:
        posted = route.request.post_data_json
        if posted["question"] == key:
            sent.append(posted["event"])
            route.fulfill(status=status, body=body)
        else:
            route.continue_()

    page.route("**/answers", on_answer)
    return sent


def test_a_lasting_refusal_is_said_kept_and_holds_up_no_other_answer(house: House, open_browser: Open) -> None:
    for status, body, tries in ((400, '{"error": "400"}', 2), (413, "<h1>Too large</h1>", 1), (404, "{}", 1)):
        person, page = house.newcomer(), open_browser("phone")
        begin_test(page, person)
        key = page.locator("form[data-question]").get_attribute("data-question") or ""
        sent = refuse(page, key, status, body)
        answer(page, house, is_right=False)
        expect(notices(page)).to_contain_text(REFUSED)
        expect(page.locator("[data-save-status]")).to_have_text("Niet opgeslagen")
        page.wait_for_timeout(1500)  # the first wait of one that tries again is a second
        assert len(sent) == tries, status
        assert_accessible(page)

        page.goto(page.url.replace("/questions/1", "/questions/2"))
        expect(notices(page)).to_contain_text(REFUSED)
        answer(page, house)
        expect_saved(page)
        assert stored(page) == 1
        assert len(sent) == tries, status
        page.context.close()


def test_what_was_refused_is_tried_once_more_on_its_own_page(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("desktop")
    begin_test(page, person)
    key = page.locator("form[data-question]").get_attribute("data-question") or ""
    words = "Deze ronde is afgesloten."
    refuse(page, key, 409, f'{{"error": "{words}"}}')
    answer(page, house, is_right=False)
    chosen = sorted(chosen_on(page))
    expect(notices(page)).to_have_text(f"Vraag 1: {words}")
    assert saved(house, person) == []
    page.unroute_all(behavior="wait")
    page.reload()
    expect_saved(page)
    expect(notices(page)).to_be_empty()
    assert saved(house, person) == [(key, chosen)]
    assert stored(page) == 0
