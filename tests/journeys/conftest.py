"""What a person does, in a real browser: headless Chromium, phone and desktop, with axe-core on every page."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.steps import House, prepare
from tests.live import Server

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists() and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=False)
        yield started
        started.close()


@pytest.fixture
def server(tmp_path: Path, sqlite_url: str) -> Iterator[Server]:
    """A server on an empty, migrated database; the test starts it when its people are there."""
    made = Server(tmp_path, sqlite_url)
    yield made
    if made.process:
        made.kill()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[House]:
    """A served organisation, set up and published, which the tests share: each takes in people of its own."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(migrated_sqlite, folder / "maatstaf.sqlite")
    made = prepare(Server(folder, f"sqlite:///{folder / 'maatstaf.sqlite'}"))
    yield made
    made.server.kill()


Open = Callable[..., Page]


@pytest.fixture
def open_browser(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Open]:
    """Open a window of a size on the `house` or `server` of the test; scripts can be off.

    An error in a script, or a refusal by the content security policy, fails the test.
    """
    own = "house" if "house" in request.fixturenames else "server"
    served = request.getfixturevalue(own)
    url = served.server.url if own == "house" else served.url
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(size: str = "phone", *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=url, locale="nl-NL", viewport=SIZES[size], java_script_enabled=javascript
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(message: Any) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


def assert_accessible(page: Page) -> None:
    """No axe-core violation of WCAG 2.2 A and AA or of its best practices."""
    page.wait_for_load_state()  # a click may still be on its way through redirects
    page.evaluate(AXE.read_text())
    result = page.evaluate("async () => await axe.run(document)")
    found = [
        f"{violation['id']}: {violation['help']} → {[node['target'] for node in violation['nodes']][:3]}"
        for violation in result["violations"]
    ]
    assert found == [], f"{page.url}: " + "; ".join(found)


def assert_fits(page: Page) -> None:
    """Nothing sticks out sideways."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px too wide"
