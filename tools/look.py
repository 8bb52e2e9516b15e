"""A picture of every page, phone and desktop, in build/look: the demo's people walk through what they may open.

Fails when something that can be opened was not, unless `OUT_OF_REACH` says why.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter, deque
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Error, Request, Response, sync_playwright
from werkzeug.exceptions import HTTPException

from demo.applicants import APPLICANTS
from demo.cast import CAST, PASSWORD
from demo.post import link_in
from tests.live import Server, free_port
from tools.look_pictures import PICTURES, is_page, picture, show
from tools.look_plan import (
    BESIDE,
    BROKEN_LIST,
    COME_BY_LINK,
    MOST,
    OUT_OF_REACH,
    PRESSED,
    STRANGERS_KNOW,
    TYPED,
    Press,
)
from web.app import create_app
from web.config import ROOT, Config

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
ADDRESSES = re.compile(r'(?:[\w-]*url|href|src|action)="(/[^"]*|\?[^"]*)"')
EMPTIED = """form => {
  form.noValidate = true;
  for (const each of form.elements) {
    if (each.type === "checkbox" || each.type === "radio") each.checked = false;
    else if (each.tagName === "SELECT") each.selectedIndex = 0;
    else if (each.type !== "hidden" && each.tagName !== "BUTTON") each.value = "";
  }
}"""
OPENED = "form => form.closest('details')?.setAttribute('open', '')"
FIELDS = "input:not([type=hidden]), select, textarea"


def main() -> None:
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
            missed = Look(browser, server.url, folder).at_all(sys.argv[1:])
            browser.close()
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}")
    if missed:
        sys.exit("Not looked at:\n  " + "\n  ".join(missed))


class Look:
    """One look at a served demo: which pages were opened, and by whom first."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.address, self.folder = browser, address, folder
        self.app = create_app(Config(folder=folder, base_url=address, is_demo=True, has_worker=False))
        self.known = self.app.url_map.bind("localhost")
        self.opened: set[str] = set()
        self.pictured: set[str] = set()
        self.failed: list[str] = []

    def at_all(self, wanted: list[str]) -> list[str]:
        """Look as a stranger and each of the cast, or only as those whose first name is `wanted`; what was missed."""
        walks = {} if wanted else {"stranger": Walk(self, "stranger").go([*STRANGERS_KNOW, self._invitation()])}
        for member in CAST:
            name = member.name.split()[0].lower()
            if not wanted or name in wanted:
                walks[name] = Walk(self, name).sign_in(member.email).go(["/home", "/", "/confirm"])
        for each in (each for each in APPLICANTS if each.name in COME_BY_LINK):
            name = each.name.split()[0].lower()
            if not wanted or name in wanted:
                link = link_in(self.folder / "mail", each.email)
                walks[name] = Walk(self, name).come_in(link).with_code(link).go(["/assessments"])
        for walk in walks.values():
            walk.press_empty()
        self._errors()
        gets = {rule.endpoint for rule in self.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
        return self.failed + ([] if wanted else sorted(gets - self.opened - set(OUT_OF_REACH)))

    def endpoint(self, address: str) -> str:
        """Which page an address is; empty when it is none of ours."""
        try:
            return str(self.known.match(urlsplit(address).path, "GET")[0])
        except HTTPException:
            return ""

    def _invitation(self) -> str:
        """The address in the mail that comes when somebody forgot their password."""
        page = self.browser.new_page(base_url=self.address)
        page.goto("/recovery")
        page.fill("[name=name]", CAST[0].email)
        page.click("main button[type=submit]")
        page.close()
        for _ in range(100):
            for mail in (self.folder / "mail").glob("*.eml"):
                message = message_from_bytes(mail.read_bytes(), policy=policy.default)
                body = message.get_body(("plain",))
                if found := re.search(r"/invitation/[\w-]+", body.get_content() if body else ""):
                    return found[0]
            time.sleep(0.2)
        return ""

    def _errors(self) -> None:
        """Each error page as its template has it, for most cannot be had by asking."""
        page = self.browser.new_page(base_url=self.address)
        reason = "Hier staat in één zin wat er gebeurde. Daarna staat er wat je kunt doen."
        for template in sorted((ROOT / "templates" / "errors").glob("[0-9]*.html")):
            with self.app.test_request_context("/", base_url=self.address):
                body = self.app.jinja_env.get_template(f"errors/{template.name}")
                values: dict[str, Any] = {"reason": reason}
                self.app.update_template_context(values)
                made = body.render() if template.stem >= "500" else body.render(values)
            show(page, made)
            picture(page, f"error-{template.stem}")


class Walk:
    """One person in one window, from link to link; pages that nobody had before are pictured."""

    def __init__(self, look: Look, name: str) -> None:
        self.look, self.name = look, name
        self.page = look.browser.new_context(base_url=look.address, locale="nl-NL").new_page()
        self.page.set_default_timeout(15_000)
        self.waiting: deque[str] = deque()
        self.addresses: dict[str, str] = {}
        self.seen: Counter[str] = Counter()
        self.forms: list[tuple[str, str]] = []

    def sign_in(self, email: str) -> "Walk":
        self.page.goto("/sign-in")
        self.page.fill("[name=name]", email)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.click("main button[type=submit]")
        picture(self.page, f"{self.name}-first")
        return self

    def come_in(self, link: str) -> "Walk":
        """By the link that was mailed, and from there on."""
        self.page.goto(urlsplit(link).path)
        picture(self.page, f"{self.name}-welcome")
        self.look.opened.add("people.welcome")
        with self.page.expect_navigation():
            self.page.click("main form button[type=submit]")
        picture(self.page, f"{self.name}-first")
        self.waiting.append(self.page.url)
        return self

    def with_code(self, link: str) -> "Walk":
        """The same link in another browser, which asks for a code."""
        other = self.look.browser.new_page(base_url=self.look.address)
        other.goto(urlsplit(link).path)
        with other.expect_navigation():
            other.click("main form button[type=submit]")
        picture(other, f"{self.name}-{self.look.endpoint(other.url)}")
        self.look.opened.add(self.look.endpoint(other.url))
        other.close()
        return self

    def go(self, addresses: list[str]) -> "Walk":
        self.waiting.extend([*addresses, *TYPED.get(self.name, ())])
        self._follow()
        if place := self.addresses.get(BESIDE[0]):
            self.waiting.append(place.replace(*BESIDE[1:]))
            self._follow()
        for number, press in enumerate(PRESSED.get(self.name, ()), start=1):
            try:
                self._press(press, number)
            except (Error, KeyError) as error:
                self.look.failed.append(f"{self.name} {press.endpoint} {number}: {str(error).splitlines()[0]}")
            self._follow()
        return self

    def _follow(self) -> None:
        while self.waiting:
            address = urljoin(self.look.address, self.waiting.popleft())
            endpoint = self.look.endpoint(address)
            if endpoint and endpoint != "static" and self.seen[endpoint] < MOST.get(endpoint, 1):
                self.seen[endpoint] += 1
                self.addresses.setdefault(endpoint, address)
                self._open(endpoint, address)

    def _open(self, endpoint: str, address: str) -> None:
        reply = self.page.request.get(address)
        if self.look.endpoint(reply.url) == "people.confirm" and endpoint != "people.confirm":
            self._confirm(address)
            reply = self.page.request.get(address)
        ended = self.look.endpoint(reply.url)
        self.look.opened |= {endpoint, ended}
        if reply.status == 500:
            self.look.failed.append(f"{self.name} {endpoint}: {reply.status}")
        if not is_page(reply):
            return
        self.waiting.extend(html.unescape(found) for found in ADDRESSES.findall(reply.text()))
        if ended not in self.look.pictured and reply.ok:
            self.look.pictured.add(ended)
            self.page.goto(reply.url)
            picture(self.page, f"{self.name}-{ended}")
            if self._forms():
                self.forms.append((ended, reply.url))

    def _confirm(self, address: str) -> None:
        """Give the password again where that is asked."""
        self.page.goto(address)
        self.page.fill("[type=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.click("main button[type=submit]")

    def press_empty(self) -> None:
        """What each form says when nothing is filled in; last of all, for where nothing is needed it is saved."""
        for endpoint, address in self.forms:
            self.page.goto(address)
            self._press_empty(endpoint, address)

    def _press_empty(self, endpoint: str, address: str) -> None:
        for number, place in enumerate(self._forms()):
            answer = self._submit(place, EMPTIED)
            if answer is not None and answer.status == 422:
                picture(self.page, f"{self.name}-{endpoint}-422" + (f"-{number + 1}" if number else ""))
            self.page.goto(address)

    def _forms(self) -> list[int]:
        """The places in main of forms that send something one can fill in."""
        forms = self.page.locator("main form[method=post]")
        return [each for each in range(forms.count()) if forms.nth(each).locator(FIELDS).count()]

    def _submit(self, place: int, first: str) -> Response | None:
        form = self.page.locator("main form[method=post]").nth(place)
        form.evaluate(OPENED)
        form.evaluate(first)
        with self.page.expect_navigation() as answered:
            form.locator("button[type=submit]").first.click()
        return answered.value

    def _press(self, press: Press, number: int) -> None:
        page = self.page
        if press.endpoint:
            page.goto(self.addresses[press.endpoint].split("?")[0] + press.query)
        file = "main form:has(input[type=file]) " if press.file else "main "
        if press.check:
            page.locator("main").locator(press.check).first.check()
        for selector, words in press.fill.items():
            page.locator("main").locator(selector).first.fill(words)
        if press.file:
            page.set_input_files("main input[type=file]", self._file(press.file))
        with page.expect_navigation() as answered:
            page.locator(f"{file}button[type=submit]", has_text=press.button).last.click()
        passed: Request | None = answered.value.request
        while passed:
            self.look.opened.add(self.look.endpoint(passed.url))
            passed = passed.redirected_from
        page.locator(press.until).first.wait_for()
        picture(page, f"{self.name}-{press.endpoint}-pressed-{number}")
        self.addresses.setdefault(self.look.endpoint(page.url), page.url)
        self.waiting.extend(html.unescape(found) for found in ADDRESSES.findall(page.content()))

    def _file(self, kind: str) -> Any:
        kept = {"example": "hr.example_list", "paper": "certificates.record_paper"}
        made = self.page.request.get(self.addresses[kept[kind]]).body() if kind in kept else BROKEN_LIST.encode()
        return {"name": "bestand.pdf" if kind == "paper" else "lijst.csv", "mimeType": "text/csv", "buffer": made}


if __name__ == "__main__":
    main()
