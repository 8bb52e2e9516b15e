"""A picture of every page, phone and desktop, in build/look: the demo's people walk through what they may open."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PICTURES = ROOT / "build" / "look"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
PUBLIC = ("/sign-in", "/recovery", "/code", "/help", "/privacy", "/accessibility", "/check", "/mailbox", "/nowhere")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
MOST_PER_PERSON = 40


def main() -> None:
    from tests.live import Server, free_port

    port = free_port()
    environment = {**os.environ, "PORT": str(port)}
    subprocess.run([sys.executable, "tools/serve.py", "--no-server"], cwd=ROOT, env=environment, check=True)
    folder = ROOT / "instance" / f"demo-{port}"
    server = Server(folder, "")
    server.port = port
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    try:
        server.start()
        with sync_playwright() as playwright:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, chromium_sandbox=False)
            walk(browser, server.url, folder, sys.argv[1:])
            browser.close()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}")


def walk(browser: Browser, address: str, folder: Path, wanted: list[str]) -> None:
    """Once as a stranger, then as each of the cast (or those whose first name is asked for)."""
    from demo.cast import CAST, PASSWORD

    known = endpoints(folder)
    page = browser.new_context(base_url=address, locale="nl-NL").new_page()
    for path in () if wanted else PUBLIC:
        page.goto(path)
        picture(page, f"0-{path.strip('/')}")
    for member in CAST:
        name = member.name.split()[0].lower()
        if wanted and name not in wanted:
            continue
        page = browser.new_context(base_url=address, locale="nl-NL").new_page()
        page.goto("/sign-in")
        page.fill("[name=name]", member.email)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        for endpoint in visit(page, known):
            picture(page, f"{name}-{endpoint}")


def endpoints(folder: Path) -> MapAdapter:
    """What tells which page an address is."""
    from web.app import create_app
    from web.config import Config

    return create_app(Config(folder=folder)).url_map.bind("localhost")


def visit(page: Page, known: MapAdapter) -> Iterator[str]:
    """Follow links from page to page, one page of each kind; yield the kind."""
    seen: set[str] = set()
    waiting = [urlsplit(page.url).path]
    while waiting and len(seen) < MOST_PER_PERSON:
        path = waiting.pop(0)
        try:
            endpoint, _values = known.match(urlsplit(path).path)
        except HTTPException:
            continue
        if endpoint in seen or endpoint in {"static", "web.logo"}:
            continue
        seen.add(endpoint)
        answer = page.goto(path) if not any(end in path for end in (".pdf", ".json", ".csv", ".xlsx")) else None
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield endpoint
        found = page.eval_on_selector_all(
            "main a[href], .site-header a[href], nav a[href]", "all => all.map(a => a.href)"
        )
        waiting += [link.removeprefix(page.url.split("/", 3)[0] + "//" + urlsplit(page.url).netloc) for link in found]


def picture(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{name}.{size}.png", full_page=True)


if __name__ == "__main__":
    main()
