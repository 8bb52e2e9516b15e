"""Whether an SVG drawing may stand in a page: shapes and presentation attributes, nothing that runs or fetches."""

import re
from html.parser import HTMLParser

_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_FETCHES = re.compile(r"url\(\s*['\"]?(?!#)|^\s*(?:javascript|data|https?):", re.IGNORECASE)
_SHAPES = {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"}
_GROUPS = {"svg", "g", "defs", "marker", "symbol", "use", "clippath", "lineargradient", "radialgradient", "stop"}
_WORDS = {"text", "tspan", "title", "desc"}
_REFERENCES = {"href", "xlink:href"}
_NAMESPACES = {"xmlns", "xmlns:xlink"}


def without_comments(svg: str) -> str:
    """The drawing without the notes of whoever drew it."""
    return _COMMENT.sub("", svg).strip()


def objections(svg: str) -> list[str]:
    """What keeps this drawing out of a page, in plain Dutch; empty when nothing does."""
    if not svg.startswith("<svg"):
        return ["begint niet met <svg"]
    reader = _Reader()
    reader.feed(svg)
    reader.close()
    return reader.objections


class _Reader(HTMLParser):
    """Collects everything in a drawing that isn't on the lists above."""

    def __init__(self) -> None:
        super().__init__()
        self.objections: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SHAPES | _GROUPS | _WORDS:
            self.objections.append(f"bevat <{tag}>")
        for name, value in attrs:
            if reason := _objection(name, value or ""):
                self.objections.append(reason)

    def handle_decl(self, decl: str) -> None:
        self.objections.append(f"bevat <!{decl}>")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 — the parser names it
        self.objections.append("bevat een opmerking")

    def handle_pi(self, data: str) -> None:
        self.objections.append(f"bevat <?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)


def _objection(name: str, value: str) -> str:
    if name == "style":
        return "heeft een style-attribuut; gebruik attributen als fill en stroke"
    if name.startswith("on"):
        return f"voert iets uit: {name}"
    if name in _REFERENCES and not value.startswith("#"):
        return f"verwijst naar buiten: {value}"
    if name not in _NAMESPACES and _FETCHES.search(value):
        return f"haalt iets op: {value}"
    return ""
