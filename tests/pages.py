"""The checking client: fetches pages as a browser without scripts would, and checks each of them."""

import re
from dataclasses import dataclass, field
from typing import Any

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from people.models import Person
from tests import factories

LABELLED = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button"}


@dataclass
class Page:
    """A page that passed the checks; `root` is its tree."""

    response: TestResponse
    root: Any

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """What a person reads, white space folded."""
        body = self.root.find(".//body")
        return re.sub(r"\s+", " ", " ".join(body.itertext())).strip()

    @property
    def heading(self) -> str:
        return _text(self.root.find(".//h1"))

    @property
    def path(self) -> str:
        return self.response.request.full_path.rstrip("?")

    def links(self) -> dict[str, str]:
        return {_text(a): a.get("href") for a in self.root.iter("a") if a.get("href")}

    def forms(self) -> list["Form"]:
        return [Form(element, self.path) for element in self.root.iter("form")]

    def form(self, action: str = "") -> "Form":
        """The one form whose address holds `action` (by default: the first in main)."""
        where = self.root.find(".//main") if not action else self.root
        for element in where.iter("form"):
            form = Form(element, self.path)
            if action in form.action:
                return form
        raise AssertionError(f"no form to {action!r} on {self.path}")


@dataclass
class Form:
    element: Any
    path: str
    action: str = field(init=False)

    def __post_init__(self) -> None:
        self.action = self.element.get("action") or self.path

    def values(self) -> dict[str, list[str]]:
        """What a browser would send untouched."""
        values: dict[str, list[str]] = {}
        for control in self.element.iter():
            name, kind = control.get("name"), control.get("type", "text")
            if not name or "disabled" in control.attrib:
                continue
            if control.tag == "input" and kind in {"checkbox", "radio"}:
                if "checked" in control.attrib:
                    values.setdefault(name, []).append(control.get("value", "on"))
            elif control.tag == "input" and kind not in {"submit", "button", "file"}:
                values.setdefault(name, []).append(control.get("value", ""))
            elif control.tag == "textarea":
                values.setdefault(name, []).append(_text(control))
            elif control.tag == "select":
                chosen = [o for o in control.iter("option") if "selected" in o.attrib] or list(control.iter("option"))[
                    :1
                ]
                values.setdefault(name, []).extend(o.get("value", _text(o)) for o in chosen)
        return values


class Pages:
    """One browser: cookies, redirects followed, forms filled in as a person would."""

    def __init__(self, app: Flask, base_url: str) -> None:
        self.app = app
        self.base_url = base_url
        self.client = app.test_client()

    def sign_in(self, person: Person) -> "Pages":
        """Come in as `person` without the door: the door has tests of its own."""
        with self.app.app_context():
            token = factories.session_token(person)
        with self.client.session_transaction(base_url=self.base_url) as cookie:
            cookie["token"] = token
        return self

    def get(self, path: str, *, status: int = 200, follow: bool = True, **options: Any) -> Page:
        response = self.client.get(path, base_url=self.base_url, follow_redirects=follow, **options)
        return self._checked(response, status)

    def post(self, path: str, data: dict[str, Any], *, status: int = 200, follow: bool = True, **options: Any) -> Page:
        """Werkzeug's client forgets the form at a 307; a browser sends it again."""
        response = self.client.post(path, data=data, base_url=self.base_url, **options)
        while follow and response.status_code == 307:
            response = self.client.post(response.location, data=data, base_url=self.base_url, **options)
        if follow and response.status_code in {301, 302, 303}:
            return self.get(response.location, status=status, headers=options.get("headers"))
        return self._checked(response, status)

    def submit(self, form: Form, *, status: int = 200, follow: bool = True, **filled: Any) -> Page:
        """Send `form` with the fields `filled` in over what was there."""
        data: dict[str, Any] = {**form.values(), **filled}
        send = self.get if (form.element.get("method") or "get").lower() == "get" else self.post
        if send == self.get:
            return self.get(form.action, status=status, query_string=data)
        return self.post(form.action, data, status=status, follow=follow)

    def _checked(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.request.path}: {response.status_code}, expected {status}"
        if response.mimetype != "text/html" or response.status_code in {301, 302, 303}:
            return Page(response, None)
        page = Page(response, parse(response.get_data(as_text=True)))
        check(page)
        return page


def parse(html: str) -> Any:
    """The tree of a page; a page that is no valid HTML is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(html)
    except html5lib.html5parser.ParseError as error:
        line = parser.errors[-1][0][0] if parser.errors else 0
        raise AssertionError(
            f"invalid HTML near line {line}: {error}\n{html.splitlines()[max(0, line - 2) : line + 1]}"
        ) from error


def check(page: Page) -> None:
    """One h1, a title that begins with it, unique ids, labels, language, no inline style or script, a policy."""
    root, where = page.root, page.response.request.path
    headings = list(root.iter("h1"))
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = _text(root.find(".//title"))
    plain_title = re.sub(r"^(Fout|Error): ", "", title)
    assert plain_title.startswith(page.heading), f"{where}: title {title!r} does not begin with {page.heading!r}"
    assert root.get("lang") in {"nl", "en"}, f"{where}: no language"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"{where}: ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    labels = {label.get("for") for label in root.iter("label")}
    for control in root.iter():
        if control.tag in LABELLED and control.get("type") not in NEEDS_NO_LABEL:
            named = control.get("id") in labels or control.get("aria-label") or control.get("aria-labelledby")
            assert named, f"{where}: no label for {control.get('name')}"
        assert "style" not in control.attrib, f"{where}: inline style on {control.tag}"
        assert not any(name.startswith("on") for name in control.attrib), f"{where}: inline handler on {control.tag}"
        assert control.tag != "script" or control.get("src"), f"{where}: inline script"
        if control.tag == "img":
            assert "alt" in control.attrib, f"{where}: img without alt"
    assert "unsafe" not in page.response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in page.response.headers["Content-Security-Policy"]


def _text(element: Any) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""
