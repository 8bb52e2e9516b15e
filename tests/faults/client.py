"""A person at the server with nothing between: an HTTP client with cookies of its own that sees a broken reply."""

import html
import http.client
import json
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.journeys.steps import PASSWORD

FORM = "application/x-www-form-urlencoded"


@dataclass
class Reply:
    status: int
    text: str
    location: str

    def value(self, name: str) -> str:
        """What the first hidden field of this name holds."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', self.text)
        assert found, self.text[:400]
        return html.unescape(found[1])

    def csrf(self) -> str:
        return self.value("csrf_token")


@dataclass
class Client:
    """Raises OSError or http.client.HTTPException when no whole reply came."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, {"Cookie": cookie, **headers})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Reply(response.status, text, response.headers.get("Location", ""))

    def send_form(self, path: str, csrf: str, **values: str) -> Reply:
        return self.ask("POST", path, urlencode({"csrf_token": csrf, **values}), **{"Content-Type": FORM})

    def sign_in(self, email: str) -> "Client":
        page = self.ask("GET", "/sign-in")
        assert self.send_form("/sign-in", page.csrf(), name=email, password=PASSWORD).status == 303
        self.token = json.loads(self.ask("GET", "/session").text)["csrf"]
        return self

    def save(self, attempt: int, event: str, question: str, chosen: list[str]) -> Reply:
        """As the autosave script sends it."""
        return self._save(f"/attempts/{attempt}/answers", event, question, chosen)

    def rate(self, sitting: int, event: str, item: str, chosen: list[str]) -> Reply:
        """The same in an assessment."""
        return self._save(f"/sittings/{sitting}/answers", event, item, chosen)

    def _save(self, path: str, event: str, question: str, chosen: list[str]) -> Reply:
        body = json.dumps({"event": event, "question": question, "chosen": chosen})
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        return self.ask("POST", path, body, **headers)
