"""Without a mouse: everything can be reached, done and seen with the keys alone."""

from playwright.sync_api import Page, expect

from tests.assess import making
from tests.journeys.assessing import candidate, desk
from tests.journeys.conftest import Open
from tests.journeys.steps import PASSWORD, House, expect_saved

LONGEST_WAY = 60
IS_IN_SIGHT = """() => {
  const focused = document.activeElement;
  const seen = focused.closest("label") ?? focused;
  const box = seen.getBoundingClientRect();
  const isInside = box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const isOnTop = top !== null && (seen.contains(top) || top.contains(seen));
  const hasRing = [focused, seen].some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  return { isInside, isOnTop, hasRing, html: focused.outerHTML.slice(0, 160) };
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus; on the way, the focus is always in sight."""
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        seen = page.evaluate(IS_IN_SIGHT)
        assert seen["isInside"], f"outside the window: {seen['html']}"
        assert seen["isOnTop"], f"covered by something else: {seen['html']}"
        assert seen["hasRing"], f"no visible focus: {seen['html']}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a link or button and use it, to the next page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def sign_in_by_keys(page: Page, email: str) -> None:
    page.goto("/sign-in")
    tab_to(page, "input[name=name]")
    page.keyboard.type(email)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_course_can_be_read_and_its_test_taken_with_keys_alone(house: House, open_browser: Open) -> None:
    person, page = house.newcomer(), open_browser("desktop")
    sign_in_by_keys(page, person.email)
    press(page, "main a.button")
    press(page, "main a.button")
    tab_to(page, "[data-situation] summary")
    page.keyboard.press("Enter")
    expect(page.locator("[data-situation] details").first.locator(".situation__outcome")).to_be_visible()
    press(page, "main form button")
    press(page, "main form button", "Space")

    first = page.url
    choose_by_keys(page)
    expect_saved(page)
    press(page, "button[value=next]")
    assert page.url != first
    choose_by_keys(page)
    press(page, "button[value=previous]", "Space")
    assert page.url == first
    expect(page.locator("input[name=chosen]:checked")).not_to_have_count(0)


def choose_by_keys(page: Page) -> None:
    """Arrows move among answers of which one is right, Space ticks where more are."""
    tab_to(page, "input[name=chosen]")
    if page.locator("input[name=chosen][type=radio]").count():
        page.keyboard.press("ArrowDown")
        second = page.locator("input[name=chosen]").nth(1)
        expect(second).to_be_focused()
        expect(second).to_be_checked()
    else:
        page.keyboard.press("Space")
        expect(page.locator("input[name=chosen]").first).to_be_checked()


def test_a_candidate_answers_a_sentence_and_rates_a_situation_with_keys_alone(house: House, open_browser: Open) -> None:
    tom, page = candidate(house, desk(house, "Toetsenist"), "Tom Toets"), open_browser("desktop")
    page.goto(tom.link)
    press(page, "main form button")
    press(page, "main form button")
    choose_by_keys(page)
    expect_saved(page)
    press(page, "button[value=next]")
    with house.app.app_context():
        last = len(making.instrument().items)
    page.goto(page.url.replace("/items/2", f"/items/{last}"))
    for place in range(5):
        tab_to(page, f".rating:nth-of-type({place + 1}) input")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        row = page.locator(".rating").nth(place).get_by_role("radio").nth(1)
        expect(row).to_be_focused()
        expect(row).to_be_checked()
    expect_saved(page)
    press(page, "button[value=check]", "Space")
    tab_to(page, "input[name=is_sure]")
    page.keyboard.press("Space")
    press(page, "form[data-autosave-first] button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je antwoorden zijn binnen")


def test_the_first_tab_leads_past_the_header(house: House, open_browser: Open) -> None:
    page = open_browser("phone")
    page.goto("/sign-in")
    tab_to(page, ".skip-link")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=name]")
