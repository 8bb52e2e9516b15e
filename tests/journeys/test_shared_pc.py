"""A PC on the ward that many use: signing out leaves nothing of one's own behind, and takes nothing of another's."""

import re
from datetime import timedelta

from playwright.sync_api import Dialog, Page, expect

from kernel import clock
from tests.journeys.conftest import Open, assert_accessible
from tests.journeys.steps import House, answer, begin_test, chosen_on, expect_saved, go_on, sign_in
from tests.journeys.test_offline import end_session, saved

STORE = "maatstaf-answers"


def stored(page: Page) -> int:
    """How many answers the browser's own store holds; zero when there is no store."""
    return int(
        page.evaluate(
            """async (name) => {
              if (!(await indexedDB.databases()).some((each) => each.name === name)) return 0;
              const as = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
              const database = await as(indexedDB.open(name));
              if (!database.objectStoreNames.contains("answers")) return 0;
              return as(database.transaction("answers").objectStore("answers").count());
            }""",
            STORE,
        )
    )


def test_signing_out_with_an_unsent_answer_asks_first_and_then_clears_the_store(
    house: House, open_browser: Open
) -> None:
    person, page = house.newcomer(), open_browser("desktop")
    begin_test(page, person)
    page.route("**/answers", lambda route: route.abort())
    answer(page, house)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "unsaved")
    asked: list[str] = []

    def reply(*, stays: bool) -> None:
        def on_dialog(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.dismiss() if stays else dialog.accept()

        page.once("dialog", on_dialog)

    reply(stays=True)
    page.get_by_role("button", name="Afmelden").click()
    expect(page.locator("form[data-question]")).to_be_visible()
    assert stored(page) == 1

    reply(stays=False)
    page.get_by_role("button", name="Afmelden").click()
    expect(page).to_have_url(re.compile("/signed-out"))
    assert [text.split(".")[0] for text in asked] == ["Een antwoord is nog niet opgeslagen"] * 2
    assert stored(page) == 0
    assert_accessible(page)


def sign_out_unasked(page: Page) -> None:
    """Nothing of this person's own waits, so no question is put."""
    expect_saved(page)
    asked: list[Dialog] = []
    page.on("dialog", lambda dialog: (asked.append(dialog), dialog.dismiss()))
    go_on(page, "Afmelden")
    expect(page).to_have_url(re.compile("/signed-out"))
    assert asked == []


def test_signing_out_after_everything_was_sent_asks_nothing(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("phone")
    begin_test(page, person)
    answer(page, house)
    sign_out_unasked(page)
    assert stored(page) == 0


def test_what_another_has_not_sent_yet_waits_for_them(house: House, open_browser: Open) -> None:
    first, second, page = house.newcomer(), house.newcomer(), open_browser("desktop")
    begin_test(page, first)
    address = page.url
    page.route("**/answers", lambda route: route.abort())
    key = answer(page, house, is_right=False)
    chosen = sorted(chosen_on(page))
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "unsaved")
    end_session(house, first)

    begin_test(page, second)
    page.unroute_all(behavior="wait")
    answer(page, house)
    sign_out_unasked(page)
    assert stored(page) == 1

    sign_in(page, first.email)
    page.goto(address)
    expect_saved(page)
    assert saved(house, first) == [(key, chosen)]
    assert stored(page) == 0


def test_what_another_left_a_month_ago_is_gone(house: House, open_browser: Open) -> None:
    first, second, page = house.newcomer(), house.newcomer(), open_browser("phone")
    begin_test(page, first)
    page.route("**/answers", lambda route: route.abort())
    answer(page, house)
    expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "unsaved")
    end_session(house, first)
    page.clock.install(time=clock.now() + timedelta(days=31))
    sign_in(page, second.email)
    for _ in range(50):
        if stored(page) == 0:
            break
        page.wait_for_timeout(100)
    assert stored(page) == 0


def test_the_back_button_after_signing_out_shows_nothing_personal(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("desktop")
    begin_test(page, person)
    go_on(page, "Afmelden")
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in"))
    assert person.name not in page.content()


def test_who_signs_in_next_sees_only_what_is_theirs(house: House, open_browser: Open) -> None:
    first, second = house.newcomer(), house.newcomer()
    page = open_browser("phone")
    begin_test(page, first)
    theirs = page.url
    go_on(page, "Afmelden")
    sign_in(page, second.email)
    assert first.name not in page.content()
    answered = page.goto(theirs)
    assert answered is not None
    assert answered.status == 404
    assert_accessible(page)
