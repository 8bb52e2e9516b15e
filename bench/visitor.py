"""A browser without pictures: one connection that stays open, cookies, the form's token, redirects followed."""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

from tests.factories import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


class Unexpected(RuntimeError):
    """An answer that is no page: what was measured is not what was meant."""


@dataclass
class Page:
    """The last page of a chain of redirects."""

    path: str
    text: str

    def all(self, pattern: str) -> list[str]:
        return [unescape(found) for found in re.findall(pattern, self.text)]


@dataclass
class Visitor:
    """Somebody at the server on `port`. Its cookies are Secure, so they are kept by hand."""

    port: int
    token: str = ""
    _cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("localhost", self.port, timeout=60)

    def get(self, path: str) -> Page:
        return self._follow("GET", path)

    def post(self, path: str, **values: str | list[str]) -> Page:
        """Send a form; the token of the last page goes with it."""
        body = urlencode({"csrf_token": self.token, **values}, doseq=True)
        return self._follow("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, path: str, **values: object) -> Page:
        """Send JSON, as the autosave script does."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        return self._follow("POST", path, json.dumps(values), headers)

    def bring(self, cookie: str, value: str) -> None:
        """Come with a cookie from before."""
        self._cookies[cookie] = value

    def sign_in(self, email: str) -> Page:
        """Through the door, to the person's first page."""
        self.get("/sign-in")
        return self.post("/sign-in", name=email, password=PASSWORD)

    def _follow(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Page:
        response, text = self._ask(method, path, body, headers or {})
        while response.status == 303:
            path = urlsplit(response.headers["Location"]).path
            response, text = self._ask("GET", path, None, {})
        if response.status != 200:
            raise Unexpected(f"{method} {path}: {response.status}")
        if found := _TOKEN.search(text):
            self.token = found[1]
        return Page(path, text)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[HTTPResponse, str]:
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        try:
            response = self._sent(method, path, body, headers)
        except (BrokenPipeError, ConnectionResetError, RemoteDisconnected):
            self._connection.close()  # the server hangs up on who was quiet for long; a browser comes back too
            response = self._sent(method, path, body, headers)
        text = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _equals, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response, text

    def _sent(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> HTTPResponse:
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()
